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

import io.github.sim7028.compatibility.ThisColumn;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

public class SpansRow {

    @Test
    void spansAreNamedByOperationAndPeer() throws Exception {
        ThisColumn.requires("camel-telemetry");
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            Function<String, Map<String, String>> spans = RecordedSpans.of(rig.context);
            rig.start(rig.keeping(peer.uri() + "?framing=line"));
            rig.sends(peer.uri() + "?framing=line", "HELLO");
            peer.say("ANSWER\n");
            rig.operate("signal", Object.class);
            String peerName = " tcp 127.0.0.1:" + peer.port();

            await().atMost(Rig.SOON).untilAsserted(() -> assertThat(spans.apply("receive" + peerName))
                    .containsEntry("span.kind", "CONSUMER")
                    .containsEntry("sim7028.bytes", "6"));
            assertThat(spans.apply("send" + peerName))
                    .containsEntry("span.kind", "PRODUCER")
                    .containsEntry("network.transport", "tcp")
                    .containsEntry("sim7028.modem", "default")
                    .containsEntry("sim7028.link", "0")
                    .containsEntry("sim7028.outcome", "confirmed")
                    .containsEntry("sim7028.bytes", "6");
            assertThat(spans.apply("signal modem default")).containsEntry("span.kind", "CLIENT");
        }
    }
}
