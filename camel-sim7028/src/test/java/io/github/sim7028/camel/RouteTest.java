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
import io.github.sim7028.camel.FakeModems.FakeLink;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What the DSLs promise of any component. */
class RouteTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);

    @AfterEach
    void stop() {
        context.stop();
        assertThat(modems.leased).hasValue(0);
    }

    @Test
    void yamlRoutesNameEndpointsByParametersAndDynamically() throws Exception {
        start(
                """
                - route:
                    from:
                      uri: sim7028
                      parameters:
                        protocol: tcp
                        host: "[2001:db8::1]"
                        port: "{{telemetry.port}}"
                        framing: line
                        charset: UTF-8
                      steps:
                        - to:
                            uri: sim7028
                            parameters:
                              protocol: tcp
                              host: 10.0.0.2
                              port: 7000
                              coalesce: false
                        - toD:
                            uri: "sim7028:udp:[${header.CamelSim7028RemoteAddress}]:${body}"
                            parameters:
                              localPort: 5000
                        - to: mock:done
                """);
        MockEndpoint done = context.getEndpoint("mock:done", MockEndpoint.class);
        done.expectedBodiesReceived("4001", "4002");

        linkOf("tcp [2001:db8::1]:5253").receive("4001\n4002\n");

        done.assertIsSatisfied();
        FakeLink tcp = linkOf("tcp 10.0.0.2:7000");
        assertThat(tcp.sent).extracting(FakeModems.Sent::text).containsExactly("4001", "4002");
        assertThat(tcp.sent.get(0).message().coalesce()).isFalse();
        List<String> destinations = new CopyOnWriteArrayList<>();
        modems.links.stream()
                .filter(link -> link.spec.toString().startsWith("udp"))
                .flatMap(link -> link.sent.stream())
                .forEach(sent -> destinations.add(
                        sent.message().host() + " " + sent.message().port()));
        assertThat(destinations).containsExactlyInAnyOrder("2001:db8::1 4001", "2001:db8::1 4002");
    }

    @Test
    void dynamicUdpDestinationsShareOneEndpointAndOneLink() throws Exception {
        start(
                """
                - route:
                    from:
                      uri: direct:notify
                      steps:
                        - toD: "sim7028:udp:host-${body}.example:${header.port}?localPort=5000"
                """);
        var template = context.createProducerTemplate();

        for (int i = 1; i <= 100; i++) {
            int number = i;
            Map<String, Object> headers =
                    Map.of("port", 1000 + i, Sim7028Constants.REMOTE_PORT, 40000, "kept", "as it was");
            Exchange sent = template.send("direct:notify", exchange -> {
                exchange.getMessage().setBody(number);
                exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeaders()).containsAllEntriesOf(headers);
        }

        assertThat(context.getEndpoints())
                .filteredOn(endpoint -> endpoint instanceof Sim7028Endpoint)
                .hasSize(1);
        assertThat(modems.links).hasSize(1);
        assertThat(modems.link().spec).hasToString("udp at local port 5000");
        assertThat(modems.link().sent).hasSize(100).last().satisfies(sent -> assertThat(
                        sent.message().host() + ":" + sent.message().port())
                .isEqualTo("host-100.example:1100"));
    }

    @ExpectedLog(
            value = Said.DELIVERY_FAILED + "org.apache.camel.ResolveEndpointFailedException: ",
            level = Level.ERROR,
            stack = true)
    @Test
    void aDynamicDestinationThatIsNoneIsExplained() throws Exception {
        start(
                """
                - route:
                    from:
                      uri: direct:notify
                      steps:
                        - toD: "sim7028:udp:${body}:5000"
                """);
        var template = context.createProducerTemplate();

        assertThatThrownBy(() -> template.sendBody("direct:notify", "a\"b"))
                .hasStackTraceContaining("host: 'a\"b' is not a host");
    }

    @Test
    void yamlNamesAServerByParameters() throws Exception {
        start(
                """
                - route:
                    from:
                      uri: sim7028
                      parameters:
                        protocol: tcp-server
                        port: "{{telemetry.port}}"
                        serverIndex: 1
                        backlog: 2
                        maxClients: 4
                        allowedClients: "10.0.0.0/8, 2001:db8::/32"
                        framing: line
                        sync: true
                      steps:
                        - transform:
                            simple: "re: ${body}"
                """);

        assertThat(modems.servers)
                .containsExactly(new ServerSpec(
                        5253, 1, 2, List.of(IpRange.parse("10.0.0.0/8"), IpRange.parse("2001:db8::/32")), 4));
    }

    @Test
    void pollEnrichTakesTheNextMessage() throws Exception {
        start(
                """
                - route:
                    from:
                      uri: direct:ask
                      steps:
                        - pollEnrich:
                            expression:
                              constant: "sim7028:tcp:10.0.0.1:7?framing=line"
                            timeout: 20000
                """);
        var answer = context.createProducerTemplate().asyncRequestBody("direct:ask", "?", String.class);
        await().until(() -> !modems.links.isEmpty());

        modems.link().receive("answer\n");

        assertThat(answer.get()).isEqualTo("answer");
    }

    private FakeLink linkOf(String spec) {
        return modems.links.stream()
                .filter(link -> link.spec.toString().equals(spec))
                .findFirst()
                .orElseThrow(() -> new AssertionError(spec + " is not among "
                        + modems.links.stream()
                                .map(link -> link.spec.toString())
                                .toList()));
    }

    private void start(String yaml) throws Exception {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.getPropertiesComponent().addInitialProperty("telemetry.port", "5253");
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("route.yaml", yaml));
        context.start();
    }
}
