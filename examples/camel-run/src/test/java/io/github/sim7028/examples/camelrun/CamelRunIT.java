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
package io.github.sim7028.examples.camelrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/camel-run.md and the README of this example say: their files and their commands, against a real server. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CamelRunIT {

    private static final Path PAGE = Path.of("../../docs/camel-run.md");
    private static final Path README = Path.of("README.md");

    /** Nothing is fetched: what the local repository of this test lacks is in that of the build. */
    private static final List<String> LIMITS = List.of(
            "--repos=" + Path.of(System.getProperty("builds-repository")).toUri(),
            "--maven-central-enabled=false",
            "--maven-apache-snapshot-enabled=false",
            "--logging-color=false",
            "--max-seconds=120");

    private static final List<String> SECRETS = List.of(
            "--prop=camel.component.sim7028.passcode=86421357",
            "--prop=camel.component.sim7028.apn=iot.example",
            "--prop=camel.component.sim7028.apn-authentication=pap",
            "--prop=camel.component.sim7028.apn-user=fr4nk",
            "--prop=camel.component.sim7028.apn-password=h1dden",
            "--prop=camel.component.sim7028.modems[roof].device=simulator://roof",
            "--prop=camel.component.sim7028.modems[roof].sim-pin=97531864");

    @TempDir
    private Path directory;

    @Test
    void theProjectOfThePageSendsItsFirstMessage() throws Exception {
        Files.writeString(directory.resolve("application.properties"), block(PAGE, "properties", "simulator://first"));
        Files.writeString(directory.resolve("first.camel.yaml"), block(PAGE, "yaml", "timer:telemetry"));
        try (AnsweringServer server = new AnsweringServer();
                CamelProgram camel = start(block(PAGE, "", "camel run *"), "--prop=peer=localhost:" + server.port())) {
            assertThat(server.next(camel)).isEqualTo("temperature=21");
            assertSaysNothingWrong(camel);
        }
    }

    @Test
    void theRoutesOfTheExampleSendAndReceive() throws Exception {
        try (AnsweringServer server = new AnsweringServer();
                CamelProgram camel = example(server, "camel run route.camel.yaml")) {
            assertCarries(server, camel);
            assertSaysNothingWrong(camel);
        }
    }

    /** With secrets of both modems, of which the start says nothing, and with the health check of the page. */
    @Test
    void theKameletsOfTheExampleSendAndReceive() throws Exception {
        try (AnsweringServer server = new AnsweringServer();
                CamelProgram camel = example(server, "camel run kamelets.camel.yaml", SECRETS.toArray(String[]::new))) {
            assertCarries(server, camel);
            try (CamelProgram health = CamelProgram.start(directory, block(PAGE, "", "camel get health"))) {
                assertThat(health.end(120)).isZero();
                assertThat(health.output()).containsPattern("sim7028-modem-default +R +UP ");
            }
            assertThat(camel.output()).contains("Auto-configuration summary", "sim7028.passcode");
            assertTellsNoSecret(camel);
        }
    }

    @Test
    void aWrongConfigurationEndsTheStartAtOnceAndTheLastCauseSaysWhy() throws Exception {
        Files.writeString(directory.resolve("first.camel.yaml"), block(PAGE, "yaml", "timer:telemetry"));
        String[] wrong = Stream.concat(SECRETS.stream(), Stream.of("--prop=camel.component.sim7028.baud-rate=17"))
                .toArray(String[]::new);
        try (CamelProgram camel = start(block(PAGE, "", "camel run first.camel.yaml --dep"), wrong)) {
            assertThat(camel.end(120)).as(camel.output()).isEqualTo(1);
            String message = block(PAGE, "", "is out of range").trim();
            assertThat(camel.output().lines().filter(line -> line.startsWith("Caused by: ")))
                    .last()
                    .asString()
                    .startsWith("Caused by: java.lang.IllegalArgumentException: " + message);
            assertTellsNoSecret(camel);
        }
    }

    private CamelProgram example(AnsweringServer server, String command, String... more) throws IOException {
        for (String file : List.of("application.properties", "route.camel.yaml", "kamelets.camel.yaml")) {
            Files.copy(Path.of(file), directory.resolve(file));
        }
        String[] all = Stream.concat(
                        Stream.of("--prop=peer.port=" + server.port(), "--prop=period=1s"), Stream.of(more))
                .toArray(String[]::new);
        return start(block(README, "", command), all);
    }

    private CamelProgram start(String command, String... more) throws IOException {
        return CamelProgram.start(
                directory,
                command,
                Stream.concat(LIMITS.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static void assertCarries(AnsweringServer server, CamelProgram camel) throws Exception {
        for (int i = 0; i < 3; i++) {
            String reading = server.next(camel);
            assertThat(reading).matches("temperature=[0-9]+");
            camel.awaitOutput("the server says: thanks for " + reading);
            camel.awaitOutput("confirmed: " + reading);
        }
    }

    private static void assertSaysNothingWrong(CamelProgram camel) throws IOException {
        // the repository of a build has not the checksum of every file
        assertThat(camel.output().lines())
                .noneMatch(line ->
                        line.contains(" ERROR ") || line.contains(" WARN ") && !line.contains("WarnChecksumPolicy"));
        assertThat(camel.isAlive()).isTrue();
    }

    private static void assertTellsNoSecret(CamelProgram camel) throws IOException {
        assertThat(camel.output()).doesNotContain("86421357", "97531864", "h1dden", "fr4nk");
    }

    /** The one example in a language that contains a text. */
    private static String block(Path page, String language, String contained) throws IOException {
        Matcher blocks = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(page));
        List<String> found = blocks.results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).contains(contained))
                .map(block -> block.group(2))
                .toList();
        assertThat(found).as(contained + " in " + page).hasSize(1);
        return found.get(0);
    }
}
