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
package io.github.sim7028.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.VirtualModems;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control of modems over HTTP, byte by byte. */
@Timeout(60)
class ControlServerTest {

    private static final String JSON = "Content-Type: application/json\r\n";

    private final VirtualModems modems = VirtualModems.start(2, "web", modem -> modem.keepDialogue(3));
    private final VirtualTimeline time = new VirtualTimeline();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ControlServer(new ModemControl(modems.all(), time, 0), new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void end() {
        server.close();
        modems.close();
    }

    private record Reply(String status, String head, String body) {}

    private Reply request(String method, String path, String headers, String body) throws IOException {
        String host = headers.contains("Host:")
                ? ""
                : "Host: 127.0.0.1:" + server.address().getPort() + "\r\n";
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(20_000);
            String head = method + ' ' + path + " HTTP/1.1\r\n" + host + headers + "Connection: close\r\n"
                    + (method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            InputStream in = socket.getInputStream();
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new Reply(all.substring(9, 12), all.substring(0, end), all.substring(end + 4));
        }
    }

    private Reply get(String path) throws IOException {
        return request("GET", path, "", "");
    }

    private Reply post(String body) throws IOException {
        return request("POST", "/api/commands", JSON, body);
    }

    @Test
    void commandsAreRunAndTheStateIsTold() throws IOException {
        assertThat(post("{\"command\":\"signal\",\"value\":12,\"modems\":\"2\",\"for\":\"60s\"}"))
                .extracting(Reply::status, Reply::body)
                .containsExactly("200", "{\"done\":true,\"modems\":{\"web-2\":\"\"}}");
        assertThat(get("/api/modems").body())
                .startsWith("{\"modems\":[{\"name\":\"web-1\",\"imei\":\"860000000000017\"")
                .contains("\"signal\":23", "\"signal\":12", "\"registration\":\"home\"", "\"links\":[]");
        assertThat(get("/api/commands").body())
                .contains("{\"name\":\"hangup\",\"value\":\"\",\"takesTime\":false,\"help\":\"");
    }

    @Test
    void theDialogueIsToldFromALineOn() throws IOException {
        for (int line = 0; line < 4; line++) {
            modems.get(1).setBusy(true);
        }
        assertThat(get("/api/dialogue?modem=web-1").body()).startsWith("{").contains("\"next\":4", "* busy");
        assertThat(get("/api/dialogue?modem=web-1&from=4").body()).contains("\"lines\":[]");
        assertThat(get("/api/dialogue?modem=roof").status()).isEqualTo("400");
        assertThat(get("/api/dialogue?modem=web-1&from=x").body())
                .isEqualTo("{\"error\":\"from must be a number, not 'x'\"}");
    }

    @Test
    void pagesOfOtherSitesCannotChangeOrReadAnything() throws IOException {
        String busy = "{\"command\":\"busy\"}";
        // what a form or a simple request of another page can send
        assertThat(request("POST", "/api/commands", "Content-Type: text/plain\r\n", busy)
                        .status())
                .isEqualTo("403");
        assertThat(request("POST", "/api/commands", "", busy).status()).isEqualTo("403");
        assertThat(request("POST", "/api/commands", JSON + "Origin: http://evil.example\r\n", busy)
                        .status())
                .isEqualTo("403");
        assertThat(request("POST", "/api/commands", JSON + "Origin: null\r\n", busy)
                        .status())
                .isEqualTo("403");
        // another site's name that was made to lead here
        String rebound = "Host: evil.example:" + server.address().getPort() + "\r\n";
        assertThat(request("POST", "/api/commands", JSON + rebound, busy).status())
                .isEqualTo("403");
        assertThat(request("GET", "/api/modems", rebound, "").status()).isEqualTo("403");
        assertThat(modems.get(1).state().busy()).isFalse();

        // the question of a browser before such a request is not answered in its favour
        assertThat(request("OPTIONS", "/api/commands", "Origin: http://evil.example\r\n", "")
                        .head())
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control-Allow");

        String own = "Origin: http://127.0.0.1:" + server.address().getPort() + "\r\n";
        assertThat(request("POST", "/api/commands", JSON + own, busy).status()).isEqualTo("200");
        assertThat(modems.get(1).state().busy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"command\":\"explode\"} | Unknown command 'explode'",
                "{\"value\":\"1\"} | The key command is missing",
                "{\"command\":\"busy\",\"colour\":1} | Unknown key 'colour'; known are command, for, modems, value",
                "{\"command\":\"busy\",\"command\":\"mute\"} | The key command is there twice",
                "command: busy | The body must be a JSON object",
                "{command: busy} | The body must be a JSON object",
                "{\"command\":'busy'} | The body must be a JSON object",
                "{\"command\":{\"a\":1}} | The body must be a JSON object",
                "[\"busy\"] | The body must be a JSON object",
                "{\"command\": | The body must be a JSON object",
                "\"busy\" | The body must be a JSON object"
            })
    void wrongBodiesAreExplained(String body, String message) throws IOException {
        Reply reply = post(body);
        assertThat(reply.status()).isEqualTo("400");
        assertThat(reply.body()).startsWith("{\"error\":\"" + message);
    }

    @Test
    void neitherALongNorADeepBodyCostsMuch() throws IOException {
        assertThat(post("{\"command\":\"" + "x".repeat(9000) + "\"}").body()).contains("longer than 8192 bytes");
        assertThat(post("{\"command\":" + "[".repeat(8000)).status()).isEqualTo("400");
        assertThat(get("/api/modems").status()).isEqualTo("200");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        assertThat(get("/../etc/passwd").status()).isIn("400", "404");
        assertThat(get("/web/index.html").status()).isEqualTo("404");
        assertThat(request("DELETE", "/api/modems", JSON, "").status()).isEqualTo("405");
        assertThat(request("POST", "/api/modems", JSON, "{}").status()).isEqualTo("404");
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws IOException {
        Reply page = get("/");
        assertThat(page.head()).contains("text/html", "default-src 'none'", "nosniff");
        assertThat(page.body()
                        + get("/simulator.js").body()
                        + get("/simulator.css").body())
                .contains("SIM7028")
                .doesNotContain("http://", "https://", "innerHTML", "url(");
    }

    @Test
    void aPortInUseIsExplained() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> new ControlServer(new ModemControl(modems.all(), time, 0), address).close())
                    .hasMessageContaining("Cannot listen on");
        }
    }

    @Test
    void modemsThatAreClosedAreToldAsSuch() throws IOException {
        modems.close();
        assertThat(post("{\"command\":\"busy\"}"))
                .extracting(Reply::status, Reply::body)
                .containsExactly("503", "{\"error\":\"The virtual modem is closed\"}");
    }
}
