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

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.Option;

/** A part of a transcript, on the command line. */
final class TimeRange {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first time, in UTC: 2026-11-22T20:24:32Z, or 20:24:32 on the day of the first entry.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The time at which to end, in the same form.")
    private String to;

    List<Entry> of(List<Entry> entries) {
        if (entries.isEmpty()) {
            return entries;
        }
        Instant first = entries.get(0).time();
        Instant begin = from == null ? Instant.MIN : time("--from", from, first);
        Instant end = to == null ? Instant.MAX : time("--to", to, first);
        return entries.stream()
                .filter(entry -> !entry.time().isBefore(begin) && entry.time().isBefore(end))
                .toList();
    }

    private static Instant time(String option, String text, Instant first) {
        try {
            return text.indexOf('T') > 0
                    ? Instant.parse(text)
                    : first.atZone(ZoneOffset.UTC)
                            .toLocalDate()
                            .atTime(LocalTime.parse(text))
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    option + ": '" + text + "' is no time; write 2026-11-22T20:24:32Z or 20:24:32", e);
        }
    }
}
