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
package io.github.sim7028.tool.transcript;

import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.ToolCommand;
import io.github.sim7028.tool.modem.ProfileOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a transcript can be explained. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Passes a transcript through the decoder of the driver, and reports what cannot be explained: lines that the "
                    + "driver does not know, data that breaks off, noise, gaps.",
            "With --driver, the driver itself starts on a replay of the transcript, up to the open network: the report "
                    + "names the line at which the driver sends something else than was recorded. The options of the "
                    + "profile must be those of the recording.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything can be explained.",
            "1:The file cannot be read.",
            "2:An argument is wrong, or the file is no transcript.",
            "6:Something cannot be explained; the output names the lines."
        })
final class CheckCommand extends ToolCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The transcript.")
    private Path file;

    @Option(names = "--driver", description = "Let the driver start on a replay of the transcript, too.")
    private boolean driver;

    @Mixin
    private ProfileOptions profile;

    @Override
    public Integer call() throws Exception {
        DecoderCheck check = new DecoderCheck();
        check.check(Recorded.read(file));
        DriverCheck.Result started = driver ? DriverCheck.run(file, profile) : null;
        result(map(check, started), text(check, started));
        boolean explained = check.findings().isEmpty() && (started == null || started.ready());
        return explained ? ExitCodes.DONE : ExitCodes.FOUND;
    }

    private static Map<String, Object> map(DecoderCheck check, DriverCheck.Result started) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("lines", check.sessions());
        map.put("commands", check.commands());
        map.put("errors", check.errors());
        map.put("unanswered", check.unanswered());
        map.put("restarts", check.restarts());
        map.put("findings", check.findings());
        if (started != null) {
            map.put("driver", started);
        }
        return map;
    }

    private static String text(DecoderCheck check, DriverCheck.Result started) {
        String counts = Counted.of(check.sessions(), "opened line") + ", " + Counted.of(check.commands(), "command")
                + ", " + check.errors() + " refused, " + check.unanswered() + " without a result, "
                + Counted.of(check.restarts(), "restart");
        List<Finding> findings = check.findings();
        String found = findings.isEmpty()
                ? "The decoder can explain everything."
                : findings.stream()
                        .map(finding -> "line " + finding.line() + ": " + finding.text())
                        .collect(Collectors.joining("\n"));
        String text = counts + "\n" + found;
        if (started == null) {
            return text;
        }
        return text + "\n"
                + (started.ready()
                        ? "The driver starts as in the transcript, up to the open network."
                        : started.divergence() != null
                                ? "The driver leaves the transcript: " + ForeignText.message(started.divergence())
                                : "The driver does not get to the open network: " + started.status());
    }
}
