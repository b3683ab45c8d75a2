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
package io.github.sim7028.at.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the bytes from a module into lines, counted bodies and prompts. It gives the same whichever way the bytes are cut
 * into reads, and knows nothing of what a line means: it asks its sink how many bytes follow one, and whether a prompt is
 * awaited.
 */
public final class AtDecoder {

    /** The longest line that is kept; what goes beyond is dropped up to the next line end. */
    static final int MAX_LINE = 4096;

    private static final int MAX_BEHIND = 64;

    /** What {@link Sink#bodyLength} says of a line that nothing counted follows. */
    public static final int NO_BODY = -1;

    /** Takes what the decoder finds. */
    public interface Sink {

        /** How many raw bytes follow this line's end; {@link AtDecoder#NO_BODY} when it is a line like any other. */
        int bodyLength(String line);

        /** A line without its line end, never empty. */
        void line(String line);

        /** The counted bytes that followed a line. */
        void body(String header, byte[] bytes);

        /** How many bytes more belong to a counted body, now that it has been seen. */
        default int more(String header, byte[] bytes) {
            return 0;
        }

        /** The CRs and LFs that came behind a counted body, when another byte comes. */
        default void bodyFollowed(String lineEnds) {}

        /** Whether a {@code >} at the start of a line is a prompt now. */
        boolean awaitsPrompt();

        /** A {@code >} at the start of a line while one was awaited. */
        void prompt();

        /** Bytes of a stream, in which nothing is a line. */
        public default void stream(byte[] bytes, int offset, int length) {}

        /** Bytes that are no part of any line: an overlong line or line noise. */
        void noise(int bytes);
    }

    private enum State {
        LINE,
        /** A CR ended the line; an LF belongs to the same line end. */
        AFTER_CR,
        /** Inside a line that has become too long. */
        OVERLONG,
        BODY,
        /** The bytes belong to a connection in data mode. */
        STREAM
    }

    private final Sink sink;
    private final byte[] line = new byte[MAX_LINE];
    private State state = State.LINE;
    private int lineLength;
    private int dropped;
    private boolean afterPrompt;
    private String header;
    private byte[] body;
    /** What has come behind the last body. */
    private final StringBuilder behindBody = new StringBuilder(MAX_BEHIND);
    /** Whether nothing else has come since. */
    private boolean behind;

    private int bodyLength;

    public AtDecoder(Sink sink) {
        this.sink = sink;
    }

    /** Whether a counted body has begun and not yet ended. */
    public boolean insideBody() {
        return state == State.BODY;
    }

    /** Gives up a counted body whose rest will not come; returns its header. */
    public String abandonBody() {
        String abandoned = header;
        state = State.LINE;
        header = null;
        body = null;
        behind = false;
        return abandoned;
    }

    /** Whether the bytes from here on, right behind the line that says so, are a stream. */
    public void stream(boolean begins) {
        state = begins ? State.STREAM : State.LINE;
        lineLength = 0;
        header = null;
        body = null;
        behind = false;
    }

    public void feed(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (state == State.STREAM) {
                sink.stream(bytes, position, end - position);
                return;
            }
            if (state == State.BODY) {
                position += takeBody(bytes, position, end);
            } else if (takeLineByte(bytes[position])) {
                position++;
            }
        }
    }

    private int takeBody(byte[] bytes, int position, int end) {
        int count = Math.min(end - position, body.length - bodyLength);
        System.arraycopy(bytes, position, body, bodyLength, count);
        bodyLength += count;
        if (bodyLength == body.length) {
            endBody();
        }
        return count;
    }

    private void endBody() {
        int more = sink.more(header, body);
        if (more > 0) {
            body = Arrays.copyOf(body, body.length + more);
            return;
        }
        byte[] complete = body;
        String above = abandonBody();
        behindBody.setLength(0);
        behind = true;
        sink.body(above, complete);
    }

    private void followBody(byte b) {
        if (b != '\r' && b != '\n') {
            String lineEnds = behindBody.toString();
            behind = false;
            sink.bodyFollowed(lineEnds);
        } else if (behindBody.length() < MAX_BEHIND) {
            behindBody.append((char) b);
        }
    }

    /** Returns false when the byte was not used up: it belongs to what comes after the line just ended. */
    private boolean takeLineByte(byte b) {
        if (behind) {
            followBody(b);
        }
        if (state == State.AFTER_CR) {
            endLine();
            return b == '\n';
        }
        if (b == '\r' || b == '\n') {
            if (state == State.OVERLONG) {
                state = State.LINE;
                sink.noise(dropped);
            } else if (lineLength > 0 && b == '\r') {
                state = State.AFTER_CR;
            } else if (lineLength > 0) {
                endLine();
            }
            afterPrompt = false;
            return true;
        }
        if (state == State.OVERLONG) {
            dropped++;
            return true;
        }
        if (lineLength == 0) {
            takeFirst(b);
        } else {
            append(b);
        }
        return true;
    }

    private void takeFirst(byte b) {
        boolean spaceOfPrompt = afterPrompt && b == ' ';
        afterPrompt = false;
        if (spaceOfPrompt) {
            return;
        }
        if (b < 0x20 || b == 0x7F) {
            // no line begins so (bytes above 0x7F are negative): a glitch of the line, as after waking from sleep
            sink.noise(1);
        } else if (b == '>' && sink.awaitsPrompt()) {
            afterPrompt = true;
            sink.prompt();
        } else {
            append(b);
        }
    }

    private void append(byte b) {
        if (lineLength == MAX_LINE) {
            dropped = lineLength + 1;
            lineLength = 0;
            state = State.OVERLONG;
        } else {
            line[lineLength++] = b;
        }
    }

    private void endLine() {
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        lineLength = 0;
        state = State.LINE;
        int count = sink.bodyLength(text);
        if (count == NO_BODY) {
            sink.line(text);
            return;
        }
        header = text;
        body = new byte[count];
        bodyLength = 0;
        state = State.BODY;
        if (count == 0) {
            endBody();
        }
    }
}
