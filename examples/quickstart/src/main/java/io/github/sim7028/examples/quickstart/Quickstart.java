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
package io.github.sim7028.examples.quickstart;

import io.github.sim7028.examples.quickstart.TelemetryRoutes.Protocol;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.main.Main;

/**
 * Sends readings through a SIM7028 over TCP and UDP and shows the answers that come back. Without further settings modem
 * and far end are simulated in this program, and both ends are compared at the end.
 */
public final class Quickstart {

    private static final String SIMULATED = "simulator://";

    private final PrintStream out;
    private final String device;
    private final int messages;
    private final Map<Protocol, String> peers = new EnumMap<>(Protocol.class);
    private final Ledger ledger;

    private Quickstart(PrintStream out) {
        this.out = out;
        device = Settings.get("device", SIMULATED + "quickstart");
        messages = Settings.messages();
        ledger = new Ledger(out);
    }

    public static void main(String[] args) throws Exception {
        int code = run(System.out);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs it and returns the exit code: 0 all went well, 1 it did not, 2 a setting is missing or wrong. */
    static int run(PrintStream out) throws Exception {
        Optional<String> complaint = Settings.complaint();
        if (complaint.isPresent()) {
            out.println(complaint.get());
            return 2;
        }
        return new Quickstart(out).run();
    }

    private int run() throws Exception {
        boolean simulated = device.startsWith(SIMULATED);
        if (!simulated && !Settings.isSet("tcp") && !Settings.isSet("udp")) {
            out.println("A real modem needs a far end that it can reach from the mobile network: add"
                    + " -Dsim7028.tcp=HOST:PORT or -Dsim7028.udp=HOST:PORT (or both) of a server of yours.");
            return 2;
        }
        if (!simulated) {
            return exchange(false);
        }
        try (AnsweringServer server = new AnsweringServer(ledger)) {
            for (Protocol protocol : Protocol.values()) {
                peers.put(protocol, server.peer(protocol));
            }
            return exchange(true);
        }
    }

    private int exchange(boolean bothEndsHere) throws Exception {
        named(Protocol.TCP, "tcp");
        named(Protocol.UDP, "udp");
        out.println("Modem: " + device + (bothEndsHere ? " (simulated; its sockets are real)" : ""));
        Main camel = new Main();
        camel.addInitialProperty("camel.component.sim7028.device", device);
        if (Settings.isSet("apn")) {
            camel.addInitialProperty("camel.component.sim7028.apn", Settings.get("apn", ""));
        }
        camel.addInitialProperty("camel.main.name", "quickstart");
        if (!bothEndsHere) {
            out.println("Waiting until the modem is ready, " + Settings.get("patience", "3m") + " at most …");
            camel.addInitialProperty("camel.component.sim7028.startupMode", "strict");
            camel.addInitialProperty("camel.component.sim7028.startupTimeout", Settings.get("patience", "3m"));
        }
        peers.forEach((protocol, peer) ->
                camel.configure().addRoutesBuilder(new TelemetryRoutes(protocol, peer, messages, ledger)));
        try {
            camel.start();
        } catch (Exception e) {
            camel.stop();
            out.println();
            out.println("The modem did not come up: " + rootOf(e).getMessage());
            return 1;
        }
        try {
            await(
                    () -> peers.keySet().stream().allMatch(protocol -> ledger.finished(protocol) >= messages),
                    Duration.ofMinutes(5));
            // the last answers are still on their way
            await(
                    () -> peers.keySet().stream().allMatch(protocol -> ledger.agrees(protocol, messages)),
                    Duration.ofSeconds(bothEndsHere ? 10 : 5));
        } finally {
            camel.stop();
        }
        return judge(bothEndsHere);
    }

    private int judge(boolean bothEndsHere) {
        boolean good = true;
        for (Protocol protocol : peers.keySet()) {
            boolean fine = bothEndsHere ? ledger.agrees(protocol, messages) : ledger.allConfirmed(protocol, messages);
            if (bothEndsHere) {
                ledger.compare(protocol, fine);
            }
            good &= fine;
        }
        out.println();
        out.println(good ? "All went well." : "Something went wrong: see above.");
        return good ? 0 : 1;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private void named(Protocol protocol, String setting) {
        if (Settings.isSet(setting)) {
            peers.put(protocol, Settings.get(setting, ""));
        }
    }

    private static void await(Condition condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }
}
