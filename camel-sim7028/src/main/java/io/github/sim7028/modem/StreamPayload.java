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
package io.github.sim7028.modem;

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.line.util.Counted;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a stream that is not read before the bytes are needed. Bytes already read are given back if the stream can be set back to
 * its start position, as long as nothing was sent: after the first byte has been sent, nothing is given back.
 */
public final class StreamPayload implements Payload {

    /** Opens the stream when it is needed. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    /** How many bytes may have been read before anything is sent: a piece that waits for its prompt, and the next piece. */
    private static final int MARK_LIMIT = 2 * (CipSend.MAX_LENGTH + 1);

    private final Opening opening;
    private final long length;
    private final boolean again;
    private InputStream stream;
    private boolean marked;
    private long taken;

    /**
     * @param length the number of bytes; further bytes of the stream are not sent
     * @param again  whether the same bytes are always available again, as from a file
     */
    public StreamPayload(Opening opening, long length, boolean again) {
        this.opening = opening;
        this.length = length;
        this.again = again;
    }

    @Override
    public byte[] next(int max) throws IOException {
        if (stream == null) {
            stream = opening.open();
            marked = stream.markSupported();
            if (marked) {
                stream.mark(MARK_LIMIT);
            }
        }
        long left = length == UNKNOWN_LENGTH ? max : Math.min(max, length - taken);
        byte[] bytes = stream.readNBytes((int) left);
        if (bytes.length < left && length != UNKNOWN_LENGTH) {
            throw new IOException("it ended after " + (taken + bytes.length) + " of " + Counted.of(length, "byte"));
        }
        taken += bytes.length;
        return bytes;
    }

    @Override
    public boolean mayBlock() {
        return true;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean giveBack() {
        if (stream == null || again) {
            return true;
        }
        if (!marked || taken > MARK_LIMIT) {
            return false;
        }
        try {
            stream.reset();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
