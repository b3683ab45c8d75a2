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
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

@ExpectedLog(Said.BUFFERED_UDP)
@ExpectedLog(Said.QUEUE_FULL)
@ExpectedLog(Said.PIECES_DROPPED)
@ExpectedLog(Said.STOP_TIMED_OUT)
@ExpectedLog(Said.STOP_INTERRUPTED)
@ExpectedLog("a frame longer than maxFrameSize=4 is skipped")
@ExpectedLog("^closed by the peer$")
class ConsumerTest {

    private static final String TCP = "sim7028:tcp:10.0.0.1:5253";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final Processor collect =
            exchange -> received.add(exchange.getMessage().getBody(String.class));

    @BeforeEach
    void prepare() {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.getRegistry().bind("reports", new Reports());
        context.getShutdownStrategy().setTimeout(20);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.links).allMatch(link -> link.released);
    }

    @Test
    void makesExchangesInOrderWithTheirOrigin() throws Exception {
        Instant before = Instant.now();
        List<Message> messages = new CopyOnWriteArrayList<>();
        FakeLink link = consume(
                "sim7028:udp?localPort=5000",
                exchange -> messages.add(exchange.getMessage().copy()));

        link.receiveFrom("10.0.0.7", 4711, "one");
        link.receiveFrom("10.0.0.8", 4712, "two");

        await().until(() -> messages.size() == 2);
        assertThat(messages)
                .extracting(message -> message.getBody(String.class))
                .containsExactly("one", "two");
        assertThat(messages.get(0).getBody()).isInstanceOf(byte[].class);
        assertThat(messages.get(1).getHeaders())
                .containsEntry(Sim7028Constants.MODEM, "default")
                .containsEntry(Sim7028Constants.LINK, 1)
                .containsEntry(Sim7028Constants.PROTOCOL, "udp")
                .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "10.0.0.8")
                .containsEntry(Sim7028Constants.REMOTE_PORT, 4712)
                .containsEntry(Sim7028Constants.LOCAL_PORT, 5000)
                .hasEntrySatisfying(Sim7028Constants.RECEIVED_TIME, time -> assertThat((Instant) time)
                        .isBetween(before, Instant.now()))
                .hasEntrySatisfying(Exchange.MESSAGE_TIMESTAMP, time -> assertThat((Long) time)
                        .isGreaterThanOrEqualTo(before.toEpochMilli()));
    }

    @Test
    void overTcpTheOriginIsTheEndpointsPeerAndOverBufferedUdpUnknown() throws Exception {
        List<Message> messages = new CopyOnWriteArrayList<>();
        Processor keep = exchange -> messages.add(exchange.getMessage().copy());

        consume(TCP, keep).receive("x");
        await().until(() -> messages.size() == 1);
        assertThat(messages.get(0).getHeaders())
                .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "10.0.0.1")
                .containsEntry(Sim7028Constants.REMOTE_PORT, 5253)
                .doesNotContainKey(Sim7028Constants.LOCAL_PORT);

        consume("sim7028:udp:10.0.0.1:5253", keep).receive("x");
        await().until(() -> messages.size() == 2);
        assertThat(messages.get(1).getHeaders())
                .doesNotContainKeys(Sim7028Constants.REMOTE_ADDRESS, Sim7028Constants.REMOTE_PORT);
    }

    @Test
    void keepsOrderWhenARouteGoesOnElsewhere() throws Exception {
        AtomicInteger side = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FakeLink link = consume(TCP, new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                most.accumulateAndGet(side.incrementAndGet(), Math::max);
                CompletableFuture.runAsync(() -> {
                    received.add(exchange.getMessage().getBody(String.class));
                    side.decrementAndGet();
                    callback.done(false);
                });
                return false;
            }
        });

        List<String> sent = numbers(200);
        link.receive(sent.toArray(String[]::new));

        await().until(() -> received.size() == 200);
        assertThat(received).isEqualTo(sent);
        assertThat(most).hasValue(1);
    }

    @Test
    void textIsMadeWithTheCharset() throws Exception {
        List<Object> bodies = new CopyOnWriteArrayList<>();
        consume(
                        TCP + "?charset=ISO-8859-1",
                        exchange -> bodies.add(exchange.getMessage().getBody()))
                .receive("käse");

        await().untilAsserted(() -> assertThat(bodies).containsExactly("käse"));
    }

    @Test
    void aFullQueueHasNoRoomUntilTheRouteMadeSome() throws Exception {
        Semaphore pass = new Semaphore(0);
        FakeLink link = consume(TCP + "?queueSize=2", exchange -> {
            pass.acquire();
            collect.process(exchange);
        });

        link.receive("1");
        await().until(() -> context.getInflightRepository().size() == 1);
        assertThat(link.receiver.hasRoom()).isTrue();
        link.receive("2");
        assertThat(link.receiver.hasRoom()).isTrue();
        link.receive("3");
        assertThat(link.receiver.hasRoom()).isFalse();
        int before = link.resumed.get();

        pass.release();

        await().until(() -> link.resumed.get() == before + 1);
        assertThat(link.receiver.hasRoom()).isTrue();
        pass.release(2);
        await().untilAsserted(() -> assertThat(received).containsExactly("1", "2", "3"));
        assertThat(link.resumed).hasValue(before + 1);
    }

    @Test
    void framesAreMadeOfWhateverPieces() throws Exception {
        consume(TCP + "?framing=line&emptyFrames=pass", collect).receive("on", "e\r\ntwo\n\nthr", "ee", "\n");

        await().untilAsserted(() -> assertThat(received).containsExactly("one", "two", "", "three"));
    }

    @Test
    void emptyFramesAreDroppedHoweverMany() throws Exception {
        FakeLink link = consume(TCP + "?framing=length&lengthFieldLength=1", collect);
        String empties = "\0".repeat(1500);
        for (int i = 0; i < 200; i++) {
            link.receive(empties);
        }
        link.receive("\3one" + empties, "\3two");

        await().untilAsserted(() -> assertThat(received).containsExactly("one", "two"));
    }

    @Test
    void aNewConnectionStartsANewFrame() throws Exception {
        FakeLink link = consume(TCP + "?framing=line", collect);
        link.receiver.opened(1, 1);
        link.receive("half of a li");
        link.receiver.failed(new Sim7028Exception("closed by the peer"));
        link.receiver.opened(1, 1);
        link.receive("whole\n");

        await().untilAsserted(() -> assertThat(received).containsExactly("whole"));
    }

    @Test
    void aDatagramOfAnotherSenderStartsANewFrame() throws Exception {
        FakeLink link = consume("sim7028:udp?localPort=5000&framing=line", collect);
        link.receiveFrom("10.0.0.7", 1, "ha");
        link.receiveFrom("10.0.0.7", 1, "lf\nlost");
        link.receiveFrom("10.0.0.8", 1, "other\n");

        await().untilAsserted(() -> assertThat(received).containsExactly("half", "other"));
    }

    @Test
    void aFrameTooLongIsReportedAndTheNextOneRead() throws Exception {
        consume(TCP + "?framing=line&maxFrameSize=4&exceptionHandler=#reports", collect)
                .receive("12345\n", "6\n");

        await().untilAsserted(() -> assertThat(received).containsExactly("6"));
        assertThat(reported).singleElement().asString().contains("a frame longer than maxFrameSize=4 is skipped");
    }

    @Test
    void aBeanMayMakeTheFrames() throws Exception {
        context.getRegistry().bind("pairs", new PairFraming());
        FakeLink link = consume(TCP + "?framing=#pairs&exceptionHandler=#reports", collect);

        link.receive("abc", "!", "de");

        await().untilAsserted(() -> assertThat(received).containsExactly("ab", "de"));
        assertThat(reported).singleElement().asString().contains("the framing failed");
    }

    @Test
    void anOutageIsReportedOnce() throws Exception {
        FakeLink link = consume(TCP + "?exceptionHandler=#reports", collect);

        link.receive("1");
        link.receiver.failed(new Sim7028Exception("closed by the peer"));
        link.receiver.failed(new Sim7028Exception("connection refused"));
        link.receiver.opened(0, 1);
        link.receive("2");
        link.receiver.failed(new Sim7028Exception("closed again"));

        await().untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(reported).containsExactly("closed by the peer", "closed again"));
    }

    @Test
    @ExpectedLog("nobody has told of this")
    void anOutageOfWhichTheModemHasNotWarnedIsTheConsumersToTell() throws Exception {
        try (CapturedLog log = CapturedLog.of(Sim7028Consumer.class)) {
            FakeLink link = consume(TCP, collect);
            link.receiver.failed(new Sim7028Exception("nobody has told of this"));
            link.receiver.opened(0, 1);
            link.receive("1");

            await().untilAsserted(() -> assertThat(received).containsExactly("1"));
            assertThat(log.messages(Level.WARN)).containsExactly("nobody has told of this");
        }
    }

    @Test
    void anOutageIsTheModemsToTellAndNothingHasAStackTrace() throws Exception {
        try (CapturedLog log = CapturedLog.of(Sim7028Consumer.class)) {
            FakeLink link = consume(TCP + "?framing=line&maxFrameSize=4", collect);
            link.receiver.failed(new Sim7028Exception("the peer reset the connection").logged());
            link.receiver.opened(0, 1);
            link.receive("12345\n", "6\n");

            await().untilAsserted(() -> assertThat(received).containsExactly("6"));
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.message()).contains("a frame longer than maxFrameSize=4 is skipped");
                assertThat(line.level()).isEqualTo(Level.WARN);
                assertThat(line.stack()).isNull();
            });
        }
    }

    @Test
    void anOutageReachesTheRouteWithBridgeErrorHandler() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Sim7028Exception.class)
                        .handled(true)
                        .process(exchange ->
                                reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                        .getMessage()));
                from(TCP + "?bridgeErrorHandler=true").process(collect);
            }
        });

        modems.link().receiver.failed(new Sim7028Exception("connection refused"));

        await().untilAsserted(() -> assertThat(reported).containsExactly("connection refused"));
    }

    @Test
    void aRouteThatFailsIsReportedAndTheNextExchangeComes() throws Exception {
        FakeLink link = consume(TCP + "?exceptionHandler=#reports", exchange -> {
            collect.process(exchange);
            throw new IllegalStateException("the route failed");
        });

        link.receive("1", "2");

        await().untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(reported).containsExactly("the route failed", "the route failed"));
    }

    @Test
    void whileSuspendedItKeepsWhatComesAndThenGoesOn() throws Exception {
        FakeLink link = consume(TCP + "?queueSize=3", collect);
        link.receive("1");
        await().until(() -> received.size() == 1);

        context.getRouteController().suspendRoute("down");
        assertThat(link.receiver.hasRoom()).isFalse();
        link.receive("2", "3");
        assertThat(received).containsExactly("1");
        assertThat(link.released).isFalse();

        int before = link.resumed.get();
        context.getRouteController().resumeRoute("down");
        await().untilAsserted(() -> assertThat(received).containsExactly("1", "2", "3"));
        assertThat(link.resumed.get()).isGreaterThan(before);
        assertThat(link.receiver.hasRoom()).isTrue();
    }

    @Test
    void stoppingDrainsWhatWasRead() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        Semaphore pass = new Semaphore(0);
        FakeLink link = consume(TCP, exchange -> {
            first.countDown();
            pass.acquire();
            collect.process(exchange);
        });
        link.receive("1", "2", "3");
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::stopRoute);
        await().until(() -> !link.receiver.hasRoom());
        assertThat(link.released).isFalse();
        pass.release(3);

        assertThat(stopping).succeedsWithin(java.time.Duration.ofSeconds(20));
        assertThat(received).containsExactly("1", "2", "3");
        assertThat(link.released).isTrue();
    }

    @Test
    void stoppingASuspendedRouteDrainsToo() throws Exception {
        FakeLink link = consume(TCP, collect);
        context.getRouteController().suspendRoute("down");
        link.receive("1", "2");

        stopRoute();

        assertThat(received).containsExactly("1", "2");
    }

    @Test
    void aStuckRouteStopsWithinCamelsTimeout() throws Exception {
        Semaphore never = new Semaphore(0);
        context.getShutdownStrategy().setTimeout(1);
        FakeLink link = consume(TCP, exchange -> never.acquire());
        link.receive("1", "2", "3");
        await().until(() -> context.getInflightRepository().size() == 1);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::stopRoute);

        assertThat(stopping).succeedsWithin(java.time.Duration.ofSeconds(15));
        assertThat(link.released).isTrue();
        never.release(3);
    }

    @Test
    void aStoppedRouteStartsAgain() throws Exception {
        FakeLink before = consume(TCP, collect);
        stopRoute();
        context.getRouteController().startRoute("down");

        assertThat(modems.link()).isNotSameAs(before);
        modems.link().receive("again");
        await().untilAsserted(() -> assertThat(received).containsExactly("again"));
    }

    @Test
    void dropOldestMakesWayForWhatComes() throws Exception {
        Semaphore pass = new Semaphore(0);
        FakeLink link = consume("sim7028:udp?localPort=5000&queueSize=2&overflow=dropOldest", exchange -> {
            pass.acquire();
            collect.process(exchange);
        });
        link.receive("1");
        await().until(() -> context.getInflightRepository().size() == 1);

        link.receive("2", "3", "4", "5");
        assertThat(link.receiver.hasRoom()).isTrue();
        pass.release(3);

        await().untilAsserted(() -> assertThat(received).containsExactly("1", "4", "5"));
    }

    @Test
    void failRefusesWhatComesAndReportsIt() throws Exception {
        Semaphore pass = new Semaphore(0);
        FakeLink link =
                consume("sim7028:udp?localPort=5000&queueSize=2&overflow=fail&exceptionHandler=#reports", exchange -> {
                    pass.acquire();
                    collect.process(exchange);
                });
        link.receive("1");
        await().until(() -> context.getInflightRepository().size() == 1);

        link.receive("2", "3", "4", "5");
        assertThat(link.receiver.hasRoom()).isTrue();
        pass.release(3);

        await().untilAsserted(() -> assertThat(received).containsExactly("1", "2", "3"));
        await().untilAsserted(
                        () -> assertThat(reported).singleElement().asString().contains("the queue of 2 is full"));
    }

    @Test
    void overflowIsRefusedWhereNothingOverflows() {
        assertThatThrownBy(() -> consume(TCP + "?overflow=fail", collect))
                .hasStackTraceContaining("overflow=fail is not supported by")
                .hasStackTraceContaining("modem 'default' has receiveMode=auto");
        assertThatThrownBy(() -> consume("sim7028:udp?localPort=1&receiveMode=buffered&overflow=dropOldest", collect))
                .hasStackTraceContaining("modem 'default' has receiveMode=buffered");
    }

    @Test
    void theReceiveModeAnEndpointNeedsIsTheModems() throws Exception {
        consume(TCP + "?receiveMode=push", collect);

        assertThat(modems.profile().transfer().receiveMode()).isEqualTo(ReceiveMode.PUSH);
    }

    @Test
    void itDoesNotMatterWhichRouteStartsFirst() throws Exception {
        try (DefaultCamelContext fresh = new DefaultCamelContext()) {
            Sim7028Component other = new Sim7028Component(fresh);
            FakeModems theirs = FakeModems.in(other);
            other.getConfiguration().setDevice("socket://localhost:1");
            fresh.addComponent("sim7028", other);
            fresh.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").startupOrder(1).to("sim7028:tcp:10.0.0.1:7");
                    from(TCP).startupOrder(2).process(collect);
                    from("sim7028:udp?localPort=5000&receiveMode=buffered")
                            .startupOrder(3)
                            .process(collect);
                }
            });
            fresh.start();

            assertThat(theirs.profiles)
                    .extracting(profile -> profile.transfer().receiveMode())
                    .containsExactly(ReceiveMode.BUFFERED, ReceiveMode.BUFFERED, ReceiveMode.BUFFERED);
        }
    }

    @Test
    void twoEndpointsThatNeedDifferentModesAreBothNamed() throws Exception {
        consume(TCP + "?receiveMode=push", collect);

        assertThatThrownBy(() -> route("other", "sim7028:tcp:10.0.0.2:7?receiveMode=buffered", collect))
                .hasStackTraceContaining(
                        "10.0.0.2:7?receiveMode=buffered needs receiveMode=buffered, but modem 'default' has"
                                + " receiveMode=push, which endpoint ")
                .hasStackTraceContaining(
                        "10.0.0.1:5253?receiveMode=push needs; one receive mode holds for all links of a module");
    }

    @Test
    void anEndpointThatNeedsAnotherModeThanTheModemHasIsRefused() {
        component.getConfiguration().setReceiveMode(ReceiveMode.BUFFERED);

        assertThatThrownBy(() -> consume(TCP + "?receiveMode=push", collect))
                .hasStackTraceContaining(
                        "needs receiveMode=push, but modem 'default' has receiveMode=buffered, which is or was the setting");
        assertThat(modems.leased).hasValue(0);
    }

    private FakeLink consume(String uri, Processor processor) throws Exception {
        if (context.getRoute("down") != null) {
            stopRoute();
            context.removeRoute("down");
        }
        route("down", uri, processor);
        return modems.link();
    }

    private void route(String id, String uri, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).errorHandler(noErrorHandler()).process(processor);
            }
        });
        Route route = context.getRoute(id);
        assertThat(route).isNotNull();
    }

    private void stopRoute() {
        try {
            context.getRouteController().stopRoute("down");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private final class Reports implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            reported.add(exception.getMessage());
        }

        @Override
        public void handleException(String message, Throwable exception) {
            reported.add(exception.getMessage());
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            reported.add(exchange == null ? message : exception.getMessage());
        }
    }

    /** Two bytes a frame; chokes on an exclamation mark. */
    private static final class PairFraming implements io.github.sim7028.camel.framing.Framing {

        @Override
        public io.github.sim7028.camel.framing.FrameDecoder decoder() {
            List<Byte> pair = new ArrayList<>();
            return (bytes, frames) -> {
                for (byte next : bytes) {
                    if (next == '!') {
                        throw new IllegalStateException("an exclamation mark");
                    }
                    pair.add(next);
                    if (pair.size() == 2) {
                        frames.frame(new byte[] {pair.get(0), pair.get(1)});
                        pair.clear();
                    }
                }
            };
        }

        @Override
        public byte[] encode(byte[] message) {
            return message;
        }
    }
}
