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

import io.github.sim7028.modem.report.LinkReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Starts the modem and prints everything that is known of it. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Prints state, signal, cell, registration, operator, address and open links of the modem.",
            "The command starts the modem up to the open network, and closes the network again. It sends no data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The modem is ready.",
            "2:An argument is wrong.",
            "3:The modem is not ready; the output says why."
        })
public final class StatusCommand extends ModemCommand {

    private static final Duration ANSWER = Duration.ofSeconds(90);

    @Override
    int run(ModemSession session, Interrupt interrupt) throws Exception {
        ModemStatus status = session.awaitSettled(patience(), this::progress);
        ModemReport report = answer(session.modem().operations().status(), ANSWER);
        result(report.toMap(), text(report));
        return status.state() == ModemState.READY ? ExitCodes.DONE : ExitCodes.UNAVAILABLE;
    }

    private static String text(ModemReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("device:       " + report.device());
        lines.add(
                "state:        " + report.state().words() + (report.reason().isEmpty() ? "" : ": " + report.reason()));
        if (report.signal() != null) {
            lines.add("signal:       " + report.signal().describe());
        }
        if (report.cell() != null) {
            lines.add("cell:         " + report.cell().describe());
        }
        if (report.registration() != null) {
            lines.add("registration: " + report.registration().words());
        }
        lines.add("operator:     " + (report.operator().isEmpty() ? "unknown" : report.operator()));
        lines.add("address:      " + (report.address().isEmpty() ? "none" : report.address()));
        for (LinkReport link : report.links()) {
            lines.add("link:         " + link.describe().replaceFirst("^link ", ""));
        }
        if (report.lastError() != null) {
            lines.add("last error:   " + report.lastError().what() + " ("
                    + report.lastError().time() + ")");
        }
        return OptionWords.in(String.join(System.lineSeparator(), lines));
    }
}
