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

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class MetersRow {

    @Test
    void aRegistryInCamelsRegistryHasTheMeters() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.context.getRegistry().bind("metricsRegistry", registry);
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to(peer.uri());
                }
            });
            rig.sends("direct:up", "HELLO");
            FunctionCounter sent = registry.get("sim7028.data.sent")
                    .tags("modem", "default", "component", "sim7028", "camelContext", rig.context.getName())
                    .functionCounter();
            assertThat(sent.count()).isEqualTo(5);
            assertThat(registry.get("sim7028.modems.ready").gauge().value()).isEqualTo(1);
            assertThat(registry.get("sim7028.signal.rssi").gauge().value()).isEqualTo(-67);

            rig.context.stop();

            assertThat(registry.getMeters()).isEmpty();
        }
    }
}
