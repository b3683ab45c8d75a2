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
package io.github.sim7028.soak;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thing after another go wrong with a virtual modem, in an order that follows from a seed. What the line loses
 * or adds <em>inside</em> counted received data is left out: no driver can tell it from data.
 */
final class Trouble {

    /** Lines that may be lost, late, broken or repeated. Those that carry received data are not among them. */
    private static final List<String> LINES = List.of(
            "+CIPSEND: *",
            "+CIPSEND: *",
            "+CIPSEND: *",
            "OK",
            ">",
            "+CIPOPEN: *",
            "+CIPCLOSE: *",
            "+CIPRXGET: 1,*",
            "+IPCLOSE: *",
            "+NETOPEN: *",
            "ERROR",
            "+CIPERROR: *");

    private static final List<String> COMMANDS = List.of(
            "CIPSEND",
            "CIPSEND",
            "CIPSEND",
            "CIPOPEN",
            "CIPCLOSE",
            "CIPRXGET",
            "CIPRXGET=2*",
            "NETOPEN",
            "*",
            "CIPACK");

    private static final List<String> CHATTER = List.of(
            "'+CGEV: ME PDN ACT 1'",
            "'+CUSD: 0,a>b'",
            "'NOBODY KNOWS THIS'",
            "'*PSUTTZ: 1'",
            "'+CEREG: 1'",
            "'+CPIN: READY'");

    private static final int MAX_PAUSE = 900;

    private final VirtualModem modem;
    private final Random random;
    private final Thread thread = new Thread(this::run, "trouble");
    private volatile boolean over;
    private volatile RuntimeException failure;

    Trouble(VirtualModem modem, long seed) {
        this.modem = modem;
        random = new Random(seed);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets nothing go wrong any more; returns why it stopped before, null when it did not. */
    RuntimeException end() throws InterruptedException {
        over = true;
        thread.join(10_000);
        modem.faults().clear();
        modem.setMute(false);
        return failure;
    }

    private void run() {
        try {
            while (!over) {
                modem.faults().clear();
                modem.faults().add(Fault.parse(next() + " times=1"));
                LockSupport.parkNanos(random.nextInt(50, MAX_PAUSE) * 1_000_000L);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private String next() {
        int kind = random.nextInt(100);
        if (kind < 45) {
            return lineAction() + " line='" + any(LINES) + "'" + nth();
        }
        if (kind < 75) {
            return commandAction() + nth();
        }
        return moduleAction()
                + (random.nextBoolean() ? " command='" + any(COMMANDS) + "'" : " line='" + any(LINES) + "'")
                + nth();
    }

    private String nth() {
        return random.nextBoolean() ? "" : " nth=" + random.nextInt(1, 4);
    }

    private String lineAction() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> "drop";
            case 2 -> "delay " + random.nextInt(20, 5000) + "ms";
            case 3 -> "double";
            case 4 -> "cut " + random.nextInt(1, 12);
            case 5 -> (random.nextBoolean() ? "before " : "insert ") + any(CHATTER);
            default -> "noise " + random.nextInt(1, 20);
        };
    }

    private String commandAction() {
        String command = any(COMMANDS);
        boolean reads = command.startsWith("CIPRXGET") || command.equals("*");
        String action =
                switch (random.nextInt(7)) {
                    case 0 -> "ignore";
                    case 1 -> "drop";
                    case 2 -> "delay " + random.nextInt(20, 3000) + "ms";
                    case 3 -> "fail " + random.nextInt(1, 13);
                    case 4 -> "iperror " + random.nextInt(0, 20);
                    case 5 -> "cut " + random.nextInt(1, 12);
                    default -> "short " + random.nextInt(1, 50);
                };
        if (action.startsWith("short")) {
            command = "CIPSEND";
        } else if (reads && action.startsWith("cut")) {
            action = "drop";
        }
        return action + " command='" + command + "'";
    }

    private String moduleAction() {
        return switch (random.nextInt(7)) {
            case 0 -> "reboot loud";
            case 1 -> "reboot silent";
            case 2 -> "networkloss";
            case 3 -> "networkloss quiet";
            case 4 -> "hangup";
            case 5 -> "noise " + random.nextInt(1, 30);
            default -> "mute " + random.nextInt(50, 4000) + "ms";
        };
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** Bytes as one can read them, no more than fit a line. */
    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + " bytes: ");
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        for (char c : all.substring(0, Math.min(200, all.length())).toCharArray()) {
            text.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return text.toString();
    }
}
