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

import static io.github.sim7028.benchmarks.fixture.LineBudget.MAX_PIECE;

import io.github.sim7028.benchmarks.fixture.BareAtClient;
import io.github.sim7028.benchmarks.fixture.LineBudget;
import io.github.sim7028.benchmarks.fixture.MessageSource;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.ModemPorts;
import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.Routes;
import io.github.sim7028.benchmarks.fixture.SendWindow;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.simulator.VirtualModem;

/** What the driver itself takes: the line is a TCP connection and not paced, the simulator runs beside it. */
final class DriverOverhead {

    private static final int SMALL = 32;
    private static final int QUEUED = 64;
    private static final String BARE = "the limit is a bare loop over the same kind of socket, one command at a time";

    private final RunSize scope;

    DriverOverhead(RunSize scope) {
        this.scope = scope;
    }

    void run(Results results) {
        results.measure("not paced, TCP up", this::up);
        results.measure("not paced, sends", this::sends);
        results.measure("not paced, TCP down", this::down);
        results.measure("Camel's part", new CamelOverhead(scope)::run);
        results.measure("allocation", new Allocation(scope)::run);
    }

    private void up(Results results) throws Exception {
        long pieces = scope.volume() / MAX_PIECE;
        double bare = bareSends(MAX_PIECE, pieces) * MAX_PIECE / 1e6;
        for (SendWindow window : SendWindow.EIGHT_AND_ONE) {
            double ours = routeSends(MAX_PIECE, pieces, "", QUEUED, window) / 1e6;
            results.add(Result.rate(
                    "not paced, TCP up, route to far end" + window.words(), ours, bare, "MB/s", null, BARE));
        }
    }

    private void sends(Results results) throws Exception {
        long sends = scope.volume() / 1000;
        double bare = bareSends(SMALL, sends);
        for (SendWindow window : SendWindow.EIGHT_AND_ONE) {
            double apart = routeSends(SMALL, sends, "?coalesce=false", QUEUED, window) / SMALL;
            results.add(Result.rate("not paced, 32-byte sends apart" + window.words(), apart, bare, "1/s", null, BARE));
            double together = routeSends(SMALL, 10 * sends, "", 1000, window) / SMALL;
            results.add(Result.rate(
                    "not paced, 32-byte messages coalesced" + window.words(), together, bare, "1/s", null, BARE));
        }
    }

    /** Commands a second with no driver. */
    private static double bareSends(int size, long sends) throws Exception {
        long warm = sends / 3;
        Meter meter = new Meter(warm * size, (warm + sends) * size);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                VirtualModem modem = VirtualModem.builder().start();
                BareAtClient bare =
                        new BareAtClient(ModemPorts.connect(modem.listen().getPort())).open(far.port(), true)) {
            for (long i = 0; i < warm + sends; i++) {
                bare.send(PayloadPattern.bytes(i * size, size));
            }
            return meter.perSecond(10) / size;
        }
    }

    /** Bytes a second through a route. */
    private static double routeSends(int size, long sends, String options, int queued, SendWindow window)
            throws Exception {
        long warm = sends / 3;
        Meter meter = new Meter(warm * size, (warm + sends) * size);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.overSocket().sending(window).start(Routes.up("direct:up", far, options));
                MessageSource up = new MessageSource(rig.camel(), "direct:up", size, queued, meter)) {
            up.send(warm + sends);
            up.await(60);
            return meter.perSecond(10);
        }
    }

    private void down(Results results) throws Exception {
        double bare = bareDown() / 1e6;
        results.add(Result.rate(
                "not paced, TCP down, push, far end to route",
                routeDown(ReceiveMode.PUSH) / 1e6,
                bare,
                "MB/s",
                null,
                "the limit is a bare loop that only counts what the line brings"));
        results.add(Result.rate(
                "not paced, TCP down, buffered, far end to route",
                routeDown(ReceiveMode.BUFFERED) / 1e6,
                bareReads() / 1e6,
                "MB/s",
                null,
                BARE));
    }

    private Meter meter() {
        return new Meter(scope.volume() / 3, scope.volume() / 3 + scope.volume());
    }

    private double routeDown(ReceiveMode mode) throws Exception {
        Meter meter = meter();
        try (TcpPeer far = new TcpPeer().sendWhile(() -> !meter.done(), meter);
                RouteRig rig = RouteRig.overSocket().receiving(mode).start(Routes.down(far, meter))) {
            return rig.reached(meter);
        }
    }

    private double bareDown() throws Exception {
        Meter meter = meter();
        try (TcpPeer far = new TcpPeer().sendWhile(() -> !meter.done(), meter);
                VirtualModem modem = VirtualModem.builder().start();
                BareAtClient bare =
                        new BareAtClient(ModemPorts.connect(modem.listen().getPort())).open(far.port(), true)) {
            while (!meter.done()) {
                meter.add(bare.read());
            }
            return meter.perSecond(1) * LineBudget.shareOfPush(far.port());
        }
    }

    private double bareReads() throws Exception {
        Meter meter = meter();
        try (TcpPeer far = new TcpPeer().sendWhile(() -> !meter.done(), meter);
                VirtualModem modem = VirtualModem.builder().start();
                BareAtClient bare =
                        new BareAtClient(ModemPorts.connect(modem.listen().getPort())).open(far.port(), false)) {
            while (!meter.done()) {
                meter.add(bare.readBuffer(MAX_PIECE));
            }
            return meter.perSecond(1);
        }
    }
}
