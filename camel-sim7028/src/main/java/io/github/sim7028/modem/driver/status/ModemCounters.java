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

import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.LastError;
import io.github.sim7028.modem.report.ModemState;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what goes through one modem; read from anywhere. */
public final class ModemCounters {

    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder unconfirmed = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder reopens = new LongAdder();
    private final LongAdder lineReopens = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder urcs = new LongAdder();
    private final LongAdder unknownLines = new LongAdder();
    private final LongAdder strayConfirmations = new LongAdder();
    private final Outages outages;
    private volatile LastError lastError;

    /** @param clock milliseconds, for the length of outages */
    public ModemCounters(LongSupplier clock) {
        outages = new Outages(clock);
    }

    /** The modem goes from one state to another; on the loop. */
    void changed(ModemState from, ModemState to) {
        outages.changed(from, to);
    }

    /** Counts a message; what is returned completes as the sending does, after it has been counted. */
    public CompletableFuture<Receipt> sending(CompletableFuture<Receipt> message) {
        messagesOut.increment();
        CompletableFuture<Receipt> counted = new CompletableFuture<>();
        message.whenComplete((receipt, failure) -> {
            if (failure == null) {
                (receipt.isConfirmed() ? confirmed : unconfirmed).increment();
                bytesOut.add(receipt.requested());
                counted.complete(receipt);
            } else {
                failed(failure);
                counted.completeExceptionally(failure);
            }
        });
        return counted;
    }

    private void failed(Throwable failure) {
        trouble(failure.getMessage());
        if (failure instanceof Sim7028SendException sending && sending.getOutcome() == SendOutcome.UNKNOWN) {
            unknown.increment();
            bytesOut.add(sending.getConfirmedLength());
        } else {
            notSent.increment();
        }
    }

    public void received(int bytes) {
        messagesIn.increment();
        bytesIn.add(bytes);
    }

    /** Nothing of a message had left, and it will be tried again. */
    public void retried(int messages) {
        retries.add(messages);
    }

    public void lineReopened() {
        lineReopens.increment();
    }

    public void urc() {
        urcs.increment();
    }

    /** Keeps the last error. */
    public void trouble(String what) {
        lastError = new LastError(Instant.now(), String.valueOf(what));
    }

    /** Null if there was no error. */
    public LastError lastError() {
        return lastError;
    }

    public void reopened() {
        reopens.increment();
    }

    public void restarted() {
        restarts.increment();
    }

    public void unknownLine() {
        unknownLines.increment();
    }

    /** A confirmation came that no message awaited. */
    public void strayConfirmation() {
        strayConfirmations.increment();
    }

    public Counters snapshot() {
        long good = confirmed.sum();
        long refused = notSent.sum();
        long doubtful = unknown.sum();
        long unasked = unconfirmed.sum();
        Outages.Sum down = outages.sum();
        // asked last, so that what is settled meanwhile is not missing here
        long out = messagesOut.sum();
        return new Counters.Builder()
                .bytesIn(bytesIn.sum())
                .bytesOut(bytesOut.sum())
                .messagesIn(messagesIn.sum())
                .messagesOut(out)
                .confirmed(good)
                .notSent(refused)
                .unknown(doubtful)
                .queued(out - good - refused - doubtful - unasked)
                .retries(retries.sum())
                .reopens(reopens.sum())
                .lineReopens(lineReopens.sum())
                .restarts(restarts.sum())
                .urcs(urcs.sum())
                .unknownLines(unknownLines.sum())
                .unconfirmed(unasked)
                .strayConfirmations(strayConfirmations.sum())
                .outages(down.count(), down.time())
                .build();
    }
}
