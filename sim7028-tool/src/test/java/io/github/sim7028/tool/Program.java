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
package io.github.sim7028.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The jar as a user runs it, as a process of its own. */
final class Program implements AutoCloseable {

    /** How a program has ended. */
    record Ended(int code, String out, String err) {}

    private static final Path JAR = Path.of("target", "sim7028-tool.jar").toAbsolutePath();

    private final Process process;
    private final StringBuffer errors = new StringBuffer();
    private final CompletableFuture<String> err;
    private final BufferedReader out;

    private Program(Process process) {
        this.process = process;
        err = CompletableFuture.supplyAsync(() -> collect(process.getErrorStream()));
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The command line that runs the program with these arguments. */
    static List<String> command(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Program start(Path home, String... arguments) throws IOException {
        return new Program(new ProcessBuilder(command(home, arguments)).start());
    }

    /** Runs a program to its end. */
    static Ended run(Path home, String... arguments) throws Exception {
        return runWith(home, "", arguments);
    }

    /** The same with something on its standard input. */
    static Ended runWith(Path home, String input, String... arguments) throws Exception {
        try (Program program = start(home, arguments)) {
            return program.finish(input);
        }
    }

    /** The same with the PIN of the SIM card in the environment. */
    static Ended runWithPin(Path home, String pin, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command(home, arguments));
        builder.environment().put("SIM7028_PIN", pin);
        try (Program program = new Program(builder.start())) {
            return program.finish("");
        }
    }

    Ended finish(String input) throws Exception {
        CompletableFuture<String> all = CompletableFuture.supplyAsync(() -> {
            StringBuilder text = new StringBuilder();
            try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    text.append(line).append('\n');
                }
            } catch (IOException e) {
                text.append(e);
            }
            return text.toString();
        });
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it does not read its input
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Ended(process.exitValue(), all.get(10, TimeUnit.SECONDS), err.get(10, TimeUnit.SECONDS));
    }

    /** The next line of standard output; null at its end. */
    String line() throws IOException {
        return out.readLine();
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What Ctrl+C does. */
    void interrupt() throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits until standard error has this. */
    void awaitError(String text) {
        await().atMost(Duration.ofSeconds(100)).until(() -> errors.indexOf(text) >= 0);
    }

    private String collect(InputStream stream) {
        byte[] buffer = new byte[4096];
        try {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                errors.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            errors.append(e);
        }
        return errors.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
