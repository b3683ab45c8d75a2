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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/quarkus.md is true: a new project with what stands there is built with Maven and sends its first message. */
class FirstProjectIT {

    private static final Path PROJECT = Path.of("target/first-project");
    private static final Path REPOSITORY = Path.of("target/first-project-repository");

    @TempDir
    private Path directory;

    @Test
    void theProjectOfThePageSendsItsFirstMessage() throws Exception {
        for (String file : List.of(
                "pom.xml",
                "src/main/resources/application.properties",
                "src/main/java/com/example/FirstMessage.java")) {
            Path path = PROJECT.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, UserPage.file(file));
        }
        LocalRepository.make(REPOSITORY);
        build();

        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program program = Program.start(
                        directory,
                        PROJECT.resolve("target/quarkus-app/quarkus-run.jar"),
                        "peer = localhost:" + server.getLocalPort(),
                        Map.of());
                Socket client = accepted(server, program);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            client.setSoTimeout(60_000);
            assertThat(lines.readLine()).as(program.output()).isEqualTo("temperature=21");
            assertThat(program.isAlive()).isTrue();
            assertThat(program.output())
                    .contains("Installed features: [camel-bean, camel-core, camel-sim7028, cdi]")
                    .doesNotContain(" WARN ", " ERROR ");
        }
    }

    private static void build() throws Exception {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                        .toString(),
                "--batch-mode",
                "-Dmaven.repo.local=" + REPOSITORY.toAbsolutePath(),
                "package"));
        if (Boolean.getBoolean("maven.offline")) {
            command.add("--offline");
        }
        Path output = Files.createDirectories(PROJECT.resolve("target")).resolve("maven.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = builder.start();
        try {
            assertThat(maven.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(maven.exitValue()).as(Files.readString(output)).isZero();
    }

    private static Socket accepted(ServerSocket server, Program program) throws IOException {
        server.setSoTimeout(500);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (program.isAlive() && System.nanoTime() < end) {
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                // looks whether the program still runs
            }
        }
        throw new AssertionError("No connection. The program said:\n" + program.output());
    }
}
