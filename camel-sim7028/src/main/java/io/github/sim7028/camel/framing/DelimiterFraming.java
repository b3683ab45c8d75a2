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

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Frames that end with a delimiter, which is not part of the frame. A frame that exceeds the limit is skipped up to and
 * including its delimiter; the next frame is read as usual.
 *
 * @param delimiter    at least one byte
 * @param dropReturn   whether a carriage return before the delimiter is left out too
 * @param maxFrameSize the most bytes a frame may have
 */
record DelimiterFraming(byte[] delimiter, boolean dropReturn, int maxFrameSize) implements Framing {

    @Override
    public FrameDecoder decoder() {
        return new Decoder();
    }

    /** The message and the delimiter, unless the message ends with it already. */
    @Override
    public byte[] encode(byte[] message) {
        int end = message.length - delimiter.length;
        if (end >= 0 && Arrays.equals(message, end, message.length, delimiter, 0, delimiter.length)) {
            return message;
        }
        byte[] framed = Arrays.copyOf(message, message.length + delimiter.length);
        System.arraycopy(delimiter, 0, framed, message.length, delimiter.length);
        return framed;
    }

    /** Whether the delimiter comes in a frame before its end. */
    boolean endsEarly(byte[] frame) {
        for (int start = 0; start + delimiter.length < frame.length; start++) {
            if (Arrays.equals(frame, start, start + delimiter.length, delimiter, 0, delimiter.length)) {
                return true;
            }
        }
        return false;
    }

    private final class Decoder implements FrameDecoder {

        private final int[] fallback = fallbacks(delimiter);
        private final Buffer frame = new Buffer();
        private int matched;
        private boolean skipping;

        @Override
        public void decode(byte[] bytes, FrameSink frames) {
            for (byte next : bytes) {
                // Knuth-Morris-Pratt, so a delimiter is found however it is cut and whatever it begins with
                while (matched > 0 && next != delimiter[matched]) {
                    matched = fallback[matched - 1];
                }
                if (next == delimiter[matched]) {
                    matched++;
                }
                keep(next, frames);
                if (matched == delimiter.length) {
                    end(frames);
                }
            }
        }

        @Override
        public boolean midFrame() {
            return !skipping && frame.size() > 0;
        }

        private void keep(byte next, FrameSink frames) {
            // the delimiter and a carriage return may come on top of the limit
            if (!skipping && frame.size() > maxFrameSize + delimiter.length) {
                skipping = true;
                frames.skipped(tooLong());
            }
            if (!skipping) {
                frame.write(next);
            }
        }

        private void end(FrameSink frames) {
            boolean skipped = skipping;
            byte[] content = skipped ? null : frame.content(delimiter.length, dropReturn);
            matched = 0;
            skipping = false;
            frame.reset();
            if (skipped) {
                return;
            }
            if (content.length > maxFrameSize) {
                frames.skipped(tooLong());
            } else {
                frames.frame(content);
            }
        }

        private String tooLong() {
            return "a frame longer than maxFrameSize=" + maxFrameSize + " is skipped up to its delimiter";
        }
    }

    private static final class Buffer extends ByteArrayOutputStream {

        byte[] content(int delimiterLength, boolean dropReturn) {
            int end = count - delimiterLength;
            return Arrays.copyOf(buf, dropReturn && end > 0 && buf[end - 1] == '\r' ? end - 1 : end);
        }
    }

    /** For each prefix of the delimiter, the length of its longest proper suffix that is a prefix too. */
    private static int[] fallbacks(byte[] delimiter) {
        int[] fallback = new int[delimiter.length];
        int length = 0;
        for (int i = 1; i < delimiter.length; i++) {
            while (length > 0 && delimiter[i] != delimiter[length]) {
                length = fallback[length - 1];
            }
            if (delimiter[i] == delimiter[length]) {
                length++;
            }
            fallback[i] = length;
        }
        return fallback;
    }
}
