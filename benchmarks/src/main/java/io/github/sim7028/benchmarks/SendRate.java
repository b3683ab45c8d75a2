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
import io.github.sim7028.benchmarks.fixture.BareSender;
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
import io.github.sim7028.simulator.VirtualModem;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * How near sending comes to what the line allows, and to what a bare program reaches: one with no driver, that sends the same
 * pieces, lets as many of them await their confirmation, and talks to the same simulator just before.
 */
final class SendRate {

    private static final String PER_SECOND = "B/s";
    private static final int SMALL = 32;
    private static final int QUEUED = 1000;
    private static final int PIECES_QUEUED = 16;
    private static final long LIMIT_MILLIS = 120_000;
    private static final double LATE_SECONDS = 0.5;
    private static final String LATE = "delay 500ms line='+CIPSEND: *'";

    /** At this speed the default window has targets, too. */
    private static final int SLOW_BAUD = 115_200;

    private final int baud;
    private final RunSize scope;
    private final double line;
    /** What bare programs reached, by what they did. */
    private final Map<String, Double> bare = new HashMap<>();

    SendRate(int baud, RunSize scope) {
        this.baud = baud;
        this.scope = scope;
        this.line = LineBudget.bytesPerSecond(baud);
    }

    void run(Results results) {
        for (SendWindow window : SendWindow.EIGHT_AND_ONE) {
            Case pieces = new Case("TCP up, 1500-byte sends", window, results);
            Case coalesced = new Case("TCP up, 32-byte messages coalesced", window, results);
            Case apart = new Case("TCP up, 32-byte messages apart", window, results);
            pieces.measure(() -> apart(pieces, MAX_PIECE, PIECES_QUEUED, "", 0.98, 0.95));
            coalesced.measure(() -> coalesced(coalesced));
            apart.measure(() -> apart(apart, SMALL, 500, "?coalesce=false", 0.90, null));
        }
        for (SendWindow window : SendWindow.values()) {
            Case twoLinks = new Case("TCP up on two links, confirmations 500 ms late", window, results);
            twoLinks.measure(() -> twoLinks(twoLinks));
        }
        if (scope.compares()) {
            for (int size : new int[] {MAX_PIECE, SMALL}) {
                Case oneAtATime = new Case("TCP up, " + size + " bytes, one at a time", SendWindow.ONE, results);
                oneAtATime.measure(() -> apart(oneAtATime, size, 1, "", null, null));
            }
        }
    }

    /** A case with one window. */
    private final class Case {

        private final String what;
        private final SendWindow window;
        private final Results results;

        Case(String what, SendWindow window, Results results) {
            this.what = what;
            this.window = window;
            this.results = results;
        }

        private String name(String more) {
            return what + window.words() + more + " @" + baud;
        }

        void measure(Sending sending) {
            results.measure(name(""), r -> sending.run());
        }

        /** Against the line; the default window has its target where the line is slow. */
        void againstLine(double reached, double limit, Double targetOfMore, Double targetOfOne, String note) {
            Double target = window != SendWindow.ONE ? targetOfMore : baud == SLOW_BAUD ? targetOfOne : null;
            results.add(Result.rate(name(""), reached, limit, PER_SECOND, target, note));
        }

        /** Against the bare program that does the same; measured once for all that have the same. */
        void againstBare(double reached, String does, Callable<Double> program) throws Exception {
            String key = does + window.words();
            if (!bare.containsKey(key)) {
                bare.put(key, program.call());
            }
            double limit = bare.get(key);
            String note = "the limit is a program with no driver, at " + Result.shown(limit / line) + " of the line";
            double target = baud == SLOW_BAUD ? 0.98 : 0.95;
            results.add(Result.rate(name(", against a bare program"), reached, limit, PER_SECOND, target, note));
        }
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws Exception;
    }

    private void apart(Case of, int size, int queued, String options, Double targetOfMore, Double targetOfOne)
            throws Exception {
        double limit = line * LineBudget.shareOfSend(size);
        double reached = steadily(size, queued, options, of.window);
        of.againstLine(reached, limit, targetOfMore, targetOfOne, ceiling(size, of.window));
        if (scope.compares()) {
            of.againstBare(reached, size + " bytes", () -> bare(size, of.window));
        }
    }

    /** What the confirmations' own bytes leave of the limit. */
    private static String ceiling(int size, SendWindow window) {
        return window == SendWindow.ONE
                ? "each confirmation is awaited: that alone keeps it at "
                        + Result.shown(LineBudget.shareOfConfirmedSend(size) / LineBudget.shareOfSend(size))
                : "confirmations alone keep it at "
                        + Result.shown(LineBudget.shareOfSendWithConfirmation(size) / LineBudget.shareOfSend(size));
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

    private double bare(int size, SendWindow window) throws Exception {
        long messages = MessageSource.messages(line * LineBudget.shareOfSend(size), size, scope.seconds());
        Meter meter = new Meter(2L * size, messages * size);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                VirtualModem modem = VirtualModem.builder().baud(baud).start();
                BareAtClient client = new BareAtClient(ModemPorts.of(modem.connect())).open(far.port(), true)) {
            BareSender sender = client.sender();
            for (long i = 0; i < messages; i++) {
                sender.send(0, PayloadPattern.bytes(i * size, size), window.size());
            }
            return meter.perSecond(30);
        }
    }

    /** A thousand messages at once, again and again: from the first hand-over to the last confirmation. */
    private void coalesced(Case of) throws Exception {
        double limit = line * LineBudget.shareOfSend(MAX_PIECE);
        long batches = batches(limit);
        Meter meter = new Meter(0, (1 + batches) * QUEUED * SMALL);
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.simulated(baud).sending(of.window).start(Routes.up("direct:up", far, ""));
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
            double reached = batches * QUEUED * SMALL * 1e9 / nanos;
            String note = QUEUED + " queued, with the waits for the first prompt and the last confirmation";
            of.againstLine(reached, limit, 0.90, 0.90, note);
            if (scope.compares()) {
                of.againstBare(reached, "batches", () -> bareBatches(of.window));
            }
        }
    }

    private long batches(double limit) {
        return Math.max(1, Math.round(scope.seconds() * limit / (QUEUED * SMALL)));
    }

    /** The same bytes in as few pieces as they fit into. */
    private double bareBatches(SendWindow window) throws Exception {
        long batches = batches(line * LineBudget.shareOfSend(MAX_PIECE));
        try (TcpPeer far = new TcpPeer().verifyInto(new Meter());
                VirtualModem modem = VirtualModem.builder().baud(baud).start();
                BareAtClient client = new BareAtClient(ModemPorts.of(modem.connect())).open(far.port(), true)) {
            BareSender sender = client.sender();
            long position = 0;
            long began = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                for (int left = QUEUED * SMALL; left > 0; left -= MAX_PIECE) {
                    byte[] piece = PayloadPattern.bytes(position, Math.min(left, MAX_PIECE));
                    position += piece.length;
                    sender.send(0, piece, window.size());
                }
                sender.await();
            }
            return position * 1e9 / (System.nanoTime() - began);
        }
    }

    /** Pieces that are on their way at once on both links, before the first of them is confirmed. */
    private record LatePlan(long warm, long measured) {

        Meter meter() {
            return new Meter(warm * MAX_PIECE, (warm + measured) * MAX_PIECE);
        }
    }

    private LatePlan plan(SendWindow window) {
        double seconds = Math.max(2, scope.seconds());
        double expected =
                Math.min(line * LineBudget.shareOfSend(MAX_PIECE), 2 * window.size() * MAX_PIECE / LATE_SECONDS);
        return new LatePlan(
                MessageSource.messages(expected, MAX_PIECE, Math.max(1.5, seconds / 3)),
                MessageSource.messages(expected, MAX_PIECE, seconds));
    }

    private void twoLinks(Case of) throws Exception {
        double limit = line * LineBudget.shareOfSend(MAX_PIECE);
        Meter both = plan(of.window).meter();
        try (TcpPeer one = new TcpPeer().verifyInto(both);
                TcpPeer other = new TcpPeer().verifyInto(both);
                RouteRig rig = RouteRig.simulated(baud, modem -> modem.faults(LATE))
                        .sending(of.window)
                        .start(Routes.up("direct:one", one, ""), Routes.up("direct:other", other, ""));
                MessageSource first = new MessageSource(rig.camel(), "direct:one", MAX_PIECE, 64, both);
                MessageSource second = new MessageSource(rig.camel(), "direct:other", MAX_PIECE, 64, both)) {
            Thread beside = second.keepSending(both::done);
            first.keepSending(both::done).join(LIMIT_MILLIS);
            beside.join(LIMIT_MILLIS);
            double reached = both.perSecond(1);
            Double target = of.window == SendWindow.WIDEST ? 0.95 : null;
            of.againstLine(reached, limit, target, null, "sum of both");
            if (scope.compares()) {
                of.againstBare(reached, "two links", () -> bareTwoLinks(of.window));
            }
        }
    }

    private double bareTwoLinks(SendWindow window) throws Exception {
        Meter both = plan(window).meter();
        try (TcpPeer one = new TcpPeer().verifyInto(both);
                TcpPeer other = new TcpPeer().verifyInto(both);
                VirtualModem modem =
                        VirtualModem.builder().baud(baud).faults(LATE).start();
                BareAtClient client = new BareAtClient(ModemPorts.of(modem.connect()))
                        .open(one.port(), true)
                        .openLink(1, other.port())) {
            BareSender sender = client.sender();
            long[] positions = new long[2];
            while (!both.done()) {
                int link = sender.freest();
                if (sender.unconfirmed(link) < window.size()) {
                    sender.send(link, PayloadPattern.bytes(positions[link], MAX_PIECE), window.size());
                    positions[link] += MAX_PIECE;
                } else {
                    sender.hear();
                }
            }
            return both.perSecond(1);
        }
    }
}
