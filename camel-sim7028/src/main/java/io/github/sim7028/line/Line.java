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

/** Bytes to and from a modem: one open serial port, socket or simulator. */
public interface Line extends AutoCloseable {

    /** Nothing of the bytes was written, and nothing will be: the line may not be used any more. */
    class NotWrittenException extends LineException {

        private static final long serialVersionUID = 1L;

        public NotWrittenException(String message) {
            super(message);
        }
    }

    /**
     * Waits for bytes. Only one thread at a time reads a line.
     *
     * @param buffer filled from its start; not empty
     * @return the number of bytes read (&gt; 0), 0 if none came within the line's own wait, -1 if the far side closed the line
     * @throws IOException when the line failed or was closed here; its message says why
     */
    int read(byte[] buffer) throws IOException;

    /**
     * Writes all bytes. The call blocks while the far side does not accept the bytes, without a limit of its own: the caller must
     * have a deadline and close the line, which ends the write with an {@link IOException}.
     *
     * @throws NotWrittenException if the write did not begin
     * @throws IOException if not all bytes were written; the number of written bytes is unknown then
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Raises or drops DTR, which makes a module with the setting {@code AT&D1} leave data mode (1.3). Not every line has DTR.
     *
     * @return whether this line supports DTR, as far as is known
     */
    default boolean setDtr(boolean on) throws IOException {
        return false;
    }

    /**
     * Writes bytes at another bit rate, and returns to the line's own: a byte at 9600 bit/s wakes a module whose UART sleeps. The call blocks
     * until the bytes have left, some tens of milliseconds. Not every line has a bit rate.
     *
     * @param bitRate in bits per second
     * @return false if this line has no bit rate of its own to change; nothing was written then
     */
    default boolean writeAt(int bitRate, byte[] bytes) throws IOException {
        return false;
    }

    /** Closes the line immediately. Thread-safe and idempotent; never throws. */
    @Override
    void close();
}
