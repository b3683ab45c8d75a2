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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.kit.Page;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.testlog.CapturedLog;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/start-here.md: the files of its first project, but for Maven, send and receive. */
@Timeout(240)
class StartHerePageTest {

    private static final Page PAGE = Page.of("start-here.md").section("First message with Camel Main");

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void theProgramOfThePageSendsAndReceives() throws Exception {
        Path source = directory.resolve("FirstMessage.java");
        Files.writeString(source, PAGE.example("java", "class FirstMessage"));
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath(), "-d", directory.toString(), source.toString());
        assertThat(errors).isZero();
        Path properties = directory.resolve("application.properties");
        try (TcpPeer server = new TcpPeer();
                CapturedLog log = CapturedLog.of("");
                URLClassLoader classes = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Files.writeString(
                    properties,
                    PAGE.example("properties", "peer").replace("localhost:7000", "127.0.0.1:" + server.port()));
            Thread.currentThread().setContextClassLoader(classes);
            Main main = new Main(Class.forName("com.example.FirstMessage", true, classes));
            main.setDefaultPropertyPlaceholderLocation("file:" + properties);
            try {
                main.start();
                await().atMost(SOON)
                        .until(() -> new String(server.got(), StandardCharsets.UTF_8).equals("temperature=21\n"));
                server.say("hello\n".getBytes(StandardCharsets.UTF_8));
                await().atMost(SOON).until(() -> log.lines().stream()
                        .anyMatch(line -> line.message().contains("the server says: hello")));
            } finally {
                main.stop();
                Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
            }
        }
    }

    /** The class path of the tests, whoever runs them: it may be in the manifest of a jar, or in a class loader. */
    private static String classPath() {
        Stream<String> loaded = StartHerePageTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                : Stream.empty();
        return Stream.concat(Stream.of(System.getProperty("java.class.path")), loaded)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Versions and artifacts of the project are those that this build has. */
    @Test
    void theProjectHasTheVersionsOfTheBuild() throws Exception {
        String parent = Files.readString(Path.of("../pom.xml"));
        String pom = PAGE.example("xml", "<project");
        assertThat(pom).contains(element(parent, "camel.version"), element(parent, "version"));
        List<String> artifacts = Pattern.compile("<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>([^<]+)<")
                .matcher(pom.substring(pom.indexOf("</dependencyManagement>")))
                .results()
                .map(artifact -> artifact.group(1))
                .toList();
        assertThat(artifacts)
                .containsExactly("camel-main", "camel-core", "camel-sim7028", "sim7028-simulator", "slf4j-simple");
    }

    private static String element(String pom, String name) {
        return Pattern.compile("<" + name + ">[^<]+</" + name + ">")
                .matcher(pom)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }
}
