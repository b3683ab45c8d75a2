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

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A message on its way: which of its bytes have been taken, requested and confirmed. */
@OnLoop
public final class PendingMessage {

    private static final byte[] NOTHING = {};

    public final MessageOwner owner;
    public final Outbound outbound;
    private final CompletableFuture<Receipt> future;
    private final Runnable whenDone;
    private byte[] buffer = NOTHING;
    private boolean ended;
    private long taken;
    private long requested;
    private long confirmed;
    private final List<SendBatch> underWay = new ArrayList<>();
    private BodyFetcher.Fetch fetch;
    private boolean touched;
    private String cutReason;
    private Throwable cutCause;
    private boolean told;
    private boolean done;
    private SendQueue.TimeLeft time;
    private boolean overdue;

    /** @param whenDone runs when it has come to its end, whatever that is */
    public PendingMessage(MessageOwner owner, Outbound outbound, CompletableFuture<Receipt> future, Runnable whenDone) {
        this.owner = owner;
        this.outbound = outbound;
        this.future = future;
        this.whenDone = whenDone;
    }

    // ---- its time

    void time(SendQueue.TimeLeft given) {
        time = given;
    }

    SendQueue.TimeLeft time() {
        return time;
    }

    /** Its time is over; it ends when what is under way of it is settled or comes back. */
    void overdue() {
        overdue = true;
    }

    boolean isOverdue() {
        return overdue;
    }

    /** A part of the message was sent; false if its whole time has passed. */
    boolean progress() {
        overdue = false;
        return time.progress();
    }

    /** Takes no more of it, as it has had all of its time. */
    void cutEndless() {
        cut(
                "the message body has not ended (after "
                        + TimeWords.span(time.taken().toMillis()) + ")",
                null);
    }

    // ---- its bytes

    /** Whether it is unknown before the end of the body that there is one. */
    boolean mayBeEndless() {
        return !ready() && outbound.payload().length() == Payload.UNKNOWN_LENGTH;
    }

    /** Whether the next bytes have to be fetched before it can go on. */
    boolean wantsBytes() {
        return !ended && buffer.length == 0;
    }

    /** Reads the next bytes from the payload; may block, and run foreign code, when the payload may. */
    byte[] fetch(int max) throws Exception {
        return outbound.payload().next(max);
    }

    /** Its next bytes are being read elsewhere. */
    void fetching(BodyFetcher.Fetch reading) {
        fetch = reading;
    }

    boolean isFetching() {
        return fetch != null;
    }

    /** The next bytes have come; bytes that were put back are before them. */
    void fetched(byte[] bytes) {
        touched = true;
        fetch = null;
        ended = bytes.length == 0;
        taken += bytes.length;
        buffer = joined(buffer, bytes);
    }

    /** The next bytes will not come. */
    void unreadable() {
        touched = true;
        fetch = null;
    }

    /** Whether all its bytes have been taken. */
    boolean exhausted() {
        return ended && buffer.length == 0;
    }

    int available() {
        return buffer.length;
    }

    byte[] take(int max) {
        byte[] piece = buffer.length <= max ? buffer : Arrays.copyOf(buffer, max);
        buffer = buffer.length <= max ? NOTHING : Arrays.copyOfRange(buffer, max, buffer.length);
        return piece;
    }

    /** Puts bytes back that have certainly not left. */
    void putBack(byte[] bytes) {
        buffer = joined(bytes, buffer);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** Whether its bytes are available immediately. */
    boolean ready() {
        return !outbound.payload().mayBlock();
    }

    /** Whether it may follow another message in the same piece. */
    boolean shares() {
        return outbound.coalesce() && ready();
    }

    // ---- its pieces

    /** A piece with bytes of it goes to the module. */
    void leaves(SendBatch piece) {
        underWay.add(piece);
    }

    /** The first byte of a piece with bytes of it goes to the module. */
    void begins() {
        if (!told && outbound.expectsAnswer()) {
            outbound.begun().run();
        }
        told = true;
    }

    /** A piece with bytes of it has not left. */
    void stays(SendBatch piece) {
        underWay.remove(piece);
    }

    /** What became of a piece with bytes of it is known, as far as it will be. */
    void settled(SendBatch piece, int requestedBytes, int confirmedBytes) {
        underWay.remove(piece);
        requested += requestedBytes;
        confirmed += confirmedBytes;
    }

    /** Whether pieces of it are on their way, if only to the module. */
    boolean underWay() {
        return !underWay.isEmpty();
    }

    /** Whether any byte of it has left, or may have. */
    boolean begun() {
        return requested > 0 || underWay.stream().anyMatch(SendBatch::begun);
    }

    /** What is left of it will not be sent; it fails when the pieces under way are settled. */
    void cut(String reason, Throwable cause) {
        cutReason = reason;
        cutCause = cause;
    }

    boolean isCut() {
        return cutReason != null;
    }

    void failCut(ModemRuntime runtime) {
        fail(cutReason, null, false, cutCause, runtime);
    }

    // ---- its end

    boolean done() {
        return done;
    }

    void succeed(int link, ModemRuntime runtime) {
        succeed(new Receipt(requested, confirmed, link), runtime);
    }

    /** The whole message was written to a stream, where nothing is confirmed. */
    void succeedUnconfirmed(int link, ModemRuntime runtime) {
        succeed(new Receipt(requested, Receipt.NOT_TOLD, link), runtime);
    }

    private void succeed(Receipt receipt, ModemRuntime runtime) {
        finish(runtime, () -> future.complete(receipt));
    }

    /** Fails it; once any byte of it has left, what became of the whole is unknown. */
    public void fail(String reason, AtError error, boolean retryable, Throwable cause, ModemRuntime runtime) {
        if (begun()) {
            Sim7028SendException failure = SendFailures.unknown(reason, requested, confirmed, length(), error, cause);
            finish(runtime, () -> future.completeExceptionally(failure));
        } else {
            boolean reading = fetch != null && fetch.begun();
            // whether the body can be had back is found out where foreign code may run
            finish(
                    runtime,
                    () -> future.completeExceptionally(
                            SendFailures.notSent(reason, error, retryable, retryable && !hasItsBody(reading), cause)));
        }
    }

    /** How many bytes it has in all; negative when that is not known. */
    private long length() {
        long told = outbound.payload().length();
        return told >= 0 || !ended ? told : taken;
    }

    /** Whether its body can be sent another time; runs foreign code. */
    private boolean hasItsBody(boolean reading) {
        if (!ready() && !touched && !reading) {
            return true;
        }
        try {
            // where the workers have been shut down this runs on the loop, and foreign code must not
            return !reading && !SerialLoop.isOnAny() && Fence.call(outbound.payload()::giveBack);
        } catch (ForeignCodeException e) {
            return false;
        }
    }

    /** Fails the message with the reason of its payload, as nothing of it was sent. */
    void failAs(Sim7028SendException refusal, ModemRuntime runtime) {
        finish(runtime, () -> future.completeExceptionally(refusal));
    }

    /** Fails it before it has come to the loop. */
    public void refuse(String reason) {
        done = true;
        future.completeExceptionally(SendFailures.notSent(reason, null, hasItsBody(false), false, null));
    }

    private void finish(ModemRuntime runtime, Runnable completion) {
        if (done) {
            return;
        }
        done = true;
        if (time != null) {
            time.stop();
        }
        if (fetch != null) {
            fetch.cancel();
        }
        buffer = NOTHING;
        whenDone.run();
        runtime.run(completion);
    }
}
