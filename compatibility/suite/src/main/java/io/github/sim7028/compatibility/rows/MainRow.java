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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.modem.settings.PowerCycle;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

public class MainRow {

    @Test
    void propertiesConfigureTheDefaultModemAndNamedOnes() throws Exception {
        Main main = new Main();
        PowerCycle relay = modem -> {};
        main.bind("relay", relay);
        Map.of(
                        "camel.component.sim7028.device", "simulator://" + UUID.randomUUID(),
                        "camel.component.sim7028.baud-rate", "921600",
                        "camel.component.sim7028.flowControl", "rtscts",
                        "camel.component.sim7028.command-timeout", "4s",
                        "camel.component.sim7028.metrics-modem-tag", "false",
                        "camel.component.sim7028.modems[roof].device",
                                "{{env:SIM7028_NO_SUCH_VARIABLE:simulator://" + UUID.randomUUID() + "}}",
                        "camel.component.sim7028.modems[roof].connect-timeout", "1m",
                        "camel.component.sim7028.modems[roof].powerCycle", "#bean:relay",
                        "camel.component.sim7028.modems[bean]", "#bean:cellar")
                .forEach(main::addInitialProperty);
        Sim7028ModemConfiguration cellar = new Sim7028ModemConfiguration();
        cellar.setDevice("simulator://" + UUID.randomUUID());
        main.bind("cellar", cellar);
        try (Peer peer = Peer.keeping()) {
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:default").to(peer.uri());
                    from("direct:roof").to(peer.uri() + "?modem=roof");
                    from("direct:bean").to(peer.uri() + "?modem=bean");
                }
            });
            main.start();
            ProducerTemplate template = main.getCamelContext().createProducerTemplate();
            template.sendBody("direct:default", "1");
            peer.awaitGot("1");
            template.sendBody("direct:roof", "2");
            peer.awaitGot("12");
            template.sendBody("direct:bean", "3");
            peer.awaitGot("123");

            Sim7028Component component = main.getCamelContext().getComponent("sim7028", Sim7028Component.class);
            assertThat(component.getConfiguration().getBaudRate()).isEqualTo(921600);
            assertThat(component.getConfiguration().getFlowControl()).isEqualTo(FlowControl.RTSCTS);
            assertThat(component.getConfiguration().getCommandTimeout()).isEqualTo(4000);
            assertThat(component.isMetricsModemTag()).isFalse();
            assertThat(component.getModems()).containsEntry("bean", cellar);
            assertThat(component.getModems().get("roof").getConnectTimeout()).isEqualTo(60_000);
            assertThat(component.getModems().get("roof").getPowerCycle()).isSameAs(relay);
        } finally {
            main.stop();
        }
    }
}
