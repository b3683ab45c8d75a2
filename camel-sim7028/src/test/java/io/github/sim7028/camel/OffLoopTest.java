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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.framing.FrameDecoder;
import io.github.sim7028.camel.framing.FrameSink;
import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.kit.Loops;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.SimpleTypeConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No code that is not the driver's own runs on a modem's loop, whatever kind it is and whoever calls it. */
@Timeout(90)
class OffLoopTest {

    private static final Set<String> KINDS = Set.of(
            "processor of a link",
            "processor of a server",
            "processor after a send",
            "exception handler",
            "decoder()",
            "decode",
            "encode",
            "converter",
            "event listener",
            "InputStream",
            "StreamCache",
            "StreamCache reset",
            "aggregation",
            "callback of a future");

    /** Where each kind ran: on a loop or not. */
    private final Map<String, Boolean> ran = new ConcurrentHashMap<>();

    private void here(String kind) {
        ran.merge(kind, Loops.here(), Boolean::logicalOr);
    }

    @Test
    void noForeignCodeRunsOnTheLoop() throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RouteRig rig = new RouteRig()) {
            int serverPort = FreePort.find();
            String link = "sim7028:tcp:127.0.0.1:" + peer.getLocalPort();
            String server = "sim7028:tcp-server:" + serverPort + "?framing=#framing&sync=true";
            rig.context.getRegistry().bind("framing", new Watched());
            rig.context.getRegistry().bind("handler", new Handler());
            rig.context
                    .getTypeConverterRegistry()
                    .addTypeConverter(
                            byte[].class, Own.class, new SimpleTypeConverter(false, (type, exchange, value) -> {
                                here("converter");
                                return "own\n".getBytes(StandardCharsets.US_ASCII);
                            }));
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(link + "?framing=#framing&exceptionHandler=#handler")
                            .errorHandler(noErrorHandler())
                            .process(exchange -> {
                                here("processor of a link");
                                rig.keep(exchange);
                                if (exchange.getMessage().getBody(String.class).contains("fail")) {
                                    throw new IllegalStateException("as asked");
                                }
                            });
                    from(server).process(exchange -> {
                        here("processor of a server");
                        exchange.getMessage().setBody(new Own());
                    });
                    from("sim7028:modem").process(exchange -> here("event listener"));
                    from("direct:up")
                            .to(link + "?framing=#framing")
                            .process(exchange -> here("processor after a send"))
                            .aggregate(constant(1), strategy())
                            .completionSize(1)
                            .to("mock:end");
                    from("direct:raw").to(link).process(exchange -> here("processor after a send"));
                }
            });
            try (Socket far = peer.accept()) {
                far.setSoTimeout((int) RouteRig.SOON.toMillis());
                write(far, "one\nfail\n");
                await().atMost(RouteRig.SOON)
                        .until(() -> rig.received.size() >= 1 && ran.containsKey("exception handler"));
                rig.sends("direct:up", new Own());
                rig.sends("direct:up", "text");
                rig.sends("direct:raw", new Stream());
                rig.sends("direct:raw", new Cache());
                CountDownLatch told = new CountDownLatch(1);
                rig.template
                        .asyncSend(
                                "direct:raw", exchange -> exchange.getMessage().setBody("x"))
                        .whenComplete((exchange, failure) -> {
                            here("callback of a future");
                            told.countDown();
                        });
                assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            }
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                client.setSoTimeout((int) RouteRig.SOON.toMillis());
                write(client, "question\n");
                assertThat(client.getInputStream().readNBytes(4))
                        .isEqualTo("own\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(new TreeMap<>(ran)).containsOnlyKeys(KINDS).doesNotContainValue(true);
    }

    private AggregationStrategy strategy() {
        return (before, after) -> {
            here("aggregation");
            return after;
        };
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** A body that only a converter of the user's can make bytes of. */
    private static final class Own {}

    private final class Stream extends ByteArrayInputStream {

        Stream() {
            super("stream\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public int read() {
            here("InputStream");
            return super.read();
        }

        @Override
        public int read(byte[] b, int off, int len) {
            here("InputStream");
            return super.read(b, off, len);
        }
    }

    private final class Cache extends InputStream implements StreamCache {

        private final InputStream content = new ByteArrayInputStream("cache\n".getBytes(StandardCharsets.US_ASCII));

        @Override
        public int read() throws IOException {
            here("StreamCache");
            return content.read();
        }

        @Override
        public void reset() {
            here("StreamCache reset");
        }

        @Override
        public void writeTo(OutputStream os) throws IOException {
            here("StreamCache");
            content.transferTo(os);
        }

        @Override
        public StreamCache copy(Exchange exchange) {
            return this;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public long length() {
            return 6;
        }

        @Override
        public long position() {
            return 0;
        }
    }

    private final class Watched implements Framing {

        @Override
        public FrameDecoder decoder() {
            here("decoder()");
            return new FrameDecoder() {
                @Override
                public void decode(byte[] bytes, FrameSink frames) {
                    here("decode");
                    frames.frame(bytes);
                }
            };
        }

        @Override
        public byte[] encode(byte[] message) {
            here("encode");
            return message;
        }
    }

    private final class Handler implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            here("exception handler");
        }

        @Override
        public void handleException(String message, Throwable exception) {
            here("exception handler");
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            here("exception handler");
        }
    }
}
