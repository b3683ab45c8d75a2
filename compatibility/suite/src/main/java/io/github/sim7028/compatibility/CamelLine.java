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

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of Camel, as Maven resolved it.
 *
 * @param name             4.14 …
 * @param version          of camel-api
 * @param classPath        of an application with Camel Main
 * @param bootClassPath    of an application with Spring Boot
 * @param bootVersion      of Spring Boot
 * @param absent           names of Camel's artifacts that the class path is without
 * @param foreign          names of Camel's artifacts on the class path that are of another line
 */
record CamelLine(
        String name,
        String version,
        String classPath,
        String bootClassPath,
        String bootVersion,
        List<String> absent,
        List<String> foreign) {

    private static final String FOLDER = "camel-";
    private static final String CLASS_PATH = "target/classpath";

    /** All that are below this folder, the oldest first. */
    static List<CamelLine> below(Path folder) {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(each -> each.getFileName().toString().startsWith(FOLDER))
                    .sorted()
                    .map(CamelLine::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CamelLine in(Path folder) {
        try {
            String name = folder.getFileName().toString().substring(FOLDER.length());
            String classPath = Files.readString(folder.resolve(CLASS_PATH));
            String boot = Files.readString(boot(folder).resolve(CLASS_PATH));
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(folder.resolve("line.properties"))) {
                properties.load(reader);
            }
            return new CamelLine(
                    name,
                    version(classPath, "camel-api"),
                    classPath,
                    boot,
                    version(boot, "spring-boot"),
                    list(properties, "absent"),
                    list(properties, "foreign"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path boot(Path line) throws IOException {
        try (Stream<Path> folders = Files.list(line.getParent())) {
            return folders.filter(each -> each.getFileName().toString().startsWith("spring-boot-"))
                    .filter(each -> each.getFileName().toString().endsWith("-" + line.getFileName()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(line + " has no folder for Spring Boot"));
        }
    }

    private static List<String> list(Properties properties, String key) {
        return Stream.of(properties.getProperty(key, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** The version of an artifact on a class path. */
    static String version(String classPath, String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d[\\w.]*)\\.jar");
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> jar.matcher(Path.of(entry).getFileName().toString()))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path " + classPath));
    }
}
