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
package io.github.sim7028.fuzz;

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.StepRig;
import io.github.sim7028.kit.VirtualTimer;
import io.github.sim7028.testfuzz.FuzzInput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A module that answers each command as the bytes of a fuzzer say: usually, not at all, late, cut, twice, or with anything {@link AtGrammar} has. When
 * the bytes are used up, it is a well-behaved module, but for what it waits for.
 */
final class FuzzedModule implements StepRig.Module {

    private static final String SEND = "AT+CIPSEND=";
    private static final int MOST_PIECES = 4;

    private final StringBuilder heard = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder typed = new StringBuilder();
    private final Map<Integer, Integer> sent = new HashMap<>();
    private final FuzzInput input;
    private StepRig rig;
    private ScriptedModule usual;
    private String sending;
    private int awaited;
    private int commands;
    private String last = "";

    FuzzedModule(FuzzInput input) {
        this.input = input;
    }

    void plug(StepRig rig) {
        this.rig = rig;
        usual = new ScriptedModule(new VirtualTimer());
    }

    /** All that the driver has written. */
    StringBuilder heard() {
        return heard;
    }

    /** All that the module has said. */
    StringBuilder said() {
        return said;
    }

    int commands() {
        return commands;
    }

    void say(String text) {
        said.append(text);
        rig.say(text);
    }

    /** Restarts; what it waited for it has forgotten. */
    void reboot(boolean loud) {
        usual.reboot();
        typed.setLength(0);
        awaited = 0;
        sent.clear();
        if (loud) {
            say(ScriptedModule.lines("RDY", "+CPIN: READY", "SMS DONE", "*ATREADY: 1"));
        }
    }

    @Override
    public void hear(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        heard.append(text);
        typed.append(text);
        while (awaited > 0 ? takePayload() : takeCommand()) {
            // one after the other
        }
    }

    private boolean takePayload() {
        if (typed.length() < awaited) {
            return false;
        }
        typed.delete(0, awaited);
        int length = awaited;
        awaited = 0;
        int link = linkOf(sending);
        sent.merge(link, length, Integer::sum);
        answer(sending, ScriptedModule.lines("OK", "+CIPSEND: " + link + "," + length + "," + length));
        return true;
    }

    private boolean takeCommand() {
        int end = typed.indexOf("\r");
        if (end < 0) {
            return false;
        }
        String command = typed.substring(0, end).trim();
        typed.delete(0, end + 1);
        if (!command.isEmpty()) {
            commands++;
            answer(command, usually(command));
        }
        return true;
    }

    private String usually(String command) {
        if (command.startsWith(SEND) && command.matches("AT\\+CIPSEND=\\d,\\d{1,4}")) {
            sending = command;
            awaited = Integer.parseInt(command.substring(SEND.length() + 2));
            return "\r\n>";
        }
        if (command.startsWith("AT+CIPACK=")) {
            int count = sent.getOrDefault(command.charAt(10) - '0', 0);
            return ScriptedModule.lines("+CIPACK: " + count + "," + count + ",0", "OK");
        }
        if (command.startsWith("AT+CIPOPEN=") && command.length() > 12) {
            sent.remove(linkOf(command));
        }
        return known(command) ? usual.usual(command) : ScriptedModule.lines("ERROR");
    }

    /** Half a command, as what a payload leaves behind, is none. */
    private static boolean known(String command) {
        return command.startsWith("AT")
                && (!command.startsWith("AT+CIPOPEN=") || command.matches("AT\\+CIPOPEN=(\\?|\\d,.*,.*,.*)"))
                && (!command.startsWith("AT+CGDCONT=") || command.matches("AT\\+CGDCONT=\\d{1,2},.*"))
                && (!command.startsWith("AT+CIPCLOSE=") || command.matches("AT\\+CIPCLOSE=\\d.*"));
    }

    private static int linkOf(String command) {
        return command.charAt(command.indexOf('=') + 1) - '0';
    }

    private void answer(String command, String usual) {
        String answer = input.isOver() ? usual : fuzzed(command, usual);
        last = answer;
        say(answer);
    }

    private String fuzzed(String command, String usual) {
        return switch (input.below(12)) {
            case 1 -> "";
            case 2 -> cut(usual);
            case 3 -> usual + usual;
            case 4 -> pieces(command) + usual;
            case 5 -> usual + pieces(command);
            case 6 -> pieces(command);
            case 7 -> inside(command, usual);
            case 8 -> {
                later(usual);
                yield "";
            }
            case 9 -> refused();
            case 10 -> last;
            default -> usual;
        };
    }

    private String cut(String text) {
        return text.substring(0, input.below(text.length() + 1));
    }

    private String inside(String command, String text) {
        int at = input.below(text.length() + 1);
        return text.substring(0, at) + pieces(command) + text.substring(at);
    }

    private String refused() {
        // it waits for no payload then
        awaited = 0;
        return ScriptedModule.lines("+CIPERROR: " + input.below(13), "ERROR");
    }

    private void later(String text) {
        rig.timer.schedule(() -> say(text), 100L << input.below(12), TimeUnit.MILLISECONDS);
    }

    String pieces(String command) {
        StringBuilder pieces = new StringBuilder();
        for (int left = 1 + input.below(MOST_PIECES); left > 0; left--) {
            pieces.append(AtGrammar.piece(input, command));
        }
        return pieces.toString();
    }
}
