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
package io.github.sim7028.modem.driver.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ModemCountersTest {

    private final AtomicLong clock = new AtomicLong();
    private final ModemCounters counters = new ModemCounters(clock::get);

    @Test
    void aMessageThatNobodyConfirmsIsNotQueuedForEver() {
        CompletableFuture<Receipt> transparent = new CompletableFuture<>();
        counters.sending(transparent);
        assertThat(counters.snapshot().queued()).isEqualTo(1);

        transparent.complete(new Receipt(5, Receipt.NOT_TOLD, 0));

        assertThat(counters.snapshot().queued()).isZero();
        assertThat(counters.snapshot().unconfirmed()).isEqualTo(1);
    }

    @Test
    void everyOutcomeEndsTheWaiting() {
        CompletableFuture<Receipt> confirmed = new CompletableFuture<>();
        CompletableFuture<Receipt> notSent = new CompletableFuture<>();
        CompletableFuture<Receipt> unknown = new CompletableFuture<>();
        counters.sending(confirmed);
        counters.sending(notSent);
        counters.sending(unknown);
        assertThat(counters.snapshot().queued()).isEqualTo(3);

        confirmed.complete(new Receipt(5, 5, 0));
        notSent.completeExceptionally(failure(SendOutcome.NOT_SENT));
        unknown.completeExceptionally(failure(SendOutcome.UNKNOWN));

        assertThat(counters.snapshot().queued()).isZero();
    }

    @Test
    void eachCountHasItsOwnPlace() {
        counters.received(7);
        counters.retried(2);
        times(3, counters::lineReopened);
        times(4, counters::urc);
        times(5, counters::reopened);
        times(6, counters::restarted);
        times(8, counters::unknownLine);
        times(9, counters::strayConfirmation);
        counters.sending(CompletableFuture.completedFuture(new Receipt(10, 10, 0)));

        assertThat(counters.snapshot())
                .isEqualTo(new Counters.Builder()
                        .bytesIn(7)
                        .messagesIn(1)
                        .retries(2)
                        .lineReopens(3)
                        .urcs(4)
                        .reopens(5)
                        .restarts(6)
                        .unknownLines(8)
                        .strayConfirmations(9)
                        .messagesOut(1)
                        .confirmed(1)
                        .bytesOut(10)
                        .build());
        assertThat(counters.snapshot().toMap()).containsEntry("retries", 2L).containsEntry("urcs", 4L);
    }

    @Test
    void anOutageLastsOverAllAttemptsUntilTheModemIsReady() {
        counters.changed(ModemState.STOPPED, ModemState.OPENING_LINE);
        counters.changed(ModemState.OPENING_LINE, ModemState.READY);
        passes(1_000);
        assertThat(outages()).isEqualTo("0 in PT0S");

        counters.changed(ModemState.READY, ModemState.CONFIGURING);
        passes(2_000);
        assertThat(outages()).isEqualTo("1 in PT2S");

        counters.changed(ModemState.CONFIGURING, ModemState.WAITING);
        passes(3_000);
        counters.changed(ModemState.WAITING, ModemState.READY);
        passes(10_000);
        assertThat(outages()).isEqualTo("1 in PT5S");
    }

    @Test
    void aModemThatDoesNotComeUpHasAnOutageAndOneThatIsComingUpHasNone() {
        counters.changed(ModemState.STOPPED, ModemState.REGISTERING);
        passes(60_000);
        assertThat(outages()).isEqualTo("0 in PT0S");

        counters.changed(ModemState.REGISTERING, ModemState.WAITING);
        passes(5_000);
        counters.changed(ModemState.WAITING, ModemState.STOPPED);
        passes(5_000);
        assertThat(outages()).isEqualTo("1 in PT5S");
    }

    @Test
    void aNetworkThatIsClosedOnRequestIsNoOutage() {
        counters.changed(ModemState.READY, ModemState.NETWORK_CLOSED);
        passes(5_000);
        counters.changed(ModemState.NETWORK_CLOSED, ModemState.OPENING_NETWORK);
        passes(1_000);
        counters.changed(ModemState.OPENING_NETWORK, ModemState.READY);

        assertThat(outages()).isEqualTo("0 in PT0S");
    }

    @Test
    void sleepIsNoOutageAndWakingIsNoneUnlessItFails() {
        counters.changed(ModemState.READY, ModemState.ASLEEP);
        passes(5_000);
        counters.changed(ModemState.ASLEEP, ModemState.CONFIGURING);
        passes(1_000);
        assertThat(outages()).isEqualTo("0 in PT0S");

        counters.changed(ModemState.CONFIGURING, ModemState.WAITING);
        passes(2_000);
        counters.changed(ModemState.WAITING, ModemState.ASLEEP);
        passes(1_000);
        assertThat(outages()).isEqualTo("1 in PT2S");
    }

    private void passes(long millis) {
        clock.addAndGet(millis);
    }

    private String outages() {
        Counters now = counters.snapshot();
        return now.outages() + " in " + now.outageTime();
    }

    private static void times(int count, Runnable step) {
        for (int i = 0; i < count; i++) {
            step.run();
        }
    }

    private static Sim7028SendException failure(SendOutcome outcome) {
        return new Sim7028SendException("refused", outcome, 5, 0, null, false, null);
    }
}
