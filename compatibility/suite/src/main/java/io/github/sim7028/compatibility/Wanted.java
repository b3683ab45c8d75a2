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

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A column that is asked for, whether it can be tried or not.
 *
 * @param line of Camel, such as 4.14
 * @param jdk  its feature release
 */
record Wanted(String line, int jdk) {

    /** What the project promises; the JDK that runs the build comes to these. */
    private static final List<Integer> JDKS = List.of(17, 25);

    /**
     * @param columns such as {@code 4.14:17,4.22:25}; if empty, each of the lines on each of the JDKs
     * @param lines   such as {@code 4.14,4.22}; all, if empty
     * @param jdks    such as {@code 17,25}; if empty, those, and the one that runs this
     * @param known   the lines there are
     */
    static List<Wanted> of(String columns, String lines, String jdks, Collection<String> known) {
        if (columns.isBlank()) {
            Collection<Integer> features = jdks.isBlank() ? promised() : features(jdks);
            return (lines.isBlank() ? known : list(lines))
                    .stream()
                            .map(line -> known("matrix.lines", line, known))
                            .flatMap(line -> features.stream().map(jdk -> new Wanted(line, jdk)))
                            .toList();
        }
        return list(columns).stream()
                .map(column -> {
                    String[] parts = column.split(":");
                    if (parts.length != 2) {
                        throw new IllegalArgumentException("matrix.columns: '" + column
                                + "' is not a line and a JDK; write both, such as 4.22:17");
                    }
                    return new Wanted(known("matrix.columns", parts[0], known), feature("matrix.columns", parts[1]));
                })
                .toList();
    }

    private static Collection<Integer> promised() {
        Collection<Integer> features = new TreeSet<>(JDKS);
        features.add(Runtime.version().feature());
        return features;
    }

    private static Collection<Integer> features(String jdks) {
        return list(jdks).stream().map(jdk -> feature("matrix.jdks", jdk)).toList();
    }

    private static String known(String option, String line, Collection<String> known) {
        if (!known.contains(line)) {
            throw new IllegalArgumentException(option + ": '" + line + "' is not a line; lines are " + known);
        }
        return line;
    }

    private static int feature(String option, String jdk) {
        try {
            return Integer.parseInt(jdk);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    option + ": '" + jdk + "' is not a JDK; give the feature release, such as 17", e);
        }
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
