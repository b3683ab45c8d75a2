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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** The component without Kafka: what it refuses, and what it gives to others. */
@ExpectedLog(value = "could not be established|disconnected", logger = "NetworkClient")
class FleetComponentTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final FleetComponent component = new FleetComponent();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void start(Consumer<FleetConfiguration> options) {
        component.getConfiguration().setBrokers("127.0.0.1:9");
        options.accept(component.getConfiguration());
        context.addComponent("sim7028-fleet", component);
        context.start();
    }

    private static Arguments wrong(String message, Consumer<FleetConfiguration> options) {
        return Arguments.of(message, options);
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                wrong("the option brokers is required, for example kafka-1:9092", options -> options.setBrokers(null)),
                wrong("the option group is required", options -> options.setGroup(" ")),
                wrong("the option sessionTimeout is 100 ms, allowed is", options -> options.setSessionTimeout(100)),
                wrong("the option maxUnderWay is 0, allowed is 1 to 64", options -> options.setMaxUnderWay(0)),
                wrong("the option maxUnfinished is 513, allowed is 1 to 512", options -> options.setMaxUnfinished(513)),
                wrong("[acks] of the option kafka cannot be set", options -> options.getKafka()
                        .put("acks", "1")),
                wrong("[acsk] of the option kafka are no properties", options -> options.getKafka()
                        .put("acsk", "1")),
                wrong(
                        "link: 'sim7028:tcp:h:1' has a scheme; write tcp:h:1",
                        options -> options.setLink("sim7028:tcp:h:1")),
                wrong("link: 'h:1' is not a link; write for example tcp:", options -> options.setLink("h:1")),
                wrong("has the option modem, which the component sets", options -> options.setLink("tcp:h:1?modem=a")),
                wrong("/no/modems.csv does not exist", options -> options.setModems("file:/no/modems.csv")),
                wrong("modemDefaults.apm is no option of a modem", options -> options.getModemDefaults()
                        .put("apm", "x")),
                wrong("modemDefaults.baudRate: 'fast' is not a whole number", options -> options.getModemDefaults()
                        .put("baudRate", "fast")),
                wrong(
                        "modemDefaults: these options are for the modems of the option modems, which is not set",
                        options -> options.getModemDefaults().put("apn", "iot.example")),
                wrong("the options downTopic and outcomesTopic have the same topic 'x'", options -> {
                    options.setDownTopic("x");
                    options.setOutcomesTopic("x");
                }),
                wrong(
                        "the options modems and downTopic have the same topic 'sim7028.down'",
                        options -> options.setModems("topic:sim7028.down")),
                wrong("modemDefaults.sendWindow", options -> options.getModemDefaults()
                        .put("send-window", "99")));
    }

    @ParameterizedTest
    @MethodSource
    @ExpectedLog(value = "Error starting CamelContext", level = Level.ERROR, stack = true)
    void wrongOptions(String message, Consumer<FleetConfiguration> options) {
        assertThatThrownBy(() -> start(options)).rootCause().hasMessageContaining(message);
    }

    @Test
    void theGroupIsThereBeforeARouteNamesIt() throws Exception {
        Sim7028Component modems = new Sim7028Component();
        context.addComponent("sim7028", modems);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:tcp:127.0.0.1:9?modem=north").autoStartup(false).to("sim7028-fleet:up");
            }
        });

        start(options -> options.setModemGroup("north"));

        assertThat(context.getRegistry().lookupByName("north")).isNotNull();
        assertThat(context.getRegistry().lookupByName("fleet")).isNull();
    }

    @Test
    void aBeanWithTheNameOfTheGroupFailsTheStart() {
        context.getRegistry().bind("fleet", new Object());

        assertThatThrownBy(() -> start(options -> {}))
                .hasMessage("camel.component.sim7028-fleet.modemGroup: Camel's registry has another bean with the name"
                        + " 'fleet'; set modemGroup to another name");
    }

    @Test
    void endpointsHaveOneDirection() {
        start(options -> {});

        assertThatThrownBy(() -> context.getEndpoint("sim7028-fleet:down"))
                .rootCause()
                .hasMessageContaining("'down' is not known: write sim7028-fleet:commands");
        assertThatThrownBy(() -> context.getEndpoint("sim7028-fleet:commands").createProducer())
                .hasMessageContaining("can only be consumed");
        assertThatThrownBy(() -> context.getEndpoint("sim7028-fleet:up").createConsumer(exchange -> {}))
                .hasMessageContaining("cannot be consumed");
    }

    @Test
    void telemetryWithoutAModemIsRefused() {
        start(options -> {});

        assertThat(context.createFluentProducerTemplate()
                        .to("sim7028-fleet:up")
                        .withBody("21")
                        .send()
                        .getException())
                .hasMessageContaining("the header CamelSim7028Modem is missing");
    }

    @Test
    void telemetryThatComesAfterTheComponentHasStoppedFailsAtOnce() throws Exception {
        start(options -> {});
        AsyncProducer producer = context.getEndpoint("sim7028-fleet:up").createAsyncProducer();
        producer.start();
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withHeader(FleetConstants.MODEM, "roof")
                .withBody("21")
                .build();
        CountDownLatch ended = new CountDownLatch(1);
        component.stop();

        producer.process(exchange, doneSync -> ended.countDown());

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(exchange.getException()).hasMessageContaining("before this node stopped");
    }

    @Test
    void withoutAFileTheModemsAreThoseOfTheComponent() {
        Sim7028Component modems = new Sim7028Component();
        modems.getModems().put("roof", new Sim7028ModemConfiguration());
        context.addComponent("sim7028", modems);

        start(options -> {});

        assertThat(component.inventory().has("roof")).isTrue();
        assertThat(component.inventory().has("cellar")).isFalse();
    }

    /** What Kafka's clients refuse to begin with, Camel can repeat. */
    @Test
    @ExpectedLog(value = "Couldn't resolve server", logger = "ClientUtils")
    @ExpectedLog("Restarting route: commands attempt: \\d+ failed")
    @ExpectedLog("Failed to start route.*commands")
    @ExpectedLog("cannot take part in the fleet: Timeout")
    void theSupervisingRouteControllerStartsANodeWhenTheNamesOfTheBrokersCanBeResolved() throws Exception {
        SupervisingRouteController supervisor = context.getRouteController().supervising();
        supervisor.setBackOffDelay(100);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028-fleet:commands").routeId("commands").to("log:commands?level=DEBUG");
            }
        });

        start(options -> options.setBrokers("kafka.invalid:9092"));

        assertThat(context.isStarted()).isTrue();
        assertThat(component.report()).isNull();
        component.getConfiguration().setBrokers("127.0.0.1:9");
        await().until(() -> context.getRouteController().getRouteStatus("commands") == ServiceStatus.Started);
        assertThat(component.status().node()).isNotBlank();
    }
}
