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
package io.github.sim7028.trial.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program of this class path in a JVM of its own. Its output goes to a file. A line that begins with a word in capitals is an
 * answer, see {@link #await}.
 */
public final class Program implements AutoCloseable {

    private static final String ENDED = "";

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread reader;
    private final Map<String, BlockingQueue<String>> answers = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /**
     * Starts the program.
     *
     * @param name of the program, and of its file
     * @param options of the JVM
     */
    public Program(String name, Path directory, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        this.name = name;
        log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=program-logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Writer file = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line + "\n");
                file.flush();
                int blank = line.indexOf(' ');
                String word = blank < 0 ? line : line.substring(0, blank);
                if (word.matches("[A-Z]+")) {
                    queue(word).add(line.substring(blank + 1));
                }
            }
        } catch (IOException e) {
            // the process was ended while its output was read
        } finally {
            ended = true;
            answers.values().forEach(queue -> queue.add(ENDED));
        }
    }

    private BlockingQueue<String> queue(String word) {
        return answers.computeIfAbsent(word, any -> new LinkedBlockingQueue<>());
    }

    /** Writes a line to the program's input. */
    public void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** What stands behind this word in the next line that begins with it. */
    public String await(String word, Duration limit) throws InterruptedException {
        BlockingQueue<String> queue = queue(word);
        String answer = ended && queue.isEmpty() ? ENDED : queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null || answer.equals(ENDED)) {
            throw new IllegalStateException(name + (answer == null ? " did not say " : " ended before it said ") + word
                    + ", see " + log + ":\n" + String.join("\n", output()));
        }
        return answer;
    }

    /** What the program has written so far. */
    public List<String> output() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program has written as a warning or an error, and of exceptions. */
    public List<String> warnings() {
        return output().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.contains("Exception"))
                .toList();
    }

    public String name() {
        return name;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Stops the process where it is, as a machine that is suspended. */
    public void pause() throws Exception {
        signal("STOP");
    }

    /** Lets the process go on. */
    public void resume() throws Exception {
        signal("CONT");
    }

    /** Asks the program to end. */
    public void terminate() {
        process.destroy();
    }

    private void signal(String what) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + what, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("the signal " + what + " could not be sent to " + name);
        }
    }

    /** Ends the process at once, as when its machine fails. */
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Waits until the program has ended. @return whether it has */
    public boolean awaitEnd(Duration limit) {
        try {
            boolean over = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (over) {
                reader.join(limit.toMillis());
            }
            return over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
