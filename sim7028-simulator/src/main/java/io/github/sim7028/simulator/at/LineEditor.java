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
package io.github.sim7028.simulator.at;

import java.io.ByteArrayOutputStream;
import java.util.function.IntSupplier;

/**
 * Gathers a command line from what the host types, and its echo. A line ends with CR, CR LF or, for people at a plain
 * terminal, LF. A LF that belongs to a CR is told from data even when it comes late, behind a prompt.
 */
public final class LineEditor {

    private static final int LIMIT = 2048;
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;
    private static final int DELETE = 0x7f;
    /** Repeats the last command line; it needs no CR. */
    public static final String REPEAT = "A/";

    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private boolean tooLong;
    /** The last line ended with CR LF, so this host's LF may also come late. */
    private boolean lastLineHadLf;
    /** A LF that comes now belongs to the line before and is no data. */
    private boolean skipLf;

    /** A line that has ended. */
    public record Line(String text, boolean tooLong) {}

    public void reset() {
        line.setLength(0);
        echo.reset();
        tooLong = false;
        skipLf = false;
        lastLineHadLf = false;
    }

    public boolean isEmpty() {
        return line.length() == 0;
    }

    /** Takes a byte; returns the line if it ended one. {@code next} is the byte behind it, or -1. */
    public Line type(int c, boolean echoes, IntSupplier next) {
        if (c == '\r' || (c == '\n' && !isEmpty())) {
            echo(echoes, '\r');
            boolean lfFollows = c == '\r' && next.getAsInt() == '\n';
            skipLf = c == '\r' && (lfFollows || lastLineHadLf);
            lastLineHadLf = lfFollows;
            Line ended = new Line(line.toString(), tooLong);
            line.setLength(0);
            tooLong = false;
            return ended;
        } else if (c == '\n') {
            lastLineHadLf = true;
        } else if (c == '\b' || c == DELETE) {
            line.setLength(Math.max(0, line.length() - 1));
            echo(echoes, '\b');
            echo(echoes, ' ');
            echo(echoes, '\b');
        } else if (c == CTRL_Z || c == ESC) {
            line.setLength(0);
            tooLong = false;
        } else if (line.length() < LIMIT) {
            line.append((char) c);
            echo(echoes, c);
            if (c == '/' && REPEAT.equalsIgnoreCase(line.toString())) {
                line.setLength(0);
                return new Line(REPEAT, false);
            }
        } else {
            tooLong = true;
        }
        return null;
    }

    /** Whether the first byte of data is no data but the LF of the command's line. */
    public boolean isStrayLf(int c) {
        boolean stray = skipLf && c == '\n';
        skipLf = false;
        lastLineHadLf |= stray;
        return stray;
    }

    /** The echo since the last time it was asked for. */
    public byte[] takeEcho() {
        byte[] bytes = echo.toByteArray();
        echo.reset();
        return bytes;
    }

    private void echo(boolean echoes, int c) {
        if (echoes) {
            echo.write(c);
        }
    }
}
