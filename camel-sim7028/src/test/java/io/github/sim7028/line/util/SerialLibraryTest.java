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
package io.github.sim7028.line.util;

import static org.assertj.core.api.Assertions.assertThat;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the native library of jSerialComm comes from, in a JVM of its own: each loads it once. */
@EnabledOnOs(OS.LINUX)
class SerialLibraryTest {

    @TempDir
    private Path temp;

    private Path shared;
    private Path home;

    @BeforeEach
    void directories() throws IOException {
        shared = Files.createDirectory(temp.resolve("shared"));
        home = Files.createDirectory(temp.resolve("home"));
    }

    private String load(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Djava.io.tmpdir=" + shared,
                "-Duser.home=" + home));
        command.addAll(List.of(options));
        command.add(Load.class.getName());
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).as(said).isZero();
            return said;
        } finally {
            program.destroyForcibly();
        }
    }

    private static List<Path> content(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void theLibraryIsLoadedFromAPrivateDirectoryOfWhichNothingStays() throws Exception {
        assertThat(load())
                .contains("loaded from " + shared + "/sim7028-serial", "libjSerialComm.so (deleted)")
                .contains("library.path: null, appid: null");
        assertThat(content(shared)).isEmpty();
        assertThat(content(home)).isEmpty();
    }

    @Test
    void whatAnotherUserHasPreparedIsNeitherLoadedNorFollowed() throws Exception {
        Path prepared = Files.createDirectories(shared.resolve("jSerialComm").resolve(SerialPort.getVersion()));
        Files.writeString(prepared.resolve("libjSerialComm.so"), "not loaded");
        Path victim = Files.createDirectory(temp.resolve("victim"));
        Path precious = Files.writeString(victim.resolve("precious"), "kept");
        Files.createSymbolicLink(shared.resolve("jSerialComm").resolve("trap"), victim);

        assertThat(load()).contains("loaded from " + shared + "/sim7028-serial");

        assertThat(precious).hasContent("kept");
        assertThat(prepared.resolve("libjSerialComm.so")).hasContent("not loaded");
    }

    @Test
    void theDirectoryOfTheApplicationComesFirst() throws Exception {
        Path own = Files.createDirectory(temp.resolve("own"));
        String machine = System.getProperty("os.arch").contains("aarch64") ? "armv8_64" : "x86_64";
        Files.copy(
                SerialPort.class.getResourceAsStream("/Linux/" + machine + "/libjSerialComm.so"),
                own.resolve("libjSerialComm.so"));

        assertThat(load("-DjSerialComm.library.path=" + own))
                .contains("loaded from " + own.resolve("libjSerialComm.so"))
                .contains("library.path: " + own);
        assertThat(content(shared)).isEmpty();
    }

    @Test
    void eachLibraryInTheJarIsUnpacked() throws Exception {
        URI jar = SerialPort.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        try (JarFile file = new JarFile(Path.of(jar).toFile())) {
            assertThat(file.stream()
                            .map(entry -> entry.getName().split("/"))
                            .filter(path -> path.length == 3 && path[2].startsWith("libjSerialComm"))
                            .filter(path -> !path[0].equals("Android"))
                            .map(path -> path[1]))
                    .isNotEmpty()
                    .isSubsetOf(SerialLibrary.ARCHITECTURES);
        }
    }

    /** Loads the library and tells from where. */
    static final class Load {

        private Load() {}

        public static void main(String[] none) throws IOException {
            SerialLibrary.load();
            SerialPort.getCommPorts();
            Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.contains("jSerialComm"))
                    .map(line -> "loaded from " + line.substring(line.indexOf('/')))
                    .distinct()
                    .forEach(System.out::println);
            System.out.println("library.path: " + System.getProperty(SerialLibrary.DIRECTORY) + ", appid: "
                    + System.getProperty(SerialLibrary.APPLICATION));
        }
    }
}
