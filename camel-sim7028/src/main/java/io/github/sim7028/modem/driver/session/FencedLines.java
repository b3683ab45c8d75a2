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
package io.github.sim7028.modem.driver.session;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's bean that opens lines. Whatever the bean or one of its lines throws is the failure of that line, and what the bean says of itself is asked
 * once, not on a modem's loop. Writing to a line is the one thing the loop does itself, with a deadline: a line is a driver.
 */
public final class FencedLines implements LineFactory {

    private static final Logger LOG = LoggerFactory.getLogger(FencedLines.class);

    private final LineFactory foreign;
    private final String name;
    private final Set<String> identities;
    private final boolean virtualThreads;

    public FencedLines(LineFactory foreign) {
        this.foreign = foreign;
        name = said(
                () -> Objects.requireNonNull(foreign.toString()),
                foreign.getClass().getName());
        identities = said(() -> Set.copyOf(foreign.identities()), Set.of(name));
        virtualThreads = said(foreign::virtualThreads, false);
    }

    private static <T> T said(Fence.Call<T> question, T otherwise) {
        try {
            return Fence.call(question);
        } catch (ForeignCodeException e) {
            LOG.debug("toString() of a LineFactory bean failed", e);
            return otherwise;
        }
    }

    @Override
    public Line open() throws LineException {
        try {
            return new FencedLine(
                    Objects.requireNonNull(Fence.call(foreign::open), "the LineFactory returned no line"));
        } catch (ForeignCodeException | NullPointerException e) {
            Throwable cause = e instanceof ForeignCodeException ? e.getCause() : e;
            if (cause instanceof LineException told) {
                throw told;
            }
            throw new LineException(name + " cannot be opened: " + cause, cause);
        }
    }

    @Override
    public Set<String> identities() {
        return identities;
    }

    @Override
    public boolean virtualThreads() {
        return virtualThreads;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FencedLines lines && foreign.equals(lines.foreign);
    }

    @Override
    public int hashCode() {
        return foreign.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private record FencedLine(Line line) implements Line {

        @Override
        public int read(byte[] buffer) throws IOException {
            try {
                return line.read(buffer);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                line.write(bytes, offset, length);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            try {
                return line.setDtr(on);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public boolean writeAt(int bitRate, byte[] bytes) throws IOException {
            try {
                return line.writeAt(bitRate, bytes);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                line.close();
            } catch (RuntimeException | Error e) {
                LOG.debug("A line could not be closed", e);
            }
        }

        private static LineException failed(Throwable thrown) {
            return new LineException("the line failed: " + thrown, thrown);
        }
    }
}
