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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.testnet.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class ServerRow {

    @Test
    void aClientIsAnsweredAndToldWhatIsNew() throws Exception {
        int port = FreePort.find();
        String uri = "sim7028:tcp-server:" + port + "?framing=line&charset=UTF-8";
        try (Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri + "&sync=true")
                            .process("keep")
                            .transform(simple("you are ${header.CamelSim7028RemoteAddress}, you say ${body}"));
                    from("direct:all").removeHeader(Sim7028Constants.LINK).to(uri);
                }
            });
            try (Socket client = connect(port);
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
                client.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
                assertThat(lines.readLine()).isEqualTo("you are 127.0.0.1, you say hello");
                rig.sends("direct:all", "news");
                assertThat(lines.readLine()).isEqualTo("news");
            }
            assertThat(rig.received.get(0).getHeaders())
                    .containsEntry(Sim7028Constants.SERVER_INDEX, 0)
                    .containsKeys(Sim7028Constants.LINK, Sim7028Constants.REMOTE_PORT);
        }
    }

    /** As soon as the module listens. */
    private static Socket connect(int port) {
        AtomicReference<Socket> client = new AtomicReference<>();
        await().atMost(Rig.SOON).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            client.set(new Socket("127.0.0.1", port));
            client.get().setSoTimeout((int) Rig.SOON.toMillis());
            return true;
        });
        return client.get();
    }
}
