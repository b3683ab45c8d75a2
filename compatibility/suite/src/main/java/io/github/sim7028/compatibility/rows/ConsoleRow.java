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

import java.util.List;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

public class ConsoleRow {

    @Test
    void textAndJsonShowTheModem() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.context.setDevConsole(true);
            rig.start();
            rig.sends(peer.uri(), "HELLO");
            DevConsole console = rig.context
                    .getCamelContextExtension()
                    .getContextPlugin(DevConsoleRegistry.class)
                    .resolveById("sim7028");

            assertThat((String) console.call(MediaType.TEXT))
                    .contains("Modem default on " + rig.device)
                    .contains("State: ready since ")
                    .contains("tcp 127.0.0.1:" + peer.port())
                    .contains("Sent: 1 message: 1 confirmed (5 bytes)");
            JsonObject json = (JsonObject) Jsoner.deserialize(((JsonObject) console.call(MediaType.JSON)).toJson());
            JsonObject modem = (JsonObject) ((List<?>) json.get("modems")).get(0);
            assertThat(modem).containsEntry("modem", "default").containsEntry("state", "ready");
            assertThat(((JsonObject) modem.get("counters")).getLong("confirmed"))
                    .isEqualTo(1);
        }
    }
}
