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

import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One thing that goes wrong, and when. Made by the factory methods or from text:
 *
 * <pre>
 * drop line='+CIPSEND: *' nth=2        the second send confirmation never comes
 * delay 3s line='+CIPSEND: *'          every one comes late; other lines go on
 * replace '+CME ERROR: 100' command=CSQ
 * reboot silent command=CIPSEND nth=3
 * noise 5 p=0.01                       before one line in a hundred, five bytes of noise
 * networkloss quiet every=1m
 * </pre>
 *
 * @param action what happens
 * @param argument the action's own: a duration, a count, a text
 * @param when what sets it off
 * @param pattern of the line or the command; {@code *} stands for anything, a leading {@code +} may be left out
 * @param nth the first occurrence that counts, from 1
 * @param times how often it happens, 0 for always
 * @param probability of happening, each time it could
 * @param time for {@link When#AT} and {@link When#EVERY}
 */
public record Fault(
        Action action,
        String argument,
        When when,
        String pattern,
        int nth,
        int times,
        double probability,
        Duration time) {

    /** What goes wrong. */
    public enum Action {
        /** A line comes late, or a command is begun late. */
        DELAY,
        /** A line, or the whole answer to a command, is swallowed. */
        DROP,
        /** A command is neither done nor answered. */
        IGNORE,
        /** Only the first bytes of a line or answer come. */
        CUT,
        /** A line, or each line of an answer, comes twice. */
        DOUBLE,
        /** A command fails with an {@code <err>} of Table 3 (5.2), in its own form, and is not done. */
        FAIL,
        /** A command fails with an {@code +IP ERROR} of Table 2 (5.1), as errMode wants it, and is not done. */
        IPERROR,
        /** Other lines (separated by {@code |}) come instead; a command is then not done. */
        REPLACE,
        /** Lines come in front. */
        BEFORE,
        /** A line comes in the middle of another, even within its counted data. */
        INSERT,
        /** Random bytes come in front. */
        NOISE,
        /** The modem restarts, {@code loud} or {@code silent}; the line or the answer is lost. */
        REBOOT,
        /**
         * The network is lost, {@code quiet} for no {@code +IPCLOSE}, {@code silent} for not a word: it is closed, and
         * {@code NETOPEN?} says so.
         */
        NETWORKLOSS,
        /** The host's line is hung up. */
        HANGUP,
        /** The modem neither reads nor says anything for a while. */
        MUTE,
        /** A CIPSEND sends and confirms some bytes fewer than it was given. */
        SHORT,
        /** A CIPSEND takes its data, sends none of it and says these lines (separated by {@code |}) instead. */
        REFUSE,
        /** A line comes once more, some time later. */
        REPEAT,
        /** For a while every CIPSEND is refused because the module is busy. */
        BUSY,
        /** No connection can be opened any more, though {@code NETOPEN?} says 1, until the network is closed and opened. */
        DEADCONTEXT,
        /** The module falls asleep when it has nothing to do, and loses the first bytes it is told then. */
        SLEEP;

        /** The word in text. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What sets a fault off. */
    public enum When {
        /** The modem is about to say a line. */
        LINE,
        /** The host gave a command. */
        COMMAND,
        /** Once, some time after the fault was set. */
        AT,
        /** Again and again. */
        EVERY
    }

    /** Checks that the parts fit. */
    public Fault {
        if (nth < 1 || times < 0 || probability < 0 || probability > 1) {
            throw new IllegalArgumentException("A fault needs nth >= 1, times >= 0 and p from 0 to 1");
        }
        boolean timed = when == When.AT || when == When.EVERY;
        if (timed && (time == null || time.isZero() || time.isNegative())) {
            throw new IllegalArgumentException("A timed fault needs a time above 0");
        }
        FaultRules.check(action, argument, when);
    }

    private static Fault of(Action action, Object argument) {
        return new Fault(action, String.valueOf(argument), When.LINE, "*", 1, 0, 1, null);
    }

    /** See {@link Action#DELAY}. */
    public static Fault delay(Duration time) {
        return of(Action.DELAY, time.toMillis() + "ms");
    }

    /** See {@link Action#DROP}. */
    public static Fault drop() {
        return of(Action.DROP, "");
    }

    /** See {@link Action#IGNORE}. */
    public static Fault ignore(String command) {
        return new Fault(Action.IGNORE, "", When.COMMAND, command, 1, 0, 1, null);
    }

    /** See {@link Action#CUT}. */
    public static Fault cut(int bytes) {
        return of(Action.CUT, bytes);
    }

    /** See {@link Action#DOUBLE}. */
    public static Fault twice() {
        return of(Action.DOUBLE, "");
    }

    /** See {@link Action#FAIL}. */
    public static Fault fail(ErrorCode error, String command) {
        return new Fault(Action.FAIL, Integer.toString(error.number()), When.COMMAND, command, 1, 0, 1, null);
    }

    /** See {@link Action#IPERROR}. */
    public static Fault ipError(ErrorInfo error, String command) {
        return new Fault(Action.IPERROR, Integer.toString(error.number()), When.COMMAND, command, 1, 0, 1, null);
    }

    /** See {@link Action#REPLACE}. */
    public static Fault replace(String... lines) {
        return of(Action.REPLACE, String.join("|", lines));
    }

    /** See {@link Action#BEFORE}. */
    public static Fault before(String... lines) {
        return of(Action.BEFORE, String.join("|", lines));
    }

    /** See {@link Action#INSERT}. */
    public static Fault insert(String line) {
        return of(Action.INSERT, line);
    }

    /** See {@link Action#NOISE}. */
    public static Fault noise(int bytes) {
        return of(Action.NOISE, bytes);
    }

    /** See {@link Action#REBOOT}. */
    public static Fault reboot(boolean loud) {
        return of(Action.REBOOT, loud ? "loud" : "silent");
    }

    /** See {@link Action#NETWORKLOSS}. */
    public static Fault loseNetwork(boolean withIpClose) {
        return of(Action.NETWORKLOSS, withIpClose ? "" : "quiet");
    }

    /** The network is closed without a word; see {@link Action#NETWORKLOSS}. */
    public static Fault closeNetwork() {
        return of(Action.NETWORKLOSS, "silent");
    }

    /** See {@link Action#HANGUP}. */
    public static Fault hangUp() {
        return of(Action.HANGUP, "");
    }

    /** See {@link Action#MUTE}. */
    public static Fault mute(Duration time) {
        return of(Action.MUTE, time.toMillis() + "ms");
    }

    /** See {@link Action#SHORT}; sets off at CIPSEND. */
    public static Fault shortSend(int bytes) {
        return new Fault(Action.SHORT, Integer.toString(bytes), When.COMMAND, "CIPSEND", 1, 0, 1, null);
    }

    /** See {@link Action#REFUSE}; sets off at CIPSEND. */
    public static Fault refuse(String... lines) {
        return new Fault(Action.REFUSE, String.join("|", lines), When.COMMAND, "CIPSEND", 1, 0, 1, null);
    }

    /** See {@link Action#REPEAT}. */
    public static Fault repeat(Duration later) {
        return of(Action.REPEAT, later.toMillis() + "ms");
    }

    /** See {@link Action#BUSY}. */
    public static Fault busy(Duration time) {
        return of(Action.BUSY, time.toMillis() + "ms");
    }

    /** See {@link Action#DEADCONTEXT}; each CIPOPEN fails with this error. */
    public static Fault deadContext(ErrorCode error) {
        return of(Action.DEADCONTEXT, error.number());
    }

    /** See {@link Action#SLEEP}. */
    public static Fault sleep(int bytes) {
        return of(Action.SLEEP, bytes);
    }

    /** The same, set off by lines of the modem that fit the pattern. */
    public Fault onLine(String glob) {
        return new Fault(action, argument, When.LINE, glob, nth, times, probability, null);
    }

    /** The same, set off by commands whose name ({@code CIPSEND}) or text ({@code CIPSEND=0,*}) fits the pattern. */
    public Fault onCommand(String glob) {
        return new Fault(action, argument, When.COMMAND, glob, nth, times, probability, null);
    }

    /** The same, once after a time. */
    public Fault at(Duration after) {
        return new Fault(action, argument, When.AT, pattern, nth, 1, probability, after);
    }

    /** The same, again and again. */
    public Fault every(Duration period) {
        return new Fault(action, argument, When.EVERY, pattern, nth, times, probability, period);
    }

    /** The same, at the nth occurrence only. */
    public Fault nth(int number) {
        return new Fault(action, argument, when, pattern, number, 1, probability, time);
    }

    /** The same, so many times. */
    public Fault times(int number) {
        return new Fault(action, argument, when, pattern, nth, number, probability, time);
    }

    /** The same, with a probability. */
    public Fault probability(double p) {
        return new Fault(action, argument, when, pattern, nth, times, p, time);
    }

    /** Reads one fault; see the class. */
    public static Fault parse(String text) {
        return FaultParser.parse(text);
    }

    /** Reads faults separated by semicolons. */
    public static List<Fault> parseAll(String text) {
        return FaultParser.parseAll(text);
    }

    /** The number in the argument. */
    public int count() {
        return Integer.parseInt(argument);
    }

    /** The duration in the argument. */
    public Duration duration() {
        return Durations.parse(argument);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(action.word());
        if (!argument.isEmpty()) {
            text.append(' ').append(FaultParser.quote(argument));
        }
        text.append(' ').append(when.name().toLowerCase(Locale.ROOT)).append('=');
        text.append(time != null ? time.toMillis() + "ms" : FaultParser.quote(pattern));
        if (nth > 1) {
            text.append(" nth=").append(nth);
        }
        if (times > 0 && when != When.AT) {
            text.append(" times=").append(times);
        }
        if (probability < 1) {
            text.append(" p=").append(probability);
        }
        return text.toString();
    }
}
