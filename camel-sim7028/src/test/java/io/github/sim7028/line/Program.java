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

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A program of the system that runs beside a test. */
final class Program implements AutoCloseable {

    private final List<String> command;
    private final Path log;
    private final Process process;

    private Program(List<String> command, Path log, Process process) {
        this.command = command;
        this.log = log;
        this.process = process;
    }

    /** Starts it, or skips the test where it is not installed. */
    static Program start(String... command) {
        String executable = find(command[0]);
        assumeTrue(executable != null, () -> command[0] + " is not installed");
        List<String> full = Stream.concat(
                        Stream.of(executable), Arrays.stream(command).skip(1))
                .toList();
        try {
            Path log = Files.createTempFile(Path.of(command[0]).getFileName().toString(), ".log");
            Process process = new ProcessBuilder(full)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Program(full, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String find(String name) {
        if (Path.of(name).isAbsolute()) {
            return name;
        }
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    /** Waits until it is ready; fails the test when it ends before, or takes too long. */
    Program awaitReady(BooleanSupplier ready) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(0, TimeUnit.MILLISECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> !process.isAlive() || ready.getAsBoolean());
        } catch (ConditionTimeoutException e) {
            String said = log();
            close();
            throw new IllegalStateException(command + " did not get ready: " + said, e);
        }
        if (!process.isAlive()) {
            String said = log();
            close();
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ": " + said);
        }
        return this;
    }

    /** Waits until it has done its work. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(command + " does not end: " + log());
        }
    }

    /** Tells it to end, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it without ado and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
