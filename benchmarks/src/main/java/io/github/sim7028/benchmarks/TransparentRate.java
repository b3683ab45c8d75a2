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

import io.github.sim7028.benchmarks.fixture.LineBudget;
import io.github.sim7028.benchmarks.fixture.MessageSource;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.Routes;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import java.util.function.BooleanSupplier;

/** Data mode: no commands, so that the limit is the line itself. */
final class TransparentRate {

    private static final int PIECE = 1500;

    private final int baud;
    private final RunSize scope;
    private final double line;

    TransparentRate(int baud, RunSize scope) {
        this.baud = baud;
        this.scope = scope;
        this.line = LineBudget.bytesPerSecond(baud);
    }

    void run(Results results) throws Exception {
        if (!supported()) {
            results.say("transparent @" + baud + ": left out, the component has no accessMode");
            return;
        }
        results.add(Result.rate("transparent, up @" + baud, up(), line, "B/s", 0.99, ""));
        results.add(Result.rate("transparent, down @" + baud, down(), line, "B/s", 0.99, ""));
    }

    private static boolean supported() {
        try (RouteRig rig = RouteRig.simulated(0)) {
            return rig.option("accessMode", "transparent");
        }
    }

    private RouteRig rig() {
        RouteRig rig = RouteRig.simulated(baud);
        rig.option("accessMode", "transparent");
        return rig;
    }

    private double up() throws Exception {
        Meter meter = meter();
        BooleanSupplier done = meter::done;
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = rig().start(Routes.up("direct:up", far, ""));
                MessageSource up = new MessageSource(rig.camel(), "direct:up", PIECE, 16, meter)) {
            while (!done.getAsBoolean()) {
                up.send();
            }
            return meter.perSecond(60);
        }
    }

    private double down() throws Exception {
        Meter meter = meter();
        try (TcpPeer far = new TcpPeer().sendWhile(() -> !meter.done(), meter);
                RouteRig rig = rig().start(Routes.down(far, meter))) {
            return rig.reached(meter);
        }
    }

    private Meter meter() {
        long warm = MessageSource.messages(line, PIECE, scope.seconds() / 3) * PIECE;
        return new Meter(warm, warm + MessageSource.messages(line, PIECE, scope.seconds()) * PIECE);
    }
}
