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
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

public class EventsRow {

    @Test
    @ExpectedLog("^Modem '[^']*'(:| is down:) the module restarted")
    void eventsBecomeExchanges() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(rig.keeping("sim7028:modem?events=state,link,restart"));
            rig.sends(peer.uri(), "HELLO");
            awaitType(rig, "linkOpened");
            rig.modem.reboot(true);
            awaitType(rig, "moduleRestarted");
            awaitType(rig, "linkClosed");

            assertThat(rig.received).allSatisfy(event -> {
                assertThat(event.getBody()).isInstanceOf(ModemEvent.class);
                assertThat(event.getHeader(Sim7028Constants.MODEM)).isEqualTo("default");
                assertThat(event.getHeader(Sim7028Constants.RECEIVED_TIME)).isNotNull();
            });
            assertThat(types(rig).get(0)).isEqualTo("statusChanged");
        }
    }

    private static void awaitType(Rig rig, String type) {
        await().atMost(Rig.SOON).untilAsserted(() -> assertThat(types(rig)).contains(type));
    }

    private static List<String> types(Rig rig) {
        return rig.received.stream()
                .map(event -> event.getHeader(Sim7028Constants.EVENT_TYPE, String.class))
                .toList();
    }
}
