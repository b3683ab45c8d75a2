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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local repository of Maven that has what this build has made, and all else from the repository of this build, by links. So a
 * project can be built with modules that are not installed.
 */
final class LocalRepository {

    private static final List<String> OWN = List.of("io", "github", "sim7028");
    private static final Path SOURCES = Path.of("../..");
    private static final String VERSION = System.getProperty("project.version");

    private LocalRepository() {}

    /** @param repository where to make it */
    static void make(Path repository) throws IOException {
        if (Files.exists(repository)) {
            delete(repository);
        }
        Path real = Path.of(System.getProperty("maven.repo.local"));
        Path here = repository;
        Files.createDirectories(here);
        for (String part : OWN) {
            linkAllBut(part, real, here);
            real = real.resolve(part);
            here = Files.createDirectory(here.resolve(part));
        }
        install(here, ".", "camel-sim7028-parent", false);
        install(here, "camel-sim7028", "camel-sim7028", true);
        install(here, "sim7028-simulator", "sim7028-simulator", true);
        install(here, "camel-sim7028-quarkus", "camel-sim7028-quarkus-parent", false);
        install(here, "camel-sim7028-quarkus/runtime", "camel-sim7028-quarkus", true);
        install(here, "camel-sim7028-quarkus/deployment", "camel-sim7028-quarkus-deployment", true);
    }

    private static void linkAllBut(String part, Path real, Path here) throws IOException {
        if (Files.isDirectory(real)) {
            try (Stream<Path> entries = Files.list(real)) {
                for (Path entry : entries.toList()) {
                    if (!entry.getFileName().toString().equals(part)) {
                        Files.createSymbolicLink(here.resolve(entry.getFileName()), entry);
                    }
                }
            }
        }
    }

    private static void install(Path group, String module, String artifact, boolean jar) throws IOException {
        Path directory = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Path sources = SOURCES.resolve(module);
        Files.copy(sources.resolve("pom.xml"), directory.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        if (jar) {
            Files.copy(sources.resolve("target").resolve(name + ".jar"), directory.resolve(name + ".jar"));
        }
    }

    /** Deletes links, not what they lead to. */
    private static void delete(Path repository) throws IOException {
        Files.walkFileTree(repository, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
