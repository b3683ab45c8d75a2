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
package io.github.sim7028.camel.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.WakeUp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routes of an application of Quarkus talk to a peer through simulated modems; properties and beans reach the component. */
@QuarkusTest
@QuarkusTestResource(Peer.class)
@QuarkusTestResource(QuarkusLog.class)
class RoutesTest {

    @Inject
    CamelContext camel;

    @Inject
    ProducerTemplate template;

    @Inject
    Received received;

    /** Set by {@link Peer}. */
    List<String> sentToThePeer;

    /** Set by {@link QuarkusLog}. */
    List<String> warnings;

    @AfterEach
    void nothingIsWarnedOf() {
        assertThat(warnings).isEmpty();
    }

    private Sim7028Component component() {
        return camel.getComponent("sim7028", Sim7028Component.class);
    }

    @Test
    void aLineGoesUpAndTheAnswerComesDown() {
        template.sendBody("direct:up", "temperature=21");

        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(received.lines()).contains("re: temperature=21"));
    }

    @Test
    void aNamedModemSendsToo() {
        template.sendBody("direct:roof", "from the roof");

        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(sentToThePeer).contains("from the roof"));
    }

    @Test
    void aFramingOfTheApplicationsIsFoundByItsName() {
        template.sendBody("direct:loud", "help");

        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(sentToThePeer).contains("help!"));
    }

    @Test
    void expressionsLookIntoReports() {
        assertThat(template.requestBody("direct:signal", null, String.class)).matches("\\d+ [a-z ]+");

        ModemReport report = template.requestBody("direct:status", null, ModemReport.class);
        assertThat(report.modem()).isEqualTo("roof");
        assertThat(report.toMap()).containsKeys("state", "signal", "counters");
    }

    @Test
    void optionsOfEachKindReachTheComponent() {
        Sim7028ModemConfiguration own = component().getConfiguration();
        assertThat(own.getDevice()).isEqualTo("simulator://it");
        assertThat(own.getPollInterval()).isEqualTo(90_000);
        assertThat(own.getFlowControl()).isEqualTo(FlowControl.RTSCTS);
        assertThat(component().isAllowDeviceInUri()).isTrue();
    }

    @Test
    void modemsHaveNamesAndOptionsOfTheirOwn() {
        assertThat(component().getModems()).containsOnlyKeys("roof", "north.wall", "garage");
        Sim7028ModemConfiguration roof = component().getModems().get("roof");
        assertThat(roof.getDevice()).isEqualTo("simulator://it-roof");
        assertThat(roof.getLinkIdleTimeout()).isEqualTo(20_000);
        assertThat(roof.getPollInterval()).isEqualTo(30_000);
    }

    /** Quarkus removes beans that nobody injects, unless they have a name; the test does not inject them either. */
    @Test
    void beansThatOnlyPropertiesNameAreThere() {
        Sim7028ModemConfiguration roof = component().getModems().get("roof");
        assertThat(roof.getPowerCycle()).isInstanceOf(PowerCycle.class).isSameAs(bean("relay"));
        assertThat(roof.getWakeUp()).isInstanceOf(WakeUp.class).isSameAs(bean("pulse"));
        assertThat(component().getModems().get("north.wall").getDevice())
                .isInstanceOf(LineFactory.class)
                .isSameAs(bean("cabinet"));
        assertThat(component().getModems()).containsEntry("garage", (Sim7028ModemConfiguration) bean("garage"));
    }

    private Object bean(String name) {
        return camel.getRegistry().lookupByName(name);
    }
}
