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
package io.github.sim7028.compatibility;

import io.github.sim7028.jdks.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The suite on one line and JDK, in a JVM of its own.
 *
 * @param folder where the suite writes its log
 */
record Column(CamelLine line, Jdk jdk, Path folder) {

    /** Several times what a run takes on a busy machine. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    String heading() {
        return line.version() + ", JDK " + jdk.feature();
    }

    /** @param only a regular expression for labels of rows; all, if empty */
    Map<Row, Cell> run(String only) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(SuiteRun.CELLS));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command(only))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        String end;
        try {
            end = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)
                    ? process.exitValue() == 0 ? "" : "exit code " + process.exitValue()
                    : "still running after " + LONGEST.toMinutes() + " minutes";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = "interrupted";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return cells(only, end.isEmpty() ? Optional.empty() : Optional.of(end + ", see " + output));
    }

    private List<String> command(String only) {
        return List.of(
                jdk.java().toString(),
                // most of its time is the start of Camel
                "-XX:TieredStopAtLevel=1",
                "-D" + ThisColumn.LINE + "=" + line.name(),
                "-D" + ThisColumn.ABSENT + "=" + String.join(",", line.absent()),
                "-D" + ThisColumn.FOREIGN + "=" + String.join(",", line.foreign()),
                "-D" + ThisColumn.BOOT_CLASS_PATH + "=" + line.bootClassPath(),
                "-D" + SuiteRun.ONLY + "=" + only,
                "-classpath",
                line.classPath(),
                SuiteRun.class.getName());
    }

    private Map<Row, Cell> cells(String only, Optional<String> end) throws IOException {
        Map<Row, Cell> cells = new EnumMap<>(Row.class);
        SuiteRun.rows(only).forEach(row -> cells.put(row, Cell.failed("the JVM ended before")));
        Path written = folder.resolve(SuiteRun.CELLS);
        if (Files.exists(written)) {
            for (String text : Files.readAllLines(written)) {
                String[] parts = text.split("\t", 2);
                cells.put(Row.valueOf(parts[0]), Cell.parse(parts[1]));
            }
        }
        cells.put(Row.END, end.map(Cell::failed).orElse(Cell.OK));
        return cells;
    }
}
