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

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for each class in {@code target/test-logs}. A program that is not a test, as some tests start them, logs to its standard error. */
final class LogFile {

    private static final Path FOLDER = Path.of("target", "test-logs");
    private static final LogFile OF_THIS_JVM = new LogFile();

    private PrintStream out;

    private LogFile() {}

    static LogFile ofThisJvm() {
        return OF_THIS_JVM;
    }

    static Path of(Class<?> type) {
        return FOLDER.resolve(type.getName() + ".log");
    }

    /** What comes from now on, until another class begins, goes to this class's file. */
    synchronized void begin(Class<?> type) {
        if (out != null) {
            out.close();
        }
        try {
            Files.createDirectories(FOLDER);
            out = new PrintStream(Files.newOutputStream(of(type)), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void write(String text) {
        (out == null ? System.err : out).println(text);
    }
}
