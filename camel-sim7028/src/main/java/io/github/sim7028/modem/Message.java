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
    private boolean done;
    private Loop.Timer deadline = () -> {};

    Message(Attachment owner, Outbound outbound, CompletableFuture<Receipt> future) {
        this.owner = owner;
        this.outbound = outbound;
        this.future = future;
    }

    void deadline(Loop.Timer timer) {
        deadline.cancel();
        deadline = timer;
    }

    /** Whether the next bytes have to be fetched before it can go on. */
    boolean wantsBytes() {
        return !ended && buffer.length == 0;
    }

    /** Reads the next bytes from the payload; may block when the payload may. */
    byte[] fetch(int max) throws IOException {
        return outbound.payload().next(max);
    }

    void fetched(byte[] bytes) {
        ended = bytes.length == 0;
        buffer = bytes;
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
        byte[] joined = Arrays.copyOf(bytes, bytes.length + buffer.length);
        System.arraycopy(buffer, 0, joined, bytes.length, buffer.length);
        buffer = joined;
    }

    void requested(int count) {
        requested += count;
    }

    void confirmed(int count) {
        confirmed += count;
    }

    /** Whether any byte has been handed to the module. */
    boolean begun() {
        return requested > 0;
    }

    boolean done() {
        return done;
    }

    void succeed(int link, ModemRuntime runtime) {
        Receipt receipt = new Receipt(requested, confirmed, link);
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
            runtime.workers().execute(completion);
        }
    }
}
