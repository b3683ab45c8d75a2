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
package io.github.sim7028.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this module in a JVM of its own. It says its findings in lines and ends when its input does. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    ChildJvm(Class<?> main, List<String> jvmOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * The options of a JVM that has the component in it: some of its own, and those of the system property
     * {@code benchmark.options}.
     */
    static List<String> gateway(String... own) {
        List<String> options = new ArrayList<>(List.of(own));
        Stream.of(System.getProperty("benchmark.options", "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        return options;
    }

    /** What it says behind this word. */
    String await(String word, long seconds) throws Exception {
        return CompletableFuture.supplyAsync(() -> read(word)).get(seconds, TimeUnit.SECONDS);
    }

    private String read(String word) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(word + " ")) {
                    return line.substring(word.length() + 1);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("the other JVM ended before it said '" + word + "'");
    }

    /** Ends this JVM as soon as its parent goes away; for the child, at its begin. */
    static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    awaitParent();
                    Runtime.getRuntime().halt(0);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said on this way
            }
        } catch (IOException e) {
            // it is gone
        }
    }

    /** Stays until the parent goes away. */
    static void stay() throws InterruptedException {
        Thread.currentThread().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
