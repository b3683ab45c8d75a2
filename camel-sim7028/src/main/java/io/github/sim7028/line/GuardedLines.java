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
package io.github.sim7028.line;

import java.io.IOException;
import java.util.Set;

/** Opens the lines of another factory, and lets nothing out that a {@link LineGuard} forbids. */
public final class GuardedLines implements LineFactory {

    /** The guard said no: the line was not opened, or nothing of the bytes was written. Who uses the line closes it. */
    public static final class ForbiddenException extends Line.NotWrittenException {

        private static final long serialVersionUID = 1L;

        private ForbiddenException(String message) {
            super(message);
        }
    }

    private final LineFactory lines;
    private final LineGuard guard;

    public GuardedLines(LineFactory lines, LineGuard guard) {
        this.lines = lines;
        this.guard = guard;
    }

    @Override
    public Line open() throws LineException {
        return open(new LineOpening());
    }

    /** Connecting to a terminal server disconnects its last client: the guard is asked before. Connecting takes time: the guard is asked again. */
    @Override
    public Line open(LineOpening opening) throws LineException {
        requirePermission();
        Line line = lines.open(opening);
        try {
            requirePermission();
        } catch (ForbiddenException e) {
            line.close();
            throw e;
        }
        return new Guarded(line);
    }

    private void requirePermission() throws ForbiddenException {
        String refusal = refusal();
        if (refusal != null) {
            throw new ForbiddenException(lines + " may not be used now: " + refusal);
        }
    }

    /** Why nothing may be said now; null if it may. The guard is code of others. */
    private String refusal() {
        try {
            return guard.mayTalk() ? null : String.valueOf(guard.why());
        } catch (RuntimeException | Error e) {
            return "the line guard failed: " + e;
        }
    }

    @Override
    public void verify() {
        lines.verify();
    }

    @Override
    public Set<String> identities() {
        return lines.identities();
    }

    @Override
    public boolean virtualThreads() {
        return lines.virtualThreads();
    }

    /** As the guarded ones are called. */
    @Override
    public String toString() {
        return lines.toString();
    }

    private final class Guarded implements Line {
        private final Line line;

        Guarded(Line line) {
            this.line = line;
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            return line.read(buffer);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requirePermission();
            line.write(bytes, offset, length);
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            requirePermission();
            return line.setDtr(on);
        }

        @Override
        public boolean writeAt(int bitRate, byte[] bytes) throws IOException {
            requirePermission();
            return line.writeAt(bitRate, bytes);
        }

        @Override
        public void close() {
            line.close();
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
