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
package io.github.sim7028.jdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the JDKs of a machine, one for each feature release, in this order: the one that runs this; those that variables of the environment name whose
 * names begin with JAVA_HOME; those of Maven's toolchains.xml; those below the usual folders of Linux, SDKMAN and macOS.
 */
public final class Jdks {

    private static final Pattern TOOLCHAIN = Pattern.compile("<jdkHome>\\s*([^<]+?)\\s*</jdkHome>");

    private Jdks() {}

    public static SortedMap<Integer, Jdk> installed() {
        return installed(
                Path.of(System.getProperty("java.home")),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("/"));
    }

    static SortedMap<Integer, Jdk> installed(Path running, Map<String, String> variables, Path user, Path root) {
        List<Path> homes = new ArrayList<>(List.of(running));
        new TreeMap<>(variables).forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME") && !value.isBlank()) {
                homes.add(Path.of(value));
            }
        });
        homes.addAll(toolchains(user.resolve(".m2/toolchains.xml")));
        homes.addAll(below(root.resolve("usr/lib/jvm"), ""));
        homes.addAll(below(user.resolve(".sdkman/candidates/java"), ""));
        homes.addAll(below(root.resolve("Library/Java/JavaVirtualMachines"), "Contents/Home"));

        SortedMap<Integer, Jdk> found = new TreeMap<>();
        homes.stream().flatMap(home -> Jdk.in(home).stream()).forEach(jdk -> found.putIfAbsent(jdk.feature(), jdk));
        return found;
    }

    private static List<Path> toolchains(Path file) {
        try {
            return TOOLCHAIN
                    .matcher(Files.readString(file))
                    .results()
                    .map(home -> Path.of(home.group(1)))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> below(Path folder, String inside) {
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.sorted().map(home -> home.resolve(inside)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
