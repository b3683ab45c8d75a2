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

import io.github.sim7028.benchmarks.fixture.BareAtClient;
import io.github.sim7028.benchmarks.fixture.LineBudget;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.ModemPorts;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.simulator.VirtualModem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * How long a request of 20 bytes and its reply of 20 take, held against the bytes that go over the line for it, one after
 * the other, and what the simulator itself takes: the time of the same dialogue on a line that is not paced, with no driver.
 */
final class RequestReply {

    private static final int SIZE = 20;

    private final int baud;
    private final RunSize scope;

    /** Median and 99th percentile, in milliseconds, and the bytes of one exchange. */
    private record Times(double median, double p99, double bytes) {}

    RequestReply(int baud, RunSize scope) {
        this.baud = baud;
        this.scope = scope;
    }

    void run(Results results) throws Exception {
        Times bare = bare(0);
        Times barePaced = bare(baud);
        Times ours = throughRoute();
        double limit = bare.bytes() * 1000 / LineBudget.bytesPerSecond(baud) + bare.median();
        String note = Math.round(bare.bytes()) + " bytes on the line, simulator " + Result.shown(bare.median())
                + " ms; a bare program has median " + Result.shown(barePaced.median()) + ", p99 "
                + Result.shown(barePaced.p99());
        results.add(Result.cost("request/reply, 20 bytes, median @" + baud, ours.median(), limit, "ms", 1.2, note));
        // of fewer requests the 99th percentile is but the worst one
        if (scope.requests() >= 100) {
            results.add(Result.cost("request/reply, 20 bytes, p99 @" + baud, ours.p99(), limit, "ms", 2.0, "")
                    .unjudged());
        }
    }

    private Times bare(int speed) throws Exception {
        byte[] request = request();
        Meter meter = new Meter();
        try (TcpPeer far = new TcpPeer().echo(meter);
                VirtualModem modem = VirtualModem.builder().baud(speed).start();
                BareAtClient bare = new BareAtClient(ModemPorts.of(modem.connect())).open(far.port(), true)) {
            return times(modem, () -> bare.sendAndAwait(request, request));
        }
    }

    private Times throughRoute() throws Exception {
        Meter meter = new Meter();
        try (TcpPeer far = new TcpPeer().echo(meter);
                RouteRig rig =
                        RouteRig.simulated(baud).receiving(ReceiveMode.PUSH).start(route(far));
                ProducerTemplate template = rig.camel().createProducerTemplate()) {
            byte[] body = Arrays.copyOf(request(), SIZE - 1);
            return times(rig.modem(), () -> {
                byte[] reply = template.requestBody("direct:ask", body, byte[].class);
                if (!Arrays.equals(reply, body)) {
                    throw new IllegalStateException("a wrong reply: " + Arrays.toString(reply));
                }
            });
        }
    }

    private static RouteBuilder route(TcpPeer far) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("sim7028:tcp:127.0.0.1:" + far.port() + "?sync=true&framing=line");
            }
        };
    }

    private static byte[] request() {
        return "temperature=21.5 °C\n".getBytes(StandardCharsets.ISO_8859_1);
    }

    private Times times(VirtualModem modem, Exchange exchange) throws Exception {
        int warm = Math.max(20, scope.requests() / 3);
        for (int i = 0; i < warm; i++) {
            exchange.run();
        }
        long bytes = modem.bytesIn() + modem.bytesOut();
        long[] nanos = new long[scope.requests()];
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            exchange.run();
            nanos[i] = System.nanoTime() - began;
        }
        bytes = modem.bytesIn() + modem.bytesOut() - bytes;
        Arrays.sort(nanos);
        return new Times(
                nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6, bytes / (double) nanos.length);
    }

    @FunctionalInterface
    private interface Exchange {
        void run() throws Exception;
    }
}
