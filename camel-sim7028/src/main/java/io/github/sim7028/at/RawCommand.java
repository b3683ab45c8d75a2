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
package io.github.sim7028.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Any command line as a user writes it; its result are the lines before the {@code OK}. What the module says by itself
 * meanwhile is no part of them, unless it begins with the name of a command.
 */
public final class RawCommand extends AtCommand<List<String>> {

    /** How many lines of an answer are kept. */
    private static final int MAX_LINES = 1000;

    private static final Pattern LEAVES_DIALOGUE = Pattern.compile(
            "(?:.*;)?(?:AT)?\\s*(?:\\+CIPSEND=?[^?]*|\\+CIPRXGET=\\s*[0-3].*|\\+CIPHEAD=\\s*0.*|\\+CIPCCFG=[^?]*|"
                    + "\\+CIPMODE=\\s*1.*|\\+CMG[SWC]=?[^?]*|\\+IPR=[^?]*|[DO].*|E1?|Z.*|&F.*)(?:;.*)?");
    private static final Pattern WAITING = Pattern.compile("\\+CIPRXGET: ?1, ?[0-9]{1,2}");

    private final List<String> lines = new ArrayList<>();

    /** @param text checked with {@link AtText#requireCommand} */
    public RawCommand(String text) {
        super(AtText.requireCommand("command", text));
    }

    /**
     * Refuses a command that would leave the dialogue or undo what the driver has set.
     *
     * @throws IllegalArgumentException saying why
     */
    public static String requireQuestion(String text) {
        String shown = AtText.shown(Secrets.maskedCommand(AtText.requireCommand("command", text)));
        if (LEAVES_DIALOGUE.matcher(upper(text)).matches()) {
            throw new IllegalArgumentException("command: " + shown
                    + " would make the module send or take something that is no answer, or undo what the driver has"
                    + " set; use an endpoint or an option instead");
        }
        return text;
    }

    @Override
    public String shown() {
        return Secrets.maskedCommand(text());
    }

    private static String upper(String text) {
        return text.trim().toUpperCase(Locale.ROOT);
    }

    @Override
    protected boolean accept(String line) {
        if (ResultCode.isOne(line) || !isMine(line)) {
            return false;
        }
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
        return true;
    }

    private boolean isMine(String line) {
        int colon = line.indexOf(':');
        boolean named = colon > 0 && upper(text()).contains(line.substring(0, colon));
        return named && !WAITING.matcher(line).matches() || !UrcReader.isUrc(line);
    }

    @Override
    protected List<String> result() {
        return List.copyOf(lines);
    }
}
