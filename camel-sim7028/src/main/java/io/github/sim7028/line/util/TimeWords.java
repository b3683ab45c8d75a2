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
package io.github.sim7028.line.util;

import java.time.Duration;
import java.time.Instant;

/** Times as people are told them. */
public final class TimeWords {

    private TimeWords() {}

    /** A time that has passed, for people: {@code 5.6 s}, {@code 40 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String span(long millis) {
        long seconds = Math.round(millis / 1000.0);
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return Math.round(millis / 100.0) / 10.0 + " s";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return minutes + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /** A pause as people say it: {@code 40 s}. */
    public static String pause(Duration pause) {
        long millis = pause.toMillis();
        return millis < 1000 ? millis + " ms" : Math.round(millis / 1000.0) + " s";
    }

    /** What to add to a reason of trouble: when the next attempt is made; empty if no attempt is planned. */
    public static String whenNext(Instant nextAttempt) {
        if (nextAttempt == null) {
            return "";
        }
        Duration left = Duration.between(Instant.now(), nextAttempt);
        return "; next attempt " + (left.isNegative() ? "now" : "in " + pause(left));
    }
}
