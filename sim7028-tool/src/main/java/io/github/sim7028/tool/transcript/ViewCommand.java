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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a transcript for people. */
@Command(
        name = "view",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Prints a transcript: time, seconds since the entry before, direction, text. On a terminal the directions and "
                    + "errors have colours.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:The file cannot be read.", "2:An argument is wrong, or the file is no transcript."
        })
final class ViewCommand extends ToolCommand {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHOWN = 160;

    @Parameters(index = "0", paramLabel = "FILE", description = "The transcript.")
    private Path file;

    @Mixin
    private TimeRange range;

    @Option(names = "--full", description = "Print long entries completely.")
    private boolean full;

    @Override
    public Integer call() throws Exception {
        Instant before = null;
        for (Entry entry : range.of(Recorded.read(file))) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("line", entry.number());
            map.put("time", entry.time().toString());
            map.put("direction", entry.isEvent() ? "event" : entry.mark() == '>' ? "toModule" : "fromModule");
            map.put("text", printable(entry.text()));
            result(map, shown(entry, before));
            before = entry.time();
        }
        return ExitCodes.DONE;
    }

    private String shown(Entry entry, Instant before) {
        double pause =
                before == null ? 0 : Duration.between(before, entry.time()).toNanos() / 1e9;
        String text = printable(entry.text());
        String cut = full || text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        String line =
                String.format(Locale.ROOT, "%s %+9.3f %c %s", TIME.format(entry.time()), pause, entry.mark(), cut);
        return colours() ? Ansi.Style.on(style(entry)) + line + Ansi.Style.off(style(entry)) : line;
    }

    private static Ansi.IStyle style(Entry entry) {
        return switch (entry.mark()) {
            case Entry.TO_MODULE -> Ansi.Style.fg_green;
            case Entry.EVENT -> Ansi.Style.fg_yellow;
            default -> entry.text().contains("ERROR") ? Ansi.Style.fg_red : Ansi.Style.fg_cyan;
        };
    }

    /** The file should have nothing else; it may come from anyone. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars()
                .forEach(c ->
                        shown.append(c >= 0x20 && c < 0x7F ? String.valueOf((char) c) : String.format("\\x%02x", c)));
        return shown.toString();
    }
}
