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
package io.github.sim7028.model;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import java.io.IOException;
import java.util.Arrays;

/** Between the driver and the module: shows the model every byte that passes, cuts what is read, and fails a write in its middle. */
final class WireTap implements LineFactory {

    private final LineFactory line;
    private final FaultyModule module;
    private final LinkModel model;
    private final int chunk;

    WireTap(LineFactory line, FaultyModule module, LinkModel model, int chunk) {
        this.line = line;
        this.module = module;
        this.model = model;
        this.chunk = chunk;
    }

    @Override
    public boolean virtualThreads() {
        return line.virtualThreads();
    }

    @Override
    public Line open() throws LineException {
        module.plugged();
        model.lineOpened();
        Line wire = line.open();
        return new Line() {
            @Override
            public int read(byte[] buffer) throws IOException {
                byte[] some = new byte[Math.min(buffer.length, chunk)];
                int count = wire.read(some);
                if (count > 0) {
                    System.arraycopy(some, 0, buffer, 0, count);
                    model.heard(Arrays.copyOf(some, count));
                }
                return count;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (module.unplugged()) {
                    throw new LineException("the line was closed");
                }
                if (Message.indexOf(bytes[offset]) < 0 || !module.failsInPayload()) {
                    model.said(Arrays.copyOfRange(bytes, offset, offset + length));
                    pass(bytes, offset, length);
                    return;
                }
                int half = length / 2;
                model.said(Arrays.copyOfRange(bytes, offset, offset + half));
                pass(bytes, offset, half);
                boolean whole = module.halfCame();
                if (module.unplugged()) {
                    throw new LineException("the line was closed");
                }
                model.said(Arrays.copyOfRange(bytes, offset + half, offset + length));
                if (whole) {
                    pass(bytes, offset + half, length - half);
                }
            }

            private void pass(byte[] bytes, int offset, int length) throws IOException {
                if (!module.deaf() && length > 0) {
                    wire.write(bytes, offset, length);
                }
            }

            @Override
            public void close() {
                wire.close();
            }
        };
    }

    @Override
    public String toString() {
        return "a tapped module";
    }
}
