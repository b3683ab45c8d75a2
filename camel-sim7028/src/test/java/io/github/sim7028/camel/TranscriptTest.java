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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.replay.Replay;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What a route did with a modem is recorded, and can be done again with the recording alone. */
@Timeout(60)
@ExpectedLog(value = Said.ROUTE_REFUSED, level = Level.ERROR, stack = true)
@ExpectedLog(Said.MODEM_DOWN + "socket://\\S+: the connection was refused")
@ExpectedLog(Said.TRANSCRIPT_ENDS)
@ExpectedLog(Said.PIN_FORGOTTEN)
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
class TranscriptTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path SAMPLE = Path.of("src/test/resources/transcripts/question-and-answer.txt");

    /** The port of the peer in the sample; nothing listens there. */
    private static final int SAMPLE_PORT = 40307;

    @TempDir
    private Path folder;

    private final String name = "told-" + UUID.randomUUID();
    private VirtualModem virtual;

    /** Held: a socket that is collected as garbage is closed, with a reset when it has not read all. */
    private final List<Socket> peers = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        if (virtual != null) {
            virtual.close();
        }
    }

    /** What came of a route that sends a line and receives another. */
    private record Outcome(Object confirmed, List<String> received) {}

    @FunctionalInterface
    private interface Far {
        void answer(String text) throws IOException;
    }

    private static Outcome run(Sim7028ModemConfiguration modem, int port, Far far) throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            component.setConfiguration(modem);
            context.addComponent("sim7028", component);
            String uri = "sim7028:tcp:127.0.0.1:" + port + "?framing=line&charset=UTF-8";
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri)
                            .process(exchange ->
                                    received.add(exchange.getMessage().getBody(String.class)));
                }
            });
            context.start();
            awaitOpen(component);
            Exchange sent = context.createProducerTemplate()
                    .send(uri, exchange -> exchange.getMessage().setBody("temperature=21 °C"));
            assertThat(sent.getException()).isNull();
            far.answer("thank you\r\n");
            await().atMost(SOON).until(() -> received.size() == 1);
            return new Outcome(sent.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH), received);
        }
    }

    /** Open for a while: what the driver reads when a link opens comes before the message, as it was recorded. */
    private static void awaitOpen(Sim7028Component component) {
        await().atMost(SOON)
                .during(Duration.ofMillis(250))
                .until(() -> component.directory().snapshots().get(0).links().stream()
                        .anyMatch(link -> link.phase().equals("open")));
    }

    private static Sim7028ModemConfiguration modem(String device) {
        Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
        modem.setDevice(device);
        modem.setSimPin("43218765");
        modem.setReconnectDelay(50);
        return modem;
    }

    private Outcome record(Sim7028ModemConfiguration modem, Path file, int port) throws Exception {
        virtual = VirtualModem.builder()
                .name(name)
                .sim(SimCard.locked("43218765"))
                .start();
        modem.setTranscriptFile(file.toString());
        try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = run(modem, server.getLocalPort(), text -> write(server, text));
            peers.get(0).close();
            await().atMost(SOON).until(() -> Files.readString(file).endsWith("* closed\n"));
            return outcome;
        }
    }

    private void write(ServerSocket server, String text) throws IOException {
        Socket peer = server.accept();
        peers.add(peer);
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome replay(Path file, int port) throws Exception {
        try (Replay replay = Replay.of(file)) {
            Outcome outcome = run(modem("socket://127.0.0.1:" + replay.address().getPort()), port, text -> {});
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
            return outcome;
        }
    }

    @Test
    void aTranscriptKeepsAsManyFilesOfTheSizeAsTheOptionsSay() throws Exception {
        virtual = VirtualModem.builder()
                .name(name)
                .sim(SimCard.locked("43218765"))
                .start();
        Path file = folder.resolve("dialogue.txt");
        Sim7028ModemConfiguration modem = modem("simulator://" + name);
        modem.setTranscriptFile(file.toString());
        modem.setTranscriptSize(70_000);
        modem.setTranscriptFiles(2);
        // empty frames make no exchanges
        String much = "\n".repeat(200_000);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            run(modem, server.getLocalPort(), text -> write(server, much + text));
            await().atMost(SOON).until(() -> Files.readString(file).endsWith("* closed\n"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("dialogue.txt.1"));
        }
        assertThat(Files.size(folder.resolve("dialogue.txt.1"))).isBetween(60_000L, 70_000L);
    }

    @Test
    void aRecordedDialogueReplayedHasTheSameOutcome() throws Exception {
        Path file = folder.resolve("dialogue.txt");
        int port = FreePort.find();
        Outcome recorded = record(modem("simulator://" + name), file, port);
        String transcript = Files.readString(file);
        assertThat(transcript)
                .startsWith("# sim7028 transcript 1\n")
                .contains(" * open simulator://" + name)
                .contains(" > AT+CPIN=\\*\\r")
                .contains(" > temperature=21 \\xc2\\xb0C\\n")
                .contains("thank you")
                .doesNotContain("CPIN=4");
        assertThat(replay(file, port)).isEqualTo(recorded);
        assertThat(recorded.received()).containsExactly("thank you");
        assertThat(recorded.confirmed()).isEqualTo(19L);
    }

    @Test
    void withoutPayloadOnlyItsLengthIsToldAndCanBeReplayed() throws Exception {
        Path file = folder.resolve("dialogue.txt");
        int port = FreePort.find();
        Sim7028ModemConfiguration modem = modem("simulator://" + name);
        modem.setTranscriptPayload(false);
        record(modem, file, port);
        assertThat(Files.readString(file))
                .contains(" > " + "\\?".repeat(19) + "\n")
                .contains("AT+CIPSEND=0,19")
                .doesNotContain("temperature", "thank", "43218765");
        try (Replay replay = Replay.of(file)) {
            modem = modem("socket://127.0.0.1:" + replay.address().getPort());
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                Sim7028Component component = new Sim7028Component(context);
                component.setConfiguration(modem);
                context.addComponent("sim7028", component);
                List<byte[]> received = new CopyOnWriteArrayList<>();
                String uri = "sim7028:tcp:127.0.0.1:" + port;
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri)
                                .process(exchange ->
                                        received.add(exchange.getMessage().getBody(byte[].class)));
                    }
                });
                context.start();
                awaitOpen(component);
                context.createProducerTemplate().sendBody(uri, "nineteen other byte");
                await().atMost(SOON).until(() -> !received.isEmpty());
                assertThat(received.get(0)).isEqualTo("???????????".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
        }
    }

    @Test
    void theSampleStillHasItsOutcome() throws Exception {
        if (Boolean.getBoolean("sim7028.transcript.write")) {
            Files.createDirectories(SAMPLE.getParent());
            Files.deleteIfExists(SAMPLE);
            record(modem("simulator://" + name), SAMPLE, SAMPLE_PORT);
        }
        assertThat(replay(SAMPLE, SAMPLE_PORT)).isEqualTo(new Outcome(19L, List.of("thank you")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/full", "/proc/no/such/folder/file.txt"})
    void aTranscriptThatCannotBeWrittenDisturbsNothing(String file) throws Exception {
        virtual = VirtualModem.builder()
                .name(name)
                .sim(SimCard.locked("43218765"))
                .start();
        Sim7028ModemConfiguration modem = modem("simulator://" + name);
        modem.setTranscriptFile(file);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = run(modem, server.getLocalPort(), text -> write(server, text));
            assertThat(outcome.received()).containsExactly("thank you");
        }
    }

    // ---- several modems

    private static Sim7028Component two(DefaultCamelContext context, String fileOfA, String fileOfB) throws Exception {
        Sim7028Component component = new Sim7028Component(context);
        context.addComponent("sim7028", component);
        for (String modem : List.of("a", "b")) {
            Sim7028ModemConfiguration profile = modem("socket://localhost:" + (modem.equals("a") ? 1 : 2));
            profile.setTranscriptFile(modem.equals("a") ? fileOfA : fileOfB);
            component.getModems().put(modem, profile);
        }
        return component;
    }

    private static RouteBuilder watching(String modem) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:modem:" + modem).to("log:events");
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"told.txt, ./told.txt", "told.txt, told.txt.2", "told.txt.1, told.txt"})
    void twoModemsWithOneFileAreRefusedWithBothNamed(String fileOfA, String fileOfB) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            String a = folder + "/" + fileOfA;
            String b = folder + "/" + fileOfB;
            two(context, a, b);
            context.addRoutes(watching("b"));
            assertThatThrownBy(context::start)
                    .rootCause()
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("modem 'b' has transcriptFile=" + b)
                    .hasMessageContaining("modem 'a' has transcriptFile=" + a);
        }
    }

    @Test
    void twoModemsWithFilesOfTheirOwnRun() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            two(context, folder + "/told.txt", folder + "/told.txt.5");
            context.addRoutes(watching("a"));
            context.addRoutes(watching("b"));
            context.start();
            assertThat(context.getRoutes()).hasSize(2);
        }
    }

    // ---- transparent mode

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false", "false, false"})
    void trafficInTransparentModeIsToldOrCounted(boolean payload, boolean dtr) throws Exception {
        Path file = folder.resolve("stream.txt");
        String up = "AT+CPIN=secret\r";
        String down = "OK secret\r\n+CSQ: secret\r\nCONNECT secret\r\n";
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                RouteRig rig = new RouteRig()) {
            if (!dtr) {
                rig.settings.setDevice(
                        "socket://127.0.0.1:" + rig.virtual.listen().getPort());
            }
            rig.settings.setAccessMode(AccessMode.TRANSPARENT);
            rig.settings.setTranscriptFile(file.toString());
            rig.settings.setTranscriptPayload(payload);
            String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
            rig.start(rig.keeping("in", uri));
            try (Socket peer = server.accept()) {
                for (int i = 1; i <= 2; i++) {
                    int so = i;
                    rig.sends(uri, up);
                    assertThat(peer.getInputStream().readNBytes(up.length()))
                            .asString()
                            .isEqualTo(up);
                    peer.getOutputStream().write(down.getBytes(StandardCharsets.US_ASCII));
                    await().atMost(SOON)
                            .until(() -> String.join("", rig.bodies()).equals(down.repeat(so)));
                    assertThat(rig.operate("signal").getException()).isNull();
                }
                rig.context.stop();
            }
        }
        await().atMost(SOON).until(() -> Files.readString(file).endsWith("* closed\n"));
        String told = Files.readString(file);
        assertThat(told)
                .contains(
                        "> AT+CIPMODE=1\\r",
                        "\\r\\nCONNECT 115200\\r\\n",
                        "> AT+CSQ\\r",
                        "> ATO\\r",
                        "> AT+CIPCLOSE=0\\r");
        if (payload) {
            assertThat(told).contains("> AT+CPIN=secret\\r\n", "OK secret", "+CSQ: secret", "CONNECT secret");
        } else {
            assertThat(told).contains("> " + "\\?".repeat(up.length())).doesNotContain("secret", "OK s");
        }
    }

    // ---- the page

    private static List<String> page(String language) throws IOException {
        return Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$")
                .matcher(Files.readString(Path.of("../docs/transcripts.md")))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    @Test
    void thePropertiesOfThePageAreTaken() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(String.join("", page("properties"))));
        Main main = new Main();
        try {
            main.setInitialProperties(properties);
            main.start();
            Sim7028ModemConfiguration taken = main.getCamelContext()
                    .getComponent("sim7028", Sim7028Component.class)
                    .getConfiguration();
            assertThat(taken.getTranscriptFile()).isEqualTo("/var/log/sim7028/roof.txt");
            assertThat(taken.isTranscriptPayload()).isFalse();
        } finally {
            main.stop();
        }
    }

    @Test
    void theTranscriptOfThePageCanBeReplayed() throws Exception {
        Path file = folder.resolve("page.txt");
        Files.writeString(
                file,
                page("").stream()
                        .filter(block -> block.startsWith("# sim7028"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("32\\.\\d+Z", "32.100000Z")
                        .replace("20:24:40.000000Z", "20:24:32.200000Z"));
        try (Replay replay = Replay.of(file);
                Socket host = new Socket(
                        InetAddress.getByName("127.0.0.1"), replay.address().getPort())) {
            host.setSoTimeout((int) SOON.toMillis());
            host.getOutputStream().write("AT+CPIN=\"1234\"\r".getBytes(StandardCharsets.US_ASCII));
            assertThat(host.getInputStream().readNBytes(6)).asString().isEqualTo("\r\nOK\r\n");
            host.getOutputStream().write("AT+CIPSEND=0,5\r".getBytes(StandardCharsets.US_ASCII));
            assertThat(host.getInputStream().readNBytes(3)).asString().isEqualTo("\r\n>");
            host.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            host.shutdownOutput();
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
        }
    }

    @Test
    void theJavaOfThePageIsThatOfThisTest() throws Exception {
        Path file = SAMPLE;
        Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
        // as in the page
        try (Replay replay = Replay.of(file)) {
            modem.setDevice("socket://127.0.0.1:" + replay.address().getPort());
            // run the routes
            assertThat(replay.divergence()).isEmpty();
        }
        String source = Files.readString(Path.of("src/test/java/io/github/sim7028/camel/TranscriptTest.java"))
                .replaceAll("\n +", "\n");
        assertThat(page("java")).singleElement().satisfies(java -> assertThat(source)
                .contains(java.replaceAll("\n +", "\n")));
    }
}
