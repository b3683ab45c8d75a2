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
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.management.ObjectName;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
    private final AtomicInteger stopped = new AtomicInteger();
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

    /** The link that a modem got last; a group starts its modems in the background. */
    private FakeModems.FakeLink link(String modem) {
        return link(modem, 0);
    }

    /** @param before how many links the modem got before that one */
    private FakeModems.FakeLink link(String modem, int before) {
        return link(modem, before, link -> true);
    }

    private FakeModems.FakeLink link(String modem, int before, Predicate<FakeModems.FakeLink> kind) {
        return await().atMost(SOON)
                .until(
                        () -> modems.links.stream()
                                .filter(link -> link.modem.equals(modem) && kind.test(link))
                                .skip(before)
                                .reduce((first, last) -> last),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void awaitModem(String name) {
        await().atMost(SOON).until(() -> modems.profiles.stream()
                .anyMatch(profile -> profile.name().equals(name)));
    }

    @Test
    void theHeaderSelectsTheModem() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start();
        Exchange sent = send("cellar", "hello");
        FakeModems.FakeLink roof = link("roof");

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Sim7028Constants.MODEM)).isEqualTo("cellar");
        assertThat(modems.profiles).extracting(profile -> profile.name()).containsExactlyInAnyOrder("roof", "cellar");
        assertThat(roof.sent).isEmpty();
        assertThat(link("cellar").sent).extracting(FakeModems.Sent::text).containsExactly("hello");
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
        FakeModems.FakeLink in = link("roof", 0, link -> link.receiver != null);
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
        link("roof").receive("ab");
        link("cellar").receive("cd\nef");
        link("roof").receive("AB\n");
        link("cellar").receive("EF\n");
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
        link("cellar").receive("ping");
        await().atMost(SOON).untilAsserted(() -> assertThat(link("cellar").sent)
                .extracting(FakeModems.Sent::text)
                .containsExactly("cellar has ping"));
        assertThat(link("roof").sent).isEmpty();
    }

    @Test
    void aSuspendedRouteHoldsBackWhatModemsSendThatCameMeanwhile() throws Exception {
        fleet.add("roof");
        start(receiving(TCP));
        context.getRouteController().suspendRoute("in");
        fleet.add("cellar");
        link("roof").receive("one");
        link("cellar").receive("two");
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
        link("gate").receive("here");
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
        FakeModems.FakeLink in = link("roof", 0, link -> link.receiver != null);
        FakeModems.FakeLink out = link("roof", 0, link -> link.receiver == null);
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
        link("roof").receive("one");
        assertThat(fleet.remove("roof", ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        assertThat(link("roof").released).isTrue();
        assertThat(modems.leased).hasValue(0);
        context.getShutdownStrategy().setTimeout(20);
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
        link("roof").receive("before");
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        FakeModems.FakeLink first = link("roof");
        fleet.add("roof");
        assertThat(modems.links).hasSize(1);

        busy.countDown();
        assertThat(gone).succeedsWithin(SOON);
        await().atMost(SOON).untilAsserted(() -> assertThat(modems.links).hasSize(2));
        assertThat(first.released).isTrue();
        link("roof", 1).receive("after");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: before", "roof: after"));
        assertThat(link("roof", 1).released).isFalse();
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
        link("roof").receive("one");
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

    /** Stops something while a modem begins, and lets the begin go on when the stop waits for it, or has not waited. */
    private static Fence.Action stoppedMeanwhile(AtomicReference<Thread> stop, Fence.Action what) {
        return () -> {
            Thread thread = new Thread(() -> Fence.run(what, failure -> {}));
            if (stop.compareAndSet(null, thread)) {
                thread.start();
                await().atMost(SOON).until(() -> switch (thread.getState()) {
                    case WAITING, TIMED_WAITING, TERMINATED -> true;
                    default -> false;
                });
            }
        };
    }

    private static void awaitStop(AtomicReference<Thread> stop) throws InterruptedException {
        await().atMost(SOON).until(() -> stop.get() != null);
        stop.get().join(SOON.toMillis());
        assertThat(stop.get().isAlive()).isFalse();
    }

    @Test
    void aComponentThatStopsWhileALinkIsLeasedGivesItBack() throws Exception {
        fleet.add("roof");
        AtomicReference<Thread> stop = new AtomicReference<>();
        modems.linking = stoppedMeanwhile(stop, component::stop);
        start(receiving(TCP));
        awaitStop(stop);
        assertThat(modems.links).hasSize(1).allMatch(link -> link.released);
        assertThat(modems.leased).hasValue(0);
    }

    @Test
    void aRouteThatStopsWhileItBeginsAtAModemThatIsLostGivesItBack() throws Exception {
        fleet.add("roof");
        AtomicReference<Thread> stop = new AtomicReference<>();
        modems.leasing = stoppedMeanwhile(stop, () -> {
            fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
            context.getRouteController().stopRoute("in");
            assertThat(modems.links).allMatch(link -> link.released);
            assertThat(modems.leased).hasValue(0);
            stopped.incrementAndGet();
        });
        start(receiving(TCP));
        awaitStop(stop);
        assertThat(stopped).hasValue(1);
        assertThat(modems.links).hasSize(1);
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
        await().atMost(SOON).untilAsserted(() -> assertThat(modems.leased).hasValue(2));
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
        link("roof").receive("works");
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: works"));
    }

    @Test
    void aGroupBringsTheOptionsOfItsModems() throws Exception {
        Sim7028ModemConfiguration attic = new Sim7028ModemConfiguration();
        attic.setDevice("socket://attic:1");
        fleet.add("attic", attic, () -> null);
        start(receiving(TCP));
        awaitModem("attic");
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
        start(receiving(TCP));
        awaitModem("roof");
        fleet.add("attic", attic, () -> null);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        component.groups().report("fleet").firstDown())
                .contains("attic: device: the modems 'roof' and 'attic' both have roof:1, but only one modem can use a"
                        + " device"));
    }

    @Test
    void eachModemOfAGroupListensForClients() throws Exception {
        fleet.add("roof");
        fleet.add("cellar");
        start(receiving("sim7028:tcp-server:7000?modem=fleet"));
        await().atMost(SOON).until(() -> modems.servers.size() == 2);
        assertThat(send("sim7028:tcp-server:7000?modem=fleet", "roof", "hello").getException())
                .hasMessageContaining("no client is connected to tcp-server :7000");
    }

    @Test
    void aReceiveModeThatAnEndpointOfAGroupNeedsHoldsForAllItsModems() throws Exception {
        fleet.add("roof");
        start(receiving("sim7028:udp?localPort=5000&modem=fleet&receiveMode=push"));
        awaitModem("roof");
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

    private static LineGuard allowing() {
        return new LineGuard() {
            @Override
            public boolean mayTalk() {
                return true;
            }

            @Override
            public String why() {
                return "";
            }
        };
    }

    private static Sim7028ModemConfiguration socket(String host) {
        Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
        options.setDevice("socket://" + host + ":1");
        return options;
    }

    @Test
    void aDeviceOfAModemOfTheGroupIsRefusedToOthersThatComeLater() throws Exception {
        fleet.add("attic", socket("attic"), GroupMembersTest::allowing);
        start();
        assertThat(send("attic", "hello").getException()).isNull();

        component.getModems().put("late", socket("attic"));
        String late = "sim7028:tcp:10.0.0.1:7000?modem=late";
        assertThatThrownBy(() -> send(late, null, "hello"))
                .hasStackTraceContaining("device: the modems 'attic' and 'late' both have attic:1");
        assertThat(send("attic", "still here").getException()).isNull();

        assertThat(fleet.remove("attic", ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        assertThat(send(late, null, "hello").getException()).isNull();
    }

    @Test
    @ExpectedLog("cannot use the modem 'attic' of the group 'fleet': transcriptFile: the modems 'barn' and 'attic' both"
            + " write ")
    void twoModemsThatAGroupDescribesCannotWriteOneTranscript(@TempDir Path directory) throws Exception {
        Sim7028ModemConfiguration barn = socket("barn");
        barn.setTranscriptFile(directory.resolve("modem.log").toString());
        Sim7028ModemConfiguration attic = socket("attic");
        attic.setTranscriptFile(directory.resolve("modem.log.1").toString());
        fleet.add("barn", barn, () -> null);
        start();
        assertThat(send("barn", "hello").getException()).isNull();
        fleet.add("attic", attic, () -> null);
        assertThat(send("attic", "hello").getException()).hasMessageContaining("modem.log.1: each modem requires");
        assertThat(fleet.remove("barn", ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        fleet.remove("attic", ModemGroup.Loss.HANDED_OVER);
        fleet.add("attic", attic, () -> null);
        assertThat(send("attic", "hello").getException()).isNull();
    }

    /** One that is refused again and again hides no other. */
    @Test
    @ExpectedLog("The modem '.*' of the group 'fleet' cannot be used")
    void eachModemThatCannotBeUsedIsToldOnce() throws Exception {
        start(receiving(TCP));
        try (CapturedLog log = CapturedLog.of("io.github.sim7028.camel.group")) {
            for (int i = 0; i < 3; i++) {
                fleet.add("attic");
                fleet.remove("attic", ModemGroup.Loss.HANDED_OVER);
            }
            fleet.add("barn");
            assertThat(log.messages(Level.WARN)).hasSize(2);
            assertThat(log.messages(Level.WARN).get(0)).startsWith("The modem 'attic' of the group 'fleet'");
            assertThat(log.messages(Level.WARN).get(1)).startsWith("The modem 'barn' of the group 'fleet'");
        }
    }

    /** The caller, such as the thread that keeps a lease alive, has other things to do. */
    @Test
    void whoAddsAndRemovesModemsDoesNotWaitForThem() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch leasing = new CountDownLatch(1);
        modems.leasing = () -> {
            leasing.countDown();
            stuck.await(20, TimeUnit.SECONDS);
        };
        start(receiving(TCP));
        fleet.add("roof", null, GroupMembersTest::allowing);
        assertThat(leasing.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.FENCED);
        fleet.add("roof", null, GroupMembersTest::allowing);
        CompletableFuture<Exchange> sending = template.asyncSend(TCP, exchange -> {
            exchange.getMessage().setBody("hello");
            exchange.getMessage().setHeader(Sim7028Constants.MODEM, "roof");
        });
        assertThat(gone).isNotDone();
        assertThat(sending).isNotDone();

        stuck.countDown();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(sending.get(20, TimeUnit.SECONDS).getException()).isNull();
    }

    /** The second route of all modems waits until the first one has been told of all. */
    @Test
    void eachRouteOfAllModemsHasThemWhenItHasStarted() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:tcp:10.0.0.1:7001?modem=all")
                        .routeId("one")
                        .autoStartup(false)
                        .to("mock:a");
                from("sim7028:tcp:10.0.0.1:7002?modem=all")
                        .routeId("two")
                        .autoStartup(false)
                        .to("mock:a");
            }
        });
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch leasing = new CountDownLatch(1);
        modems.leasing = () -> {
            leasing.countDown();
            stuck.await(20, TimeUnit.SECONDS);
        };
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> route("one"));
        assertThat(leasing.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Long> two = CompletableFuture.runAsync(() -> route("two"))
                .thenApply(v -> modems.links.stream()
                        .filter(link -> link.spec.port() == 7002)
                        .count());
        stuck.countDown();
        assertThat(two.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(one).succeedsWithin(SOON);
    }

    private void route(String id) {
        try {
            context.getRouteController().startRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aComponentThatStopsBeforeATemplateOfAGroupGivesAllModemsBack() throws Exception {
        fleet.add("roof");
        start();
        assertThat(send("roof", "hello").getException()).isNull();
        component.stop();
        assertThat(modems.leased).hasValue(0);
        assertThat(component.groups().reports()).isEmpty();
        fleet.add("cellar");
        fleet.remove("roof", ModemGroup.Loss.FENCED);
        assertThat(((Sim7028SendException) send("cellar", "hello").getException()).getOutcome())
                .isEqualTo(SendOutcome.NOT_SENT);
        template.stop();
        component.start();
        template = context.createProducerTemplate();
        assertThat(send("cellar", "again").getException()).isNull();
    }

    /** JMX that fails in a way it should not takes no modem with it, and no lease. */
    @Test
    void aStartThatFailsLeavesNothingBehind() throws Exception {
        fleet.add("roof");
        start();
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        ManagementAgent broken = (ManagementAgent) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ManagementAgent.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("register")
                            && String.valueOf(arguments[1]).contains("sim7028-")) {
                        throw new NoClassDefFoundError("of a management agent");
                    }
                    return method.invoke(agent, arguments);
                });
        context.getManagementStrategy().setManagementAgent(broken);
        assertThatThrownBy(() -> send("roof", "hello")).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> send("sim7028:tcp:10.0.0.1:7000?modem=roof", null, "hello"))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(modems.leased).hasValue(0);
        assertThat(component.groups().reports()).isEmpty();
        assertThat(component.directory().monitors()).isEmpty();

        context.getManagementStrategy().setManagementAgent(agent);
        assertThat(send("roof", "hello").getException()).isNull();
        assertThat(send("sim7028:tcp:10.0.0.1:7000?modem=roof", null, "hello").getException())
                .isNull();
    }

    /** The group takes its time to forget the last user, and the next one has come meanwhile. */
    @Test
    void aGroupThatIsUsedAgainKeepsItsMBean() throws Exception {
        CountDownLatch forgets = new CountDownLatch(1);
        CountDownLatch forgotten = new CountDownLatch(1);
        context.getRegistry().bind("slow", new ModemGroup() {
            @Override
            public void listen(Listener listener) {}

            @Override
            public void ignore(Listener listener) {
                forgets.countDown();
                try {
                    forgotten.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        start(receiving("sim7028:tcp:10.0.0.1:7000?modem=slow"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute("in");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(forgets.await(20, TimeUnit.SECONDS)).isTrue();
        send("sim7028:tcp:10.0.0.1:7001?modem=slow", "roof", "hello");
        forgotten.countDown();
        assertThat(stopped).succeedsWithin(SOON);
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(
                                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null))
                .anyMatch(name -> String.valueOf(name.getKeyProperty("name")).contains("sim7028-group-slow"));
    }

    /** A route of events that is suspended at the very moment at which it begins at a modem. */
    @Test
    void aRouteOfEventsThatIsSuspendedWhileAModemComesHearsEachEventOnce() throws Exception {
        List<ModemListener> listening = new CopyOnWriteArrayList<>();
        CountDownLatch begins = new CountDownLatch(1);
        CountDownLatch suspending = new CountDownLatch(1);
        Modem modem = (Modem) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Modem.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "follow" -> {
                            if (begins.getCount() > 0) {
                                begins.countDown();
                                suspending.await(20, TimeUnit.SECONDS);
                            }
                            listening.add((ModemListener) arguments[0]);
                        }
                        case "removeListener" -> {
                            listening.remove((ModemListener) arguments[0]);
                            suspending.countDown();
                        }
                        default -> {}
                    }
                    return null;
                });
        modems.modem = profile -> modem;
        start(receiving("sim7028:modem:fleet"));
        CompletableFuture<Void> added = CompletableFuture.runAsync(() -> fleet.add("roof"));
        assertThat(begins.await(20, TimeUnit.SECONDS)).isTrue();
        Consumer consumer = context.getRoute("in").getConsumer();
        Thread suspend = new Thread(() -> ServiceHelper.suspendService(consumer));
        suspend.start();
        await().atMost(SOON).until(() -> suspending.getCount() == 0 || suspend.getState() == Thread.State.WAITING);
        suspending.countDown();
        suspend.join();
        assertThat(added).succeedsWithin(SOON);
        await().atMost(SOON).untilAsserted(() -> assertThat(listening).isEmpty());
        ServiceHelper.resumeService(consumer);
        assertThat(listening).hasSize(1);
    }

    private List<String> reports() {
        List<String> told = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("reports", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handleException(null, null, exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handleException(message, null, exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(message);
            }
        });
        return told;
    }

    @Test
    void whatASuspendedRouteDoesNotGetOfAModemThatLeavesIsReported() throws Exception {
        List<String> told = reports();
        fleet.add("roof");
        start(receiving(TCP + "&exceptionHandler=#reports"));
        FakeModems.FakeLink link = link("roof");
        context.getRouteController().suspendRoute("in");
        link.receive("one", "two");
        assertThat(fleet.remove("roof", ModemGroup.Loss.HANDED_OVER)).succeedsWithin(SOON);
        assertThat(told)
                .singleElement()
                .asString()
                .endsWith("the modem was given back while the route is suspended; dropped data that was still waiting"
                        + " (2 pieces)");
        assertThat(received).isEmpty();
    }

    /** The module keeps what is not read of it; what has been read goes to the route, should it go on in time. */
    @Test
    void nothingMoreIsReadForASuspendedRouteOfAModemThatLeaves() throws Exception {
        List<String> told = reports();
        fleet.add("roof");
        start(receiving(TCP + "&exceptionHandler=#reports"));
        FakeModems.FakeLink in = link("roof");
        modems.confirming = false;
        CompletableFuture<Exchange> underWay = template.asyncSend(TCP, exchange -> {
            exchange.getMessage().setBody("under way");
            exchange.getMessage().setHeader(Sim7028Constants.MODEM, "roof");
        });
        FakeModems.FakeLink out = link("roof", 0, link -> link.receiver == null);
        await().atMost(SOON).until(() -> out.sent.size() == 1);
        Consumer consumer = context.getRoute("in").getConsumer();
        ServiceHelper.suspendService(consumer);
        in.receive("one");
        assertThat(in.receiver.hasRoom()).isTrue();
        CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
        await().atMost(SOON).until(() -> !in.receiver.hasRoom());

        ServiceHelper.resumeService(consumer);
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactly("roof: one"));
        assertThat(in.receiver.hasRoom()).isFalse();
        assertThat(gone).isNotDone();
        out.confirm();
        assertThat(gone).succeedsWithin(SOON);
        assertThat(underWay.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat(told).isEmpty();
    }
}
