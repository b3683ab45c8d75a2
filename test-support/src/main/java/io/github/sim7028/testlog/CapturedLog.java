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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/**
 * What is logged from now on until it is closed, at INFO and above, by loggers whose name begins with a package or class. Tests that run side by side
 * hear each other: choose lines by the name of their modem.
 */
public final class CapturedLog implements AutoCloseable {

    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private final Consumer<LogLine> listener;

    private CapturedLog(String logger) {
        listener = line -> {
            if (line.logger().startsWith(logger)) {
                lines.add(line);
            }
        };
        LogBook.ofThisJvm().listen(listener);
    }

    public static CapturedLog of(String logger) {
        return new CapturedLog(logger);
    }

    public static CapturedLog of(Class<?> logger) {
        return new CapturedLog(logger.getName());
    }

    public List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /** The messages of one level. */
    public List<String> messages(Level level) {
        return lines.stream()
                .filter(line -> line.level() == level)
                .map(LogLine::message)
                .toList();
    }

    @Override
    public void close() {
        LogBook.ofThisJvm().leave(listener);
    }
}
