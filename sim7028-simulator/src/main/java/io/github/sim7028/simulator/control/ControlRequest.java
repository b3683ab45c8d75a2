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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.model.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that is wanted.
 *
 * @param command the name of the command
 * @param value its value, empty for none
 * @param modems for which modems, see {@link ModemSelection}
 * @param time after this time, what was before holds again; zero for a command that holds
 */
public record ControlRequest(String command, String value, String modems, Duration time) {

    private static final Pattern OPTION = Pattern.compile("(?s)(.*)\\s(modems|for)=(\\S+)\\s*");

    /** A command for all modems that holds. */
    public ControlRequest(String command, String value) {
        this(command, value, ModemSelection.ALL, Duration.ZERO);
    }

    /**
     * Reads {@code COMMAND [VALUE] [modems=MODEMS] [for=TIME]}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static ControlRequest parse(String line) {
        String rest = line.strip();
        String modems = null;
        String time = null;
        for (Matcher option = OPTION.matcher(rest); option.matches(); option = OPTION.matcher(rest)) {
            boolean forModems = option.group(2).equals("modems");
            if ((forModems ? modems : time) != null) {
                throw new IllegalArgumentException(option.group(2) + "= is there twice");
            }
            modems = forModems ? option.group(3) : modems;
            time = forModems ? time : option.group(3);
            rest = option.group(1).strip();
        }
        String[] words = rest.split("\\s+", 2);
        return of(words[0], words.length == 2 ? words[1] : "", modems, time);
    }

    /** With {@code modems} and {@code time} as text; null for all modems, and for a command that holds. */
    public static ControlRequest of(String command, String value, String modems, String time) {
        Duration duration = time == null ? Duration.ZERO : Durations.parse(time);
        if (time != null && duration.isZero()) {
            throw new IllegalArgumentException("for must be longer than 0");
        }
        return new ControlRequest(command, value, modems == null ? ModemSelection.ALL : modems, duration);
    }
}
