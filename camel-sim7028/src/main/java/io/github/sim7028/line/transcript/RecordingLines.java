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
package io.github.sim7028.line.transcript;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.LineOpening;
import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.line.util.Counted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Opens the lines of another factory and writes down what goes over them. */
public final class RecordingLines implements LineFactory {

    private final LineFactory lines;
    private final Supplier<TranscriptFilter> filters;
    private final TranscriptFile file;
    private final Set<Path> files;

    /** @param filters makes a filter for each line that is opened */
    public RecordingLines(LineFactory lines, TranscriptSettings settings, Supplier<TranscriptFilter> filters) {
        this.lines = lines;
        this.filters = filters;
        file = new TranscriptFile(settings);
        files = settings.paths();
    }

    /** The files that are written, older ones included. */
    public Set<Path> files() {
        return files;
    }

    @Override
    public Line open() throws LineException {
        return open(new LineOpening());
    }

    @Override
    public Line open(LineOpening opening) throws LineException {
        Line line;
        try {
            line = lines.open(opening);
        } catch (LineException | RuntimeException e) {
            event("refused: " + e.getMessage());
            file.pause();
            throw e;
        }
        event("open " + lines);
        return new Recorded(line, filters.get());
    }

    @Override
    public void verify() {
        lines.verify();
    }

    private void event(String what) {
        StringBuilder text = new StringBuilder();
        for (byte value : what.getBytes(StandardCharsets.UTF_8)) {
            TranscriptText.append(text, value);
        }
        file.add('*', text.toString());
    }

    @Override
    public Set<String> identities() {
        return lines.identities();
    }

    @Override
    public boolean virtualThreads() {
        return lines.virtualThreads();
    }

    /** As the recorded ones are called. */
    @Override
    public String toString() {
        return lines.toString();
    }

    private final class Recorded implements Line {
        private final Line line;
        private final TranscriptFilter filter;
        private final AtomicBoolean over = new AtomicBoolean();

        Recorded(Line line, TranscriptFilter filter) {
            this.line = line;
            this.filter = filter;
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            int count;
            try {
                count = line.read(buffer);
            } catch (IOException | RuntimeException e) {
                end("lost: " + e.getMessage());
                throw e;
            }
            if (count > 0) {
                file.add('<', filter.fromModule(buffer, 0, count));
            } else if (count < 0) {
                end("ended");
            }
            return count;
        }

        /** Written down before it goes, so that no answer stands before its question. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.add('>', filter.toModule(bytes, offset, length));
            line.write(bytes, offset, length);
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            if (!on) {
                filter.dtrDropped();
            }
            return line.setDtr(on);
        }

        /** An event, and nothing for a replay to expect: at the module's own rate these are no bytes. */
        @Override
        public boolean writeAt(int bitRate, byte[] bytes) throws IOException {
            boolean done = line.writeAt(bitRate, bytes);
            if (done) {
                event("wrote " + Counted.of(bytes.length, "byte") + " at " + bitRate + " baud");
            }
            return done;
        }

        @Override
        public void close() {
            end("closed");
            line.close();
        }

        private void end(String how) {
            if (over.compareAndSet(false, true)) {
                event(how);
                file.pause();
            }
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
