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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.VirtualModem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A Camel context, the component, and a virtual modem of its own behind it, with short pauses. */
final class Rig implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    final String device = "simulator://" + UUID.randomUUID();
    final DefaultCamelContext context = new DefaultCamelContext();
    final Sim7028Component component = new Sim7028Component(context);
    final Sim7028ModemConfiguration settings = component.getConfiguration();
    final List<Message> received = new CopyOnWriteArrayList<>();
    final VirtualModem modem;
    ProducerTemplate template;

    Rig() {
        modem = VirtualModem.builder()
                .name(device.substring("simulator://".length()))
                .host("telemetry.example", "127.0.0.1")
                .start();
        settings.setDevice(device);
        settings.setReconnectDelay(50);
        settings.setApn("iot.example");
        context.addComponent("sim7028", component);
        context.getRegistry().bind("keep", (org.apache.camel.Processor) this::keep);
    }

    /** Starts routes and waits for the modem. */
    Rig start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        return started();
    }

    /** The same for the routes of a file, whose name tells in which language they are. */
    Rig load(String file, String routes) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, routes));
        return started();
    }

    private Rig started() {
        context.start();
        template = context.createProducerTemplate();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(operate("status", ModemReport.class).state()).isEqualTo(ModemState.READY));
        return this;
    }

    /** A route that keeps what comes. */
    RouteBuilder keeping(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("keeping").process(Rig.this::keep);
            }
        };
    }

    private void keep(Exchange exchange) {
        received.add(exchange.getMessage().copy());
    }

    Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    /** A send that has to succeed. */
    Message sends(String uri, Object body) {
        return succeeded(send(uri, body));
    }

    Message sends(String uri, Object body, Map<String, Object> headers) {
        return succeeded(send(uri, body, headers));
    }

    private static Message succeeded(Exchange sent) {
        assertThat(sent.getException()).isNull();
        return sent.getMessage();
    }

    <T> T operate(String operation, Class<T> type) {
        Object body = sends("sim7028:modem?operation=" + operation, null).getBody();
        assertThat(body).isInstanceOf(type);
        return type.cast(body);
    }

    /** What came, as text. */
    List<String> bodies() {
        return received.stream().map(message -> message.getBody(String.class)).toList();
    }

    void awaitBodies(String... bodies) {
        await().atMost(SOON).untilAsserted(() -> assertThat(bodies()).containsExactly(bodies));
    }

    @Override
    public void close() {
        context.stop();
        modem.close();
    }
}
