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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thing after another go wrong with a modem of the module's host, in an order that follows from a seed. What the line loses
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

    /** How the module's network and contexts go, rather seldom. */
    private static final List<String> ENDS = List.of(
            "reboot loud",
            "reboot loud",
            "reboot silent",
            "reboot silent",
            "networkloss",
            "networkloss quiet",
            "networkloss silent",
            "networkloss silent",
            "deadcontext",
            "deadcontext 10",
            "hangup",
            "hangup");

    private static final List<String> REFUSALS = List.of(
            "ERROR",
            "'+CIPERROR: 1|ERROR'",
            "'+CIPERROR: 4|ERROR'",
            "'+CIPERROR: 8|ERROR'",
            "'+IP ERROR: TCP busy|ERROR'");

    private static final int MAX_PAUSE = 1500;

    /** So long all is well now and then, so that something gets through. */
    private static final int CALM = 12_000;

    private final Child host;
    private final String modem;
    private final Random random;
    private final Thread thread = new Thread(this::run, "trouble");
    private volatile boolean over;
    private volatile RuntimeException failure;

    Trouble(Child host, String modem, long seed) {
        this.host = host;
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
        thread.join(CALM + 2000);
        host.say("calm " + modem);
        return failure;
    }

    private void run() {
        try {
            while (!over) {
                host.say("fault " + modem + ' ' + next());
                LockSupport.parkNanos(random.nextInt(50, MAX_PAUSE) * 1_000_000L);
                if (random.nextInt(25) == 0) {
                    host.say("calm " + modem);
                    LockSupport.parkNanos(random.nextInt(CALM / 3, CALM) * 1_000_000L);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private String next() {
        int kind = random.nextInt(100);
        if (kind < 38) {
            return lineAction() + " line='" + any(LINES) + "'" + nth() + " times=1";
        } else if (kind < 62) {
            return commandAction() + nth() + " times=1";
        } else if (kind < 72) {
            return refusal() + " times=" + random.nextInt(1, 5);
        }
        return (kind < 92 ? moduleAction() : any(ENDS))
                + (random.nextBoolean() ? " command='" + any(COMMANDS) + "'" : " line='" + any(LINES) + "'")
                + nth()
                + " times=1";
    }

    /** Data is refused, some times in a row, before the prompt or behind it. */
    private String refusal() {
        return switch (random.nextInt(5)) {
            case 0 -> "fail " + random.nextInt(1, 13) + " command=CIPSEND";
            case 1 -> "iperror " + random.nextInt(0, 20) + " command=CIPSEND";
            case 2 -> "replace ERROR command=CIPSEND";
            default -> "refuse " + any(REFUSALS);
        };
    }

    private String nth() {
        return random.nextBoolean() ? "" : " nth=" + random.nextInt(1, 4);
    }

    private String lineAction() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> "drop";
            case 7, 8 -> "repeat " + random.nextInt(20, 12_000) + "ms";
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
        return switch (random.nextInt(4)) {
            case 0 -> "noise " + random.nextInt(1, 30);
            case 1 -> "sleep " + random.nextInt(1, 12);
            case 2 -> "busy " + random.nextInt(100, 3000) + "ms";
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
