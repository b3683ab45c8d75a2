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
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Routes that serve TCP clients of a modem in transparent mode, one at a time: the note's example 3.4.1. */
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(value = Said.ROUTE_REFUSED, level = Level.ERROR, stack = true)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.CLIENT_REFUSED)
@ExpectedLog(Said.SERVER_NOT_STARTED + ".*Failed to bind socket")
class TransparentServerRouteTest {

    private static final Path PAGE = Path.of("../docs/component.md");

    private RouteRig rig;
    private int port;

    @BeforeEach
    void prepare() {
        port = FreePort.find();
        rig = new RouteRig();
        rig.settings.setAccessMode(AccessMode.TRANSPARENT);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private String server(String options) {
        return "sim7028:tcp-server:" + port + options;
    }

    /** 3.4.1, by DTR, and by +++ as in the note where the line has no such wire. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exampleOfTheNote(boolean dtr) throws Exception {
        if (!dtr) {
            rig.settings.setDevice("socket://127.0.0.1:" + rig.virtual.listen().getPort());
        }
        rig.start(rig.keeping("in", server("")));
        try (Socket client = connect()) {
            write(client, "DATA FROM CLIENT");
            awaitReceived("DATA FROM CLIENT");
            Exchange sent = rig.sends(server(""), "HELLO CLIENT");
            assertThat(read(client, 12)).isEqualTo("HELLO CLIENT");
            assertThat(sent.getMessage().getHeaders())
                    .containsEntry(Sim7028Constants.REQUESTED_LENGTH, 12L)
                    .doesNotContainKey(Sim7028Constants.CONFIRMED_LENGTH);
            assertThat(rig.received.get(0).getHeaders())
                    .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                    .containsEntry(Sim7028Constants.REMOTE_PORT, client.getLocalPort())
                    .containsEntry(Sim7028Constants.LOCAL_PORT, port)
                    .containsEntry(Sim7028Constants.SERVER_INDEX, 0)
                    .containsEntry(Sim7028Constants.LINK, 0);
            rig.context.stop();
            assertThat(client.getInputStream().read()).isNegative();
        }
        assertThat(rig.virtual.commands())
                .containsSubsequence(
                        "AT+CIPMODE=1",
                        "AT+NETOPEN",
                        "AT+SERVERSTART=" + port + ",0,3",
                        "AT+CIPCLOSE=0",
                        "AT+SERVERSTOP=0")
                .noneMatch(command -> command.startsWith("AT+CIPSEND="));
    }

    @Test
    void eachClientInTurnGetsTheAnswersToWhatItAsked() throws Exception {
        rig.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(server("?sync=true&framing=line&charset=UTF-8")).transform(simple("re: ${body}"));
            }
        });
        try (Socket one = connect()) {
            write(one, "a\nb\n");
            assertThat(read(one, 12)).isEqualTo("re: a\nre: b\n");
            try (Socket two = connect()) {
                write(two, "c\n");
                hangUp(one);
                assertThat(read(two, 6)).isEqualTo("re: c\n");
            }
        }
    }

    @Test
    void aProducerSendsToTheClientThatIsConnectedByItsLinkOrWithout() throws Exception {
        rig.start(rig.keeping("in", server("?framing=line&charset=UTF-8")));
        assertThat(rig.send(server("?framing=line&charset=UTF-8"), "nobody").getException())
                .isInstanceOf(Sim7028SendException.class)
                .hasMessageContaining("no client is connected");
        try (Socket client = connect()) {
            write(client, "here\n");
            rig.awaitBodies("here");
            rig.sends(server("?framing=line&charset=UTF-8"), "all");
            assertThat(read(client, 4)).isEqualTo("all\n");
            Exchange sent = rig.template.send(server("?framing=line&charset=UTF-8"), exchange -> {
                exchange.getMessage().setHeaders(rig.received.get(0).getHeaders());
                exchange.getMessage().setBody("one");
            });
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeaders()).doesNotContainKey(Sim7028Constants.CONFIRMED_LENGTH);
            assertThat(read(client, 4)).isEqualTo("one\n");
        }
    }

    @Test
    void aClientThatIsNotAllowedIsClosedAndTheRouteServesOn() throws Exception {
        rig.start(rig.keeping("in", server("?allowedClients=10.0.0.0/8")));
        for (int i = 0; i < 2; i++) {
            try (Socket client = connect()) {
                write(client, "let me in");
                assertThat(ends(client)).isTrue();
            }
        }
        assertThat(rig.received).isEmpty();
    }

    @Test
    void afterARebootTheServerListensAgain() throws Exception {
        rig.start(rig.keeping("in", server("?framing=line&charset=UTF-8")));
        try (Socket client = connect()) {
            write(client, "before\n");
            rig.awaitBodies("before");
            rig.virtual.reboot(true);
            assertThat(ends(client)).isTrue();
        }
        await().atMost(RouteRig.SOON).ignoreExceptions().until(() -> {
            try (Socket client = connect()) {
                write(client, "after\n");
                await().atMost(RouteRig.SOON).until(() -> rig.bodies().contains("after"));
                return true;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sim7028:tcp-server:8080?serverIndex=1, serverIndex=1 for tcp-server :8080 (server 1)",
        "sim7028:tcp-server:8080?maxClients=2, maxClients=2 for tcp-server :8080 (server 0)"
    })
    void whatAServerCannotDoIsRefusedAtStart(String uri, String why) {
        assertThatThrownBy(() -> rig.start(rig.keeping("in", uri)))
                .rootCause()
                .hasMessageContaining(why)
                .hasMessageContaining("modem 'default' has accessMode=transparent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sim7028:tcp:10.0.0.1:7000",
                "sim7028:udp:10.0.0.1:7000?localPort=5000",
                "sim7028:tcp-server:8080"
            })
    void aSecondUseOfTheOneConnectionIsRefusedWithBothNamed(String uri) throws Exception {
        rig.start(rig.keeping("first", server("")));
        assertThatThrownBy(() -> rig.context.addRoutes(rig.keeping("second", uri)))
                .rootCause()
                .hasMessageContaining(uri.split("[?:]")[1])
                .hasMessageContaining("tcp-server :" + port);
    }

    @Test
    void aServerBesideAClientIsRefusedWithBothNamed() throws Exception {
        rig.start(rig.keeping("first", "sim7028:tcp:127.0.0.1:9"));
        assertThatThrownBy(() -> rig.context.addRoutes(rig.keeping("second", server(""))))
                .rootCause()
                .hasMessageContaining("tcp-server :" + port)
                .hasMessageContaining("beside tcp 127.0.0.1:9")
                .hasMessageContaining("accessMode=transparent");
    }

    /** The example of the page. */
    @Test
    void theRouteOfThePageAnswers() throws Exception {
        String section = Pattern.compile("(?ms)^## Transparent mode$.*?(?=^## )")
                .matcher(Files.readString(PAGE))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        List<String> routes = Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
                .matcher(section)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(routes).hasSize(1);
        PluginHelper.getRoutesLoader(rig.context)
                .loadRoutes(
                        ResourceHelper.fromString("example.yaml", routes.get(0).replace("8080", "" + port)));
        rig.start();
        try (Socket client = connect()) {
            write(client, "temperature\n");
            assertThat(read(client, "you said temperature\n".length())).isEqualTo("you said temperature\n");
        }
    }

    // ---- what the tests are made of

    private void awaitReceived(String all) {
        await().atMost(RouteRig.SOON)
                .untilAsserted(() -> assertThat(String.join("", rig.bodies())).isEqualTo(all));
    }

    /** Tries until the module listens. */
    private Socket connect() {
        Socket[] connected = new Socket[1];
        await().atMost(RouteRig.SOON).ignoreExceptions().until(() -> {
            connected[0] = new Socket(InetAddress.getLoopbackAddress(), port);
            connected[0].setSoTimeout((int) RouteRig.SOON.toMillis());
            return true;
        });
        return connected[0];
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void hangUp(Socket client) throws IOException {
        client.close();
    }

    /** Whether the connection is over, in order or not. */
    private static boolean ends(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
