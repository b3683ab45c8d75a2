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
package io.github.sim7028.camel.quarkus.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What Quarkus writes for the build of a native image: its jar with the configuration, and the libraries. */
final class NativeSources {

    private static final Path DIRECTORY = Path.of("target/native-sources");

    private NativeSources() {}

    /** The jar of a library, by its artifact. */
    static Path library(String artifact) throws IOException {
        List<Path> found = libraries().stream()
                .filter(jar -> jar.getFileName().toString().matches(".*\\." + artifact + "-\\d.*\\.jar"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(artifact + ": " + found);
        }
        return found.get(0);
    }

    static List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve("lib"))) {
            return files.toList();
        }
    }

    /** What may be done with each class by reflection, or by native code. */
    static Map<String, Set<String>> classes(String configuration) throws Exception {
        Map<String, Set<String>> classes = new HashMap<>();
        for (Object entry : (JsonArray) json(configuration)) {
            JsonObject type = (JsonObject) entry;
            classes.put(type.getString("name"), type.keySet());
        }
        return classes;
    }

    /** The patterns of the files that the image holds. */
    static List<String> resources() throws Exception {
        JsonObject resources = (JsonObject) ((JsonObject) json("resource-config.json")).get("resources");
        List<String> patterns = new ArrayList<>();
        for (Object include : (JsonArray) resources.get("includes")) {
            patterns.add(((JsonObject) include).getString("pattern"));
        }
        return patterns;
    }

    private static Object json(String name) throws IOException, DeserializationException {
        return Jsoner.deserialize(new String(entry("META-INF/native-image/" + name), StandardCharsets.UTF_8));
    }

    /** A file of the application's own jar. */
    static byte[] entry(String name) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findAny()
                    .orElseThrow();
            return entry(runner, name);
        }
    }

    static byte[] entry(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream stream = file.getInputStream(file.getJarEntry(name))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All classes of a jar, by name. */
    static Map<String, byte[]> classFiles(Path jar) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info")) {
                    classes.put(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                            file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classes;
    }
}
