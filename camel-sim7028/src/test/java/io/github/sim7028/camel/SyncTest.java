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

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.camel.FakeModems.FakeLink;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and replies. */
class SyncTest {

    private static final String ASK = "sim7028:tcp:10.0.0.1:7?sync=true&framing=line&charset=UTF-8";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final Map<String, AsyncProducer> producers = new HashMap<>();

    @BeforeEach
    void start() {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.getRegistry().bind("reports", new ExceptionHandler() {
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
                reported.add(exception.getMessage());
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        producers.values().forEach(AsyncProducer::stop);
        context.stop();
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.links).allMatch(link -> link.released);
    }

    @Test
    void theNextFrameIsTheReply() {
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        FakeLink link = linkAfterSends(1);
        assertThat(link.sent.get(0).text()).isEqualTo("what?\n");
        assertThat(asking).isNotDone();

        link.receive("th", "is\nand more\n");

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> {
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody()).isEqualTo("this");
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(Sim7028Constants.CONFIRMED_LENGTH, 6L)
                    .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "10.0.0.1")
                    .containsEntry("kept", "header");
        });
    }

    @Test
    void aReplyThatComesBeforeTheConfirmationCounts() {
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        FakeLink link = linkAfterSends(1);

        link.receive("this\n");
        assertThat(asking).isNotDone();
        link.confirm();

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("this"));
    }

    @Test
    void requestsGoOneAfterTheOther() {
        CompletableFuture<Exchange> first = ask(ASK, "1", Map.of());
        FakeLink link = linkAfterSends(1);
        CompletableFuture<Exchange> second = ask(ASK, "2", Map.of());
        assertThat(link.sent).hasSize(1);

        link.receive("one\ntoo much\n");
        assertThat(first).succeedsWithin(SOON);
        linkAfterSends(2);
        assertThat(second).isNotDone();
        link.receive("two\n");

        assertThat(first.join().getMessage().getBody()).isEqualTo("one");
        assertThat(second).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("two"));
    }

    @Test
    void withoutAReplyItTimesOutAndALateOneIsNotTakenForTheNext() {
        CompletableFuture<Exchange> first = ask(ASK, "1", Map.of(Sim7028Constants.REQUEST_TIMEOUT, "50ms"));
        FakeLink before = linkAfterSends(1);
        assertThat(first).succeedsWithin(SOON).satisfies(exchange -> {
            assertThat(exchange.getException())
                    .isInstanceOf(ExchangeTimedOutException.class)
                    .hasMessageContaining("sent and confirmed, but no reply came within 50 ms");
            assertThat(exchange.getMessage().getBody()).isEqualTo("1");
        });
        assertThat(before.released).isTrue();
        assertThat(before.reconnected).hasSize(1);

        CompletableFuture<Exchange> second = ask(ASK, "2", Map.of());
        FakeLink after = linkAfterSends(1);
        assertThat(after).isNotSameAs(before);
        before.receive("late\n");
        after.receive("two\n");

        assertThat(second).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("two"));
    }

    /** The time of the endpoint counts, and that of a message instead. */
    @Test
    void theEndpointSaysHowLongAReplyIsAwaited() {
        String uri = ASK + "&requestTimeout=60ms";
        assertThat(ask(uri, "1", Map.of())).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getException())
                .isInstanceOf(ExchangeTimedOutException.class)
                .hasMessageContaining("no reply came within 60 ms"));

        CompletableFuture<Exchange> patient = ask(uri, "2", Map.of(Sim7028Constants.REQUEST_TIMEOUT, "1h"));
        FakeLink link = linkAfterSends(1);
        link.receive("two\n");

        assertThat(patient).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("two"));
    }

    @Test
    void aGreetingBeforeTheRequestLeftIsNoReply() {
        modems.beginning = false;
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        FakeLink link = linkAfterSends(1);
        link.receive("220 hello\n", "have a n");
        link.begin();
        link.receive("ice day\nthis\n");
        link.confirm();

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("this"));
        assertThat(link.reconnected).isEmpty();
    }

    @Test
    void aGreetingOnTheNextConnectionIsNoReplyToARequestThatWaitedForIt() {
        modems.beginning = false;
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        FakeLink link = linkAfterSends(1);
        link.receiver.opened(1, 1);
        link.receive("220 hello\n");
        link.receiver.failed(new Sim7028Exception("lost"));
        link.receiver.opened(1, 1);
        link.receive("220 hello\n");
        link.begin();
        link.confirm();
        link.receive("this\n");

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("this"));
    }

    @Test
    void aConnectionThatThePeerClosedEndsTheWaitingAtOnce() {
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        linkAfterSends(1).receiver.closed(CloseReason.REMOTE);

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .hasMessage("the connection was closed before the reply came"));
    }

    @Test
    void aConnectionLostBeforeTheConfirmationLeavesNothingToWaitFor() {
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        FakeLink link = linkAfterSends(1);
        link.receiver.failed(new Sim7028Exception("lost"));
        link.receiver.opened(1, 1);
        link.receive("220 hello\n");
        assertThat(asking).isNotDone();
        link.confirm();

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .hasMessage("the connection was closed before the reply came: lost"));
    }

    @Test
    void aRequestThatNeverLeftCostsNobodyTheConnection() {
        modems.beginning = false;
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "1", Map.of());
        FakeLink link = linkAfterSends(1);
        Sim7028SendException failure =
                new Sim7028SendException("no link", SendOutcome.NOT_SENT, 0, 0, null, true, null);
        link.sent.get(0).result().completeExceptionally(failure);

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .isSameAs(failure));
        assertThat(link.reconnected).isEmpty();
        assertThat(link.released).isFalse();
    }

    @Test
    void anEmptyFrameIsNoReply() {
        CompletableFuture<Exchange> asking = ask(ASK, "what?", Map.of());
        linkAfterSends(1).receive("\n", "\r\nthis\n");

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo("this"));
    }

    @Test
    void aLostConnectionEndsTheWaiting() {
        CompletableFuture<Exchange> first = ask(ASK, "1", Map.of());
        linkAfterSends(1).receiver.failed(new Sim7028Exception("the modem rebooted"));
        assertThat(first).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .hasMessage("the connection was closed before the reply came: the modem rebooted"));

        CompletableFuture<Exchange> second = ask(ASK, "2", Map.of());
        linkAfterSends(1).receiver.opened(1, 1);
        assertThat(second).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .hasMessage("the connection was closed before the reply came"));
    }

    @Test
    void aFailedSendIsNotWaitedFor() {
        modems.confirming = false;
        CompletableFuture<Exchange> asking = ask(ASK, "1", Map.of());
        CompletableFuture<Exchange> next = ask(ASK, "2", Map.of());
        Sim7028SendException failure =
                new Sim7028SendException("half of it", SendOutcome.UNKNOWN, 2, 1, null, false, null);
        linkAfterSends(1).sent.get(0).result().completeExceptionally(failure);

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .isSameAs(failure));
        await().until(() -> modems.links.size() == 2);
        FakeLink link = linkAfterSends(1);
        link.confirm();
        link.receive("two\n");
        assertThat(next).succeedsWithin(SOON).satisfies(exchange -> assertThat(exchange.getException())
                .isNull());
    }

    @Test
    void stoppingEndsTheWaiting() {
        CompletableFuture<Exchange> asking = ask(ASK, "1", Map.of());
        CompletableFuture<Exchange> waiting = ask(ASK, "2", Map.of());

        component.stop();

        assertThat(linkAfterSends(1).reconnected).hasSize(1);
        assertThat(asking)
                .isCompletedWithValueMatching(exchange ->
                        exchange.getException().getMessage().equals("the producer was stopped before the reply came"));
        assertThat(waiting)
                .isCompletedWithValueMatching(
                        exchange -> exchange.getException().getMessage().endsWith("is stopped; nothing was sent"));
    }

    @Test
    void withDisconnectEachRequestHasItsOwnLink() {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Exchange> asking = ask(ASK + "&disconnect=true", "what?", Map.of());
            int number = i + 1;
            await().until(() -> modems.links.size() == number);
            linkAfterSends(1).receive("this\n");
            assertThat(asking).succeedsWithin(SOON);
        }
        assertThat(modems.links).hasSize(2).allMatch(link -> link.released);
    }

    @Test
    void aTimeToWaitThatIsNoneIsRefused() {
        for (Object wrong : new Object[] {"soon", 0, -1}) {
            assertThat(ask(ASK, "x", Map.of(Sim7028Constants.REQUEST_TIMEOUT, wrong)))
                    .succeedsWithin(SOON)
                    .satisfies(exchange -> assertThat(exchange.getException())
                            .isInstanceOf(Sim7028SendException.class)
                            .hasMessageContaining("CamelSim7028RequestTimeout is not a time: '" + wrong + "'"));
        }
    }

    @Test
    void aReplyOverUdpComesFromWhereTheRequestWent() {
        String uri = "sim7028:udp:10.0.0.1:7?sync=true&charset=UTF-8";
        CompletableFuture<Exchange> asking =
                ask(uri, "x", Map.of(Sim7028Constants.REMOTE_HOST, "10.0.0.2", Sim7028Constants.REMOTE_PORT, 9));
        await().until(() -> modems.links.size() == 2);
        FakeLink link = linkAfterSends(1);
        assertThat(link.spec.host()).isEqualTo("10.0.0.2");

        link.receiveFrom("10.0.0.3", 8, "not me");
        link.receiveFrom("10.0.0.2", 9, "me");

        assertThat(asking).succeedsWithin(SOON).satisfies(exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo("me");
            assertThat(exchange.getMessage().getHeaders()).containsEntry(Sim7028Constants.REMOTE_ADDRESS, "10.0.0.2");
        });
    }

    @Test
    void aConsumerRepliesInOrder() throws Exception {
        FakeLink link = serve("sim7028:tcp:10.0.0.1:8?sync=true&framing=line");

        link.receive("a\nb\n", "c\n");

        await().atMost(SOON).untilAsserted(() -> assertThat(link.sent)
                .extracting(FakeModems.Sent::text)
                .containsExactly("re: a\n", "re: b\n", "re: c\n"));
    }

    @Test
    void aConsumerRepliesToTheSenderOfADatagram() throws Exception {
        FakeLink link = serve("sim7028:udp?localPort=5000&sync=true");

        link.receiveFrom("10.0.0.7", 70, "a");
        link.receiveFrom("10.0.0.8", 80, "b");

        await().atMost(SOON).untilAsserted(() -> assertThat(link.sent)
                .extracting(sent -> sent.text() + " to " + sent.message().host() + ":"
                        + sent.message().port())
                .containsExactly("re: a to 10.0.0.7:70", "re: b to 10.0.0.8:80"));
    }

    @Test
    void aReplyThatCannotBeSentIsReported() throws Exception {
        FakeLink link = serve("sim7028:udp?localPort=5000&sync=true&exceptionHandler=#reports");
        link.receive("who am I");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(reported).singleElement().asString().contains("no sender to reply to"));

        link.receiveFrom("10.0.0.7", 70, "fail");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(reported).hasSize(2).last().asString().isEqualTo("the route failed"));
        assertThat(link.sent).isEmpty();
    }

    @Test
    void withoutABodyNothingIsReplied() throws Exception {
        FakeLink link = serve("sim7028:tcp:10.0.0.1:8?sync=true&framing=line&exceptionHandler=#reports");

        link.receive("nothing\n", "a\n");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(link.sent).extracting(FakeModems.Sent::text).containsExactly("re: a\n"));
        assertThat(reported).isEmpty();
    }

    private FakeLink serve(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .errorHandler(noErrorHandler())
                        .convertBodyTo(String.class)
                        .choice()
                        .when(body().isEqualTo("nothing"))
                        .process(exchange -> exchange.getMessage().setBody(null))
                        .when(body().isEqualTo("fail"))
                        .throwException(new IllegalStateException("the route failed"))
                        .otherwise()
                        .transform(simple("re: ${body}"));
            }
        });
        return modems.link();
    }

    /** Asks from this thread, so that requests are in the order of the calls. */
    private CompletableFuture<Exchange> ask(String uri, Object body, Map<String, Object> headers) {
        AsyncProducer producer = producers.computeIfAbsent(uri, this::startedProducer);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        exchange.getMessage().setHeader("kept", "header");
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    private AsyncProducer startedProducer(String uri) {
        try {
            AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private FakeLink linkAfterSends(int sends) {
        await().atMost(SOON)
                .until(() -> !modems.links.isEmpty() && modems.link().sent.size() == sends);
        return modems.link();
    }
}
