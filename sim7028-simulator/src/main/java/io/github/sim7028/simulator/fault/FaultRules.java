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
package io.github.sim7028.simulator.fault;

import io.github.sim7028.simulator.fault.Fault.Action;
import io.github.sim7028.simulator.fault.Fault.When;
import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.util.List;
import java.util.Locale;

/** What may stand behind an action, and what may set it off. */
final class FaultRules {

    private FaultRules() {}

    static void check(Action action, String argument, When when) {
        if (!fits(action, when)) {
            throw new IllegalArgumentException(
                    action.word() + " cannot be set off by " + when.name().toLowerCase(Locale.ROOT));
        }
        switch (action) {
            case DELAY, MUTE, REPEAT, BUSY -> Durations.parse(argument);
            case CUT, NOISE, SHORT, SLEEP -> {
                if (!argument.matches("\\d{1,6}")) {
                    throw new IllegalArgumentException(
                            action.word() + " needs a number of bytes, not '" + argument + "'");
                }
            }
            case FAIL -> number(action, argument, 1, ErrorCode.values().length - 1);
            case IPERROR -> number(action, argument, 0, ErrorInfo.values().length - 1);
            case REPLACE, BEFORE, INSERT, REFUSE -> {
                if (argument.isEmpty()) {
                    throw new IllegalArgumentException(action.word() + " needs a text");
                }
            }
            case REBOOT -> oneOf(action, argument, List.of("", "loud", "silent"));
            case NETWORKLOSS -> oneOf(action, argument, List.of("", "quiet", "silent"));
            case DEADCONTEXT -> oneOf(action, argument, List.of("", "1", "10"));
            default -> oneOf(action, argument, List.of(""));
        }
    }

    private static boolean fits(Action action, When when) {
        boolean timed = when == When.AT || when == When.EVERY;
        return switch (action) {
            case DELAY, DROP, CUT, DOUBLE, REPLACE -> !timed;
            case INSERT, REPEAT -> when == When.LINE;
            case IGNORE, SHORT, FAIL, IPERROR, REFUSE -> when == When.COMMAND;
            default -> true;
        };
    }

    private static void number(Action action, String argument, int least, int most) {
        if (!argument.matches("\\d{1,2}") || Integer.parseInt(argument) < least || Integer.parseInt(argument) > most) {
            throw new IllegalArgumentException(
                    action.word() + " needs a code from " + least + " to " + most + ", not '" + argument + "'");
        }
    }

    private static void oneOf(Action action, String argument, List<String> allowed) {
        if (!allowed.contains(argument)) {
            throw new IllegalArgumentException("'" + argument + "' behind " + action.word() + " is not understood");
        }
    }
}
