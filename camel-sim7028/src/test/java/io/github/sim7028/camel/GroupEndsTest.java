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

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the time ends in which a group has a modem, with the driver and a module in memory. */
@Timeout(120)
class GroupEndsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PEER = "sim7028:tcp:10.0.0.9:1000?modem=";

    private final VirtualRig rig = new VirtualRig();
    private final ScriptedModule module = rig.module;
    private final WatchedLines lines = new WatchedLines(module);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);

    /** Counts the lines that are open. */
    private static final class WatchedLines implements LineFactory {
        private final LineFactory lines;
        private final AtomicInteger open = new AtomicInteger();

        WatchedLines(LineFactory lines) {
            this.lines = lines;
        }

        @Override
        public Line open() throws LineException {
            Line line = lines.open();
            open.incrementAndGet();
            AtomicBoolean closed = new AtomicBoolean();
            return new Line() {
                @Override
                public int read(byte[] buffer) throws IOException {
                    return line.read(buffer);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    line.write(bytes, offset, length);
                }

                @Override
                public void close() {
                    line.close();
                    if (closed.compareAndSet(false, true)) {
                        open.decrementAndGet();
                    }
                }
            };
        }
    }

    @AfterEach
    void stop() {
        context.stop();
        rig.close();
    }

    private DefaultModemGroup group(String name) {
        DefaultModemGroup group = new DefaultModemGroup();
        context.getRegistry().bind(name, group);
        return group;
    }

    private ProducerTemplate start(String... consumers) throws Exception {
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice(lines);
        roof.setReconnectDelay(50);
        roof.setMaxReconnectDelay(200);
        component.getModems().put("roof", roof);
        context.addComponent("sim7028", component);
        for (String consumer : consumers) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(consumer).routeId("in").to("log:in");
                }
            });
        }
        context.start();
        return context.createProducerTemplate();
    }

    private static Exchange send(ProducerTemplate template, String uri, String body) throws Exception {
        return template.asyncSend(uri, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader(Sim7028Constants.MODEM, "roof");
                })
                .get(60, TimeUnit.SECONDS);
    }

    /** The route has stopped, and the driver still closes the network as the group loses the modem for good. */
    @Test
    void aModemThatAStoppingRouteGivesBackIsFencedAndAwaited() throws Exception {
        DefaultModemGroup fleet = group("fleet");
        fleet.add("roof");
        module.answer(command -> command.equals("AT+NETCLOSE") ? ScriptedModule.SILENCE : null);
        start(PEER + "fleet");
        await().atMost(SOON).until(() -> component.groups().report("fleet").up() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute("in");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(SOON).until(() -> module.commands().contains("AT+NETCLOSE"));
        module.clear();

        CompletableFuture<Integer> open =
                fleet.remove("roof", ModemGroup.Loss.FENCED).thenApply(v -> lines.open.get());
        // the network may take five seconds to close
        assertThat(open.get(4, TimeUnit.SECONDS)).isZero();
        assertThat(module.commands()).isEmpty();
        assertThat(stopped).succeedsWithin(SOON);
    }

    @Test
    void aModemThatOneGroupHasLostStaysWithTheOther() throws Exception {
        DefaultModemGroup north = group("north");
        DefaultModemGroup south = group("south");
        north.add("roof");
        ProducerTemplate template = start();
        assertThat(send(template, PEER + "north", "1").getException()).isNull();
        for (ModemGroup.Loss loss : ModemGroup.Loss.values()) {
            south.add("roof");
            assertThat(send(template, PEER + "south", "2").getException()).isNull();
            assertThat(south.remove("roof", loss)).succeedsWithin(SOON);
            assertThat(send(template, PEER + "north", "3").getException()).isNull();
        }
        assertThat(module.opened()).isEqualTo(1);
    }

    @Test
    void aModemThatAGroupHasLostStaysAmongAllModems() throws Exception {
        DefaultModemGroup fleet = group("fleet");
        ProducerTemplate template = start();
        assertThat(send(template, PEER + "all", "1").getException()).isNull();
        for (ModemGroup.Loss loss : ModemGroup.Loss.values()) {
            fleet.add("roof");
            assertThat(send(template, PEER + "fleet", "2").getException()).isNull();
            assertThat(fleet.remove("roof", loss)).succeedsWithin(SOON);
            assertThat(send(template, PEER + "fleet", "late").getException())
                    .hasMessageContaining("the modem 'roof' is not here");
            assertThat(send(template, PEER + "all", "3").getException()).isNull();
        }
        assertThat(module.payloads()).containsExactly("1", "2", "3", "2", "3");
        assertThat(module.opened()).isEqualTo(1);
    }

    /** Nobody else has it: the line is closed, and who comes next gets another modem. */
    @Test
    void aModemThatNobodyElseUsesIsFencedAndStartsAgainForTheNext() throws Exception {
        DefaultModemGroup north = group("north");
        DefaultModemGroup south = group("south");
        north.add("roof");
        ProducerTemplate template = start();
        assertThat(send(template, PEER + "north", "1").getException()).isNull();
        CompletableFuture<Void> gone = north.remove("roof", ModemGroup.Loss.FENCED);
        south.add("roof");
        assertThat(send(template, PEER + "south", "2").getException()).isNull();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(module.opened()).isEqualTo(2);
        assertThat(module.payloads()).containsExactly("1", "2");
    }

    /** Hands the modem over while one message is under way and others wait behind it: they end at once, and it goes on to its end. */
    private void handOver(String uri, Runnable before, Runnable confirmation) throws Exception {
        DefaultModemGroup fleet = group("fleet");
        fleet.add("roof");
        start();
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        await().atMost(SOON).until(() -> component.groups().report("fleet").up() == 1);
        before.run();
        module.confirm(command -> ScriptedModule.lines("OK"));
        CompletableFuture<Exchange> first = process(producer, "one");
        await().atMost(SOON).until(() -> module.payloads().contains("one"));
        CompletableFuture<Exchange> second = process(producer, "two");
        CompletableFuture<Exchange> third = process(producer, "three");
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);

        for (CompletableFuture<Exchange> waiting : List.of(second, third)) {
            Exception failure = waiting.get(10, TimeUnit.SECONDS).getException();
            assertThat(failure).hasMessageContaining("group 'fleet' has handed the modem over");
            assertThat(((Sim7028SendException) failure).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(((Sim7028SendException) failure).isRetryable()).isTrue();
        }
        assertThat(process(producer, "four").get(10, TimeUnit.SECONDS).getException())
                .hasMessageContaining("the modem 'roof' is not here");
        assertThat(gone).isNotDone();
        assertThat(first).isNotDone();
        confirmation.run();
        assertThat(first.get(60, TimeUnit.SECONDS).getException()).isNull();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(module.payloads()).containsExactly("one");
        producer.stop();
    }

    private CompletableFuture<Exchange> process(AsyncProducer producer, String body) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Sim7028Constants.MODEM, "roof");
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, sync -> done.complete(exchange));
        return done;
    }

    @Test
    void requestsThatWaitForTheirTurnAreNotSentWhenAModemIsHandedOver() throws Exception {
        handOver(PEER + "fleet&sync=true", () -> {}, () -> {
            module.say(ScriptedModule.lines("+CIPSEND: 0,3,3"));
            module.say(ScriptedModule.pushed(0, "reply"));
        });
    }

    @Test
    void messagesOnBorrowedLinksThatWaitAreNotSentWhenAModemIsHandedOver() throws Exception {
        handOver(PEER + "fleet&disconnect=true", () -> {}, () -> module.say(ScriptedModule.lines("+CIPSEND: 0,3,3")));
    }

    @Test
    void messagesToClientsThatWaitAreNotSentWhenAModemIsHandedOver() throws Exception {
        handOver(
                "sim7028:tcp-server:7000?modem=fleet",
                () -> {
                    await().atMost(SOON).until(() -> module.count("AT+SERVERSTART=7000") == 1);
                    module.say(ScriptedModule.lines("+CLIENT: 0,0,10.0.0.7:4000"));
                    await().atMost(SOON).until(() -> !component
                            .directory()
                            .snapshots()
                            .get(0)
                            .links()
                            .isEmpty());
                },
                () -> module.say(ScriptedModule.lines("+CIPSEND: 0,3,3")));
    }
}
