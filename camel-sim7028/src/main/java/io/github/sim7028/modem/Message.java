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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtError;
import io.github.sim7028.at.Loop;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A message on its way: which of its bytes have been taken, requested and confirmed. On the modem's loop. */
final class Message {

    private static final byte[] NOTHING = {};

    final Attachment owner;
    final Outbound outbound;
    private final CompletableFuture<Receipt> future;
    private byte[] buffer = NOTHING;
    private boolean ended;
    private long requested;
    private long confirmed;
    private int underWay;
    private String cutReason;
    private Throwable cutCause;
    private boolean told;
    private boolean done;
    private Loop.Timer deadline = () -> {};
    private boolean overdue;

    Message(Attachment owner, Outbound outbound, CompletableFuture<Receipt> future) {
        this.owner = owner;
        this.outbound = outbound;
        this.future = future;
    }

    void deadline(Loop.Timer timer) {
        deadline.cancel();
        deadline = timer;
        overdue = false;
    }

    /** Its time is over; it ends when what is under way of it is settled or comes back. */
    void overdue() {
        overdue = true;
    }

    boolean isOverdue() {
        return overdue;
    }

    /** Whether the next bytes have to be fetched before it can go on. */
    boolean wantsBytes() {
        return !ended && buffer.length == 0;
    }

    /** Reads the next bytes from the payload; may block when the payload may. */
    byte[] fetch(int max) throws IOException {
        return outbound.payload().next(max);
    }

    /** The next bytes have come; what was put back meanwhile is before them. */
    void fetched(byte[] bytes) {
        ended = bytes.length == 0;
        buffer = joined(buffer, bytes);
    }

    /** Whether all its bytes have been taken. */
    boolean exhausted() {
        return ended && buffer.length == 0;
    }

    int available() {
        return buffer.length;
    }

    byte[] take(int max) {
        byte[] taken = buffer.length <= max ? buffer : Arrays.copyOf(buffer, max);
        buffer = buffer.length <= max ? NOTHING : Arrays.copyOfRange(buffer, max, buffer.length);
        return taken;
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

    /** Whether its bytes are there at once. */
    boolean ready() {
        return !outbound.payload().mayBlock();
    }

    /** Whether it may follow another message in the same piece. */
    boolean shares() {
        return outbound.coalesce() && ready();
    }

    /** A piece with bytes of it goes to the module. */
    void leaves() {
        underWay++;
    }

    /** The first byte of a piece with bytes of it goes to the module. */
    void begins() {
        if (!told && outbound.expectsAnswer()) {
            outbound.begun().run();
        }
        told = true;
    }

    /** A piece with bytes of it has not left. */
    void stays() {
        underWay--;
    }

    /** What became of a piece with bytes of it is known, as far as it will be. */
    void settled(int requestedBytes, int confirmedBytes) {
        underWay--;
        requested += requestedBytes;
        confirmed += confirmedBytes;
    }

    /** Whether pieces of it are on their way. */
    boolean underWay() {
        return underWay > 0;
    }

    /** Whether any byte has been handed to the module, or may have been. */
    boolean begun() {
        return requested > 0 || underWay > 0;
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

    boolean done() {
        return done;
    }

    void succeed(int link, ModemRuntime runtime) {
        succeed(new Receipt(requested, confirmed, link), runtime);
    }

    /** All of it has gone into a stream, where nothing is confirmed. */
    void succeedUnconfirmed(int link, ModemRuntime runtime) {
        succeed(new Receipt(requested, Receipt.NOT_TOLD, link), runtime);
    }

    private void succeed(Receipt receipt, ModemRuntime runtime) {
        finish(runtime, () -> future.complete(receipt));
    }

    /** Fails it; once any byte of it has left, what became of the whole is unknown. */
    void fail(String reason, AtError error, boolean retryable, Throwable cause, ModemRuntime runtime) {
        SendOutcome outcome = begun() ? SendOutcome.UNKNOWN : SendOutcome.NOT_SENT;
        String words = begun()
                ? "it is unknown whether the message arrived (" + confirmed + " of " + requested + " bytes confirmed): "
                : "the message was not sent: ";
        Sim7028SendException failure = new Sim7028SendException(
                words + reason, outcome, requested, confirmed, error, retryable && !begun(), cause);
        finish(runtime, () -> future.completeExceptionally(failure));
    }

    private void finish(ModemRuntime runtime, Runnable completion) {
        if (!done) {
            done = true;
            deadline.cancel();
            runtime.run(completion);
        }
    }
}
