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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.scenario.Scenario;
import io.github.sim7028.testlog.ExpectedLog;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fifty modems in one simulator, a route with a modem each, and a scenario that takes the network from half of them. */
@Timeout(120)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.CONFIRMATION_LATE)
class ScenarioRouteTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MODEMS = 50;
    private static final String CONFIRMED = "CONFIRMED";

    private final VirtualModems modems = VirtualModems.start(MODEMS, "scenario-" + UUID.randomUUID(), modem -> modem);
    private final TcpPeer peer = new TcpPeer();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);

    /** What the scenario has in store; the test lets it happen. */
    private final Queue<Runnable> due = new ArrayDeque<>();

    private final Map<String, CompletableFuture<Exchange>> sent = new HashMap<>();
    private ProducerTemplate template;

    @AfterEach
    void stop() throws Exception {
        context.stop();
        modems.close();
        peer.close();
    }

    private void start() throws Exception {
        List<InetSocketAddress> addresses = modems.listen(new InetSocketAddress("127.0.0.1", 0));
        for (int number = 1; number <= MODEMS; number++) {
            Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
            options.setDevice("socket://127.0.0.1:" + addresses.get(number - 1).getPort());
            options.setReconnectDelay(50);
            options.setMaxReconnectDelay(200);
            options.setModemWaitTimeout(1000);
            component.getModems().put("m" + number, options);
        }
        context.addComponent("sim7028", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                for (int number = 1; number <= MODEMS; number++) {
                    from("direct:m" + number)
                            .to("sim7028:tcp:127.0.0.1:" + peer.port() + "?framing=line&modem=m" + number);
                }
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    /** A message of each modem. */
    private void sendAll(String round) {
        for (int number = 1; number <= MODEMS; number++) {
            String text = round + "-" + number;
            sent.put(text, template.asyncSend("direct:m" + number, exchange -> exchange.getMessage()
                    .setBody(text)));
        }
    }

    private String outcome(String text) throws Exception {
        Exception failure = sent.get(text).get(60, TimeUnit.SECONDS).getException();
        return failure == null
                ? CONFIRMED
                : ((Sim7028SendException) failure).getOutcome().name();
    }

    private List<String> outcomes(String round) throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (int number = 1; number <= MODEMS; number++) {
            outcomes.add(outcome(round + "-" + number));
        }
        return outcomes;
    }

    private long arrivals(String text) {
        return new String(peer.got(), StandardCharsets.US_ASCII)
                .lines()
                .filter(text::equals)
                .count();
    }

    @Test
    void theBooksAreRightWhenHalfOfFiftyModemsLoseTheirNetwork() throws Exception {
        start();
        // at the start each message waits for its modem
        await().atMost(SOON).until(() -> {
            sendAll("start");
            return outcomes("start").stream().allMatch(CONFIRMED::equals);
        });
        sent.clear();

        ModemControl control = new ModemControl(modems.all(), (time, action) -> due.add(action), 7);
        Scenario.parse("half.yaml", "steps: [{at: 10s, networkloss: quiet, modems: half, for: 60s}]", control)
                .start((time, action) -> due.add(action), line -> {});
        sendAll("before");
        due.remove().run();
        sendAll("during");
        long without = IntStream.rangeClosed(1, MODEMS)
                .filter(number -> !modems.get(number).state().network().registered())
                .count();
        assertThat(without).isEqualTo(MODEMS / 2);
        assertThat(outcomes("during").stream().filter(CONFIRMED::equals))
                .hasSizeGreaterThanOrEqualTo(MODEMS / 2)
                .hasSizeLessThan(MODEMS);

        // the end of the loss, for each modem
        due.forEach(Runnable::run);
        await().atMost(SOON).untilAsserted(() -> {
            sendAll("after");
            assertThat(outcomes("after")).containsOnly(CONFIRMED);
            sent.keySet().removeIf(text -> text.startsWith("after"));
        });
        for (String text : sent.keySet()) {
            long arrived = arrivals(text);
            switch (outcome(text)) {
                case CONFIRMED -> await().atMost(SOON).until(() -> arrivals(text) == 1);
                case "NOT_SENT" -> assertThat(arrived).as(text).isZero();
                default -> assertThat(arrived).as(text).isLessThanOrEqualTo(1);
            }
        }
        assertThat(sent).hasSize(2 * MODEMS);
    }
}
