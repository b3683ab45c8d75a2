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
import java.util.List;

/** Reads an action from its word and its argument. */
final class FaultActions {

    private FaultActions() {}

    static FaultAction read(FaultKind kind, String argument) {
        return switch (kind) {
            case DELAY -> delay(argument);
            case REPEAT -> new FaultAction.Repeat(Durations.parse(argument));
            case MUTE -> new FaultAction.Mute(Durations.parse(argument));
            case BUSY -> new FaultAction.Busy(Durations.parse(argument));
            case CUT -> new FaultAction.Cut(bytes(kind, argument));
            case NOISE -> new FaultAction.Noise(bytes(kind, argument));
            case SHORT -> new FaultAction.ShortSend(bytes(kind, argument));
            case SLEEP -> new FaultAction.Sleep(bytes(kind, argument));
            case FAIL ->
                new FaultAction.Fail(ErrorCode.values()[code(kind, argument, 1, ErrorCode.values().length - 1)]);
            case IPERROR ->
                new FaultAction.IpError(ErrorInfo.values()[code(kind, argument, 0, ErrorInfo.values().length - 1)]);
            case REPLACE -> new FaultAction.Replace(lines(kind, argument));
            case BEFORE -> new FaultAction.Before(lines(kind, argument));
            case INSERT -> new FaultAction.Insert(lines(kind, argument));
            case REFUSE -> new FaultAction.Refuse(lines(kind, argument));
            case REBOOT ->
                new FaultAction.Reboot(
                        !oneOf(kind, argument, "", "loud", "silent").equals("silent"));
            case NETWORKLOSS ->
                new FaultAction.NetworkLoss(
                        switch (oneOf(kind, argument, "", "quiet", "silent")) {
                            case "quiet" -> ModuleFaultTarget.NetworkLossManner.QUIET;
                            case "silent" -> ModuleFaultTarget.NetworkLossManner.SILENT;
                            default -> ModuleFaultTarget.NetworkLossManner.REPORTED;
                        });
            case DEADCONTEXT ->
                new FaultAction.DeadContext(
                        oneOf(kind, argument, "", "1", "10").equals("10")
                                ? ErrorCode.TIMEOUT
                                : ErrorCode.NETWORK_FAILURE);
            case DROP -> bare(kind, argument, new FaultAction.Drop());
            case DOUBLE -> bare(kind, argument, new FaultAction.Twice());
            case IGNORE -> bare(kind, argument, new FaultAction.Ignore());
            case HANGUP -> bare(kind, argument, new FaultAction.HangUp());
        };
    }

    /** The lines of a text, separated by {@code |}. */
    static List<String> lines(FaultKind kind, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(kind.word() + " needs a text");
        }
        return List.of(text.split("\\|"));
    }

    /** A time, or {@code TIME..TIME}. */
    private static FaultAction delay(String argument) {
        String[] times = argument.split("\\.\\.", 2);
        return new FaultAction.Delay(Durations.parse(times[0]), Durations.parse(times[times.length - 1]));
    }

    private static int bytes(FaultKind kind, String argument) {
        if (!argument.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(kind.word() + " needs a number of bytes, not '" + argument + "'");
        }
        return Integer.parseInt(argument);
    }

    private static int code(FaultKind kind, String argument, int least, int most) {
        if (!argument.matches("\\d{1,2}") || Integer.parseInt(argument) < least || Integer.parseInt(argument) > most) {
            throw new IllegalArgumentException(
                    kind.word() + " needs a code from " + least + " to " + most + ", not '" + argument + "'");
        }
        return Integer.parseInt(argument);
    }

    private static String oneOf(FaultKind kind, String argument, String... allowed) {
        if (!List.of(allowed).contains(argument)) {
            throw new IllegalArgumentException(kind.word() + " does not take the argument '" + argument + "'");
        }
        return argument;
    }

    private static FaultAction bare(FaultKind kind, String argument, FaultAction action) {
        oneOf(kind, argument, "");
        return action;
    }
}
