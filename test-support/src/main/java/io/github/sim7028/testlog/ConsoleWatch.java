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
package io.github.sim7028.testlog;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** Looks for stack traces in what is written straight to the console, past the log. */
final class ConsoleWatch extends FilterOutputStream {

    private static final Pattern FRAME = Pattern.compile("\\s+at [\\w.$/<>@-]+\\(.*\\)\\s*");
    private static final int LONGEST = 1000;

    private final String name;
    private final Consumer<LogLine> book;
    private final StringBuilder line = new StringBuilder();
    private String before = "";
    private boolean inTrace;

    private ConsoleWatch(OutputStream console, String name, Consumer<LogLine> book) {
        super(console);
        this.name = name;
        this.book = book;
    }

    static PrintStream over(PrintStream console, String name, Consumer<LogLine> book) {
        return new PrintStream(new ConsoleWatch(console, name, book), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        look(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            look(bytes[i]);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private void look(int b) {
        if (b != '\n') {
            if (line.length() < LONGEST) {
                line.append((char) (b & 0xff));
            }
            return;
        }
        boolean frame = FRAME.matcher(line).matches();
        if (frame && !inTrace) {
            book.accept(new LogLine(
                    LocalTime.now(ZoneId.systemDefault()),
                    Level.ERROR,
                    name,
                    Thread.currentThread().getName(),
                    before,
                    line.toString()));
        }
        inTrace = frame;
        before = line.toString();
        line.setLength(0);
    }
}
