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
import io.github.sim7028.jdks.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the suite for each line and JDK, prints the table, and fails if a cell failed. */
public final class Matrix {

    private final Path target;
    private final Table table = new Table();

    private Matrix(Path target) {
        this.target = target;
    }

    /**
     * The system properties {@code matrix.columns}, {@code matrix.lines}, {@code matrix.jdks} are those of {@link Wanted}; {@code matrix.only} is a
     * regular expression for the labels of rows.
     *
     * @param arguments the folder of the lines, and the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Matrix matrix = new Matrix(Path.of(arguments[1]).toAbsolutePath());
        Files.createDirectories(matrix.target);
        matrix.run(CamelLine.below(Path.of(arguments[0])), Jdks.installed());
        Files.writeString(matrix.target.resolve("matrix.md"), matrix.table.toString());
        System.out.println(matrix.table);
        if (!matrix.table.isGood()) {
            System.out.println("The logs are in " + matrix.target);
            System.exit(1);
        }
    }

    private void run(List<CamelLine> lines, SortedMap<Integer, Jdk> jdks) throws IOException {
        Map<String, CamelLine> byName = lines.stream()
                .collect(Collectors.toMap(CamelLine::name, Function.identity(), (one, other) -> one, TreeMap::new));
        List<Wanted> wanted = Wanted.of(
                System.getProperty("matrix.columns", ""),
                System.getProperty("matrix.lines", ""),
                System.getProperty("matrix.jdks", ""),
                byName.keySet());
        for (Wanted each : wanted) {
            if (jdks.containsKey(each.jdk())) {
                run(byName.get(each.line()), jdks.get(each.jdk()));
            }
        }
        wanted.stream().map(Wanted::jdk).distinct().sorted().forEach(jdk -> table.note(said(jdk, jdks)));
        wanted.stream().map(Wanted::line).distinct().map(byName::get).forEach(line -> table.note(said(line)));
        jdks.values().stream()
                .filter(jdk -> wanted.stream().noneMatch(each -> each.jdk() == jdk.feature()))
                .forEach(jdk -> table.note("not tried: JDK " + jdk.version() + " in " + jdk.home()));
    }

    private void run(CamelLine line, Jdk jdk) throws IOException {
        Column column = new Column(line, jdk, target.resolve("camel-" + line.version() + "-jdk-" + jdk.feature()));
        System.out.print("Camel " + column.heading() + " …");
        System.out.flush();
        long began = System.nanoTime();
        table.column(column.heading(), column.run(System.getProperty(SuiteRun.ONLY, "")));
        System.out.println(" " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }

    private static String said(int jdk, SortedMap<Integer, Jdk> jdks) {
        return jdks.containsKey(jdk)
                ? "JDK " + jdk + ": " + jdks.get(jdk).version() + " in "
                        + jdks.get(jdk).home()
                : "not tried: JDK " + jdk + ", which is not installed";
    }

    private static String said(CamelLine line) {
        String text = "Camel " + line.version() + ": Spring Boot " + line.bootVersion();
        for (String artifact : line.foreign()) {
            text += "; " + artifact + " " + CamelLine.version(line.classPath(), artifact);
        }
        return text;
    }
}
