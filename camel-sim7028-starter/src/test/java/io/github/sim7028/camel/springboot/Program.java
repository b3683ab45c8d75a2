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
package io.github.sim7028.camel.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** An application of its own, compiled from one source and run in another JVM, with what is on the class path of the tests but for the tests. */
final class Program implements AutoCloseable {

    private final Path output;
    private final Process process;

    private Program(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /**
     * Without the jar of the fleet.
     *
     * @param directory where the program is made
     * @param type      the name of its class
     * @param arguments of the program
     */
    static Program start(
            Path directory, String type, String java, String yaml, Map<String, String> variables, String... arguments)
            throws IOException {
        return start(
                libraries("camel-sim7028-fleet", "kafka-clients"), directory, type, java, yaml, variables, arguments);
    }

    /** As {@link #start}, with the jar of the fleet. */
    static Program startWithFleet(
            Path directory, String type, String java, String yaml, Map<String, String> variables, String... arguments)
            throws IOException {
        return start(libraries(), directory, type, java, yaml, variables, arguments);
    }

    private static Program start(
            String libraries,
            Path directory,
            String type,
            String java,
            String yaml,
            Map<String, String> variables,
            String... arguments)
            throws IOException {
        Path source = Files.writeString(directory.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java"), java);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Files.writeString(classes.resolve("application.yml"), yaml);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", libraries, "-proc:none", source.toString());
        assertThat(failed).as(java).isZero();

        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + File.pathSeparator + libraries,
                type));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        return new Program(output, builder.start());
    }

    /** Not the log of the tests, not the tests, and no web server: those who start a program need none. */
    private static String libraries(String... without) {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> Stream.concat(
                                Stream.of("test-support", "test-classes", "tomcat", "spring-web"), Stream.of(without))
                        .noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What it has said until now. */
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
