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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of faults, each with its word in text and with what may set it off. */
public enum FaultKind {
    /** A line comes late, or a command is begun late. */
    DELAY(FaultTrigger.Kind.LINE, FaultTrigger.Kind.COMMAND),
    /** A line, or the whole answer to a command, is swallowed. */
    DROP(FaultTrigger.Kind.LINE, FaultTrigger.Kind.COMMAND),
    /** A command is neither done nor answered. */
    IGNORE(FaultTrigger.Kind.COMMAND),
    /** Only the first bytes of a line or answer come. */
    CUT(FaultTrigger.Kind.LINE, FaultTrigger.Kind.COMMAND),
    /** A line, or each line of an answer, comes twice. */
    DOUBLE(FaultTrigger.Kind.LINE, FaultTrigger.Kind.COMMAND),
    /** A command fails with an {@code <err>} of Table 3 (5.2), in its own form, and is not done. */
    FAIL(FaultTrigger.Kind.COMMAND),
    /** A command fails with an {@code +IP ERROR} of Table 2 (5.1), in the format of errMode, and is not executed. */
    IPERROR(FaultTrigger.Kind.COMMAND),
    /** Other lines (separated by {@code |}) come instead; a command is then not done. */
    REPLACE(FaultTrigger.Kind.LINE, FaultTrigger.Kind.COMMAND),
    /** Lines come in front. */
    BEFORE(FaultTrigger.Kind.values()),
    /** A line comes in the middle of another, even within its counted data. */
    INSERT(FaultTrigger.Kind.LINE),
    /** Random bytes come in front. */
    NOISE(FaultTrigger.Kind.values()),
    /** The modem restarts, {@code loud} or {@code silent}; the line or the answer is lost. */
    REBOOT(FaultTrigger.Kind.values()),
    /**
     * The network is lost, {@code quiet} for no {@code +IPCLOSE}, {@code silent} for no line at all: it is closed, and
     * {@code NETOPEN?} says so.
     */
    NETWORKLOSS(FaultTrigger.Kind.values()),
    /** The host's line is hung up. */
    HANGUP(FaultTrigger.Kind.values()),
    /** The modem neither reads nor says anything for a while. */
    MUTE(FaultTrigger.Kind.values()),
    /** A CIPSEND sends and confirms some bytes fewer than it was given. */
    SHORT(FaultTrigger.Kind.COMMAND),
    /** A CIPSEND takes its data, sends none of it and says these lines (separated by {@code |}) instead. */
    REFUSE(FaultTrigger.Kind.COMMAND),
    /** A line comes once more, some time later. */
    REPEAT(FaultTrigger.Kind.LINE),
    /** For a while every CIPSEND is refused because the module is busy. */
    BUSY(FaultTrigger.Kind.values()),
    /** No connection can be opened any more, though {@code NETOPEN?} says 1, until the network is closed and opened. */
    DEADCONTEXT(FaultTrigger.Kind.values()),
    /** The module falls asleep when it has nothing to do, and loses the first bytes that are sent to it then. */
    SLEEP(FaultTrigger.Kind.values());

    private final Set<FaultTrigger.Kind> triggers;

    FaultKind(FaultTrigger.Kind... triggers) {
        this.triggers = EnumSet.copyOf(Arrays.asList(triggers));
    }

    /** The word in text. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What sets it off if nothing is said: any CIPSEND, any command or any line. */
    FaultTrigger usualTrigger() {
        if (this == SHORT || this == REFUSE) {
            return FaultTrigger.command("CIPSEND");
        }
        return triggers.contains(FaultTrigger.Kind.LINE) ? FaultTrigger.line("*") : FaultTrigger.command("*");
    }

    /** Refuses a trigger that cannot set it off. */
    void check(FaultTrigger trigger) {
        if (!triggers.contains(trigger.kind())) {
            throw new IllegalArgumentException(
                    word() + " cannot be triggered by " + trigger.kind().word());
        }
    }

    /** The kind of this word. */
    static FaultKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown action '" + word + "'; known are "
                        + Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "))));
    }
}
