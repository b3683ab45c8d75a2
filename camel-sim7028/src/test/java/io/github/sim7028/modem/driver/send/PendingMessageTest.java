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

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.kit.VirtualTimer;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The account of one message: what was taken, requested and confirmed of it, and what may be said of it in the end. */
class PendingMessageTest {

    private final VirtualTimer timer = new VirtualTimer();
    private final ModemRuntime runtime = new ModemRuntime(new ModemRuntime.Threads(Runnable::run, Thread::new), timer);
    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<Receipt> future = new CompletableFuture<>();

    private PendingMessage message(Payload payload) {
        return message(new Outbound(payload, null, 0, Duration.ofSeconds(1), true));
    }

    private PendingMessage message(Outbound outbound) {
        return new PendingMessage(null, outbound, future, () -> told.add("done"));
    }

    private PendingMessage message(int length) throws Exception {
        PendingMessage message = message(Payload.of(new byte[length]));
        message.fetched(message.fetch(length));
        return message;
    }

    private static Payload stream(int length) {
        return Payload.of(new ByteArrayInputStream(new byte[length]));
    }

    /** Bytes that can be read once only. */
    private static Payload once(int length) {
        return new Payload() {
            @Override
            public byte[] next(int max) {
                return new byte[Math.min(max, length)];
            }

            @Override
            public boolean mayBlock() {
                return true;
            }
        };
    }

    private static SendBatch batch(PendingMessage message, int length) {
        return new SendBatch(List.of(new SendBatch.Part(message, message.take(length))));
    }

    private Sim7028SendException failure() {
        try {
            future.join();
        } catch (CompletionException e) {
            return (Sim7028SendException) e.getCause();
        }
        throw new AssertionError("it has not failed");
    }

    // ---- its account

    @Test
    void sumsUpWhatWasRequestedAndConfirmed() throws Exception {
        PendingMessage message = message(10);
        SendBatch first = batch(message, 6);
        SendBatch second = batch(message, 6);
        assertThat(second.bytes()).hasSize(4);
        assertThat(message.underWay()).isTrue();
        first.settle(6);
        assertThat(message.underWay()).isTrue();
        second.settle(4);
        assertThat(message.underWay()).isFalse();
        assertThat(message.done()).isFalse();
        message.succeed(3, runtime);
        assertThat(future.join()).isEqualTo(new Receipt(10, 10, 3));
        assertThat(told).containsExactly("done");
        assertThat(message.done()).isTrue();
    }

    @Test
    void whatAStreamTookIsNotConfirmed() throws Exception {
        PendingMessage message = message(10);
        batch(message, 10).settle(10);
        message.succeedUnconfirmed(0, runtime);
        assertThat(future.join()).isEqualTo(new Receipt(10, Receipt.NOT_TOLD, 0));
    }

    @Test
    void bytesConfirmedOfASharedPieceAreCreditedInTheirOrder() throws Exception {
        PendingMessage first = message(4);
        CompletableFuture<Receipt> other = new CompletableFuture<>();
        PendingMessage second = new PendingMessage(
                null, new Outbound(Payload.of(new byte[6]), null, 0, Duration.ofSeconds(1), true), other, () -> {});
        second.fetched(second.fetch(6));
        SendBatch shared = new SendBatch(
                List.of(new SendBatch.Part(first, first.take(4)), new SendBatch.Part(second, second.take(6))));
        assertThat(shared.bytes()).hasSize(10);
        assertThat(shared.first()).isSameAs(first);
        shared.settle(7);
        first.succeed(0, runtime);
        second.fail("the module confirmed a part", null, false, null, runtime);
        assertThat(future.join()).isEqualTo(new Receipt(4, 4, 0));
        assertThat(other).isCompletedExceptionally();
        assertThat(other.handle((receipt, thrown) -> (Sim7028SendException) thrown)
                        .join())
                .satisfies(e -> {
                    assertThat(e.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                    assertThat(e.getRequestedLength()).isEqualTo(6);
                    assertThat(e.getConfirmedLength()).isEqualTo(3);
                    assertThat(e.getMessage()).contains("3 of 6 bytes confirmed");
                });
    }

    @Test
    void aPieceHasTheBytesOfItsMessagesInOrder() {
        PendingMessage first = message(Payload.of(new byte[] {1, 2}));
        PendingMessage second = message(Payload.of(new byte[] {3}));
        assertThat(new SendBatch(List.of(
                                new SendBatch.Part(first, new byte[] {1, 2}),
                                new SendBatch.Part(second, new byte[] {3})))
                        .bytes())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aConnectionThatWasClosedConfirmsNothing() throws Exception {
        PendingMessage message = message(10);
        batch(message, 10).settle(-1);
        message.fail("closed", null, true, null, runtime);
        assertThat(failure().getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failure().getConfirmedLength()).isZero();
        assertThat(failure().isRetryable()).isFalse();
    }

    // ---- what may be said of it

    @Test
    void isNotSentAsLongAsNoByteHasBegunToLeave() throws Exception {
        PendingMessage message = message(10);
        SendBatch piece = batch(message, 10);
        boolean[] begun = new boolean[1];
        assertThat(message.begun()).isFalse();
        piece.stream(() -> begun[0]);
        assertThat(message.begun()).isFalse();
        begun[0] = true;
        assertThat(message.begun()).isTrue();
        begun[0] = false;
        message.stays(piece);
        assertThat(message.underWay()).isFalse();
        AtError error = new AtError(AtError.Kind.PLAIN, AtError.NO_CODE, "");
        Throwable cause = new IllegalStateException();
        message.fail("no link", error, true, cause, runtime);
        assertThat(failure().getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(failure()).hasMessage("the message was not sent: no link").hasCause(cause);
        assertThat(failure().getError()).isSameAs(error);
        assertThat(failure().isRetryable()).isTrue();
        assertThat(failure().getRequestedLength()).isZero();
    }

    @Test
    void isUnknownOnceAPieceHasBegunThoughNothingIsSettled() throws Exception {
        PendingMessage message = message(10);
        batch(message, 4).stream(() -> true);
        message.fail("the line ended", null, true, null, runtime);
        assertThat(failure().getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(failure()).hasMessageContaining("0 of 10 bytes confirmed").hasMessageEndingWith("the line ended");
    }

    @Test
    void whatIsNotKnownOfTheLengthIsNotSaid() throws Exception {
        PendingMessage message = message(stream(10));
        message.fetched(message.fetch(4));
        batch(message, 4).settle(4);
        message.fail("the line ended", null, false, null, runtime);
        assertThat(failure()).hasMessageContaining("4 bytes confirmed, the end of the message was not reached");
        assertThat(failure().getRequestedLength()).isEqualTo(4);
    }

    @Test
    void theLengthIsKnownAtTheEndOfTheBody() throws Exception {
        PendingMessage message = message(stream(6));
        message.fetched(message.fetch(4));
        message.fetched(message.fetch(4));
        batch(message, 4).settle(4);
        message.fetched(message.fetch(4));
        message.fail("the line ended", null, false, null, runtime);
        assertThat(failure()).hasMessageContaining("4 of 6 bytes confirmed");
    }

    @Test
    void theFirstEndCounts() throws Exception {
        PendingMessage message = message(10);
        batch(message, 10).settle(10);
        message.succeed(0, runtime);
        message.fail("too late", null, false, null, runtime);
        assertThat(future.join()).isEqualTo(new Receipt(10, 10, 0));
        assertThat(told).containsExactly("done");
    }

    @Test
    void aMessageThatWasCutFailsWithTheReason() throws Exception {
        PendingMessage message = message(10);
        assertThat(message.isCut()).isFalse();
        Throwable cause = new IllegalStateException();
        message.cut("its body broke off", cause);
        assertThat(message.isCut()).isTrue();
        message.failCut(runtime);
        assertThat(failure())
                .hasMessage("the message was not sent: its body broke off")
                .hasCause(cause);
        assertThat(failure().isRetryable()).isFalse();
    }

    @Test
    void aRefusalOfItsPayloadIsPassedOn() {
        Sim7028SendException refusal = SendFailures.notSent("no", null, false, false, null);
        message(stream(1)).failAs(refusal, runtime);
        assertThat(failure()).isSameAs(refusal);
    }

    // ---- whether it can be sent again

    @Test
    void aBodyThatWasReadAndCannotBeReadAgainIsNotRetryable() throws Exception {
        PendingMessage message = message(once(10));
        message.fetched(message.fetch(4));
        message.fail("no link", null, true, null, runtime);
        assertThat(failure().isRetryable()).isFalse();
        assertThat(failure()).hasMessageContaining("cannot be read again");
    }

    @Test
    void aBodyThatCouldNotBeReadIsNotRetryable() {
        PendingMessage message = message(once(10));
        message.unreadable();
        message.fail("no link", null, true, null, runtime);
        assertThat(failure().isRetryable()).isFalse();
    }

    @Test
    void aBodyThatWasNotTouchedIsRetryable() {
        message(once(10)).fail("no link", null, true, null, runtime);
        assertThat(failure().isRetryable()).isTrue();
    }

    @Test
    void aBodyThatGivesItsBytesBackIsRetryable() throws Exception {
        PendingMessage message = message(Payload.of(new byte[3], () -> true));
        message.fetched(message.fetch(3));
        message.refuse("the queue is full");
        assertThat(message.done()).isTrue();
        assertThat(failure()).hasMessage("the message was not sent: the queue is full");
        assertThat(failure().isRetryable()).isTrue();
    }

    @Test
    void aBodyThatFailsToGiveItsBytesBackIsNotRetryable() throws Exception {
        PendingMessage message = message(Payload.of(new byte[3], () -> {
            throw new IllegalStateException("foreign");
        }));
        message.fail("no link", null, true, null, runtime);
        assertThat(failure().isRetryable()).isFalse();
    }

    // ---- its bytes

    @Test
    void handsItsBytesOutInPieces() throws Exception {
        PendingMessage message = message(stream(5));
        assertThat(message.wantsBytes()).isTrue();
        assertThat(message.exhausted()).isFalse();
        message.fetched(message.fetch(5));
        assertThat(message.wantsBytes()).isFalse();
        assertThat(message.available()).isEqualTo(5);
        assertThat(message.take(2)).hasSize(2);
        assertThat(message.available()).isEqualTo(3);
        assertThat(message.take(3)).hasSize(3);
        assertThat(message.available()).isZero();
        assertThat(message.exhausted()).isFalse();
        message.fetched(message.fetch(5));
        assertThat(message.exhausted()).isTrue();
        assertThat(message.wantsBytes()).isFalse();
        message.putBack(new byte[1]);
        assertThat(message.exhausted()).isFalse();
    }

    @Test
    void itsBytesAreReleasedWithItsEnd() throws Exception {
        PendingMessage message = message(10);
        message.succeed(0, runtime);
        assertThat(message.available()).isZero();
    }

    @Test
    void onlyABodyOfUnknownLengthMayBeEndless() {
        assertThat(message(stream(1)).mayBeEndless()).isTrue();
        assertThat(message(stream(1)).ready()).isFalse();
        assertThat(message(Payload.of(new byte[1])).mayBeEndless()).isFalse();
        assertThat(message(Payload.of(new byte[1])).ready()).isTrue();
    }

    @Test
    void sharesAPieceOnlyWhenItsBytesAreThereAndItMay() {
        assertThat(message(Payload.of(new byte[1])).shares()).isTrue();
        assertThat(message(stream(1)).shares()).isFalse();
        assertThat(message(new Outbound(Payload.of(new byte[1]), null, 0, Duration.ofSeconds(1), false))
                        .shares())
                .isFalse();
    }

    @Test
    void aRequestIsToldOnceThatItsFirstByteGoes() throws Exception {
        PendingMessage request = message(new Outbound(Payload.of(new byte[4]), null, 0, Duration.ofSeconds(1), true)
                .asking(() -> told.add("begins")));
        request.fetched(request.fetch(4));
        batch(request, 2).begins();
        assertThat(told).containsExactly("begins");
        batch(request, 2).begins();
        assertThat(told).containsExactly("begins");
        batch(message(4), 4).begins();
    }

    // ---- its time

    @Test
    void progressGivesItTimeAgain() throws Exception {
        VirtualTime time = new VirtualTime();
        PendingMessage message = message(10);
        message.time(
                new SendQueue.TimeLeft(time, Duration.ofSeconds(10), Duration.ofSeconds(10), false, message::overdue));
        message.time().start(true);
        time.pass(9_999);
        assertThat(message.isOverdue()).isFalse();
        assertThat(message.progress()).isTrue();
        time.pass(9_999);
        assertThat(message.isOverdue()).isFalse();
        time.pass(1);
        assertThat(message.isOverdue()).isTrue();
        message.progress();
        assertThat(message.isOverdue()).isFalse();
        message.succeed(0, runtime);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aBodyThatDoesNotEndIsCutWithItsTime() throws Exception {
        VirtualTime time = new VirtualTime();
        PendingMessage message = message(stream(10));
        message.time(
                new SendQueue.TimeLeft(time, Duration.ofSeconds(10), Duration.ofSeconds(10), true, message::overdue));
        message.time().start(true);
        time.pass(5_000);
        message.cutEndless();
        message.failCut(runtime);
        assertThat(failure()).hasMessageContaining("the message body has not ended (after 5.0 s)");
    }

    @Test
    void keepsItsOrderWhenAPieceComesBackWhileTheNextBytesAreFetched() throws Exception {
        Payload payload = Payload.of(new ByteArrayInputStream(new byte[] {1, 2, 3, 4}));
        PendingMessage message = new PendingMessage(
                null, new Outbound(payload, null, 0, Duration.ofSeconds(1), true), new CompletableFuture<>(), () -> {});
        message.fetched(message.fetch(2));
        byte[] piece = message.take(2);
        byte[] fetched = message.fetch(2);
        message.putBack(piece);
        message.fetched(fetched);
        assertThat(message.take(10)).containsExactly(1, 2, 3, 4);
        message.fetched(message.fetch(2));
        assertThat(message.exhausted()).isTrue();
    }

    @Test
    void aBodyOfUnknownLengthHasTenTimesItsTimeAndNotMore() throws Exception {
        VirtualTime time = new VirtualTime();
        PendingMessage message = message(stream(10));
        message.time(
                new SendQueue.TimeLeft(time, Duration.ofSeconds(10), Duration.ofSeconds(10), true, message::overdue));
        message.time().start(true);
        for (int i = 1; i <= 10; i++) {
            time.pass(9_999);
            assertThat(message.progress()).as("after %d", i).isTrue();
        }
        time.pass(10);
        assertThat(message.progress()).isFalse();
    }

    // ---- its body, while it is being read

    @Test
    void aBodyThatIsBeingReadWhenTheMessageFailsIsLost() {
        List<Runnable> worker = new ArrayList<>();
        VirtualTime time = new VirtualTime();
        BodyFetcher fetcher =
                new BodyFetcher(new ModemRuntime(new ModemRuntime.Threads(worker::add, Thread::new), timer), time);
        PendingMessage message = message(stream(10));
        assertThat(message.isFetching()).isFalse();
        message.fetching(
                fetcher.start(() -> message.fetch(4), bytes -> told.add("fetched"), failure -> told.add("failed")));
        assertThat(message.isFetching()).isTrue();
        message.fail("no link", null, true, null, runtime);
        assertThat(failure().isRetryable()).isFalse();
        worker.forEach(Runnable::run);
        time.pass(0);
        assertThat(told).containsExactly("done");
    }

    // ---- its pieces

    @Test
    void aPieceKnowsItsCommandItsPartsAndWhereItEnds() throws Exception {
        PendingMessage message = message(4);
        SendBatch piece = batch(message, 4);
        assertThat(piece.command()).isNull();
        CipSend command = CipSend.tcp(1, piece.bytes());
        piece.command(command);
        piece.end(1504);
        assertThat(piece.command()).isSameAs(command);
        assertThat(piece.parts()).extracting(SendBatch.Part::message).containsExactly(message);
        assertThat(piece.end()).isEqualTo(1504);
        assertThat(message.begun()).isFalse();
        command.begin();
        assertThat(message.begun()).isTrue();
    }
}
