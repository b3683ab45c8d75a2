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
package io.github.sim7028.tool.modem;

import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.Diagnosis.Verdict;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Checks the modem step by step. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Checks everything from the line to the network, step by step, and says what is wrong and what to do.",
            "The command starts the modem up to the open network, and closes the network again. It sends no data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing is wrong.",
            "2:An argument is wrong.",
            "6:A step is wrong, or could not be checked; the output says what to do."
        })
public final class DiagnoseCommand extends ModemCommand {

    private static final Duration ANSWER = Duration.ofSeconds(90);

    @Override
    int run(ModemSession session, Interrupt interrupt) throws Exception {
        session.awaitSettled(patience(), this::progress);
        Diagnosis diagnosis = answer(session.modem().operations().diagnose(), ANSWER);
        result(diagnosis.toMap(), text(diagnosis));
        boolean complete = diagnosis.steps().stream().noneMatch(step -> step.verdict() == Verdict.NOT_CHECKED);
        return diagnosis.healthy() && complete ? ExitCodes.DONE : ExitCodes.FOUND;
    }

    private static String text(Diagnosis diagnosis) {
        String steps = diagnosis.steps().stream().map(DiagnoseCommand::line).collect(Collectors.joining("\n"));
        return OptionWords.in(steps + "\n\n" + diagnosis.summary());
    }

    private static String line(Diagnosis.Step step) {
        String verdict = String.format(
                "%-11s ", step.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        String colour =
                switch (step.verdict()) {
                    case RIGHT -> "green";
                    case DOUBTFUL -> "yellow";
                    case WRONG -> "red";
                    case NOT_CHECKED -> "faint";
                };
        return (colours() ? Ansi.ON.string("@|" + colour + ' ' + verdict + "|@") : verdict) + step.describe();
    }
}
