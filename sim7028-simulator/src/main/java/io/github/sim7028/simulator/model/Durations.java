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
package io.github.sim7028.simulator.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in options. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("(0)|(\\d{1,9})(ms|s|m|h)");

    /** A century: the clock counts nanoseconds, and not for ever. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /** Reads {@code 500ms}, {@code 2s}, {@code 3m}, {@code 1h}, or {@code 0}. */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            String trouble = text.strip().matches("\\d+") ? "' has no unit" : "' is not a duration";
            throw new IllegalArgumentException("'" + text + trouble + "; write 500ms, 2s, 3m or 1h");
        }
        if (form.group(1) != null) {
            return Duration.ZERO;
        }
        long number = Long.parseLong(form.group(2));
        Duration duration =
                switch (form.group(3)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofMillis(number);
                };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is too long; allowed are up to " + format(LONGEST));
        }
        return duration;
    }

    /** Writes a duration as {@link #parse} reads it: {@code 90s}, {@code 3500ms}, {@code 0}. */
    public static String format(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0";
        } else if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
