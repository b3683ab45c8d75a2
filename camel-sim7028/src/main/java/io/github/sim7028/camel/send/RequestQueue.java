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

import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.camel.inbound.Deframer;
import io.github.sim7028.camel.inbound.Frame;
import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.NotStartedException;
import io.github.sim7028.camel.send.Sender.Sent;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.settings.Protocol;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends requests and waits for their replies, one after the other: the next frame from the peer is the reply. A reply that comes too late
 * must not be taken for that of the next request, so after a failure the connection is closed, even if others share it.
 */
public final class RequestQueue implements ReplyLink.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(RequestQueue.class);
    private static final int MAX_WAITING = 1000;
    private static final long MAX_HELD = 4L * 1024 * 1024;
    private static final String NO_REPLY = "the producer was stopped before the reply came";

    /**
     * What is asked of one endpoint.
     *
     * @param endpoint   its name in messages
     * @param link       the link that requests go out on
     * @param framing    how replies are made frames of
     * @param disconnect whether the link is given back after each request
     */
    public record Settings(String endpoint, LinkSpec link, Deframer.Rules framing, boolean disconnect) {}

    private final ModemHandle modem;
    private final Settings settings;
    private final LogThrottle unasked = new LogThrottle();
    private final Executor workers;
    private final ScheduledExecutorService timer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private Request current;
    private ReplyLink link;
    private boolean closed;
    /** Why no more requests are sent; null as long as they are. */
    private String ended;

    public RequestQueue(ModemHandle modem, Settings settings, Executor workers, ScheduledExecutorService timer) {
        this.modem = modem;
        this.settings = settings;
        this.workers = workers;
        this.timer = timer;
    }

    /** Sends messages as requests. */
    public Sender sender(OutboundMapper messages, Duration timeout) {
        return new Sender() {
            @Override
            public CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout)
                    throws Sim7028Exception {
                return RequestQueue.this.send(messages.of(message, body, timeout), replyTimeout);
            }

            @Override
            public void endSending(String reason) {
                RequestQueue.this.endSending(reason);
            }
        };
    }

    /**
     * Takes the link before the first request, so that it is open by then.
     *
     * @throws NotStartedException when the queue has been closed
     */
    public void connect() throws Sim7028Exception {
        lock.lock();
        try {
            if (closed) {
                throw new NotStartedException();
            }
            linkTo(settings.link());
        } finally {
            lock.unlock();
        }
    }

    /** Sends a request when its turn has come. */
    public CompletableFuture<Sent> send(Outbound message, Duration replyTimeout) throws Sim7028Exception {
        Request request = new Request(message, replyTimeout, modem.modemWait());
        lock.lock();
        try {
            requireSending();
            if (current != null) {
                if (waiting.size() >= MAX_WAITING || !waiting.isEmpty() && held() + request.held() > MAX_HELD) {
                    throw NotSent.tooMany(
                            waiting.size() + " requests (" + held() + " bytes) are already waiting; nothing was sent",
                            message);
                }
                waiting.add(request);
                return request.result();
            }
            current = request;
        } finally {
            lock.unlock();
        }
        begin(request);
        return request.result();
    }

    private void requireSending() throws Sim7028Exception {
        if (closed) {
            throw stopped();
        }
        if (ended != null) {
            throw NotSent.ended(ended);
        }
    }

    /** Requests that have not begun fail as not sent, and so do later ones; the one under way may get its reply. */
    public void endSending(String reason) {
        List<Request> left;
        ReplyLink now;
        lock.lock();
        try {
            ended = reason;
            left = List.copyOf(waiting);
            waiting.clear();
            now = link;
        } finally {
            lock.unlock();
        }
        if (now != null) {
            now.endSending(reason);
        }
        left.forEach(request -> request.result().completeExceptionally(NotSent.ended(reason)));
    }

    /** How many bytes the requests that wait hold in memory. */
    private long held() {
        return waiting.stream().mapToLong(Request::held).sum();
    }

    private void begin(Request request) {
        Outbound message = request.message();
        Duration left = request.left();
        if (left.isNegative() || left.isZero()) {
            String time = message.timeout().toMillis() + "ms";
            fail(
                    request,
                    NotSent.tooMany("earlier requests took all of its time, " + time + "; nothing was sent", message));
            return;
        }
        try {
            linkTo(peerOf(message)).send(request, left).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    sent(request, receipt);
                } else {
                    fail(request, failure);
                }
            });
        } catch (Sim7028Exception e) {
            fail(request, e);
        } catch (RuntimeException e) {
            fail(request, NotSent.refused(e.getMessage() + "; nothing was sent", e));
        }
    }

    /** The endpoint's own link, or a link to another destination. */
    private LinkSpec peerOf(Outbound message) {
        LinkSpec own = settings.link();
        boolean elsewhere = own.protocol() == Protocol.UDP
                && !(message.port() == own.port() && message.host().equals(own.host()));
        return elsewhere
                ? new LinkSpec(Protocol.UDP, message.host(), message.port(), own.localPort(), own.number())
                : own;
    }

    private ReplyLink linkTo(LinkSpec spec) throws Sim7028Exception {
        lock.lock();
        try {
            requireSending();
            ReplyLink former = link != null && !link.spec().equals(spec) ? link : null;
            if (link == null || former != null) {
                // taken before the other is given back, so that a socket both have in common stays open
                link = new ReplyLink(this, modem, spec, settings.framing(), workers);
            }
            if (former != null) {
                former.close();
            }
            return link;
        } finally {
            lock.unlock();
        }
    }

    /** @param late whether the reply to a request that has failed may still come */
    private void dropLink(boolean late) {
        if (link != null && late) {
            link.abandon();
        } else if (link != null) {
            link.close();
        }
        link = null;
    }

    @Override
    public void begun(Request request) {
        lock.lock();
        try {
            request.begin();
        } finally {
            lock.unlock();
        }
    }

    private void sent(Request request, Receipt receipt) {
        boolean stopped;
        lock.lock();
        try {
            request.confirm(receipt);
            stopped = closed;
            if (!stopped && request.awaitsReply() && current == request) {
                request.limit(timer.schedule(
                        () -> workers.execute(() -> timedOut(request)),
                        request.replyTimeout().toMillis(),
                        TimeUnit.MILLISECONDS));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is being stopped while a request waits for its reply", settings.endpoint(), e);
            stopped = true;
        } finally {
            lock.unlock();
        }
        finishIfComplete(request);
        failIfLost(request);
        if (stopped) {
            fail(request, new Sim7028Exception(NO_REPLY));
        }
    }

    @Override
    public void received(ReplyLink from, Frame frame) {
        Request request;
        lock.lock();
        try {
            request = current;
            if (from != link || request == null || !request.isAnsweredBy(frame)) {
                unasked.log(
                        LOG,
                        Level.INFO,
                        "{}: dropped data that no request waits for ({})",
                        settings.endpoint(),
                        Counted.of(frame.bytes().length, "byte"));
                return;
            }
            request.answer(frame);
        } finally {
            lock.unlock();
        }
        finishIfComplete(request);
    }

    @Override
    public void streamEnded(ReplyLink of, Sim7028Exception reason) {
        String plain = "the connection was closed before the reply came";
        Request request;
        lock.lock();
        try {
            request = of == link ? current : null;
            if (request != null) {
                request.lose(
                        reason == null
                                ? new Sim7028Exception(plain)
                                : new Sim7028Exception(plain + ": " + reason.getMessage(), reason));
            }
        } finally {
            lock.unlock();
        }
        if (request != null) {
            failIfLost(request);
        }
    }

    private void failIfLost(Request request) {
        Sim7028Exception lost;
        lock.lock();
        try {
            lost = request.lost();
        } finally {
            lock.unlock();
        }
        if (lost != null) {
            fail(request, lost);
        }
    }

    private void timedOut(Request request) {
        fail(
                request,
                new TimeoutException("the request was sent and confirmed, but no reply came within "
                        + request.replyTimeout().toMillis() + " ms"));
    }

    private void finishIfComplete(Request request) {
        Sent outcome;
        lock.lock();
        try {
            outcome = request.outcome();
        } finally {
            lock.unlock();
        }
        if (outcome != null && goOn(request, null)) {
            request.result().complete(outcome);
        }
    }

    private void fail(Request request, Throwable failure) {
        if (goOn(request, Futures.unwrapped(failure))) {
            request.result().completeExceptionally(failure);
        }
    }

    /** Goes on to the next request; false when this one has been ended before. {@code failure} is null for one that was answered. */
    private boolean goOn(Request request, Throwable failure) {
        Request next;
        lock.lock();
        try {
            if (current != request) {
                return false;
            }
            request.unlimit();
            boolean late = failure != null && request.mayBeAnsweredLate(failure);
            if (late || settings.disconnect()) {
                dropLink(late);
            }
            next = waiting.poll();
            current = next;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            try {
                workers.execute(() -> begin(next));
            } catch (RejectedExecutionException e) {
                close();
                fail(next, stopped());
            }
        }
        return true;
    }

    /** Ends all requests. What came of the one that is just being sent, its link says. */
    public void close() {
        List<Request> left;
        Request answerless = null;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            boolean late = current != null && current.hasLeft();
            if (current != null && current.isConfirmed()) {
                answerless = current;
                answerless.unlimit();
                current = null;
            }
            dropLink(late);
        } finally {
            lock.unlock();
        }
        if (answerless != null) {
            answerless.result().completeExceptionally(new Sim7028Exception(NO_REPLY));
        }
        left.forEach(request -> request.result().completeExceptionally(stopped()));
    }

    private Sim7028Exception stopped() {
        return NotSent.refused("the producer to " + settings.endpoint() + " is stopped; nothing was sent", null);
    }
}
