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
package io.github.sim7028.modem.settings;

import java.time.Duration;

/** Checks values against the ranges of the note; the exceptions say what is allowed. */
public final class Limits {

    private Limits() {}

    public static int within(String option, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    option + ": " + value + " is out of range; allowed are " + lowest + " to " + highest);
        }
        return value;
    }

    public static Duration within(String option, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(option + ": " + words(value) + " is out of range; allowed are "
                    + words(lowest) + " to " + words(highest) + unitOf(value, lowest));
        }
        return value;
    }

    /** A number without a unit is a number of milliseconds, which is seldom intended. */
    private static String unitOf(Duration value, Duration lowest) {
        long millis = value.toMillis();
        return millis > 0 && millis < 1000 && lowest.toMillis() >= 1000
                ? "; a number without a unit is milliseconds: write " + millis + "s for seconds"
                : "";
    }

    /** A duration as options write it: {@code 500ms}, {@code 90s}, {@code 2m}. */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
