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
package io.github.sim7028.camel.framing;

import io.github.sim7028.line.util.Counted;
import java.nio.ByteBuffer;

/**
 * Frames that begin with their length, an unsigned number, the highest byte first; the length field itself is not counted. A frame
 * beyond the limit is skipped by its announced length; the next frame is read as usual.
 *
 * @param fieldLength  bytes of the length, 1 to 4
 * @param maxFrameSize the most bytes a frame may have
 */
record LengthFraming(int fieldLength, int maxFrameSize) implements Framing {

    @Override
    public FrameDecoder decoder() {
        return new Decoder();
    }

    @Override
    public byte[] encode(byte[] message) {
        long highest = (1L << 8 * fieldLength) - 1;
        if (message.length > highest) {
            throw new IllegalArgumentException(
                    "a message of " + Counted.of(message.length, "byte") + " does not fit a length field of "
                            + Counted.of(fieldLength, "byte") + ", whose maximum is " + highest
                            + "; see lengthFieldLength");
        }
        ByteBuffer framed = ByteBuffer.allocate(fieldLength + message.length);
        for (int shift = 8 * (fieldLength - 1); shift >= 0; shift -= 8) {
            framed.put((byte) (message.length >>> shift));
        }
        return framed.put(message).array();
    }

    private final class Decoder implements FrameDecoder {

        private int lengthBytes;
        private long length;
        private long skip;
        private ByteBuffer frame;

        @Override
        public void decode(byte[] bytes, FrameSink frames) {
            ByteBuffer input = ByteBuffer.wrap(bytes);
            while (input.hasRemaining()) {
                if (skip > 0) {
                    int skipped = (int) Math.min(skip, input.remaining());
                    input.position(input.position() + skipped);
                    skip -= skipped;
                } else if (frame == null) {
                    readLength(input.get(), frames);
                } else {
                    readFrame(input, frames);
                }
            }
        }

        @Override
        public boolean midFrame() {
            return lengthBytes > 0 || frame != null;
        }

        private void readLength(byte next, FrameSink frames) {
            length = length << 8 | next & 0xFF;
            if (++lengthBytes < fieldLength) {
                return;
            }
            if (length > maxFrameSize) {
                frames.skipped("a frame of " + Counted.of(length, "byte") + ", more than maxFrameSize=" + maxFrameSize
                        + ", is skipped");
                skip = length;
            } else if (length == 0) {
                frames.frame(new byte[0]);
            } else {
                frame = ByteBuffer.allocate((int) length);
            }
            length = 0;
            lengthBytes = 0;
        }

        private void readFrame(ByteBuffer input, FrameSink frames) {
            int piece = Math.min(frame.remaining(), input.remaining());
            frame.put(frame.position(), input, input.position(), piece);
            frame.position(frame.position() + piece);
            input.position(input.position() + piece);
            if (!frame.hasRemaining()) {
                byte[] complete = frame.array();
                frame = null;
                frames.frame(complete);
            }
        }
    }
}
