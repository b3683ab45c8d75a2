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
package io.github.sim7028.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one Maven repository of the Karaf under test: what the build has copied there, and two files of features. */
final class Repository {

    static final Path FOLDER = Path.of("target/repository").toAbsolutePath();

    private static final String VERSION = System.getProperty("project.version");
    private static final String CAMEL = System.getProperty("camel-karaf.version");

    private Repository() {}

    /** The features as users have them. */
    static void addOwnFeatures() throws IOException {
        Path folder = FOLDER.resolve("io/github/sim7028/camel-sim7028-karaf/" + VERSION);
        Files.createDirectories(folder);
        Files.copy(
                Path.of("target/feature/features.xml"),
                folder.resolve("camel-sim7028-karaf-" + VERSION + "-features.xml"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * In place of Camel Karaf's file of features: its feature camel-core, made of Camel's own jars and of Camel Karaf's
     * camel-core-osgi. Camel Karaf publishes the same jars, with the manifests of bundles.
     */
    static void addCamelFeatures() throws IOException {
        Path folder = FOLDER.resolve("org/apache/camel/karaf/apache-camel/" + CAMEL);
        Files.createDirectories(folder);
        String bundles = camelArtifacts().stream().map(Repository::wrapped).collect(Collectors.joining("\n"));
        Files.writeString(
                folder.resolve("apache-camel-" + CAMEL + "-features.xml"),
                """
                <features xmlns="http://karaf.apache.org/xmlns/features/v1.6.0" name="camel-%s">
                <feature name="camel-core" version="%1$s" start-level="50">
                <feature prerequisite="true">wrap</feature>
                %s
                <bundle>mvn:org.apache.camel.karaf/camel-core-osgi/%1$s</bundle>
                </feature>
                </features>
                """
                        .formatted(CAMEL, bundles));
    }

    private static List<String> camelArtifacts() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER.resolve("org/apache/camel"))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve(CAMEL)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String wrapped(String artifact) {
        return "<bundle>wrap:mvn:org.apache.camel/%s/%s$Bundle-SymbolicName=%1$s&amp;Bundle-Version=%2$s"
                        .formatted(artifact, CAMEL)
                + "&amp;Export-Package=org.apache.camel*;version=\"%s\"".formatted(CAMEL)
                + "&amp;Import-Package=org.apache.camel*;resolution:=optional;version=\"[4.14,5)\",*;resolution:=optional"
                + "</bundle>";
    }
}
