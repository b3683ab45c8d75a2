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
package io.github.sim7028.examples.camelrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** The program {@code camel} in a JVM of its own, with its home and its local repository below target. */
final class CamelProgram implements AutoCloseable {

    private final Process process;
    private final Path output;

    private CamelProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What the command {@code camel} runs. */
    public static final class Camel {

        private Camel() {}

        public static void main(String[] arguments) {
            CamelJBangMain.run(arguments);
        }
    }

    /**
     * Runs a command as a shell would.
     *
     * @param command begins with {@code camel}; patterns are expanded
     * @param more    arguments, as they are
     */
    static CamelProgram start(Path directory, String command, String... more) throws IOException {
        List<String> words = List.of(command.trim().split("\\s+"));
        if (!words.get(0).equals("camel")) {
            throw new IllegalArgumentException(command);
        }
        List<String> arguments = new ArrayList<>(java());
        for (String word : words.subList(1, words.size())) {
            arguments.addAll(expand(directory, word));
        }
        arguments.addAll(List.of(more));
        Path output = Files.createTempFile(Path.of("target"), "camel-", ".txt");
        return new CamelProgram(
                new ProcessBuilder(arguments)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    private static List<String> java() {
        Path target = Path.of("target").toAbsolutePath();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + target.resolve("home"),
                "-Dmaven.repo.local=" + System.getProperty("local-repository"),
                "-cp",
                libraries(),
                Camel.class.getName());
    }

    /** Of the program itself: what belongs to this project is resolved by camel run. */
    static String libraries() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(camel-sim7028|sim7028-simulator|jSerialComm).*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> expand(Path directory, String word) throws IOException {
        if (!word.contains("*")) {
            return List.of(word);
        }
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, word)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        names.removeIf(name -> name.startsWith("."));
        return List.copyOf(names);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until it has said a text. */
    void awaitOutput(String text) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(output()).contains(text));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, when it has ended by itself. */
    int end(int seconds) throws InterruptedException, IOException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + seconds + " s, and says:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
