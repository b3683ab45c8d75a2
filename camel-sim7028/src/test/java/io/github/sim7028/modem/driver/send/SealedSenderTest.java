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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When plain text is sealed, and what becomes of it when records, sessions and times end; on virtual time. */
class SealedSenderTest {

    private static final int ROOM = 10;

    private final VirtualTime time = new VirtualTime();
    private final ModemRuntime runtime = new ModemRuntime(new ModemRuntime.Threads(Runnable::run, Thread::new), null);
    private boolean modemReady = true;
    private SealedSender sender = sender(1);

    private SealedSender sender(int window) {
        return new SealedSender(
                runtime,
                time,
                new SealedSender.Limit(Duration.ofMinutes(5), () -> modemReady, Duration.ofMinutes(2), window),
                new SealedSender.Owner() {
                    @Override
                    public Throwable whyWaiting() {
                        return new Sim7028Exception("there is no session");
                    }

                    @Override
                    public String whyNotKept(PendingMessage message) {
                        return message.owner == null ? null : message.owner.whyEnded();
                    }

                    @Override
                    public void idle() {}
                });
    }

    /** A session whose records are the plain text in brackets, and whose results the test says. */
    private static final class FakeSession implements SealedSender.Session {
        private final long connection;
        private final List<String> records = new ArrayList<>();
        private final List<CompletableFuture<Receipt>> results = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();

        FakeSession(long connection) {
            this.connection = connection;
        }

        @Override
        public long connection() {
            return connection;
        }

        @Override
        public int recordRoom() {
            return ROOM;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public byte[] seal(byte[] plain) {
            return ("[" + new String(plain, StandardCharsets.US_ASCII) + "]").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public CompletableFuture<Receipt> send(Outbound sealed) {
            assertThat(sealed.connection()).isEqualTo(connection);
            try {
                records.add(new String(sealed.payload().next(1000), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            CompletableFuture<Receipt> result = new CompletableFuture<>();
            results.add(result);
            return result;
        }

        @Override
        public void broken(String reason) {
            broken.add(reason);
        }
    }

    private void settle() {
        time.pass(0);
    }

    private FakeSession open(long connection) {
        FakeSession session = new FakeSession(connection);
        sender.opened(session);
        settle();
        return session;
    }

    private void confirm(FakeSession session, int record) {
        int length = session.records.get(record).length();
        session.results.get(record).complete(new Receipt(length, length, 1));
        settle();
    }

    private void fail(FakeSession session, int record, SendOutcome outcome) {
        String words = outcome == SendOutcome.NOT_SENT
                ? "the message was not sent: gone"
                : "it is unknown whether the message arrived (0 of 5 bytes confirmed): gone";
        session.results
                .get(record)
                .completeExceptionally(new Sim7028SendException(words, outcome, 0, 0, null, false, null));
        settle();
    }

    private CompletableFuture<Receipt> send(String text) {
        return send(text, 60, true, Outbound.ANY_CONNECTION);
    }

    private CompletableFuture<Receipt> send(String text, int seconds, boolean coalesce, long connection) {
        Payload payload = Payload.of(text.getBytes(StandardCharsets.US_ASCII));
        return send(new Outbound(payload, null, 0, Duration.ofSeconds(seconds), coalesce).onlyOn(connection));
    }

    private CompletableFuture<Receipt> send(Outbound outbound) {
        return send(outbound, null);
    }

    private CompletableFuture<Receipt> send(Outbound outbound, MessageOwner owner) {
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        sender.send(new PendingMessage(owner, outbound, future, () -> {}));
        settle();
        return future;
    }

    private static Sim7028SendException failureOf(CompletableFuture<Receipt> sending) {
        assertThat(sending).isCompletedExceptionally();
        try {
            sending.join();
        } catch (CompletionException e) {
            return (Sim7028SendException) e.getCause();
        }
        throw new AssertionError();
    }

    @Test
    void aMessageIsConfirmedWithItsLastRecordAndInPlainBytes() {
        CompletableFuture<Receipt> sending = send("abcdefghijklmno");
        FakeSession session = open(1);
        assertThat(session.records).containsExactly("[abcdefghij]", "[klmno]");
        confirm(session, 0);
        assertThat(sending).isNotDone();
        confirm(session, 1);
        assertThat(sending).isCompletedWithValue(new Receipt(15, 15, 1));
        assertThat(sender.isEmpty()).isTrue();
    }

    @Test
    void onlyOneRecordIsSealedAheadAndWhatWaitsSharesTheNext() {
        FakeSession session = open(1);
        List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
        for (String text : List.of("1", "2", "3", "4", "5")) {
            sendings.add(send(text));
        }
        assertThat(session.records).containsExactly("[1]", "[2]");
        confirm(session, 0);
        assertThat(session.records).containsExactly("[1]", "[2]", "[345]");
        confirm(session, 1);
        confirm(session, 2);
        assertThat(sendings).allMatch(sending -> sending.join().confirmed() == 1);
    }

    @Test
    void aMessageThatDoesNotCoalesceHasARecordOfItsOwn() {
        List<CompletableFuture<Receipt>> sendings =
                List.of(send("1"), send("2", 60, false, Outbound.ANY_CONNECTION), send("3"));
        FakeSession session = open(1);
        confirm(session, 0);
        assertThat(session.records).containsExactly("[1]", "[2]", "[3]");
        assertThat(sendings.get(0)).isDone();
    }

    @Test
    void aMessageWhoseTimeIsOverLeavesNoGap() {
        FakeSession session = open(1);
        send("1");
        send("2");
        CompletableFuture<Receipt> hurried = send("3", 5, true, Outbound.ANY_CONNECTION);
        CompletableFuture<Receipt> patient = send("4");
        time.pass(6000);
        assertThat(failureOf(hurried).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(hurried).isRetryable()).isTrue();
        confirm(session, 0);
        confirm(session, 1);
        assertThat(session.records).containsExactly("[1]", "[2]", "[4]");
        confirm(session, 2);
        assertThat(patient).isCompleted();
        assertThat(session.broken).isEmpty();
    }

    @Test
    void whatWasSealedAndHasNotLeftIsSealedAgainInItsOrder() {
        FakeSession first = open(1);
        List<CompletableFuture<Receipt>> sendings = List.of(send("1"), send("2"), send("3"));
        sender.ended("closed by the peer");
        fail(first, 1, SendOutcome.NOT_SENT);
        fail(first, 0, SendOutcome.NOT_SENT);
        FakeSession second = open(2);
        assertThat(second.records).containsExactly("[123]");
        confirm(second, 0);
        assertThat(sendings).allMatch(sending -> sending.join().confirmed() == 1);
    }

    @Test
    void aRecordThatIsNotSentThoughItsConnectionLivesEndsTheConnection() {
        FakeSession session = open(1);
        CompletableFuture<Receipt> sending = send("1");
        fail(session, 0, SendOutcome.NOT_SENT);
        assertThat(session.broken).containsExactly("gone");
        assertThat(sending).isNotDone();
        assertThat(session.records).hasSize(1);
    }

    @Test
    void aRecordInDoubtIsUnknownAndEndsTheSession() {
        FakeSession session = open(1);
        CompletableFuture<Receipt> doubtful = send("1");
        CompletableFuture<Receipt> behind = send("2");
        CompletableFuture<Receipt> waiting = send("3");
        fail(session, 0, SendOutcome.UNKNOWN);
        fail(session, 1, SendOutcome.NOT_SENT);
        assertThat(failureOf(doubtful).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failureOf(doubtful))
                .hasMessage("it is unknown whether the message arrived (0 of 1 byte confirmed): gone");
        assertThat(session.broken).isNotEmpty();
        FakeSession next = open(2);
        assertThat(next.records).containsExactly("[23]");
        confirm(next, 0);
        assertThat(behind).isCompleted();
        assertThat(waiting).isCompleted();
    }

    @Test
    void aMessageThatIsHalfOutWhenTheConnectionEndsIsUnknown() {
        FakeSession session = open(1);
        CompletableFuture<Receipt> sending = send("a".repeat(35));
        confirm(session, 0);
        sender.ended("closed by the peer");
        fail(session, 1, SendOutcome.NOT_SENT);
        fail(session, 2, SendOutcome.NOT_SENT);
        assertThat(failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failureOf(sending).getConfirmedLength()).isEqualTo(10);
        assertThat(open(2).records).isEmpty();
    }

    @Test
    void lateResultsOfAnEarlierConnectionAreAwaitedAndDoNotHarmTheNext() {
        FakeSession first = open(1);
        CompletableFuture<Receipt> early = send("1");
        sender.ended("closed by the peer");
        CompletableFuture<Receipt> later = send("2");
        FakeSession second = open(2);
        assertThat(second.records).isEmpty();
        fail(first, 0, SendOutcome.UNKNOWN);
        assertThat(failureOf(early).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(second.records).containsExactly("[2]");
        assertThat(second.broken).isEmpty();
        confirm(second, 0);
        assertThat(later).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void anAnswerToAnotherConnectionIsNotSent(long connection) {
        CompletableFuture<Receipt> answer = send("1", 60, true, connection);
        FakeSession session = open(2);
        assertThat(failureOf(answer).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(answer)).hasMessageContaining("the connection that the message is for has ended");
        assertThat(session.records).isEmpty();
    }

    @Test
    void anAnswerBehindOtherMessagesGoesWithNoOtherConnection() {
        FakeSession first = open(1);
        send("1");
        CompletableFuture<Receipt> underWay = send("2", 60, true, 1);
        CompletableFuture<Receipt> behind = send("3");
        CompletableFuture<Receipt> waiting = send("4", 60, true, 1);
        assertThat(first.records).containsExactly("[1]", "[2]");
        sender.ended("closed by the peer");
        assertThat(failureOf(waiting).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(waiting).isRetryable()).isFalse();
        assertThat(underWay).isNotDone();
        fail(first, 0, SendOutcome.NOT_SENT);
        fail(first, 1, SendOutcome.NOT_SENT);
        assertThat(failureOf(underWay).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(underWay)).hasMessageContaining("the connection that the message is for has ended");
        FakeSession second = open(2);
        assertThat(second.records).containsExactly("[13]");
        confirm(second, 0);
        assertThat(behind).isCompleted();
    }

    @Test
    void whatComesBackOfAMessageThatIsCutIsNotSent() {
        FakeSession session = open(1);
        CompletableFuture<Receipt> sending =
                send(new Outbound(Payload.of(breakingAfter(10)), null, 0, Duration.ofMinutes(1), true));
        assertThat(session.records).containsExactly("[aaaaaaaaaa]");
        assertThat(session.broken).isNotEmpty();
        fail(session, 0, SendOutcome.NOT_SENT);
        assertThat(failureOf(sending).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(sending)).hasMessageContaining("the disk is gone");
        assertThat(open(2).records).isEmpty();
        assertThat(sender.isEmpty()).isTrue();
    }

    @Test
    void whatComesBackToALeaseThatHasEndedIsNotSent() {
        String[] ended = new String[1];
        FakeSession session = open(1);
        CompletableFuture<Receipt> sending =
                send(new Outbound(Payload.of(new byte[] {'1'}), null, 0, Duration.ofMinutes(1), true), () -> ended[0]);
        ended[0] = "the route was stopped";
        fail(session, 0, SendOutcome.NOT_SENT);
        assertThat(failureOf(sending).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failureOf(sending).isRetryable()).isTrue();
        assertThat(failureOf(sending)).hasMessageContaining("the route was stopped");
        assertThat(open(2).records).isEmpty();
    }

    @Test
    void aRecordBehindOneInDoubtIsUnknownThoughTheModuleConfirmsIt() {
        sender = sender(3);
        FakeSession session = open(1);
        CompletableFuture<Receipt> before = send("1", 60, false, Outbound.ANY_CONNECTION);
        CompletableFuture<Receipt> doubtful = send("2", 60, false, Outbound.ANY_CONNECTION);
        CompletableFuture<Receipt> behind = send("3", 60, false, Outbound.ANY_CONNECTION);
        assertThat(session.records).hasSize(3);
        confirm(session, 2);
        confirm(session, 0);
        fail(session, 1, SendOutcome.UNKNOWN);
        assertThat(before).isCompleted();
        assertThat(failureOf(doubtful).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failureOf(behind).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failureOf(behind)).hasMessageContaining("a TLS record before it was not confirmed");
        CompletableFuture<Receipt> later = send("4");
        FakeSession next = open(2);
        confirm(next, 0);
        assertThat(later).isCompleted();
    }

    @Test
    void aMessageHasItsOwnTimeOnceTheModemIsReadyThoughNobodyHasSaidSo() {
        modemReady = false;
        CompletableFuture<Receipt> sending = send("1");
        time.pass(299_000);
        modemReady = true;
        time.pass(60_000);
        assertThat(sending).isNotDone();
        time.pass(3_000);
        assertThat(failureOf(sending)).hasMessageContaining("there is no session (waited 1m)");
    }

    private static InputStream breakingAfter(int bytes) {
        return new InputStream() {
            private int left = bytes;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the disk is gone");
                }
                return 'a';
            }
        };
    }

    @Test
    void aBodyThatBreaksOffHalfwayEndsTheSession() {
        FakeSession session = open(1);
        InputStream breaking = breakingAfter(20);
        CompletableFuture<Receipt> sending =
                send(new Outbound(Payload.of(breaking), null, 0, Duration.ofMinutes(1), true));
        CompletableFuture<Receipt> behind = send("b");
        confirm(session, 0);
        confirm(session, 1);
        assertThat(failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failureOf(sending)).hasMessageContaining("the disk is gone");
        assertThat(session.broken).containsExactly("a message on it was cut in two");
        FakeSession next = open(2);
        confirm(next, 0);
        assertThat(behind).isCompleted();
    }

    @Test
    void aStreamIsReadPieceByPiece() {
        FakeSession session = open(1);
        CompletableFuture<Receipt> sending = send(new Outbound(
                Payload.of(new ByteArrayInputStream("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII))),
                null,
                0,
                Duration.ofMinutes(1),
                true));
        for (int i = 0; i < 3; i++) {
            confirm(session, i);
        }
        assertThat(session.records).containsExactly("[abcdefghij]", "[klmnopqrst]", "[uvwxyz]");
        assertThat(sending).isCompletedWithValue(new Receipt(26, 26, 1));
    }

    @Test
    void anEmptyMessageIsRefused() {
        open(1);
        assertThat(failureOf(send(""))).hasMessageContaining("the message has 0 bytes");
    }
}
