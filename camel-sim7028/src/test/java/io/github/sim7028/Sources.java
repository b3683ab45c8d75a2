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
package io.github.sim7028;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of a module: texts of its classes, names of the tests in its test classes. */
record Sources(Map<String, List<String>> classes, Map<String, Set<String>> tests) {

    private static final Pattern TEST =
            Pattern.compile("@(Test|TestFactory|ParameterizedTest|RepeatedTest|Property)\\b.*");
    private static final Pattern NAMED = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern METHOD = Pattern.compile("\\b(?:void|Stream<DynamicTest>) (\\w+)\\(");

    static Sources of(Path module) throws IOException {
        Map<String, List<String>> classes = new HashMap<>();
        for (Path file : javaFiles(module.resolve("src/main/java"))) {
            classes.computeIfAbsent(nameOf(file), name -> new ArrayList<>()).add(Files.readString(file));
        }
        Map<String, Set<String>> tests = new HashMap<>();
        for (Path file : javaFiles(module.resolve("src/test/java"))) {
            tests.computeIfAbsent(nameOf(file), name -> new HashSet<>()).addAll(testsIn(file));
        }
        return new Sources(classes, tests);
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Set<String> testsIn(Path file) throws IOException {
        Set<String> names = new HashSet<>();
        boolean annotated = false;
        for (String line : Files.readAllLines(file)) {
            annotated |= TEST.matcher(line.strip()).matches();
            Matcher method = METHOD.matcher(line);
            if (method.find()) {
                if (annotated) {
                    names.add(method.group(1));
                }
                annotated = false;
            }
        }
        return names;
    }

    /** A class, or a class and a name that stands in it. */
    boolean hasClass(String name) {
        String[] parts = name.split("\\.", 2);
        Pattern member = Pattern.compile("\\b" + (parts.length == 2 ? parts[1] : parts[0]) + "\\b");
        return classes.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(text -> member.matcher(text).find());
    }

    /** What is wrong with a cell of a page that names the tests of its row: it names none, or some that none of these modules has. */
    static List<String> wrongTests(List<String> row, int cell, List<Sources> modules) {
        List<String> tests = NAMED.matcher(row.get(cell))
                .results()
                .map(test -> test.group(1))
                .toList();
        if (tests.isEmpty()) {
            return List.of("no test: " + row.get(0));
        }
        return tests.stream()
                .filter(test -> modules.stream().noneMatch(module -> module.hasTest(test)))
                .map(test -> row.get(0) + ": there is no " + test)
                .toList();
    }

    /** {@code SomeTest#method}. */
    boolean hasTest(String name) {
        String[] parts = name.split("#", 2);
        return parts.length == 2 && tests.getOrDefault(parts[0], Set.of()).contains(parts[1]);
    }
}
