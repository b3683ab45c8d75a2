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
package io.github.sim7028.soak;

import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The driver's side of one lane: the routes over it and, unless it is a server, who sends. */
final class DriverLane {

    /** How many messages may be under way at once: enough that some share a CIPSEND. */
    private static final int UNDER_WAY = 12;

    static final int REQUEST_TIMEOUT = 3000;

    private final SoakPlan.LanePlan plan;
    private final Numbered up;
    private final Numbered down;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final Random random;
    private final DefaultCamelContext context;
    private final String uri;
    private final Path files;
    private final AtomicInteger arrived = new AtomicInteger();
    private AsyncProducer producer;
    private Thread sender;
    private int sent;
    private volatile int confirmed = -1;
    private volatile boolean over;

    DriverLane(String modem, SoakPlan.LanePlan plan, int port, DefaultCamelContext context, Path files) {
        this.plan = plan;
        this.context = context;
        this.files = files;
        up = plan.up();
        down = plan.down();
        random = new Random(plan.seed());
        String framing = plan.kind() == SoakPlan.Kind.LINES ? "framing=line" : "framing=length&lengthFieldLength=2";
        uri = (plan.kind() == SoakPlan.Kind.SERVER ? "sim7028:tcp-server:" : "sim7028:tcp:127.0.0.1:") + port
                + "?modem=" + modem + '&' + framing;
    }

    String name() {
        return plan.name();
    }

    private boolean requests() {
        return plan.kind() == SoakPlan.Kind.REQUESTS;
    }

    private boolean serves() {
        return plan.kind() == SoakPlan.Kind.SERVER;
    }

    RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                if (serves()) {
                    onException(Exception.class).handled(true).process(exchange -> Events.loss(name()));
                    from(uri + "&sync=true&bridgeErrorHandler=true&queueSize=16")
                            .routeId(name())
                            .process(DriverLane.this::answer);
                    return;
                }
                if (!requests()) {
                    from(uri + "&bridgeErrorHandler=true&queueSize=16")
                            .routeId(name())
                            .onException(Exception.class)
                            .handled(true)
                            .process(exchange -> Events.loss(name()))
                            .end()
                            .process(DriverLane.this::arrived);
                }
                from("direct:" + name())
                        .routeId(name() + "-up")
                        .streamCache(Boolean.toString(plan.seed() % 2 == 0))
                        // what certainly was not sent is sent again, as the user guide shows it
                        .onException(Sim7028SendException.class)
                        .onWhen(simple("${exception.retryable}"))
                        .maximumRedeliveries(2)
                        .redeliveryDelay(300)
                        .asyncDelayedRedelivery()
                        .logExhausted(false)
                        .end()
                        // a clause without steps would take over the redeliveries of the one before
                        .onException(Exception.class)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .end()
                        .to(upUri());
            }
        };
    }

    private String upUri() {
        if (requests()) {
            return uri + "&sync=true&requestTimeout=" + REQUEST_TIMEOUT;
        }
        // without framing a stream goes piece by piece
        return plan.kind() == SoakPlan.Kind.STREAM
                ? uri.replace("framing=length&lengthFieldLength=2", "framing=none")
                : uri;
    }

    private void arrived(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        int number = down.numberOf(body);
        if (number == Numbered.NONE) {
            Events.tell("CORRUPT in the route of " + name() + ": " + Trouble.printable(body));
        }
        arrived.incrementAndGet();
        Events.arrived(name(), number);
        if (number % 50 == 0) {
            // now and then the route is slow, so that its queue fills
            LockSupport.parkNanos(30_000_000);
        }
    }

    private void answer(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        int number = up.numberOf(body);
        Events.arrived(name(), number);
        if (number == Numbered.NONE) {
            Events.tell("CORRUPT in the route of " + name() + ": " + Trouble.printable(body));
            return;
        }
        if (number % 20 == 0) {
            LockSupport.parkNanos(random.nextInt(1_500) * 1_000_000L);
        }
        exchange.getMessage().setBody(down.body(number));
    }

    // ---- up

    void start() throws Exception {
        if (serves()) {
            return;
        }
        producer = context.getEndpoint("direct:" + name()).createAsyncProducer();
        producer.start();
        sender = new Thread(this::send, "sender-" + name());
        sender.setDaemon(true);
        sender.start();
    }

    private void send() {
        try {
            while (!over) {
                room.acquire(share());
                sendOne();
                if (random.nextInt(4) == 0) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Events.tell("sender of " + name() + " ended: " + e);
        }
    }

    /** Requests go one after the other as it is: a few may wait. */
    private int share() {
        return requests() ? UNDER_WAY / 3 : 1;
    }

    private void sendOne() {
        int number = sent++;
        Events.begun(name(), number);
        Exchange exchange = context.getEndpoint("direct:" + name())
                .createExchange(requests() ? ExchangePattern.InOut : ExchangePattern.InOnly);
        exchange.getMessage().setBody(body(number));
        producer.process(exchange, doneSync -> {
            Ledger.Outcome outcome = outcome(exchange);
            confirmed = outcome == Ledger.Outcome.CONFIRMED ? Math.max(confirmed, number) : confirmed;
            if (outcome == Ledger.Outcome.CONFIRMED && requests()) {
                check(exchange, number);
            }
            Events.settled(name(), number, outcome);
            discard(number);
            room.release(share());
        });
    }

    private Object body(int number) {
        byte[] body = up.body(number);
        byte[] bytes = plan.kind() == SoakPlan.Kind.STREAM ? Frames.framed(body, plan.kind()) : body;
        return switch (number % 4) {
            case 0 -> trickle(bytes);
            case 1 -> plan.kind() == SoakPlan.Kind.STREAM ? file(number, bytes) : bytes;
            default -> bytes;
        };
    }

    /** A stream that cannot be rewound and gives what it has bit by bit. */
    private static InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 700));
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private Object file(int number, byte[] bytes) {
        try {
            return Files.write(path(number), bytes).toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(int number) {
        return files.resolve(name() + '-' + number);
    }

    private void discard(int number) {
        try {
            Files.deleteIfExists(path(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Exchange exchange, int number) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        int replied = down.numberOf(body);
        arrived.incrementAndGet();
        if (replied != number) {
            Events.tell("MIXED on " + name() + ": the reply to " + number + " was " + Trouble.printable(body));
            Events.mixed(name(), number);
        }
    }

    private Ledger.Outcome outcome(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return Ledger.Outcome.CONFIRMED;
        }
        if (failure instanceof Sim7028SendException send) {
            return send.getOutcome() == SendOutcome.NOT_SENT ? Ledger.Outcome.NOT_SENT : Ledger.Outcome.UNKNOWN;
        }
        boolean noReply = failure instanceof ExchangeTimedOutException
                || failure instanceof TimeoutException
                || failure instanceof Sim7028Exception;
        if (!(requests() && noReply)) {
            Events.strange(name());
            Events.tell("STRANGE failure on " + name() + ": " + failure);
        }
        return Ledger.Outcome.UNKNOWN;
    }

    // ---- the end

    /** Sends no more; returns whether every message came to an end in time. */
    boolean finish(Duration limit) throws InterruptedException {
        if (serves()) {
            return true;
        }
        over = true;
        sender.interrupt();
        sender.join();
        boolean all = room.tryAcquire(UNDER_WAY, limit.toMillis(), TimeUnit.MILLISECONDS);
        room.release(all ? UNDER_WAY : 0);
        return all;
    }

    /** Whether messages go up and frames come down again, within a time. */
    boolean works(Duration limit) throws InterruptedException {
        if (serves()) {
            return true;
        }
        long end = System.nanoTime() + limit.toNanos();
        int before = arrived.get();
        int first = sent;
        while (System.nanoTime() < end) {
            if (confirmed >= first && arrived.get() > before) {
                return true;
            } else if (confirmed < first && room.tryAcquire(UNDER_WAY)) {
                // one at a time
                room.release(UNDER_WAY - share());
                sendOne();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }
}
