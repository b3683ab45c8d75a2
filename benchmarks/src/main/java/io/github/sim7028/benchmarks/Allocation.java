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

import com.sun.management.ThreadMXBean;
import io.github.sim7028.benchmarks.fixture.MessageSource;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.Routes;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * What a message costs in memory: the bytes that the component's threads allocate for it, and how many of them grow with
 * its payload. The simulator's and the far end's threads are left out.
 */
final class Allocation {

    private static final int SHORT = 100;
    private static final int LONG = 1500;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RunSize scope;

    Allocation(RunSize scope) {
        this.scope = scope;
    }

    void run(Results results) throws Exception {
        int messages = (int) (scope.volume() / 4000);
        double shortUp = up(SHORT, messages);
        double longUp = up(LONG, messages);
        results.add(Result.cost(
                "allocation, message up",
                perByte(shortUp, longUp),
                1,
                "B per payload byte",
                null,
                Result.shown(shortUp) + " bytes for " + SHORT + " of payload, " + Result.shown(longUp) + " for " + LONG
                        + "; the message's own array is made by whoever sends it"));
        results.add(one("up", shortUp));
        double shortDown = down(SHORT, messages);
        double longDown = down(LONG, messages);
        results.add(Result.cost(
                "allocation, message down",
                perByte(shortDown, longDown),
                1,
                "B per payload byte",
                1.1,
                Result.shown(shortDown) + " bytes for " + SHORT + " of payload, " + Result.shown(longDown) + " for "
                        + LONG + "; the limit is the one array handed to the exchange"));
        results.add(one("down", shortDown));
    }

    /** What the message costs besides its payload, held against a kilobyte so that a ratio can be compared between releases. */
    private static Result one(String way, double bytes) {
        return Result.cost("allocation, one message of " + SHORT + " bytes " + way, bytes, 1024, "B", null, "");
    }

    private static double perByte(double few, double many) {
        return (many - few) / (LONG - SHORT);
    }

    private double up(int size, int messages) throws Exception {
        Meter meter = new Meter();
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.overSocket().start(Routes.up("direct:up", far, "?coalesce=false"));
                MessageSource up = new MessageSource(rig.camel(), "direct:up", size, 16, meter)) {
            up.send(messages);
            up.await(60);
            Map<Long, Long> before = allocated();
            up.send(messages);
            up.await(60);
            return since(before) / messages;
        }
    }

    /** Pushed one at a time: the far end waits until one has been through the route. */
    private double down(int size, int messages) throws Exception {
        Meter meter = new Meter();
        try (TcpPeer far = new TcpPeer();
                RouteRig rig = RouteRig.overSocket().receiving(ReceiveMode.PUSH).start(Routes.down(far, meter))) {
            far.sendSteps(size, messages, meter);
            Map<Long, Long> before = allocated();
            far.sendSteps(size, messages, meter);
            double each = since(before) / messages;
            if (rig.modem().lostLines() > 0) {
                throw new IllegalStateException("the simulator lost something");
            }
            return each;
        }
    }

    private Map<Long, Long> allocated() {
        Map<Long, Long> byThread = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("Sim7028")) {
                byThread.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return byThread;
    }

    private double since(Map<Long, Long> before) {
        double sum = 0;
        for (Map.Entry<Long, Long> now : allocated().entrySet()) {
            sum += now.getValue() - before.getOrDefault(now.getKey(), 0L);
        }
        return sum;
    }
}
