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
package io.github.sim7028.camel.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.CapturedLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The page docs/kamelets.md is true. */
class KameletsPageTest {

    private static final Path PAGE = Path.of("../docs/kamelets.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theTableNamesAllProperties() throws IOException {
        Map<String, List<String>> table = new TreeMap<>();
        for (MatchResult row : find("^\\| `(sim7028-\\w+)` \\| (\\w+) \\| .* \\| (.*) \\|$")) {
            assertThat(row.group(2)).isEqualTo(type(row.group(1)));
            table.put(row.group(1), List.of(row.group(3).replace("`", "").split(", ")));
        }
        assertThat(table).containsOnlyKeys(Kamelets.NAMES);
        table.forEach((name, properties) -> assertThat(properties)
                .containsExactlyElementsOf(
                        Kamelets.properties(Kamelets.load(name)).keySet()));
        assertThat(Files.readString(PAGE))
                .contains("camel-sim7028-kamelets:" + System.getProperty("project.version") + "`");
    }

    private static String type(String name) {
        return Kamelets.<Map<String, String>>at(Kamelets.load(name), "metadata", "labels")
                .get("camel.apache.org/kamelet.type");
    }

    /** All of them in one context: a server gets the reading, answers, and the source, the request and the sink go on. */
    @Test
    void theRoutesOfThePageRun() throws Exception {
        try (ServerSocket telemetry = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocket commands = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                DefaultCamelContext context = Kamelets.context();
                CapturedLog log = CapturedLog.of("")) {
            inBackground(() -> answer(telemetry));
            inBackground(() -> answer(commands));
            for (MatchResult block : find("^```yaml\\n(.*?)^```$")) {
                Kamelets.addRoute(
                        context,
                        block.group(1)
                                .replaceAll("(telemetry|commands)[.]example[.]com", "127.0.0.1")
                                .replaceAll("port: 7000\\b", "port: " + telemetry.getLocalPort())
                                .replaceAll("port: 7001\\b", "port: " + commands.getLocalPort()));
            }
            context.start();

            await().atMost(PATIENCE).until(() -> log.messages(Level.INFO).stream()
                    .anyMatch(message -> message.startsWith("the server says thanks for temperature=")));
            assertThat(send(context, "direct:ask", "how warm?").getMessage().getBody())
                    .isEqualTo("thanks for how warm?");
            assertThat(send(context, "direct:up", "two\nlines").getException()).isNull();
            assertThat(log.messages(Level.INFO)).anyMatch(message -> message.contains("Body: twolines"));
        }
    }

    /** An ordinary server that answers every line. */
    private static void answer(ServerSocket server) throws IOException {
        while (true) {
            Socket client = server.accept();
            inBackground(() -> {
                try (client) {
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        client.getOutputStream().write(("thanks for " + line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            });
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Exchange send(DefaultCamelContext context, String to, String body) {
        return context.createFluentProducerTemplate().to(to).withBody(body).request(Exchange.class);
    }

    private static List<MatchResult> find(String pattern) throws IOException {
        return Pattern.compile(
                        pattern, pattern.contains("```") ? Pattern.MULTILINE | Pattern.DOTALL : Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .toList();
    }
}
