/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.sim7028.benchmarks;

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import io.github.sim7028.camel.Sim7028Component;
import java.io.File;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The component with little memory and much to move. */
public final class StreamingGateway {

    private StreamingGateway() {}

    /**
     * {@code up} or {@code down}, the modem's port, the far end's port, and the file or the number of bytes. Says
     * {@code STREAMED <bytes> <bytes a second>}.
     */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Sim7028Component component = new Sim7028Component();
        component.getConfiguration().setDevice("socket://127.0.0.1:" + arguments[1]);
        CamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.addComponent("sim7028", component);
        String uri = "sim7028:tcp:127.0.0.1:" + arguments[2];
        if (arguments[0].equals("up")) {
            up(camel, uri, new File(arguments[3]));
        } else {
            down(camel, uri + "?framing=length&lengthFieldLength=4", Long.parseLong(arguments[3]));
        }
        ChildJvm.stay();
    }

    private static void up(CamelContext camel, String uri, File file) throws Exception {
        camel.start();
        long began = System.nanoTime();
        camel.createProducerTemplate().sendBody(uri, file);
        said(file.length(), System.nanoTime() - began);
    }

    private static void down(CamelContext camel, String uri, long bytes) throws Exception {
        Meter meter = new Meter(StreamingBenchmark.FRAME, bytes);
        camel.addRoutes(new RouteBuilder() {
            private long position;

            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    byte[] frame = exchange.getMessage().getBody(byte[].class);
                    PayloadPattern.require(position, frame, 0, frame.length);
                    position += frame.length;
                    meter.add(frame.length);
                });
            }
        });
        camel.start();
        double speed = meter.perSecond(280);
        said(meter.count(), (long) (meter.count() / speed * 1e9));
    }

    private static void said(long bytes, long nanos) {
        System.out.println("STREAMED " + bytes + String.format(Locale.ROOT, " %.0f", bytes * 1e9 / nanos));
    }
}
