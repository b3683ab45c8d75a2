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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** How much of a paced line the whole stack fills: route or producer at one end, a real socket at the other. */
final class LineRate {

    private static final String PER_SECOND = "B/s";
    private static final int SMALL = 32;
    private static final int QUEUED = 1000;
    private static final int WINDOW = 16;
    private static final int BUFFER = 16_384;
    private static final long LIMIT_MILLIS = 120_000;
    private static final double LATE_SECONDS = 0.5;
    private static final int WARMING_BAUD = 10_000_000;

    /** At this speed the default window has targets, too. */
    private static final int SLOW_BAUD = 115_200;

    private static final String PIECES = "TCP up, 1500-byte sends";
    private static final String COALESCED = "TCP up, 32-byte messages coalesced";
    private static final String APART = "TCP up, 32-byte messages apart";
    private static final String TWO_LINKS = "TCP up on two links, confirmations 500 ms late";
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
                .run(new Results(nowhere, Pattern.compile("1500-byte|apart|down|at once(, sendWindow=32)? @|request")));
    }

    void run(Results results) {
        for (SendWindow window : SendWindow.values()) {
            results.measure(name(PIECES, window), r -> pieces(window, r));
            results.measure(name(COALESCED, window), r -> coalesced(window, r));
            results.measure(name(APART, window), r -> apart(window, r));
            results.measure(name(TWO_LINKS, window), r -> twoLinks(window, r));
        }
        results.measure(name("TCP down, buffered"), this::buffered);
        results.measure(name("TCP down, push"), this::push);
        for (SendWindow window : SendWindow.values()) {
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

    /** What is wanted: with the widest window always, with the default one only where the line is slow. */
    private Double target(SendWindow window, double widest, Double ofOne) {
        if (window == SendWindow.WIDEST) {
            return widest;
        }
        return baud == SLOW_BAUD ? ofOne : null;
    }

    private void pieces(SendWindow window, Results results) throws Exception {
        double limit = line * LineBudget.shareOfSend(MAX_PIECE);
        double reached = steadily(MAX_PIECE, WINDOW, "", window);
        results.add(Result.rate(
                name(PIECES, window),
                reached,
                limit,
                PER_SECOND,
                target(window, 0.98, 0.95),
                ceiling(MAX_PIECE, window)));
    }

    private void apart(SendWindow window, Results results) throws Exception {
        double limit = line * LineBudget.shareOfSend(SMALL);
        double reached = steadily(SMALL, 500, "?coalesce=false", window);
        results.add(Result.rate(
                name(APART, window), reached, limit, PER_SECOND, target(window, 0.90, null), ceiling(SMALL, window)));
    }

    /** What the confirmations' own bytes leave of the limit. */
    private String ceiling(int size, SendWindow window) throws Exception {
        if (window == SendWindow.ONE) {
            double most = LineBudget.shareOfConfirmedSend(size) / LineBudget.shareOfSend(size);
            return "each confirmation is awaited: that alone keeps it at " + Result.shown(most);
        }
        double most = LineBudget.shareOfSendWithConfirmation(size) / LineBudget.shareOfSend(size);
        return "confirmations alone keep it at " + Result.shown(most) + "; a bare program here and now reaches "
                + Result.shown(bare(size) / (line * LineBudget.shareOfSend(size)));
    }

    /** With no driver, one send after the other: what the machine and the simulator make of it at the moment. */
    private double bare(int size) throws Exception {
        long messages = MessageSource.messages(line * LineBudget.shareOfSend(size), size, scope.seconds() / 2);
        Meter meter = new Meter(2 * size, messages * size);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                VirtualModem modem = VirtualModem.builder().baud(baud).start();
                BareAtClient bare = new BareAtClient(ModemPorts.of(modem.connect())).open(far.port(), true)) {
            for (long i = 0; i < messages; i++) {
                bare.sendOverlapping(PayloadPattern.bytes(i * size, size));
            }
            return meter.perSecond(30);
        }
    }

    private double steadily(int size, int queued, String options, SendWindow window) throws Exception {
        double expected = line * LineBudget.shareOfSend(size);
        long warm = MessageSource.messages(expected, size, scope.seconds() / 3);
        long measured = MessageSource.messages(expected, size, scope.seconds());
        Meter meter = new Meter(warm * size, (warm + measured) * size);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.simulated(baud).sending(window).start(Routes.up("direct:up", far, options));
                MessageSource up = new MessageSource(rig.camel(), "direct:up", size, queued, meter)) {
            up.send(warm + measured + 2);
            double reached = meter.perSecond(60);
            up.await(60);
            return reached;
        }
    }

    /** A thousand messages at once, again and again: from the first hand-over to the last confirmation. */
    private void coalesced(SendWindow window, Results results) throws Exception {
        double limit = line * LineBudget.shareOfSend(MAX_PIECE);
        long batches = Math.max(1, Math.round(scope.seconds() * limit / (QUEUED * SMALL)));
        Meter meter = new Meter(0, (1 + batches) * QUEUED * SMALL);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.simulated(baud).sending(window).start(Routes.up("direct:up", far, ""));
                MessageSource up = new MessageSource(rig.camel(), "direct:up", SMALL, QUEUED, meter)) {
            // the first messages open the connection and warm up
            long first = MessageSource.messages(limit, SMALL, Math.min(1, scope.seconds()));
            up.send(first);
            up.await(60);
            long nanos = 0;
            for (int i = 0; i < batches; i++) {
                long began = System.nanoTime();
                up.send(QUEUED);
                up.await(60);
                nanos += System.nanoTime() - began;
            }
            if (meter.count() != (first + batches * QUEUED) * SMALL) {
                throw new IllegalStateException(meter.count() + " bytes arrived");
            }
            results.add(Result.rate(
                    name(COALESCED, window),
                    batches * QUEUED * SMALL * 1e9 / nanos,
                    limit,
                    PER_SECOND,
                    target(window, 0.90, 0.90),
                    QUEUED + " queued, with the waits for the first prompt and the last confirmation"));
        }
    }

    private void twoLinks(SendWindow window, Results results) throws Exception {
        double limit = line * LineBudget.shareOfSend(MAX_PIECE);
        double seconds = Math.max(2, scope.seconds());
        // one piece on each link until its confirmation comes, where one at a time is sent
        double expected = window == SendWindow.ONE ? Math.min(limit, 2 * MAX_PIECE / LATE_SECONDS) : limit;
        long warm = MessageSource.messages(expected, MAX_PIECE, Math.max(1.5, seconds / 3));
        long measured = MessageSource.messages(expected, MAX_PIECE, seconds);
        Meter both = new Meter(warm * MAX_PIECE, (warm + measured) * MAX_PIECE);
        try (TcpPeer one = new TcpPeer().verifyInto(both);
                TcpPeer other = new TcpPeer().verifyInto(both);
                RouteRig rig = RouteRig.simulated(baud, modem -> modem.faults("delay 500ms line='+CIPSEND: *'"))
                        .sending(window)
                        .start(Routes.up("direct:one", one, ""), Routes.up("direct:other", other, ""));
                MessageSource first = new MessageSource(rig.camel(), "direct:one", MAX_PIECE, 64, both);
                MessageSource second = new MessageSource(rig.camel(), "direct:other", MAX_PIECE, 64, both)) {
            Thread beside = keepSending(second, both::done, both);
            keepSending(first, both::done, both).join(LIMIT_MILLIS);
            beside.join(LIMIT_MILLIS);
            double reached = both.perSecond(1);
            results.add(Result.rate(
                    name(TWO_LINKS, window), reached, limit, PER_SECOND, target(window, 0.95, null), "sum of both"));
        }
    }

    private static Thread keepSending(MessageSource up, BooleanSupplier enough, Meter meter) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!enough.getAsBoolean()) {
                            up.send();
                        }
                    } catch (Exception e) {
                        meter.fail(new IllegalStateException("sending failed: " + e.getMessage(), e));
                    }
                },
                "uplink");
        thread.setDaemon(true);
        thread.start();
        return thread;
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
        bothWays(ReceiveMode.PUSH, BOTH_WAYS, window, downLimit, target(window, 0.90, null), results);
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
            keepSending(sends, up::done, up);
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
