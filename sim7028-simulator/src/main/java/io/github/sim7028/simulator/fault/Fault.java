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
import java.util.function.Function;

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
 * @param kind what kind of fault it is
 * @param action what happens
 * @param written the action in text, as it was given
 * @param trigger what sets it off
 * @param limit how often it happens
 */
public record Fault(FaultKind kind, FaultAction action, String written, FaultTrigger trigger, FaultLimit limit) {

    /** Checks that the trigger can set it off. */
    public Fault {
        kind.check(trigger);
    }

    private static Fault of(FaultKind kind, FaultAction action, String argument) {
        return new Fault(kind, action, FaultText.write(kind, argument), kind.usualTrigger(), FaultLimit.NONE);
    }

    private static Fault of(FaultKind kind, FaultAction action, Duration time) {
        return of(kind, action, time.toMillis() + "ms");
    }

    private static Fault of(FaultKind kind, FaultAction action, int number) {
        return of(kind, action, Integer.toString(number));
    }

    private static Fault of(FaultKind kind, Function<List<String>, FaultAction> action, String... lines) {
        String text = String.join("|", lines);
        return of(kind, action.apply(FaultActions.lines(kind, text)), text);
    }

    /** See {@link FaultKind#DELAY}. */
    public static Fault delay(Duration time) {
        return of(FaultKind.DELAY, new FaultAction.Delay(time, time), time);
    }

    /** See {@link FaultKind#DELAY}; each time another delay between these two, by chance. */
    public static Fault delay(Duration least, Duration most) {
        return of(
                FaultKind.DELAY,
                new FaultAction.Delay(least, most),
                Durations.format(least) + ".." + Durations.format(most));
    }

    /** See {@link FaultKind#DROP}. */
    public static Fault drop() {
        return of(FaultKind.DROP, new FaultAction.Drop(), "");
    }

    /** See {@link FaultKind#IGNORE}. */
    public static Fault ignore(String command) {
        return of(FaultKind.IGNORE, new FaultAction.Ignore(), "").onCommand(command);
    }

    /** See {@link FaultKind#CUT}. */
    public static Fault cut(int bytes) {
        return of(FaultKind.CUT, new FaultAction.Cut(bytes), bytes);
    }

    /** See {@link FaultKind#DOUBLE}. */
    public static Fault twice() {
        return of(FaultKind.DOUBLE, new FaultAction.Twice(), "");
    }

    /** See {@link FaultKind#FAIL}. */
    public static Fault fail(ErrorCode error, String command) {
        return of(FaultKind.FAIL, new FaultAction.Fail(error), error.number()).onCommand(command);
    }

    /** See {@link FaultKind#IPERROR}. */
    public static Fault ipError(ErrorInfo error, String command) {
        return of(FaultKind.IPERROR, new FaultAction.IpError(error), error.number())
                .onCommand(command);
    }

    /** See {@link FaultKind#REPLACE}. */
    public static Fault replace(String... lines) {
        return of(FaultKind.REPLACE, FaultAction.Replace::new, lines);
    }

    /** See {@link FaultKind#BEFORE}. */
    public static Fault before(String... lines) {
        return of(FaultKind.BEFORE, FaultAction.Before::new, lines);
    }

    /** See {@link FaultKind#INSERT}. */
    public static Fault insert(String line) {
        return of(FaultKind.INSERT, FaultAction.Insert::new, line);
    }

    /** See {@link FaultKind#NOISE}. */
    public static Fault noise(int bytes) {
        return of(FaultKind.NOISE, new FaultAction.Noise(bytes), bytes);
    }

    /** See {@link FaultKind#REBOOT}. */
    public static Fault reboot(boolean loud) {
        return of(FaultKind.REBOOT, new FaultAction.Reboot(loud), loud ? "loud" : "silent");
    }

    /** See {@link FaultKind#NETWORKLOSS}. */
    public static Fault loseNetwork(boolean withIpClose) {
        return withIpClose
                ? of(
                        FaultKind.NETWORKLOSS,
                        new FaultAction.NetworkLoss(ModuleFaultTarget.NetworkLossManner.REPORTED),
                        "")
                : of(
                        FaultKind.NETWORKLOSS,
                        new FaultAction.NetworkLoss(ModuleFaultTarget.NetworkLossManner.QUIET),
                        "quiet");
    }

    /** The network is closed, and no line says so; see {@link FaultKind#NETWORKLOSS}. */
    public static Fault closeNetwork() {
        return of(
                FaultKind.NETWORKLOSS,
                new FaultAction.NetworkLoss(ModuleFaultTarget.NetworkLossManner.SILENT),
                "silent");
    }

    /** See {@link FaultKind#HANGUP}. */
    public static Fault hangUp() {
        return of(FaultKind.HANGUP, new FaultAction.HangUp(), "");
    }

    /** See {@link FaultKind#MUTE}. */
    public static Fault mute(Duration time) {
        return of(FaultKind.MUTE, new FaultAction.Mute(time), time);
    }

    /** See {@link FaultKind#SHORT}; sets off at CIPSEND. */
    public static Fault shortSend(int bytes) {
        return of(FaultKind.SHORT, new FaultAction.ShortSend(bytes), bytes);
    }

    /** See {@link FaultKind#REFUSE}; sets off at CIPSEND. */
    public static Fault refuse(String... lines) {
        return of(FaultKind.REFUSE, FaultAction.Refuse::new, lines);
    }

    /** See {@link FaultKind#REPEAT}. */
    public static Fault repeat(Duration later) {
        return of(FaultKind.REPEAT, new FaultAction.Repeat(later), later);
    }

    /** See {@link FaultKind#BUSY}. */
    public static Fault busy(Duration time) {
        return of(FaultKind.BUSY, new FaultAction.Busy(time), time);
    }

    /** See {@link FaultKind#DEADCONTEXT}; each CIPOPEN fails with this error. */
    public static Fault deadContext(ErrorCode error) {
        return of(FaultKind.DEADCONTEXT, new FaultAction.DeadContext(error), error.number());
    }

    /** See {@link FaultKind#SLEEP}. */
    public static Fault sleep(int bytes) {
        return of(FaultKind.SLEEP, new FaultAction.Sleep(bytes), bytes);
    }

    /** The same, set off by lines of the modem that fit the pattern. */
    public Fault onLine(String glob) {
        return new Fault(kind, action, written, FaultTrigger.line(glob), limit);
    }

    /** The same, set off by commands whose name ({@code CIPSEND}) or text ({@code CIPSEND=0,*}) fits the pattern. */
    public Fault onCommand(String glob) {
        return new Fault(kind, action, written, FaultTrigger.command(glob), limit);
    }

    /** The same, once after a time. */
    public Fault at(Duration after) {
        return new Fault(kind, action, written, trigger.at(after), limit.times(1));
    }

    /** The same, again and again. */
    public Fault every(Duration period) {
        return new Fault(kind, action, written, trigger.every(period), limit);
    }

    /** The same, at the nth occurrence only. */
    public Fault nth(int number) {
        return new Fault(kind, action, written, trigger, limit.nth(number));
    }

    /** The same, so many times. */
    public Fault times(int number) {
        return new Fault(kind, action, written, trigger, limit.times(number));
    }

    /** The same, with a probability. */
    public Fault probability(double p) {
        return new Fault(kind, action, written, trigger, limit.probability(p));
    }

    /** Reads one fault; see the class. */
    public static Fault parse(String text) {
        List<String> words = FaultText.words(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("The fault is empty");
        }
        try {
            FaultText read = FaultText.read(words);
            read.kind().check(read.trigger());
            return new Fault(
                    read.kind(),
                    FaultActions.read(read.kind(), read.argument()),
                    FaultText.write(read.kind(), read.argument()),
                    read.trigger(),
                    read.limit());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Fault '" + text.strip() + "': " + e.getMessage(), e);
        }
    }

    /** Reads faults separated by semicolons. */
    public static List<Fault> parseAll(String text) {
        return FaultText.faults(text).stream().map(Fault::parse).toList();
    }

    @Override
    public String toString() {
        return written + ' ' + FaultText.write(trigger, limit);
    }
}
