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
package io.github.sim7028.camel.send;

import io.github.sim7028.camel.inbound.Frame;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** One request of {@link RequestQueue} on its way; what changes of it is guarded by their lock. */
final class Request {

    private final Outbound message;
    private final Duration replyTimeout;
    private final long deadline;
    private final CompletableFuture<Sender.Sent> result = new CompletableFuture<>();

    /** Told on the modem's loop. */
    private volatile boolean left;

    private boolean begun;
    private Receipt receipt;
    private Frame reply;
    private Sim7028Exception lost;
    private Future<?> timeout;

    /** @param modemWait how long it may wait for its turn besides its own time, as the modem is not ready */
    Request(Outbound message, Duration replyTimeout, Duration modemWait) {
        this.message = message;
        this.replyTimeout = replyTimeout;
        this.deadline = System.nanoTime() + message.timeout().plus(modemWait).toNanos();
    }

    /** How many bytes of it are held in memory. */
    long held() {
        return message.payload().mayBlock() ? 0 : message.payload().length();
    }

    Outbound message() {
        return message;
    }

    Duration replyTimeout() {
        return replyTimeout;
    }

    CompletableFuture<Sender.Sent> result() {
        return result;
    }

    /** How much is left of the time for sending. */
    Duration left() {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(message.timeout()) < 0 ? left : message.timeout();
    }

    /** Its first byte goes to the module; what came in before may still wait to be taken. */
    void leaves() {
        left = true;
    }

    /** What came in before it left has been taken: from now on what comes may be its reply. */
    void begin() {
        begun = true;
    }

    boolean hasLeft() {
        return left;
    }

    /** What came before it left is not its reply, and neither is what another than its destination sent. */
    boolean isAnsweredBy(Frame frame) {
        Inbound source = frame.source();
        if (!begun || reply != null || lost != null) {
            return false;
        }
        return message.port() == 0 || source.remoteHost() == null || source.remotePort() == message.port();
    }

    void answer(Frame frame) {
        reply = frame;
    }

    void confirm(Receipt confirmation) {
        receipt = confirmation;
    }

    boolean isConfirmed() {
        return receipt != null;
    }

    boolean awaitsReply() {
        return receipt != null && reply == null && lost == null;
    }

    /** The connection on which it left has ended. */
    void lose(Sim7028Exception reason) {
        if (begun && reply == null && lost == null) {
            lost = reason;
        }
    }

    /** Why it gets no reply any more, once it is known what became of its sending; null when it may get one. */
    Sim7028Exception lost() {
        return receipt == null ? null : lost;
    }

    /** Whether a reply may still come when it has ended with this. */
    boolean mayBeAnsweredLate(Throwable failure) {
        return left
                || receipt != null
                || failure instanceof Sim7028SendException e && e.getOutcome() == SendOutcome.UNKNOWN;
    }

    void limit(Future<?> timer) {
        timeout = timer;
    }

    void unlimit() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** What came of it, null while something is missing. */
    Sender.Sent outcome() {
        return receipt == null || reply == null ? null : new Sender.Sent(receipt, reply);
    }
}
