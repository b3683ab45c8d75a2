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
package io.github.sim7028.tool.terminal;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.line.util.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal with editing and a history that outlives the program. A command that gives a PIN or a password is not kept, neither in the
 * file nor in memory: a masked one that is sent again by mistake would cost a try.
 */
final class EditingKeyboard implements Keyboard {

    private static final String PROMPT = "at> ";
    private static final int MAX_HISTORY = 1000;

    private final Terminal terminal;
    private final LineReader reader;
    private boolean interrupted;

    /** @param history the file of the history; null for none */
    EditingKeyboard(Path history) throws IOException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        // elsewhere the program stty does, and no native code is unpacked
        terminal = TerminalBuilder.builder()
                .system(true)
                .jni(windows)
                .ffm(false)
                .exec(!windows)
                .dumb(true)
                .graphemeCluster(false)
                .build();
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("sim7028-tool")
                .history(new Discreet())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_SIZE, MAX_HISTORY)
                .variable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY);
        if (history != null) {
            makePrivate(history);
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    private static void makePrivate(Path history) throws IOException {
        PrivateFiles.requireDirectory(history.toAbsolutePath().getParent(), true);
        try (FileChannel file = PrivateFiles.append(history.toAbsolutePath())) {
            // created for its owner alone, if it was not there
            file.force(false);
        }
    }

    @Override
    public String next() {
        try {
            return reader.readLine(PROMPT);
        } catch (UserInterruptException e) {
            interrupted = true;
            return null;
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public boolean interrupted() {
        return interrupted;
    }

    @Override
    public void show(String line) {
        if (reader.isReading()) {
            reader.printAbove(line);
        } else {
            terminal.writer().println(line);
            terminal.flush();
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    private static final class Discreet extends DefaultHistory {
        @Override
        public void add(java.time.Instant time, String line) {
            if (!AtSyntax.holdsSecret(line)) {
                super.add(time, line);
            }
        }
    }
}
