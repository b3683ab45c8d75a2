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

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.Limits;
import io.github.sim7028.modem.settings.Protocol;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Sends what one link has to send, in order: messages wait in a queue, their bytes are fetched, their time may be over. How pieces of them
 * go to the module is a matter of the access mode.
 */
@OnLoop
public abstract class LinkSender {

    /** How long the first bytes of a body are waited for before others go first. */
    private static final long BODY_PATIENCE_MILLIS = 2000;

    final SendingLink link;
    final LinkStanding standing;
    final SendContext context;
    final SendQueue queue;
    private final boolean udp;
    private final SendDrain farewell;
    private boolean waitsToHear;
    private long lastUsed;

    LinkSender(SendingLink link, SendContext context) {
        this.link = link;
        standing = link.standing();
        this.context = context;
        queue = new SendQueue(context, this::overdue);
        udp = standing.key().protocol() == Protocol.UDP;
        farewell = new SendDrain(link, context, this::isEmpty, this::strand);
    }

    /** Whether nothing waits or is under way. */
    public abstract boolean isEmpty();

    /** Where room is taken for a message before it comes to the loop. */
    @AnyThread
    public final SendQueue queue() {
        return queue;
    }

    /** Takes a message, and sends what it can. */
    public final void send(PendingMessage message) {
        queue.add(message);
        if (context.isStopping()) {
            farewell.failStranded();
        }
        if (context.commands() == null) {
            context.wanted();
        }
        pump();
    }

    /** The modem has become ready: from now on the time to send counts. */
    public final void modemReady() {
        queue.adjustTime();
    }

    /** Fails the messages of one owner that are not yet started. */
    public final void failWaiting(MessageOwner owner, String reason) {
        fail(message -> message.owner == owner, reason, null, true, null);
    }

    /** Fails all messages that are not yet started. */
    public final void failWaiting(String reason, AtError error, boolean retryable, Throwable cause) {
        fail(message -> true, reason, error, retryable, cause);
    }

    private void fail(
            Predicate<PendingMessage> which, String reason, AtError error, boolean retryable, Throwable cause) {
        if (queue.all().stream().anyMatch(which)) {
            takeBack(which, reason);
        }
        for (PendingMessage message : queue.all()) {
            if (which.test(message) && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, error, retryable, cause);
            }
        }
    }

    private void strand(String reason, Throwable cause) {
        failWaiting(reason, null, !link.accepted(), cause);
    }

    /** Fails messages that are not yet started and that answer data of a connection that has ended. */
    public final void failAnswers(String reason) {
        fail(message -> !link.answersHere(message) && !message.begun(), reason, null, false, null);
    }

    /** Data is sent, or confirmed, now. */
    final void used() {
        lastUsed = context.loop().now();
    }

    /** When data was last sent or confirmed, on the loop's clock. */
    public final long lastUsed() {
        return lastUsed;
    }

    final boolean isUdp() {
        return udp;
    }

    // ---- sending

    /** Sends the next piece if it can; takes its bytes from the message before that. */
    public final void pump() {
        if (resting() || !standing.open() || context.commands() == null) {
            return;
        }
        PendingMessage head = queue.head();
        if (head == null) {
            if (isEmpty()) {
                link.sendingIdle();
            }
        } else if (head.isFetching()) {
            return;
        } else if (head.wantsBytes()) {
            fetch(head, fetchLimit());
        } else if (head.exhausted()) {
            queue.remove(head);
            finishIfComplete(head);
            pump();
        } else if (refusal(head) != null) {
            queue.remove(head);
            fail(head, refusal(head), null, false, null);
            pump();
        } else {
            sendFrom(head);
        }
    }

    /** Whether nothing can be sent before the sends under way have ended. */
    abstract boolean resting();

    /** How many bytes are fetched at a time; of a datagram one more than it may have. */
    abstract int fetchLimit();

    /** Why a message whose bytes are there can never be sent; null when it can. */
    String refusal(PendingMessage message) {
        return isUdp() && message.available() > CipSend.MAX_LENGTH
                ? "a datagram has at most " + CipSend.MAX_LENGTH + " bytes and is never split"
                : null;
    }

    /** Sends a piece that begins with this message, if one may go now. */
    abstract void sendFrom(PendingMessage head);

    /** Ends a message none of whose bytes is under way any more, if it has no more of them. */
    abstract void finishIfComplete(PendingMessage message);

    /** What answers a question must not come before it: what the module still holds is read first. */
    final boolean mayLeave(PendingMessage message) {
        waitsToHear = message.outbound.expectsAnswer() && !isUdp() && !link.heardOut();
        return !waitsToHear;
    }

    /** Whether the first message waits until what the module still holds has been read. */
    public final boolean waitsToHear() {
        return waitsToHear;
    }

    /** Puts back what is not yet started and can still be withdrawn. */
    abstract void takeBack(Predicate<PendingMessage> which, String reason);

    /** The producers are being stopped: their messages no longer wait for a modem or a connection. */
    public final void stopping() {
        farewell.failStranded();
    }

    final SendDrain farewell() {
        return farewell;
    }

    // ---- the connection

    /** The connection has (again) been opened. */
    public abstract void opened();

    /**
     * The module reported the result of a piece whose result is not awaited.
     *
     * @param owed whether a result of this number was missing
     */
    public void unasked(int requested, int confirmed, boolean owed) {}

    /**
     * The connection has ended, or must end. What is left of messages cut in two is failed: on another connection it would
     * be another message.
     *
     * @param then runs when nothing of this connection is under way any more
     */
    public abstract void linkEnded(String reason, Runnable then);

    /** The modem is no longer available: the dialogue fails what is under way. */
    public abstract void modemGone(String reason);

    /** The number belongs to another link: sends not yet started would go there, and results on it belong to that link. */
    public abstract void giveUp(String reason);

    // ---- taking bytes

    /** Fetches the next bytes of a message, elsewhere if that may take a while; goes on sending then. */
    void fetch(PendingMessage message, int max) {
        if (!message.ready()) {
            message.fetching(context.fetches()
                    .start(
                            () -> message.fetch(max),
                            bytes -> {
                                message.fetched(bytes);
                                pump();
                            },
                            failure -> unreadable(message, failure)));
            context.loop().after(BODY_PATIENCE_MILLIS, () -> letOthersGoFirst(message));
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

    private void letOthersGoFirst(PendingMessage message) {
        // what has been taken of it may leave at any moment, and nothing may come between that and its rest
        if (message.isFetching() && !message.underWay() && !message.begun() && !message.done()) {
            queue.sendBehind(message);
            pump();
        }
    }

    private void unreadable(PendingMessage message, Throwable failure) {
        message.unreadable();
        queue.remove(message);
        if (failure instanceof Sim7028SendException refusal && !message.begun()) {
            message.failAs(refusal, context.runtime());
        } else {
            String what = failure instanceof IOException ? failure.getMessage() : String.valueOf(failure);
            unreadable(message, "the message body could not be read: " + what, failure);
        }
        pump();
    }

    /** The rest of a message cannot be fetched; it has been taken out of the queue. */
    abstract void unreadable(PendingMessage message, String reason, Throwable cause);

    // ---- the end of a message

    /** The time of a message is over. */
    abstract void overdue(PendingMessage message);

    /** Fails a message that has waited too long. */
    void expire(PendingMessage message, AtError error, Throwable why) {
        String reason = message.isFetching() ? "the message body did not arrive" : why.getMessage();
        String waited = Limits.words(message.time().limit());
        fail(message, reason + " (waited " + waited + ")", error, true, why);
        cutInTwo(message);
    }

    /** What follows half a message in a stream would be taken for its rest: it goes over another connection. */
    void cutInTwo(PendingMessage message) {
        if (message.begun() && !udp) {
            link.broken("a message on it was cut in two");
        }
    }

    void fail(PendingMessage message, String reason, AtError error, boolean retryable, Throwable cause) {
        message.fail(reason, error, retryable, cause, context.runtime());
        if (standing.key().tls() != null && link.whyNotKept(message) == null) {
            // the peer can read no record behind one that is missing
            link.broken("a record on it was not sent: " + reason);
        }
    }

    /** There may be no sender left for messages that were put back. */
    final void failUnkept() {
        for (PendingMessage message : queue.all()) {
            String why = link.whyNotKept(message);
            if (why != null && !message.underWay()) {
                queue.remove(message);
                fail(message, why, null, !link.accepted() || message.owner.whyEnded() != null, null);
            }
        }
        farewell.failStranded();
    }
}
