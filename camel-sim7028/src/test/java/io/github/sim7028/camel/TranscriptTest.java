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

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.replay.Replay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route did with a modem is recorded, and can be done again with the recording alone. */
@Timeout(60)
class TranscriptTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path SAMPLE = Path.of("src/test/resources/transcripts/question-and-answer.txt");

    /** The port of the peer in the sample; nothing listens there. */
    private static final int SAMPLE_PORT = 40307;

    @TempDir
    private Path folder;

    private final String name = "told-" + UUID.randomUUID();
    private VirtualModem virtual;

    @AfterEach
    void end() {
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
            await().atMost(SOON).until(() -> component.directory().snapshots().get(0).links().stream()
                    .anyMatch(link -> link.phase().equals("open")));
            Exchange sent = context.createProducerTemplate()
                    .send(uri, exchange -> exchange.getMessage().setBody("temperature=21 °C"));
            assertThat(sent.getException()).isNull();
            far.answer("thank you\r\n");
            await().atMost(SOON).until(() -> received.size() == 1);
            return new Outcome(sent.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH), received);
        }
    }

    private static Sim7028ModemConfiguration modem(String device) {
        Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
        modem.setDevice(device);
        modem.setSimPin("4321");
        modem.setReconnectDelay(50);
        return modem;
    }

    private Outcome record(Sim7028ModemConfiguration modem, Path file, int port) throws Exception {
        virtual = VirtualModem.builder().name(name).sim(SimCard.locked("4321")).start();
        modem.setTranscriptFile(file.toString());
        try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"))) {
            List<Socket> sockets = new CopyOnWriteArrayList<>();
            Outcome outcome = run(modem, server.getLocalPort(), text -> {
                Socket socket = server.accept();
                sockets.add(socket);
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            });
            sockets.get(0).close();
            await().atMost(SOON).until(() -> Files.readString(file).endsWith("* closed\n"));
            return outcome;
        }
    }

    private static Outcome replay(Path file, int port) throws Exception {
        try (Replay replay = Replay.of(file)) {
            Outcome outcome = run(modem("socket://127.0.0.1:" + replay.address().getPort()), port, text -> {});
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
            return outcome;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    @Test
    void aRecordedDialogueReplayedHasTheSameOutcome() throws Exception {
        Path file = folder.resolve("dialogue.txt");
        int port = freePort();
        Outcome recorded = record(modem("simulator://" + name), file, port);
        String transcript = Files.readString(file);
        assertThat(transcript)
                .startsWith("# sim7028 transcript 1\n")
                .contains(" * open simulator://" + name)
                .contains(" > AT+CPIN=\\*\\r")
                .contains(" > temperature=21 \\xc2\\xb0C\\n")
                .contains("thank you")
                .doesNotContain("4321");
        assertThat(replay(file, port)).isEqualTo(recorded);
        assertThat(recorded.received()).containsExactly("thank you");
        assertThat(recorded.confirmed()).isEqualTo(19L);
    }

    @Test
    void withoutPayloadOnlyItsLengthIsToldAndCanBeReplayed() throws Exception {
        Path file = folder.resolve("dialogue.txt");
        int port = freePort();
        Sim7028ModemConfiguration modem = modem("simulator://" + name);
        modem.setTranscriptPayload(false);
        record(modem, file, port);
        assertThat(Files.readString(file))
                .contains(" > " + "\\?".repeat(19) + "\n")
                .contains("AT+CIPSEND=0,19")
                .doesNotContain("temperature", "thank", "4321");
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
                await().atMost(SOON).until(() -> component.directory().snapshots().get(0).links().stream()
                        .anyMatch(link -> link.phase().equals("open")));
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
        virtual = VirtualModem.builder().name(name).sim(SimCard.locked("4321")).start();
        Sim7028ModemConfiguration modem = modem("simulator://" + name);
        modem.setTranscriptFile(file);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = run(modem, server.getLocalPort(), text -> server.accept()
                    .getOutputStream()
                    .write(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(outcome.received()).containsExactly("thank you");
        }
    }
}
