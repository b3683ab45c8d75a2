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

import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.ToolCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a transcript that can be given to others. */
@Command(
        name = "mask",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Writes a copy of a transcript without PINs, the user and password of the access point, IMEI, IMSI and "
                    + "ICCID; with --payload also without sent and received data.",
            "Names and addresses of peers, the access point and the cell remain. Read the copy before you give it to "
                    + "another person.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:A file cannot be read or written.",
            "2:An argument is wrong, or the file is no transcript."
        })
final class MaskCommand extends ToolCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The transcript.")
    private Path file;

    @Mixin
    private Output output;

    @Option(names = "--payload", description = "Mask sent and received data, too.")
    private boolean payload;

    @Override
    public Integer call() throws Exception {
        Masking masking = new Masking(!payload);
        List<Entry> entries = Recorded.sessions(Recorded.read(file)).stream()
                .flatMap(session -> masking.masked(session).stream())
                .toList();
        if (json() && output.file() == null) {
            throw new IllegalArgumentException("--json requires --output");
        }
        output.write(entries, "masked" + (payload ? ", without payload" : ""), out());
        if (json()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", output.file().toString());
            map.put("entries", entries.size());
            result(map, "");
        }
        return ExitCodes.DONE;
    }
}
