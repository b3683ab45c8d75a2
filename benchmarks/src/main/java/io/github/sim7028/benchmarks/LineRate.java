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

import io.github.sim7028.benchmarks.fixture.LineBudget;
import io.github.sim7028.benchmarks.fixture.MessageSource;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.Routes;
import io.github.sim7028.benchmarks.fixture.SendWindow;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How much of a paced line the whole stack fills: route or producer at one end, a real socket at the other. */
final class LineRate {

    private static final String PER_SECOND = "B/s";
    private static final int WINDOW = 16;
    private static final int BUFFER = 16_384;
    private static final int WARMING_BAUD = 10_000_000;

    private static final String BOTH_WAYS = "both ways at once";
    private static final String BOTH_WAYS_BUFFERED = "both ways at once, buffered";

    private final int baud;
    private final RunSize scope;
    private final double line;

    LineRate(int baud, RunSize scope) {
        this.baud = baud;
        this.scope = scope;
        this.line = LineBudget.bytesPerSecond(baud);
    }

    /** Goes through most cases on a fast line and tells nothing: a gateway is up for days, its code has been compiled. */
    static void warmUp() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new LineRate(WARMING_BAUD, RunSize.WARMING)
                .run(new Results(nowhere, Pattern.compile("1500-byte|apart|down|at once(, sendWindow=8)? @|request")));
    }

    void run(Results results) {
        new SendRate(baud, scope).run(results);
        results.measure(name("TCP down, buffered"), this::buffered);
        results.measure(name("TCP down, push"), this::push);
        for (SendWindow window : SendWindow.EIGHT_AND_ONE) {
            results.measure(name(BOTH_WAYS, window), r -> bothWays(window, r));
            if (scope != RunSize.QUICK) {
                results.measure(name(BOTH_WAYS_BUFFERED, window), r -> bothWaysBuffered(window, r));
            }
        }
        results.measure(name("request/reply"), new RequestReply(baud, scope)::run);
        results.measure(name("transparent"), new TransparentRate(baud, scope)::run);
    }

    private String name(String what) {
        return what + " @" + baud;
    }

    private String name(String what, SendWindow window) {
        return name(what + window.words());
    }

    private void buffered(Results results) throws Exception {
        double limit = line * LineBudget.shareOfRead(BUFFER);
        results.add(Result.rate(
                name("TCP down, buffered"), down(ReceiveMode.BUFFERED, limit), limit, PER_SECOND, 0.97, ""));
    }

    private void push(Results results) throws Exception {
        // the header names the sender: a UDP link beside would need it, and the setting is one for all links
        double limit = line * LineBudget.shareOfPush(50_000);
        results.add(Result.rate(name("TCP down, push"), down(ReceiveMode.PUSH, limit), limit, PER_SECOND, 0.98, ""));
    }

    private double down(ReceiveMode mode, double expected) throws Exception {
        Meter meter = meterFor(expected);
        try (TcpPeer far = new TcpPeer().sendWhile(() -> !meter.done(), meter);
                RouteRig rig = RouteRig.simulated(baud, modem -> modem.bufferSize(BUFFER))
                        .receiving(mode)
                        .start(Routes.down(far, meter))) {
            return rig.reached(meter);
        }
    }

    private Meter meterFor(double bytesPerSecond) {
        long warm = MessageSource.messages(bytesPerSecond, MAX_PIECE, scope.seconds() / 3) * MAX_PIECE;
        long measured = MessageSource.messages(bytesPerSecond, MAX_PIECE, scope.seconds()) * MAX_PIECE;
        return new Meter(warm, warm + measured);
    }

    private void bothWays(SendWindow window, Results results) throws Exception {
        double downLimit = line * LineBudget.shareOfPush(50_000);
        bothWays(ReceiveMode.PUSH, BOTH_WAYS, window, downLimit, window == SendWindow.EIGHT ? 0.90 : null, results);
    }

    /** Buffered, the driver decides when data comes down, and each command waits for the one before. */
    private void bothWaysBuffered(SendWindow window, Results results) throws Exception {
        double downLimit = line * LineBudget.shareOfRead(BUFFER);
        bothWays(ReceiveMode.BUFFERED, BOTH_WAYS_BUFFERED, window, downLimit, null, results);
    }

    private void bothWays(
            ReceiveMode mode, String what, SendWindow window, double downLimit, Double target, Results results)
            throws Exception {
        double upLimit = line * LineBudget.shareOfSend(MAX_PIECE);
        Meter up = new Meter();
        Meter down = new Meter();
        try (TcpPeer far = new TcpPeer().verifyInto(up).sendWhile(() -> !down.done(), down);
                RouteRig rig = RouteRig.simulated(baud)
                        .receiving(mode)
                        .sending(window)
                        .start(Routes.down(far, down), Routes.up("direct:up", far, ""));
                MessageSource sends = new MessageSource(rig.camel(), "direct:up", MAX_PIECE, WINDOW, up)) {
            sends.keepSending(up::done);
            pause(1 + scope.seconds() / 3);
            up.begin();
            down.begin();
            pause(1 + 1.5 * scope.seconds());
            double upward = up.end();
            double downward = down.end();
            String alone = "the limit is each way alone";
            results.add(Result.rate(name(what + ", up", window), upward, upLimit, PER_SECOND, target, alone));
            results.add(Result.rate(name(what + ", down", window), downward, downLimit, PER_SECOND, target, alone));
        }
    }

    private static void pause(double seconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.round(1000 * seconds));
    }
}
