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
import io.github.sim7028.tool.ToolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a part of a transcript. */
@Command(
        name = "cut",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Writes the part of a transcript between two times. A part that begins while a line is open begins with the "
                    + "opening of that line, so that the part can be replayed.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:A file cannot be read or written, or no entry is in this time.",
            "2:An argument is wrong, or the file is no transcript."
        })
final class CutCommand extends ToolCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The transcript.")
    private Path file;

    @Mixin
    private TimeRange range;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        List<Entry> all = Recorded.read(file);
        List<Entry> cut = new ArrayList<>(range.of(all));
        if (cut.isEmpty()) {
            throw new ToolException(ExitCodes.FAILED, "No entry of " + file + " is in this time.");
        }
        if (json() && output.file() == null) {
            throw new IllegalArgumentException("--json requires --output");
        }
        if (!cut.get(0).opens()) {
            Entry first = cut.get(0);
            Entry opening = null;
            for (Entry entry : all) {
                if (entry.number() >= first.number()) {
                    break;
                }
                opening = entry.opens() ? entry : opening;
            }
            if (opening != null) {
                cut.add(0, new Entry(opening.number(), first.time(), Entry.EVENT, opening.text()));
            }
        }
        output.write(cut, "cut out of a longer transcript", out());
        if (json()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", output.file().toString());
            map.put("entries", cut.size());
            result(map, "");
        }
        return ExitCodes.DONE;
    }
}
