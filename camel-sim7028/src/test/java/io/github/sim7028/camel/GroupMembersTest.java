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
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

/** Producers and consumers of a group, without a driver: which modem has what, while modems and routes come and go. */
@Timeout(60)
class GroupMembersTest {

    private static final String TCP = "sim7028:tcp:10.0.0.1:7000?modem=fleet";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private final DefaultModemGroup fleet = new DefaultModemGroup();
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private ProducerTemplate template;

    @BeforeEach
    void prepare() {
        for (String name : List.of("roof", "cellar", "gate")) {
            Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
            modem.setDevice("socket://" + name + ":1");
            component.getModems().put(name, modem);
        }
        context.addComponent("sim7028", component);
        context.getRegistry().bind("fleet", fleet);
    }

    @AfterEach
    void stop() {
        context.stop();
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.links).allMatch(link -> link.released);
    }

    private void start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    private RouteBuilder receiving(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("in")
                        .process(exchange -> received.add(exchange.getMessage().copy()));
            }
        };
    }

    private Exchange send(String modem, String body) {
        return send(TCP, modem, body);
    }

    private Exchange send(String uri, String modem, String body) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(Sim7028Constants.MODEM, modem);
        });
    }

    private List<String> texts() {
        return received.stream()
                .map(message -> message.getHeader(Sim7028Constants.MODEM) + ": "
                        + new String(message.getBody(byte[].class), StandardCharsets.US_ASCII))
                .toList();
    }

    /** The links that modems got, in the order in which they did. */
    private FakeModems.FakeLink link(int number) {
        return modems.links.get(number);
    }

    @Test
    void theHeaderSelectsTheModem() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start();
        Exchange sent = send("cellar", "hello");

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Sim7028Constants.MODEM)).isEqualTo("cellar");
        assertThat(modems.profiles).extracting(profile -> profile.name()).containsExactly("roof", "cellar");
        assertThat(link(0).sent).isEmpty();
        assertThat(link(1).sent).extracting(FakeModems.Sent::text).containsExactly("hello");
    }

    @Test
    void withoutTheHeaderOrTheModemNothingIsSent() throws Exception {
        fleet.add("roof");
        start();
        assertThat(send(null, "hello").getException())
                .isInstanceOf(Sim7028SendException.class)
                .hasMessage("the header CamelSim7028Modem is missing: modem=fleet is a group, and the header selects"
                        + " the modem; nothing was sent");
        Sim7028SendException failure =
                (Sim7028SendException) send("cellar", "hello").getException();
        assertThat(failure)
                .hasMessage("the modem 'cellar' is not here: it is not among the 1 modem that the group 'fleet' has"
                        + " now; nothing was sent");
        assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void aModemThatComesLaterSendsAndReceivesAtOnceAndOneThatLeavesDoesNot() throws Exception {
        start(receiving(TCP));
        assertThat(modems.links).isEmpty();
        template.setDefaultEndpointUri(TCP);
        template.start();
        send("roof", "too early");

        fleet.add("roof");
        assertThat(send("roof", "hello").getException()).isNull();
        FakeModems.FakeLink in = modems.links.stream()
                .filter(link -> link.receiver != null)
                .findFirst()
                .orElseThrow();
        in.receive("answer");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: answer"));

        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        assertThat(gone).succeedsWithin(SOON);
        assertThat(send("roof", "too late").getException()).hasMessageContaining("'roof' is not here");
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.links).allMatch(link -> link.released);
    }

    @Test
    void eachModemHasItsOwnFraming() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start(receiving(TCP + "&framing=line"));
        link(0).receive("ab");
        link(1).receive("cd\nef");
        link(0).receive("AB\n");
        link(1).receive("EF\n");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts())
                .containsExactlyInAnyOrder("roof: abAB", "cellar: cd", "cellar: efEF"));
    }

    @Test
    void aReplyGoesBackOverTheModemOfItsRequest() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(TCP + "&sync=true").transform(simple("${header.CamelSim7028Modem} has ${body}"));
            }
        });
        link(1).receive("ping");
        await().atMost(SOON).untilAsserted(() -> assertThat(link(1).sent)
                .extracting(FakeModems.Sent::text)
                .containsExactly("cellar has ping"));
        assertThat(link(0).sent).isEmpty();
    }

    @Test
    void aSuspendedRouteHoldsBackWhatModemsSendThatCameMeanwhile() throws Exception {
        fleet.add("roof");
        start(receiving(TCP));
        context.getRouteController().suspendRoute("in");
        fleet.add("cellar");
        link(0).receive("one");
        link(1).receive("two");
        assertThat(context.getRoute("in").getConsumer()).isInstanceOf(Sim7028Consumer.class);
        assertThat(((Sim7028Consumer) context.getRoute("in").getConsumer()).getPendingExchangesSize())
                .isEqualTo(2);
        assertThat(received).isEmpty();

        context.getRouteController().resumeRoute("in");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(texts()).containsExactlyInAnyOrder("roof: one", "cellar: two"));
    }

    @Test
    void aRouteThatIsStoppedAndStartedHasTheModemsOfThen() throws Exception {
        fleet.add("roof");
        start(receiving(TCP));
        context.getRouteController().stopRoute("in");
        assertThat(modems.leased).hasValue(0);
        fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        fleet.add("gate");
        assertThat(modems.leased).hasValue(0);

        context.getRouteController().startRoute("in");
        assertThat(modems.profile().name()).isEqualTo("gate");
        modems.link().receive("here");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("gate: here"));
    }

    @Test
    void theRouteHasWhatWasReceivedBeforeAModemIsGone() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        fleet.add("roof");
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(TCP)
                        .process(exchange -> busy.await(20, TimeUnit.SECONDS))
                        .process(exchange -> received.add(exchange.getMessage().copy()))
                        .setBody(constant("answer"))
                        .to(TCP);
            }
        });
        FakeModems.FakeLink in = modems.links.stream()
                .filter(link -> link.receiver != null)
                .findFirst()
                .orElseThrow();
        FakeModems.FakeLink out = modems.links.stream()
                .filter(link -> link.receiver == null)
                .findFirst()
                .orElseThrow();
        in.receive("one", "two");
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        assertThat(gone).isNotDone();
        assertThat(in.released).isFalse();

        busy.countDown();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(texts()).containsExactly("roof: one", "roof: two");
        assertThat(out.sent).extracting(FakeModems.Sent::text).containsExactly("answer", "answer");
        assertThat(in.released).isTrue();
    }

    @Test
    void aHandOverEndsWithCamelsShutdownTimeout() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        fleet.add("roof");
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(TCP).process(exchange -> stuck.await(20, TimeUnit.SECONDS));
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        link(0).receive("one");
        assertThat(fleet.remove("roof", ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        assertThat(link(0).released).isTrue();
        assertThat(modems.leased).hasValue(0);
        stuck.countDown();
    }

    /** What comes back while its last ownership is still ending starts when that has ended, and the end does not touch it. */
    @Test
    void aModemThatComesBackBeforeItIsGoneStartsAfterwards() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        fleet.add("roof");
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(TCP).routeId("in").process(exchange -> {
                    busy.await(20, TimeUnit.SECONDS);
                    received.add(exchange.getMessage().copy());
                });
            }
        });
        link(0).receive("before");
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        fleet.add("roof");
        assertThat(modems.links).hasSize(1);

        busy.countDown();
        assertThat(gone).succeedsWithin(SOON);
        await().atMost(SOON).untilAsserted(() -> assertThat(modems.links).hasSize(2));
        assertThat(link(0).released).isTrue();
        link(1).receive("after");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: before", "roof: after"));
        assertThat(link(1).released).isFalse();
        assertThat(modems.leased).hasValue(1);
    }

    @Test
    void aRouteThatStopsDoesNotWaitForAModemThatIsBeingLost() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        fleet.add("roof");
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(TCP).routeId("in").process(exchange -> {
                    busy.await(20, TimeUnit.SECONDS);
                    received.add(exchange.getMessage().copy());
                });
            }
        });
        link(0).receive("one");
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute("in");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        busy.countDown();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(stopped).succeedsWithin(SOON);
        assertThat(texts()).containsExactly("roof: one");
        assertThat(modems.leased).hasValue(0);
    }

    @Test
    void manyRacesOfGainingAndLosingLeaveNothingBehind() throws Exception {
        start(receiving(TCP));
        ProducerTemplate warm = template;
        warm.send(TCP, exchange -> {});
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int seed = i;
            threads[i] = new Thread(() -> {
                for (int round = 0; round < 100; round++) {
                    String modem = List.of("roof", "cellar", "gate").get((seed + round) % 3);
                    if (round % 2 == seed % 2) {
                        fleet.add(modem);
                    } else {
                        fleet.remove(modem, round % 3 == 0 ? ModemGroup.Loss.FENCED : ModemGroup.Loss.HANDED_OVER);
                    }
                }
            });
            threads[i].start();
        }
        context.getRouteController().stopRoute("in");
        context.getRouteController().startRoute("in");
        for (Thread thread : threads) {
            thread.join();
        }
        for (String modem : List.of("roof", "cellar", "gate")) {
            assertThat(fleet.remove(modem, ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        }
        assertThat(modems.leased).hasValue(0);

        fleet.add("roof");
        assertThat(send("roof", "hello").getException()).isNull();
        assertThat(modems.leased).hasValue(2);
    }

    @Test
    @ExpectedLog("The modem 'attic' of the group 'fleet' cannot be used")
    void aModemThatCannotBeUsedIsReportedAndHarmsNoOther() throws Exception {
        fleet.add("attic");
        fleet.add("roof");
        start(receiving(TCP));
        assertThat(component.groups().report("fleet").describe()).contains("down: attic");
        assertThat(component.groups().report("fleet").firstDown())
                .anyMatch(text -> text.startsWith(
                        "attic: group 'fleet' has the modem 'attic', which the component does" + " not have"));
        link(0).receive("works");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: works"));
    }

    @Test
    void aGroupBringsTheOptionsOfItsModems() throws Exception {
        Sim7028ModemConfiguration attic = new Sim7028ModemConfiguration();
        attic.setDevice("socket://attic:1");
        fleet.add("attic", attic, () -> null);
        start(receiving(TCP));
        assertThat(modems.profile().name()).isEqualTo("attic");
        assertThat(modems.profile().line()).hasToString("socket://attic:1");
        assertThatThrownBy(() -> template.sendBody("sim7028:tcp:10.0.0.1:7000?modem=attic", "hello"))
                .hasStackTraceContaining("modem: 'attic' is not known");
    }

    @Test
    @ExpectedLog("cannot use the modem 'attic' of the group 'fleet': device: the modems 'roof' and 'attic' both have ")
    void twoModemsOfAGroupCannotHaveOneDevice() throws Exception {
        Sim7028ModemConfiguration attic = new Sim7028ModemConfiguration();
        attic.setDevice("socket://roof:1");
        fleet.add("roof");
        fleet.add("attic", attic, () -> null);
        start(receiving(TCP));
        assertThat(component.groups().report("fleet").firstDown())
                .contains("attic: device: the modems 'roof' and 'attic' both have roof:1, but only one modem can use a"
                        + " device");
    }

    @Test
    void eachModemOfAGroupListensForClients() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start(receiving("sim7028:tcp-server:7000?modem=fleet"));
        assertThat(modems.servers).hasSize(2);
        assertThat(send("sim7028:tcp-server:7000?modem=fleet", "roof", "hello").getException())
                .hasMessageContaining("no client is connected to tcp-server :7000");
    }

    @Test
    void aReceiveModeThatAnEndpointOfAGroupNeedsHoldsForAllItsModems() throws Exception {
        fleet.add("roof");
        start(receiving("sim7028:udp?localPort=5000&modem=fleet&receiveMode=push"));
        assertThat(modems.profile().transfer().receiveMode().name()).isEqualTo("PUSH");
    }

    @Test
    @ExpectedLog(value = Said.GROUP_REFUSED, level = Level.ERROR, stack = true)
    void aGroupHasAnOwnName() {
        context.getRegistry().bind("roof", new DefaultModemGroup());
        assertThatThrownBy(context::start)
                .hasStackTraceContaining(
                        "the modem group 'roof', a bean of type io.github.sim7028.camel.ModemGroup, has"
                                + " the name of a modem of the component; give the bean another name");
    }

    @Test
    @ExpectedLog(value = Said.COMPONENT_REFUSED, level = Level.ERROR, stack = true)
    void allIsReserved() {
        component.getModems().put("all", new Sim7028ModemConfiguration());
        assertThatThrownBy(context::start)
                .hasStackTraceContaining("camel.component.sim7028.modems[all] is not allowed: modem=all stands for all"
                        + " modems of the component");
    }

    @Test
    void allOfNoneIsRefused() throws Exception {
        component.getModems().clear();
        context.addRoutes(receiving("sim7028:tcp:10.0.0.1:7000?modem=all"));
        assertThatThrownBy(context::start)
                .hasStackTraceContaining("modem=all stands for all modems of the component, and there is none");
    }

    @Test
    void allStandsForTheDefaultModemAndThoseWithANameAndFailsTheStartIfOneCannotBeUsed() throws Exception {
        component.getConfiguration().setDevice("socket://default:1");
        start(receiving("sim7028:tcp:10.0.0.1:7000?modem=all"));
        assertThat(modems.profiles)
                .extracting(profile -> profile.name())
                .containsExactlyInAnyOrder("default", "roof", "cellar", "gate");

        context.getRouteController().stopRoute("in");
        component.getModems().put("attic", new Sim7028ModemConfiguration());
        assertThatThrownBy(() -> context.getRouteController().startRoute("in"))
                .hasStackTraceContaining("modem 'attic' has no device");
        assertThat(modems.leased).hasValue(0);
        component.getModems().remove("attic");
    }

    @Test
    void aLimitThatIsNoNumberIsRefused() {
        component.setGroupMaxDown("a few");
        assertThatThrownBy(context::start)
                .hasStackTraceContaining(
                        "groupMaxDown: 'a few' is not a number of modems; allowed are a number such as 3"
                                + " and a percentage such as 10%");
    }
}
