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
package io.github.sim7028.testlog;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.Level;

/**
 * One line of the log.
 *
 * @param stack the stack trace below it or within its message, or null
 */
public record LogLine(LocalTime time, Level level, String logger, String thread, String message, String stack) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** Whether it fails a class that does not expect it. */
    boolean matters() {
        return stack != null || level.toInt() >= Level.WARN.toInt();
    }

    /** As it stands in the file. */
    String text() {
        return TIME.format(time) + " [" + thread + "] " + this + (stack == null ? "" : "\n" + stack);
    }

    @Override
    public String toString() {
        return level + " " + logger + " - " + message;
    }
}
