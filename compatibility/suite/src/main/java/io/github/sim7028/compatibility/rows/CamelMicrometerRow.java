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

import io.github.sim7028.compatibility.ThisColumn;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

public class CamelMicrometerRow {

    @Test
    void camelsOwnRegistryHasTheMeters() throws Exception {
        ThisColumn.requires("camel-micrometer");
        ThisColumn.requires("camel-micrometer-prometheus");
        Main main = new Main();
        try (Peer peer = Peer.keeping()) {
            main.addInitialProperty("camel.metrics.enabled", "true");
            main.addInitialProperty("camel.component.sim7028.device", "simulator://" + UUID.randomUUID());
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to(peer.uri());
                }
            });
            main.start();
            main.getCamelContext().createProducerTemplate().sendBody("direct:up", "HELLO");
            MeterRegistry registry =
                    main.getCamelContext().getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class);

            assertThat(registry.get("sim7028.data.sent")
                            .tag("modem", "default")
                            .functionCounter()
                            .count())
                    .isEqualTo(5);
            assertThat(registry.getMeters())
                    .anyMatch(meter -> meter.getId().getName().startsWith("camel."));
        } finally {
            main.stop();
        }
    }
}
