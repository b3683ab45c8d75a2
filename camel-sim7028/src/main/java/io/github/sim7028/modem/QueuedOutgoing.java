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
import java.time.Duration;
import java.util.function.Predicate;

/** What every way of sending has: messages that wait in a queue, their bytes to be fetched, their time to be over. On the modem's loop. */
abstract class QueuedOutgoing implements Outgoing {

    /** How long the first bytes of a body are waited for before others go first. */
    private static final long BODY_PATIENCE_MILLIS = 2000;

    final Connection link;
    final LinkTable table;
    final SendQueue queue = new SendQueue();
    private final Farewell farewell;

    QueuedOutgoing(Connection link, LinkTable table) {
        this.link = link;
        this.table = table;
        farewell = new Farewell(link, table.loop(), this);
    }

    @Override
    public void add(Message message) {
        Duration modemWait = table.profile().transfer().modemWaitTimeout();
        message.time(new MessageTime(
                table.loop(), modemWait, message.outbound.timeout(), message.mayBeEndless(), () -> overdue(message)));
        message.time().start(table.dialogue() != null);
        queue.add(message);
        farewell.failStranded();
    }

    @Override
    public void modemReady() {
        tellTime();
    }

    /** Other limits count while the modem is ready than while it is not. */
    final void tellTime() {
        boolean ready = table.dialogue() != null;
        queue.all().forEach(message -> message.time().modemReady(ready));
    }

    /** Fails what has not begun: of one lease, or of all when it is null. */
    @Override
    public void failWaiting(Attachment owner, String reason, AtError error, boolean retryable, Throwable cause) {
        failWaiting(message -> owner == null || message.owner == owner, reason, error, retryable, cause);
    }

    final void failWaiting(Predicate<Message> which, String reason, AtError error, boolean retryable, Throwable cause) {
        if (queue.all().stream().anyMatch(which)) {
            takeBack(which, reason);
        }
        for (Message message : queue.all()) {
            if (which.test(message) && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, error, retryable, cause);
            }
        }
    }

    @Override
    public void failAnswers(String reason) {
        failWaiting(message -> !link.answersHere(message) && !message.begun(), reason, null, false, null);
    }

    /** What answers a question must not come before it: what the module still holds is read first. */
    final boolean mayLeave(Message message) {
        return !message.outbound.expectsAnswer() || link.key().protocol() == Protocol.UDP || link.heardOut();
    }

    /** Puts back what has not begun and can still be had back. */
    abstract void takeBack(Predicate<Message> which, String reason);

    @Override
    public void stopping() {
        farewell.failStranded();
    }

    final Farewell farewell() {
        return farewell;
    }

    // ---- taking bytes

    /** Fetches the next bytes of a message, elsewhere if that may take a while; goes on sending then. */
    void fetch(Message message, int max) {
        if (!message.ready()) {
            message.fetching(table.fetches()
                    .start(
                            () -> message.fetch(max),
                            bytes -> {
                                message.fetched(bytes);
                                pump();
                            },
                            failure -> unreadable(message, failure)));
            table.loop().after(BODY_PATIENCE_MILLIS, () -> letOthersGoFirst(message));
            return;
        }
        try {
            message.fetched(message.fetch(max));
        } catch (Exception e) {
            unreadable(message, e);
            return;
        }
        pump();
    }

    private void letOthersGoFirst(Message message) {
        // what has been taken of it may leave at any moment, and nothing may come between that and its rest
        if (message.isFetching() && !message.underWay() && !message.begun() && !message.done()) {
            queue.sendBehind(message);
            pump();
        }
    }

    private void unreadable(Message message, Throwable failure) {
        message.unreadable();
        queue.remove(message);
        if (failure instanceof Sim7028SendException refusal && !message.begun()) {
            message.failAs(refusal, table.runtime());
        } else {
            String what = failure instanceof IOException ? failure.getMessage() : String.valueOf(failure);
            unreadable(message, "its body could not be read: " + what, failure);
        }
        pump();
    }

    /** The rest of a message cannot be fetched; it has been taken out of the queue. */
    abstract void unreadable(Message message, String reason, Throwable cause);

    // ---- the end of a message

    /** The time of a message is over. */
    abstract void overdue(Message message);

    /** Fails a message that has waited too long. */
    void expire(Message message, AtError error, Throwable why) {
        String reason = message.isFetching() ? "its body did not come" : why.getMessage();
        String waited = Limits.words(message.time().limit());
        fail(message, reason + " (waited " + waited + ")", error, true, why);
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
        farewell.failStranded();
    }
}
