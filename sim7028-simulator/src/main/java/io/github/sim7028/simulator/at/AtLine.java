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
package io.github.sim7028.simulator.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The grammar of a command line: {@code AT}, then any number of basic ({@code E0}, {@code &F}) and extended
 * ({@code +CMEE=2}) commands. An extended command ends at a semicolon outside quotes; basic ones may touch.
 */
public final class AtLine {

    private final String text;
    private int at;

    private AtLine(String text) {
        this.text = text;
    }

    /**
     * Reads a line. Whatever stands before the first {@code AT} is skipped, as a module does with noise.
     *
     * @return its commands, none for a bare {@code AT}; empty when there is no {@code AT} in it at all
     */
    public static Optional<List<AtCommand>> parse(String line) throws AtSyntaxException {
        // not in upper case: that would make two characters of a sharp s among the noise
        int start = 0;
        while (start < line.length() && !line.regionMatches(true, start, "AT", 0, 2)) {
            start++;
        }
        if (start == line.length()) {
            return Optional.empty();
        }
        return Optional.of(new AtLine(line.substring(start + 2)).commands());
    }

    private List<AtCommand> commands() throws AtSyntaxException {
        List<AtCommand> commands = new ArrayList<>();
        while (true) {
            while (at < text.length() && (text.charAt(at) == ';' || text.charAt(at) == ' ')) {
                at++;
            }
            if (at == text.length()) {
                return commands;
            }
            char first = text.charAt(at);
            commands.add(first == '+' || first == '*' || first == '^' ? extended() : basic());
        }
    }

    private AtCommand extended() throws AtSyntaxException {
        int start = at++;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at).toUpperCase(Locale.ROOT);
        int rest = at;
        boolean quoted = false;
        while (at < text.length() && (quoted || text.charAt(at) != ';')) {
            quoted ^= text.charAt(at) == '"';
            at++;
        }
        String typed = text.substring(start, at).strip();
        String tail = text.substring(rest, at).strip();
        if (tail.isEmpty()) {
            return new AtCommand(name, Form.EXECUTE, Parameters.NONE, typed);
        } else if (tail.equals("?")) {
            return new AtCommand(name, Form.READ, Parameters.NONE, typed);
        } else if (tail.startsWith("=")) {
            String parameters = tail.substring(1).strip();
            return parameters.equals("?")
                    ? new AtCommand(name, Form.TEST, Parameters.NONE, typed)
                    : new AtCommand(name, Form.WRITE, Parameters.parse(parameters), typed);
        }
        throw new AtSyntaxException("unexpected '" + tail + "' after " + name);
    }

    private AtCommand basic() throws AtSyntaxException {
        int start = at;
        if (text.charAt(at) == '&') {
            at++;
        }
        if (at == text.length() || !Character.isLetter(text.charAt(at))) {
            throw new AtSyntaxException("'" + text.substring(start) + "' is not a command");
        }
        String name = text.substring(start, ++at).toUpperCase(Locale.ROOT);
        if (name.equals("D")) {
            return dial(start);
        }
        String number = digits();
        return name.equals("S")
                ? register(name + number, start)
                : new AtCommand(name, Form.EXECUTE, Parameters.of(number), text.substring(start, at));
    }

    /** {@code D} takes all up to a semicolon. */
    private AtCommand dial(int start) {
        int number = at;
        while (at < text.length() && text.charAt(at) != ';') {
            at++;
        }
        Parameters parameters = Parameters.of(text.substring(number, at).strip());
        return new AtCommand("D", Form.EXECUTE, parameters, text.substring(start, at));
    }

    /** An S-register is named with its number: {@code S0=0}, {@code S0?}, {@code S0=?}. */
    private AtCommand register(String name, int start) {
        Form form = Form.EXECUTE;
        Parameters parameters = Parameters.NONE;
        if (text.startsWith("=?", at)) {
            at += 2;
            form = Form.TEST;
        } else if (text.startsWith("?", at)) {
            at++;
            form = Form.READ;
        } else if (text.startsWith("=", at)) {
            at++;
            form = Form.WRITE;
            parameters = Parameters.of(digits());
        }
        return new AtCommand(name, form, parameters, text.substring(start, at));
    }

    private String digits() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
