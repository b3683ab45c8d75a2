package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process that is killed, with a simulated modem and a real server. */
@Timeout(300)
class GatewayTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Pattern HELD = Pattern.compile("\"ID\":(\\d+),\"READING_KEY\":\"([^\"]*)\",\"STATE\":\"HELD\"");
    /** With one of them on its way, when the process is killed. */
    private static final int READINGS = 30;

    @TempDir
    Path folder;

    private final List<String> accepted = new ArrayList<>();

    private GatewayProcess start(Server server, String policy, String device, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "--gateway.server=" + server.address(),
                "--gateway.unknown=" + policy,
                "--camel.component.sim7028.device=" + device));
        options.addAll(List.of(more));
        return new GatewayProcess(folder, options.toArray(String[]::new));
    }

    private void accept(GatewayProcess gateway, int number) throws Exception {
        HttpResponse<String> answer = gateway.send(
                "POST",
                "/readings",
                "temperature=" + number,
                "Content-Type",
                "text/plain",
                "Idempotency-Key",
                "r" + number);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        accepted.add("http:r" + number);
    }

    /** A kill while readings are sent: some have arrived, and some have not. */
    private void killWhileSending(Server server, String policy) throws Exception {
        // the module takes its time to confirm, so that the kill comes in between
        String device = "simulator://gateway?faults=delay 200ms line='+CIPSEND: *'";
        try (GatewayProcess gateway = start(server, policy, device)) {
            int before = accepted.size();
            int arrived = server.keys().size();
            for (int i = 0; i < READINGS; i++) {
                accept(gateway, before + i);
            }
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> server.keys().size() >= arrived + 5);
            gateway.kill();
            assertThat(server.keys().size()).as("killed too late").isLessThan(accepted.size());
        }
    }

    /** The option counts when the gateway starts again. */
    @Test
    void losesNothingWhenItIsKilledAndRepeatsOnlyWhatTheOperatorAllows() throws Exception {
        try (Server server = new Server()) {
            killWhileSending(server, "hold");
            // sends again what was on its way at the first kill
            killWhileSending(server, "resend");
            List<String> before = List.copyOf(server.keys());
            assertThat(before.size() - new HashSet<>(before).size()).isBetween(0, 1);

            // holds what was on its way at the second kill
            try (GatewayProcess gateway = start(server, "hold", "simulator://gateway")) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(gateway.get("/outbox")).doesNotContain("WAITING", "SENDING"));
                List<String> after = server.keys().subList(before.size(), server.keys().size());
                assertThat(after).as("came twice").doesNotHaveDuplicates().doesNotContainAnyElementsOf(before);
                Set<String> known = new HashSet<>(server.keys());
                List<String> held = new ArrayList<>();
                Matcher matcher = HELD.matcher(gateway.get("/outbox"));
                while (matcher.find()) {
                    held.add(matcher.group(1));
                    known.add(matcher.group(2));
                }
                assertThat(held).hasSizeLessThanOrEqualTo(1);
                assertThat(known).as("arrived or held").containsAll(accepted);

                for (String id : held) {
                    assertThat(gateway.send("PUT", "/outbox/" + id + "/resend", null).statusCode()).isEqualTo(204);
                }
                await().atMost(SOON).untilAsserted(() -> assertThat(server.keys()).containsAll(accepted));
                await().atMost(SOON).untilAsserted(() -> assertThat(gateway.get("/outbox")).isEqualTo("[]"));
            }
        }
    }

    @Test
    void keepsAReadingThatWasNotSentAndSendsItOnceWhenTheServerIsThere() throws Exception {
        Server gone = new Server();
        gone.close();
        try (GatewayProcess gateway = start(
                gone, "hold", "simulator://gateway", "--camel.component.sim7028.send-timeout=5s")) {
            accept(gateway, 1);
            await().atMost(SOON).untilAsserted(() -> assertThat(gateway.get("/outbox"))
                    .contains("\"READING_KEY\":\"http:r1\",\"STATE\":\"WAITING\"")
                    .doesNotContain("\"ATTEMPTS\":0", "\"LAST_ERROR\":null"));

            try (Server server = new Server(gone.port())) {
                await().atMost(SOON).untilAsserted(() -> assertThat(gateway.get("/outbox")).isEqualTo("[]"));
                await().atMost(SOON).untilAsserted(() -> assertThat(server.keys()).containsExactly("http:r1"));
            }
        }
    }

    @Test
    void takesReadingsFromFilesAndCommandsFromTheServerAndShowsAll() throws Exception {
        // the module restarts after it has sent the fifth reading, and before it says so
        String device = "simulator://gateway?faults=reboot loud line='+CIPSEND: *' nth=5";
        try (Server server = new Server();
                GatewayProcess gateway = start(server, "hold", device)) {
            Path inbox = Files.createDirectories(folder.resolve("data/inbox"));
            Files.writeString(inbox.resolve("meter-7.txt"), "power=12\npower=13\n\npower=14\n");
            await().atMost(SOON).until(() -> server.keys().size() == 3);
            assertThat(server.keys()).allMatch(key -> key.matches("file:meter-7\\.txt-\\d+:\\d"));
            await().atMost(SOON).until(() -> !Files.exists(inbox.resolve("meter-7.txt")));

            server.say("interval=30");
            server.say("no command");
            await().atMost(SOON).untilAsserted(() -> assertThat(gateway.get("/commands"))
                    .contains("\"NAME\":\"interval\"", "\"CONTENT\":\"30\"")
                    .doesNotContain("no command"));

            accept(gateway, 1);
            HttpResponse<String> again = gateway.send(
                    "POST", "/readings", "temperature=1", "Content-Type", "text/plain", "Idempotency-Key", "r1");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(gateway.send("POST", "/readings", "x", "Content-Type", "text/plain").statusCode())
                    .isEqualTo(400);

            assertThat(gateway.get("/actuator/health")).contains("sim7028-modem-default", "\"status\":\"UP\"");
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            gateway.get("/actuator/metrics/sim7028.messages.completed?tag=outcome:confirmed"))
                    .contains("\"value\":4.0"));
            assertThat(gateway.get("/sim7028/")).contains("<title>SIM7028 modems</title>");
            assertThat(gateway.get("/sim7028/api/modems")).contains("\"up\":1", "\"confirmed\":4");

            accept(gateway, 2);
            await().atMost(SOON).until(() -> gateway.get("/outbox").contains("HELD"));
            Matcher held = HELD.matcher(gateway.get("/outbox"));
            assertThat(held.find()).isTrue();
            assertThat(held.group(2)).isEqualTo("http:r2");
            assertThat(gateway.send("DELETE", "/outbox/" + held.group(1), null).statusCode()).isEqualTo(204);
            assertThat(gateway.send("DELETE", "/outbox/" + held.group(1), null).statusCode()).isEqualTo(404);

            for (String command : readme()) {
                assertThat(shell(command.replace("localhost:8080", "localhost:" + gateway.port()))).as(command).isZero();
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(server.keys()).contains("http:meter-7-0001"));
            assertThat(server.keys()).containsOnlyOnce("http:r1", "http:r2", "http:meter-7-0001");
        }
    }

    private static List<String> readme() throws IOException {
        List<String> commands = Files.readString(Path.of("README.md")).lines()
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(commands).hasSize(3);
        return commands;
    }

    private static int shell(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command.replace("curl ", "curl -s -f ")).start().waitFor();
    }
}
