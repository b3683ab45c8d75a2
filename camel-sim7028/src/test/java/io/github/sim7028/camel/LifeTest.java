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
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** How a component starts, stops and is told from another one. */
@Timeout(120)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.STOP_INTERRUPTED)
@ExpectedLog(
        value = "Error starting CamelContext .* due to exception thrown: Failed to start route: .* is not ready: ",
        level = Level.ERROR,
        stack = true)
@ExpectedLog(
        value = "Failed to start route: .* because: java.lang.IllegalArgumentException: device: simulator://",
        level = Level.ERROR,
        stack = true)
@ExpectedLog(
        value = "Failed to start component sim7028 because of device: the modems 'default' and 'roof' both have ",
        level = Level.ERROR,
        stack = true)
@ExpectedLog(
        value = Said.DELIVERY_FAILED + ".*the message was waiting when its sender was stopped",
        level = Level.ERROR,
        stack = true)
@ExpectedLog("^Forcing shutdown of ExecutorService: .* due interrupted")
class LifeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final String name = "life-" + UUID.randomUUID();

    private Sim7028Component component(String scheme, String device) {
        Sim7028Component component = new Sim7028Component(context);
        component.getConfiguration().setDevice(device);
        context.addComponent(scheme, component);
        return component;
    }

    private Sim7028Component component(String device) {
        return component("sim7028", device);
    }

    private void route(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + uri.hashCode()).to(uri);
            }
        });
    }

    @AfterEach
    void end() {
        context.stop();
    }

    // ---- what waiting cannot cure fails the start

    @ParameterizedTest
    @CsvSource({"lnks=2, Unknown simulator option 'lnks'", "links=3, links", "faults=whatever, faults"})
    @ExpectedLog(value = Said.ROUTE_REFUSED, level = Level.ERROR, stack = true)
    void anOptionThatTheSimulatorDoesNotKnowFailsTheStart(String option, String complaint) throws Exception {
        component("simulator://" + name + "?" + option);
        route("sim7028:tcp:127.0.0.1:9");
        assertThatThrownBy(context::start).hasStackTraceContaining("device: ").hasStackTraceContaining(complaint);
    }

    @Test
    @ExpectedLog(value = Said.COMPONENT_REFUSED, level = Level.ERROR, stack = true)
    void twoModemsOnOneDeviceFailTheStart() {
        Sim7028Component component = component("socket://127.0.0.1:7028");
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice("rfc2217://127.0.0.1:7028");
        component.getModems().put("roof", roof);
        assertThatThrownBy(() -> {
                    context.start();
                    context.getEndpoint("sim7028:tcp:127.0.0.1:9");
                })
                .hasStackTraceContaining("the modems 'default' and 'roof' both have");
    }

    @Test
    @ExpectedLog(value = Said.ROUTE_REFUSED, level = Level.ERROR, stack = true)
    void aStrictStartFailsAtOnceForAPinThatNobodyGives() throws Exception {
        try (VirtualModem modem =
                VirtualModem.builder().name(name).sim(SimCard.locked("1234")).start()) {
            component("simulator://" + name).getConfiguration().setStartupMode(StartupMode.STRICT);
            route("sim7028:tcp:127.0.0.1:9");
            long start = System.nanoTime();
            assertThatThrownBy(context::start)
                    .hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class)
                    .hasStackTraceContaining("simPin");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
            assertThat(modem.commands()).isNotEmpty();
        }
    }

    @Test
    @ExpectedLog(value = Said.ROUTE_REFUSED, level = Level.ERROR, stack = true)
    void aStrictStartCanBeInterrupted() throws Exception {
        component("socket://127.0.0.1:9").getConfiguration().setStartupMode(StartupMode.STRICT);
        route("sim7028:tcp:127.0.0.1:9");
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Thread starting = new Thread(() -> {
            try {
                context.start();
                failed.complete(null);
            } catch (Exception e) {
                failed.complete(e);
            }
        });
        starting.start();
        await().atMost(SOON).until(() -> !context.getComponent("sim7028", Sim7028Component.class)
                .directory()
                .snapshots()
                .isEmpty());
        starting.interrupt();
        assertThat(failed.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class);
    }

    // ---- what has not begun fails as soon as the context stops

    @Test
    void aContextThatStopsDuringAnOutageDoesNotWaitForWhatHasNotBegun() throws Exception {
        component("socket://127.0.0.1:9");
        route("sim7028:tcp:127.0.0.1:9");
        context.start();
        CompletableFuture<Object> sending = context.createProducerTemplate()
                .asyncSendBody("direct:" + "sim7028:tcp:127.0.0.1:9".hashCode(), "reading");
        await().atMost(SOON).until(() -> context.getInflightRepository().size() == 1);
        long start = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        assertThatThrownBy(() -> sending.get(1, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .isNotNull();
        assertThat(failure(sending).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failure(sending).isRetryable()).isTrue();
    }

    private static Sim7028SendException failure(CompletableFuture<Object> sending) throws InterruptedException {
        try {
            sending.get();
            throw new AssertionError("it was sent");
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (!(cause instanceof Sim7028SendException)) {
                cause = cause.getCause();
            }
            return (Sim7028SendException) cause;
        }
    }

    // ---- two components

    @Test
    void twoComponentsAreToldApart() throws Exception {
        try (VirtualModem one = VirtualModem.builder().name(name).start();
                VirtualModem other =
                        VirtualModem.builder().name(name + "-other").start()) {
            component("sim7028", "simulator://" + name);
            Sim7028Component second = component("roof", "simulator://" + name + "-other");
            route("sim7028:tcp:127.0.0.1:9");
            route("roof:tcp:127.0.0.1:9");
            context.start();
            assertThat(List.of(one, other)).hasSize(2);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(second.directory().snapshots())
                            .singleElement()
                            .satisfies(modem -> {
                                assertThat(modem.modem()).isEqualTo("roof:default");
                                assertThat(modem.state()).isEqualTo(ModemState.READY);
                            }));
            assertThat(beans()).hasSize(2);
            assertThat(second.healthChecks().stream().map(HealthCheck::getId))
                    .containsExactly("sim7028-modem-roof:default");
            context.removeComponent("roof");
            second.stop();
            assertThat(beans()).hasSize(1);
        }
    }

    private List<String> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)
                .stream()
                .map(bean -> bean.getKeyProperty("name"))
                .filter(bean -> bean.contains("sim7028-modem-"))
                .toList();
    }
}
