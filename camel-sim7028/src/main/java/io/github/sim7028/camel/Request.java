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

import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** One request of {@link Requests} on its way; what changes of it is guarded by their lock. */
final class Request {

    private final Outbound message;
    private final Duration replyTimeout;
    private final long deadline;
    private final CompletableFuture<Sender.Sent> result = new CompletableFuture<>();

    private Instant begun;
    private Receipt receipt;
    private Frame reply;
    private int opening;
    private Future<?> timeout;

    Request(Outbound message, Duration replyTimeout) {
        this.message = message;
        this.replyTimeout = replyTimeout;
        this.deadline = System.nanoTime() + message.timeout().toNanos();
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
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    void begin() {
        begun = Instant.now();
    }

    /** What came before it left is not its reply, and neither is what another than its destination sent. */
    boolean isAnsweredBy(Frame frame) {
        Inbound source = frame.source();
        if (reply != null || begun == null || source.receivedTime().isBefore(begun)) {
            return false;
        }
        return message.port() == 0 || source.remoteHost() == null || source.remotePort() == message.port();
    }

    void answer(Frame frame) {
        reply = frame;
    }

    /** @param openings how often its link had been opened by then */
    void confirm(Receipt confirmation, int openings) {
        receipt = confirmation;
        opening = openings;
    }

    boolean isConfirmed() {
        return receipt != null;
    }

    boolean awaitsReply() {
        return receipt != null && reply == null;
    }

    /** Whether its connection has been replaced since it was sent. */
    boolean isOutlivedBy(int openings) {
        return openings > opening;
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
