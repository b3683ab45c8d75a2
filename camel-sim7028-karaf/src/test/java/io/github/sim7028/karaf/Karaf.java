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
package io.github.sim7028.karaf;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A Karaf in a JVM of its own, with its console. Karaf ends when this JVM ends, because its console does. */
final class Karaf implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
    private static final Duration SETTINGS_LIMIT = Duration.ofSeconds(6);
    private static final int ATTEMPTS = 10;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Path base;
    private final Path console;
    private final Process process;
    private final Writer input;
    private int commands;

    private Karaf(Path base, Path console, Process process) {
        this.base = base;
        this.console = console;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a Karaf and waits until it takes commands.
     *
     * @param distribution which stays as it is
     * @param base         see {@link #prepare}
     * @param variables    of its environment
     */
    static Karaf start(Path distribution, Path base, Map<String, String> variables) throws IOException {
        Path console = base.resolve("console.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin/karaf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
        builder.environment().putAll(variables);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "EXTRA_JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -Xmx256m -Dkaraf.delay.console=true",
                        "KARAF_BASE",
                        base.toString(),
                        "TERM",
                        "dumb"));
        Karaf karaf = new Karaf(base, console, builder.start());
        try {
            karaf.awaitCommands();
        } catch (Throwable failed) {
            karaf.close();
            throw failed;
        }
        return karaf;
    }

    /** Makes the folder of a Karaf that has the settings of the distribution, but opens no port and knows one repository only. */
    static void prepare(Path distribution, Path base, Path repository) throws IOException {
        delete(base);
        Path etc = Files.createDirectories(base.resolve("etc"));
        try (Stream<Path> files = Files.list(distribution.resolve("etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, etc.resolve(file.getFileName()));
            }
        }
        Path features = etc.resolve("org.apache.karaf.features.cfg");
        Files.writeString(features, Files.readString(features).replaceAll("(?m)^ *(ssh|management)/.*\\n", ""));
        Files.writeString(
                etc.resolve("org.ops4j.pax.url.mvn.cfg"),
                """
                org.ops4j.pax.url.mvn.settings = ${karaf.data}/none.xml
                org.ops4j.pax.url.mvn.localRepository = ${karaf.data}/m2
                org.ops4j.pax.url.mvn.repositories =
                org.ops4j.pax.url.mvn.useFallbackRepositories = false
                org.ops4j.pax.url.mvn.defaultRepositories = ${karaf.home.uri}system@id=system@snapshots, %s@id=test@snapshots
                """
                        .formatted(repository.toUri()));
        // where the console keeps its history
        Files.writeString(
                etc.resolve("system.properties"),
                "\nkaraf.override.user.home = ${karaf.data}\n",
                StandardOpenOption.APPEND);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What is typed before the console reads may be lost, and the commands come one after the other. */
    private void awaitCommands() {
        AtomicReference<Command> last = new AtomicReference<>();
        await("start of Karaf")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    Command command = last.get();
                    if (command != null && command.isDone() && !command.hasFailed()) {
                        return true;
                    }
                    last.set(type("feature:list --installed"));
                    return false;
                });
    }

    /** Runs a command at the console and waits for its end. */
    void run(String line) throws IOException {
        Command command = type(line);
        await(line).atMost(COMMAND_LIMIT).until(command::isDone);
        if (command.hasFailed()) {
            throw new AssertionError(line + " failed:\n" + withoutPrompts(command.said()));
        }
    }

    private Command type(String line) throws IOException {
        Command command = new Command(console().length(), "command " + ++commands + " is done");
        input.write(line + "; echo '" + command.mark + "'\n");
        input.flush();
        return command;
    }

    private final class Command {

        private final int from;
        private final String mark;

        Command(int from, String mark) {
            this.from = from;
            this.mark = mark;
        }

        boolean isDone() {
            if (!process.isAlive()) {
                throw new IllegalStateException("Karaf has ended:\n" + withoutPrompts(said()));
            }
            // without quotes: the console repeats what is typed, and paints its prompt at any time
            return hasFailed()
                    || Pattern.compile("(?<!')" + mark + "(?!')")
                            .matcher(said())
                            .find();
        }

        boolean hasFailed() {
            return said().contains("Error executing command") || said().contains("Command not found");
        }

        String said() {
            return console().substring(from);
        }
    }

    /** The console paints its prompt again and again. */
    private static String withoutPrompts(String said) {
        return said.replaceAll("(?m)^.*karaf\\S*@root\\(\\)> *$\\R?", "").replace("\r", "\n");
    }

    /**
     * Writes the settings of a service, as a user does, and waits until Karaf has seen them. Karaf looks at the folder each second, and
     * may overlook what is written while it still deals with the settings before: then they are written again.
     */
    void configure(String pid, String settings) throws IOException {
        int before = log().length();
        Pattern seen = Pattern.compile("(Creating|Updating) configuration \\{" + Pattern.quote(pid) + "}");
        for (int attempt = 1; ; attempt++) {
            Path written = Files.writeString(base.resolve("data").resolve(pid + ".new"), settings);
            Files.move(written, base.resolve("etc").resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
            try {
                await("settings seen").atMost(SETTINGS_LIMIT).until(() -> seen.matcher(log().substring(before))
                        .find());
                return;
            } catch (ConditionTimeoutException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** All of the log. */
    String log() {
        return text(base.resolve("data/log/karaf.log"));
    }

    /** All that was printed. */
    String console() {
        return text(console);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
            process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
