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

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gathers what the tests' log says and nobody expects. Threads that log know no test, so a line belongs to each class that runs just then; what comes
 * soon after a class has ended may still be its own.
 */
final class LogBook {

    static final Duration AFTERGLOW = Duration.ofSeconds(5);

    private static final LogBook OF_THIS_JVM = new LogBook(System::nanoTime);

    private final Map<Class<?>, List<LogLine>> unexpected = new LinkedHashMap<>();
    private final Map<Class<?>, Expectations> running = new LinkedHashMap<>();
    private final List<LogLine> strays = new ArrayList<>();
    private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();
    private final LongSupplier nanos;
    private Expectations last;
    private long ended;

    LogBook(LongSupplier nanos) {
        this.nanos = nanos;
    }

    static LogBook ofThisJvm() {
        return OF_THIS_JVM;
    }

    synchronized void begin(Class<?> type) {
        Expectations expectations = new Expectations(type);
        running.put(type, expectations);
        // what was said while no class ran has no other chance to be seen
        unexpected.put(type, new ArrayList<>(strays));
        strays.clear();
    }

    /** @return what was said and not expected since it began */
    synchronized List<LogLine> end(Class<?> type) {
        Expectations expectations = running.remove(type);
        if (expectations == null) {
            return List.of();
        }
        last = expectations;
        ended = nanos.getAsLong();
        return unexpected.remove(type);
    }

    void said(LogLine line) {
        note(line);
        listeners.forEach(listener -> listener.accept(line));
    }

    /** What was said since the last class ended. */
    synchronized List<LogLine> strays() {
        return List.copyOf(strays);
    }

    void listen(Consumer<LogLine> listener) {
        listeners.add(listener);
    }

    void leave(Consumer<LogLine> listener) {
        listeners.remove(listener);
    }

    private synchronized void note(LogLine line) {
        if (!line.matters()
                || running.values().stream().anyMatch(each -> each.hold(line))
                || last != null && nanos.getAsLong() - ended < AFTERGLOW.toNanos() && last.hold(line)) {
            return;
        }
        if (running.isEmpty()) {
            strays.add(line);
        }
        unexpected.values().forEach(lines -> lines.add(line));
    }
}
