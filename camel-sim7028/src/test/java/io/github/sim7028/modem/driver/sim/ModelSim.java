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
package io.github.sim7028.modem.driver.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.DialogueLog;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A SIM card in a module that loses commands and answers and is busy, on a virtual clock. It fails the test when its last try is used. */
final class ModelSim {

    /** How it tells its tries. */
    enum Tells {
        BY_CPINR,
        BY_SPIC,
        NOT,
        /** It does not know the command and says OK. */
        NOT_WITH_OK
    }

    final VirtualTime time;
    final List<String> given = new ArrayList<>();
    private final Random random;
    private final String pin;
    private final Tells tells;
    private final boolean tellsCard;
    String card = "89860012345678901234";
    int tries = 3;
    boolean unlocked;
    /** How often things go wrong, 0 to 1. */
    double trouble;
    /** How many more times it goes on asking after an OK. */
    int goesOnAsking;

    /** How many PINs it is too busy to look at. */
    int busyPins;
    /** How many PINs do not reach it. */
    int lostPins;
    /** How many answers to PINs do not come. */
    int lostAnswers;

    private AtDialogue dialogue;

    ModelSim(VirtualTime time, Random random, String pin, Tells tells, boolean tellsCard) {
        this.time = time;
        this.random = random;
        this.pin = pin;
        this.tells = tells;
        this.tellsCard = tellsCard;
    }

    /** A new dialogue with the module, as after the line was opened. */
    AtDialogue connect() {
        Wire wire = new Wire();
        wire.mine = new AtDialogue(new DialogueLog("model", System::nanoTime), time, wire, wire, 9000);
        dialogue = wire.mine;
        return dialogue;
    }

    void restart() {
        unlocked = false;
    }

    /** What an earlier JVM would still write does not reach the card. */
    private final class Wire implements AtTransport, AtListener {
        private AtDialogue mine;

        @Override
        public void write(byte[] bytes) {
            if (mine != dialogue) {
                return;
            }
            for (String command : new String(bytes, StandardCharsets.ISO_8859_1).split("\r")) {
                if (!command.isBlank()) {
                    take(command);
                }
            }
        }

        @Override
        public void received(Urc urc) {}

        @Override
        public void bodyUnasked(String header) {}

        @Override
        public void bodyLost(String header) {}

        @Override
        public void streamed(byte[] bytes) {}

        @Override
        public void silent(String reason) {
            lineLost(reason, null);
        }

        @Override
        public void lineLost(String reason, Throwable cause) {
            mine.close(reason, cause);
        }
    }

    private void take(String command) {
        boolean mine = command.contains("CPIN") || command.contains("SPIC") || command.contains("ICCID");
        if (mine && random.nextDouble() < trouble / 3) {
            // the command was lost
            return;
        }
        boolean pinGiven = command.startsWith("AT+CPIN=");
        if (pinGiven && lostPins > 0) {
            lostPins--;
            return;
        }
        boolean busy = pinGiven && busyPins-- > 0;
        boolean lost = pinGiven && lostAnswers-- > 0 || mine && random.nextDouble() < trouble / 3;
        String answer = busy || mine && random.nextDouble() < trouble / 3 ? "\r\n+CME ERROR: 14\r\n" : answer(command);
        if (!lost) {
            AtDialogue to = dialogue;
            time.after(5, () -> {
                if (to == dialogue) {
                    byte[] said = answer.getBytes(StandardCharsets.ISO_8859_1);
                    to.input().read(said, said.length, 0);
                }
            });
        }
    }

    private String answer(String command) {
        if (command.startsWith("AT+CPIN=")) {
            return tried(command.substring(9, command.length() - 1));
        }
        return switch (command) {
            case "AT+CPIN?" -> lines("+CPIN: " + state(), "OK");
            case "AT+CPINR" ->
                tells == Tells.BY_CPINR
                        ? lines("+CPINR: SIM PUK,10,10", "+CPINR: SIM PIN," + tries + ",3", "OK")
                        : unknown();
            case "AT+SPIC" -> tells == Tells.BY_SPIC ? lines("+SPIC: " + tries + ",10,0,10", "OK") : unknown();
            case "AT+CICCID" -> tellsCard ? lines("+ICCID: " + card, "OK") : unknown();
            case "AT+ICCID" -> unknown();
            case "AT+CIPHEAD?", "AT+CIPSRIP?", "AT+CIPSENDMODE?" ->
                lines(command.substring(2, command.length() - 1) + ": 1", "OK");
            default -> lines("OK");
        };
    }

    private String unknown() {
        return tells == Tells.NOT_WITH_OK
                ? lines("OK")
                : random.nextBoolean() ? lines("ERROR") : lines("+CME ERROR: 4");
    }

    private String state() {
        if (tries == 0) {
            return "SIM PUK";
        }
        if (unlocked && goesOnAsking > 0) {
            goesOnAsking--;
            return "SIM PIN";
        }
        return unlocked ? "READY" : "SIM PIN";
    }

    private String tried(String candidate) {
        given.add(candidate);
        if (unlocked) {
            return "\r\n+CME ERROR: 3\r\n";
        }
        assertThat(tries).as("the last try was used; given so far " + given).isGreaterThan(1);
        if (candidate.equals(pin)) {
            unlocked = true;
            tries = 3;
            return lines("OK");
        }
        tries--;
        return "\r\n+CME ERROR: 16\r\n";
    }

    private static String lines(String... lines) {
        return ScriptedModule.lines(lines);
    }
}
