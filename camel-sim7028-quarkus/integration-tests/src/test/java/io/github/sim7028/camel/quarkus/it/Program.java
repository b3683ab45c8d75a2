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
package io.github.sim7028.camel.quarkus.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged application in a JVM of its own, with properties and environment variables of a test's. */
final class Program implements AutoCloseable {

    private final Path output;
    private final Process process;

    private Program(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /**
     * @param directory  where the program runs, and finds its properties
     * @param jar        the quarkus-run.jar
     * @param properties as in {@code application.properties}; they come before those of the program
     */
    static Program start(Path directory, Path jar, String properties, Map<String, String> variables)
            throws IOException {
        Path configuration = Files.createDirectories(directory.resolve("config"));
        Files.writeString(configuration.resolve("application.properties"), properties);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toAbsolutePath().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        return new Program(output, builder.start());
    }

    /** What the program has said until now. */
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** The last cause of the last exception that the program has shown. */
    String lastCause() throws IOException {
        List<String> causes = output().lines()
                .filter(line -> line.startsWith("Caused by: "))
                .map(line -> line.replaceFirst("Caused by: [\\w.$]+: ", ""))
                .toList();
        return causes.isEmpty() ? "" : causes.get(causes.size() - 1);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @return the exit code, or an exception where the program still runs after three minutes */
    int exit() throws IOException, InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("The program still runs. It said:\n" + output());
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
