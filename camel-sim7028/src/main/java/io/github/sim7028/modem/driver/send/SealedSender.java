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
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.send.RecordsUnderWay.Sealed;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Sends what a link with TLS has to send. Messages wait as plain text and are sealed as late as possible: small ones share a record, and one whose
 * time is over leaves no gap. What was sealed and has certainly not left is sealed again in the next session.
 */
@OnLoop
public final class SealedSender {

    /** How long the first bytes of a body are waited for before others go first. */
    private static final long BODY_PATIENCE_MILLIS = 2000;

    /** The records that wait behind those the module may have at a time: one, so that it never waits for the next. */
    private static final int AHEAD = 1;

    /** An established session on one connection. */
    public interface Session {

        /** As in {@link io.github.sim7028.modem.LinkReceiver#opened}. */
        long connection();

        /** How much plain text makes a record that fits into one CIPSEND. */
        int recordRoom();

        /** Whether plain text can be sealed now; if not, {@link #pump()} is called when it can again. */
        boolean ready();

        /** Makes a record of plain text. */
        byte[] seal(byte[] plain) throws Sim7028Exception;

        /** Sends a record. */
        CompletableFuture<Receipt> send(Outbound sealed);

        /** Ends the connection, as what follows on it could not be understood. */
        void broken(String reason);
    }

    /** The link with TLS. */
    public interface Owner {

        /** Why messages wait, for those that waited too long. */
        Throwable whyWaiting();

        /** Why a message is not sent with the next session; null when it is. */
        String whyNotKept(PendingMessage message);

        /** Nothing waits or is under way any more. */
        void idle();
    }

    /**
     * What applies to all of it.
     *
     * @param modemWait   how long a message may wait for the modem to be ready, besides its own time
     * @param modemReady  whether the modem is ready now
     * @param recordLimit how long a record may take
     * @param window      how many records the module may have at a time
     */
    public record Limit(Duration modemWait, BooleanSupplier modemReady, Duration recordLimit, int window) {}

    private final ModemRuntime runtime;
    private final Loop loop;
    private final Limit limit;
    private final Owner owner;
    private final BodyFetcher fetches;
    private final SendQueue queue;
    private final RecordsUnderWay underWay = new RecordsUnderWay(new Outcomes());
    /** Null while there is none, or the last one is of no use any more. */
    private Session session;

    private String ended = "";
    /** The number of the link that the last record went over. */
    private int link;

    public SealedSender(ModemRuntime runtime, Loop loop, Limit limit, Owner owner) {
        this.runtime = runtime;
        this.loop = loop;
        this.limit = limit;
        this.owner = owner;
        fetches = new BodyFetcher(runtime, loop);
        queue = new SendQueue(loop, limit.modemWait(), limit.modemReady(), this::overdue);
    }

    /** Where room is taken for a message before it comes here. */
    @AnyThread
    public SendQueue queue() {
        return queue;
    }

    public boolean isEmpty() {
        return queue.isEmpty() && underWay.isEmpty();
    }

    // ---- sessions

    public void opened(Session established) {
        session = established;
        adjustTime();
        pump();
    }

    /** The connection has ended: what has begun on it cannot be finished on another. */
    public void ended(String reason) {
        session = null;
        ended = reason;
        adjustTime();
        cutBegun();
        failAnswers();
    }

    /** The modem may have become ready, or is so no more. */
    public void adjustTime() {
        queue.adjustTime();
    }

    // ---- messages

    public void send(PendingMessage message) {
        queue.add(message);
        failAnswers();
        pump();
    }

    /** Fails the messages of one lease that are not yet started. */
    public void failWaiting(LinkLease owner, String reason) {
        failWaiting(message -> message.owner == owner, reason, true, null);
    }

    /** Fails all messages that are not yet started. */
    public void failWaiting(String reason, boolean retryable, Throwable cause) {
        failWaiting(message -> true, reason, retryable, cause);
    }

    private void failWaiting(Predicate<PendingMessage> which, String reason, boolean retryable, Throwable cause) {
        for (PendingMessage message : queue.all()) {
            if (which.test(message) && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, null, retryable, cause);
                cutInTwo(message);
            }
        }
        tellIfIdle();
    }

    /** Seals and sends what it can. */
    public void pump() {
        while (session != null
                && session.ready()
                && underWay.size() < limit.window() + AHEAD
                && !underWay.isSettling(session.connection())) {
            PendingMessage head = queue.head();
            if (head == null || head.isFetching()) {
                break;
            }
            if (head.wantsBytes()) {
                fetch(head);
            } else if (head.exhausted()) {
                queue.remove(head);
                finishIfComplete(head);
            } else {
                seal(queue.ofStream(session.recordRoom()));
            }
        }
        tellIfIdle();
    }

    private boolean belongsHere(PendingMessage message) {
        long wanted = message.outbound.connection();
        return wanted == Outbound.ANY_CONNECTION || session != null && wanted == session.connection();
    }

    /** Fails what is for a connection that has ended: nothing of it may share a record of another. */
    private void failAnswers() {
        for (PendingMessage message : queue.all()) {
            if (!belongsHere(message) && !message.begun() && !message.underWay()) {
                queue.remove(message);
                fail(message, "the connection that the message is for has ended", null, false, null);
            }
        }
    }

    private void tellIfIdle() {
        if (isEmpty()) {
            owner.idle();
        }
    }

    private void seal(SendBatch plain) {
        Session now = session;
        byte[] bytes;
        try {
            bytes = now.seal(plain.bytes());
        } catch (Sim7028Exception e) {
            queue.putBack(plain);
            sessionIsOver(e.getMessage());
            return;
        }
        Sealed sealed = new Sealed(plain, now.connection(), bytes.length);
        underWay.add(sealed);
        Outbound outbound =
                new Outbound(Payload.of(bytes), null, 0, limit.recordLimit(), false).onlyOn(now.connection());
        boolean asks =
                plain.parts().stream().anyMatch(part -> part.message().outbound.expectsAnswer());
        now.send(asks ? outbound.asking(() -> loop.execute(plain::begins)) : outbound)
                .whenComplete((receipt, failure) -> loop.execute(() -> {
                    underWay.ended(sealed, receipt, Futures.unwrapped(failure));
                    pump();
                }));
    }

    // ---- what became of records

    /** What a result means for the messages in its record. */
    private final class Outcomes implements RecordsUnderWay.Outcomes {

        @Override
        public void confirmed(Sealed sealed) {
            sealed.plain().settle(sealed.plain().bytes().length);
            link = sealed.link();
            for (SendBatch.Part part : sealed.plain().parts()) {
                PendingMessage message = part.message();
                if (!message.exhausted() && !message.done() && !message.progress()) {
                    queue.remove(message);
                    message.cutEndless();
                    cutInTwo(message);
                }
                finishIfComplete(message);
            }
        }

        @Override
        public void unknown(Sealed sealed) {
            sealed.plain().settle(0);
            for (SendBatch.Part part : sealed.plain().parts()) {
                queue.remove(part.message());
                fail(part.message(), sealed.reason(), sealed.error(), false, sealed.failure());
            }
            endSessionOf(sealed);
        }

        @Override
        public void stay(List<Sealed> notSent) {
            for (int i = notSent.size() - 1; i >= 0; i--) {
                queue.putBack(notSent.get(i).plain());
            }
            queue.adjustTime();
            endSessionOf(notSent.get(0));
            notSent.stream()
                    .flatMap(each -> each.plain().parts().stream())
                    .map(SendBatch.Part::message)
                    .distinct()
                    .forEach(SealedSender.this::cameBack);
            failAnswers();
        }

        @Override
        public void allSettled(Sealed last) {
            if (!isOf(session, last)) {
                cutBegun();
            }
        }
    }

    /** A message has bytes again that have not left; it may have come to its end meanwhile. */
    private void cameBack(PendingMessage message) {
        String unkept = owner.whyNotKept(message);
        if (message.isCut()) {
            queue.remove(message);
            finishIfComplete(message);
        } else if (unkept != null) {
            queue.remove(message);
            fail(message, unkept, null, true, null);
        } else if (message.isOverdue()) {
            expire(message);
        }
    }

    private static boolean isOf(Session session, Sealed sealed) {
        return session != null && sealed.connection() == session.connection();
    }

    private void endSessionOf(Sealed sealed) {
        if (isOf(session, sealed)) {
            sessionIsOver(sealed.reason());
        }
    }

    private void sessionIsOver(String reason) {
        Session over = session;
        session = null;
        ended = reason;
        failAnswers();
        if (over != null) {
            over.broken(reason);
        }
    }

    /** What has left in part cannot go on. */
    private void cutBegun() {
        for (PendingMessage message : queue.all()) {
            if (message.begun() && !message.underWay()) {
                queue.remove(message);
                fail(message, ended, null, false, null);
            }
        }
    }

    // ---- taking bytes

    private void fetch(PendingMessage message) {
        int most = session.recordRoom();
        if (message.ready()) {
            try {
                message.fetched(message.fetch(most));
            } catch (Exception e) {
                unreadable(message, e);
            }
            return;
        }
        message.fetching(fetches.start(
                () -> message.fetch(most),
                bytes -> {
                    message.fetched(bytes);
                    pump();
                },
                failure -> {
                    unreadable(message, failure);
                    pump();
                }));
        loop.after(BODY_PATIENCE_MILLIS, () -> {
            if (message.isFetching() && !message.underWay() && !message.begun() && !message.done()) {
                queue.sendBehind(message);
                pump();
            }
        });
    }

    private void unreadable(PendingMessage message, Throwable failure) {
        message.unreadable();
        queue.remove(message);
        if (failure instanceof Sim7028SendException refusal && !message.begun() && !message.underWay()) {
            message.failAs(refusal, runtime);
            return;
        }
        message.cut("the message body could not be read: " + failure.getMessage(), failure);
        finishIfComplete(message);
        cutInTwo(message);
    }

    // ---- the end of a message

    private void finishIfComplete(PendingMessage message) {
        if (message.done() || message.underWay()) {
            return;
        }
        if (message.isCut()) {
            message.failCut(runtime);
        } else if (message.exhausted() && message.begun()) {
            queue.remove(message);
            message.succeed(link, runtime);
        } else if (message.exhausted()) {
            queue.remove(message);
            fail(message, "the message has 0 bytes, there is nothing to send", null, false, null);
        }
    }

    private void overdue(PendingMessage message) {
        message.overdue();
        expire(message);
        tellIfIdle();
    }

    private void expire(PendingMessage message) {
        if (!message.underWay() && queue.remove(message)) {
            Throwable why = owner.whyWaiting();
            String reason = message.isFetching() ? "the message body did not arrive" : why.getMessage();
            fail(message, reason + " (waited " + Limits.words(message.time().limit()) + ")", null, true, why);
            cutInTwo(message);
        }
    }

    /** What follows half a message in a stream would be taken for its rest: it goes over another connection. */
    private void cutInTwo(PendingMessage message) {
        if (message.begun() || message.underWay()) {
            sessionIsOver("a message on it was cut in two");
        }
    }

    private void fail(PendingMessage message, String reason, AtError error, boolean retryable, Throwable cause) {
        message.fail(reason, error, retryable, cause, runtime);
    }
}
