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

    /** How many exchanges each makes before it is the other's turn. */
    private static final int TURN = 20;

    private final int baud;
    private final RunSize scope;

    /** Median and 99th percentile, in milliseconds, and the bytes of one exchange. */
    private record Times(double median, double p99, double bytes) {}

    private record Pair(Times bare, Times ours) {}

    RequestReply(int baud, RunSize scope) {
        this.baud = baud;
        this.scope = scope;
    }

    void run(Results results) throws Exception {
        Times unpaced = unpaced();
        Pair paced = paced();
        Times bare = paced.bare();
        Times ours = paced.ours();
        double limit = bare.bytes() * 1000 / LineBudget.bytesPerSecond(baud) + unpaced.median();
        String note = Math.round(bare.bytes()) + " bytes on the line, simulator " + Result.shown(unpaced.median())
                + " ms; a bare program has median " + Result.shown(bare.median()) + ", p99 "
                + Result.shown(bare.p99());
        results.add(Result.cost("request/reply, 20 bytes, median @" + baud, ours.median(), limit, "ms", 1.2, note));
        // of fewer requests the 99th percentile is but the worst one
        if (scope.requests() >= 100) {
            results.add(Result.cost("request/reply, 20 bytes, p99 @" + baud, ours.p99(), limit, "ms", 2.0, "")
                    .unjudged());
            results.add(Result.cost(
                            "request/reply, 20 bytes, p99 against a bare program @" + baud,
                            ours.p99(),
                            bare.p99(),
                            "ms",
                            1.5,
                            "both take turns, so that both meet what the machine does beside")
                    .unjudged());
        }
    }

    private Times unpaced() throws Exception {
        byte[] request = request();
        try (TcpPeer far = new TcpPeer().echo(new Meter());
                VirtualModem modem = VirtualModem.builder().baud(0).start();
                BareAtClient bare = new BareAtClient(ModemPorts.of(modem.connect())).open(far.port(), true)) {
            Sample sample = new Sample(modem, () -> bare.sendAndAwait(request, request));
            sample.warmUp();
            sample.take(scope.requests());
            return sample.times();
        }
    }

    private Pair paced() throws Exception {
        byte[] request = request();
        byte[] body = Arrays.copyOf(request, SIZE - 1);
        try (TcpPeer farOfBare = new TcpPeer().echo(new Meter());
                VirtualModem modem = VirtualModem.builder().baud(baud).start();
                BareAtClient bare = new BareAtClient(ModemPorts.of(modem.connect())).open(farOfBare.port(), true);
                TcpPeer far = new TcpPeer().echo(new Meter());
                RouteRig rig =
                        RouteRig.simulated(baud).receiving(ReceiveMode.PUSH).start(route(far));
                ProducerTemplate template = rig.camel().createProducerTemplate()) {
            Sample ofBare = new Sample(modem, () -> bare.sendAndAwait(request, request));
            Sample ours = new Sample(rig.modem(), () -> {
                byte[] reply = template.requestBody("direct:ask", body, byte[].class);
                if (!Arrays.equals(reply, body)) {
                    throw new IllegalStateException("a wrong reply: " + Arrays.toString(reply));
                }
            });
            ofBare.warmUp();
            ours.warmUp();
            while (!ours.isFull()) {
                ofBare.take(TURN);
                ours.take(TURN);
            }
            return new Pair(ofBare.times(), ours.times());
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

    /** So many exchanges, and how long each took. */
    private final class Sample {
        private final VirtualModem modem;
        private final Exchange exchange;
        private final long[] nanos = new long[scope.requests()];
        private int count;
        private long bytes;

        Sample(VirtualModem modem, Exchange exchange) {
            this.modem = modem;
            this.exchange = exchange;
        }

        void warmUp() throws Exception {
            for (int i = Math.max(20, nanos.length / 3); i > 0; i--) {
                exchange.run();
            }
        }

        boolean isFull() {
            return count == nanos.length;
        }

        /** Makes so many more, as long as there is room. */
        void take(int more) throws Exception {
            long before = modem.bytesIn() + modem.bytesOut();
            for (int end = Math.min(nanos.length, count + more); count < end; count++) {
                long began = System.nanoTime();
                exchange.run();
                nanos[count] = System.nanoTime() - began;
            }
            bytes += modem.bytesIn() + modem.bytesOut() - before;
        }

        Times times() {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Times(
                    sorted[sorted.length / 2] / 1e6,
                    sorted[sorted.length * 99 / 100] / 1e6,
                    bytes / (double) sorted.length);
        }
    }

    @FunctionalInterface
    private interface Exchange {
        void run() throws Exception;
    }
}
