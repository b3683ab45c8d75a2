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
package io.github.sim7028.trial.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The file of what was seen, in the order in which it was seen at each modem. */
final class WorldLog implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Writer file;

    WorldLog(Path path) throws IOException {
        file = Files.newBufferedWriter(path);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    void note(WorldEntry entry) {
        lock.lock();
        try {
            file.write(entry + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    void flush() {
        lock.lock();
        try {
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    static List<WorldEntry> read(Path path) throws IOException {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.map(WorldEntry::parse).toList();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
