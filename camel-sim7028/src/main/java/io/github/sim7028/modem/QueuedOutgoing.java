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
import java.io.IOException;
import java.util.concurrent.Executor;

/** What every way of sending has: messages that wait in a queue, their bytes to be fetched, their time to be over. On the modem's loop. */
abstract class QueuedOutgoing implements Outgoing {

    final Connection link;
    final LinkTable table;
    final SendQueue queue = new SendQueue();
    private boolean fetching;

    QueuedOutgoing(Connection link, LinkTable table) {
        this.link = link;
        this.table = table;
    }

    @Override
    public void add(Message message) {
        if (queue.add(message)) {
            armDeadline(message);
        } else {
            fail(message, SendQueue.MAX_QUEUED + " messages wait on this link already", null, true, null);
        }
    }

    /** Fails what has not begun: of one lease, or of all when it is null. */
    @Override
    public void failWaiting(Attachment owner, String reason, AtError error, boolean retryable, Throwable cause) {
        for (Message message : queue.all()) {
            if ((owner == null || message.owner == owner) && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, error, retryable, cause);
            }
        }
    }

    @Override
    public void failAnswers(String reason) {
        for (Message message : queue.all()) {
            if (!link.answersHere(message) && !message.begun()) {
                queue.remove(message);
                fail(message, reason, null, false, null);
            }
        }
    }

    /** What answers a question must not come before it: what the module still holds is read first. */
    final boolean mayLeave(Message message) {
        return !message.outbound.expectsAnswer() || link.key().protocol() == Protocol.UDP || link.heardOut();
    }

    // ---- taking bytes

    /** Whether the next bytes are just being fetched. */
    boolean fetching() {
        return fetching;
    }

    /** Fetches the next bytes of a message, elsewhere if that may take a while; goes on sending then. */
    void fetch(Message message, int max) {
        if (message.ready()) {
            fetchNow(message, max, Runnable::run);
            return;
        }
        fetching = true;
        table.runtime().workers().execute(() -> fetchNow(message, max, table.loop()::execute));
    }

    private void fetchNow(Message message, int max, Executor onLoop) {
        try {
            byte[] bytes = message.fetch(max);
            onLoop.execute(() -> {
                fetching = false;
                message.fetched(bytes);
                pump();
            });
        } catch (IOException | RuntimeException e) {
            onLoop.execute(() -> {
                fetching = false;
                queue.remove(message);
                unreadable(message, "its body could not be read: " + e.getMessage(), e);
                pump();
            });
        }
    }

    /** The rest of a message cannot be fetched; it has been taken out of the queue. */
    abstract void unreadable(Message message, String reason, Exception cause);

    // ---- the end of a message

    void armDeadline(Message message) {
        long limit = message.outbound.timeout().toMillis();
        message.deadline(table.loop().after(limit, () -> overdue(message)));
    }

    /** The time of a message is over. */
    abstract void overdue(Message message);

    /** Fails a message that has waited too long. */
    void expire(Message message, AtError error) {
        Throwable why = link.whyWaiting();
        String reason = why.getMessage() + " (waited " + Limits.words(message.outbound.timeout()) + ")";
        fail(message, reason, error, true, why);
        cutInTwo(message);
    }

    /** What follows half a message in a stream would be taken for its rest: it goes over another connection. */
    void cutInTwo(Message message) {
        if (message.begun() && link.key().protocol() == Protocol.TCP) {
            link.broken("a message on it was cut in two");
        }
    }

    void fail(Message message, String reason, AtError error, boolean retryable, Throwable cause) {
        message.fail(reason, error, retryable, cause, table.runtime());
    }

    /** Nobody may be left who would send again what was put back. */
    final void failUnkept() {
        for (Message message : queue.all()) {
            String why = link.whyNotKept(message);
            if (why != null && !message.underWay()) {
                queue.remove(message);
                fail(message, why, null, !link.accepted(), null);
            }
        }
    }
}
