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
import io.github.sim7028.modem.Sim7028SendException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One link under test: what goes up it, what comes down, and the peer that checks both. */
final class Lane implements AutoCloseable {

    /** How many messages may be under way at once: enough that some share a CIPSEND. */
    private static final int UNDER_WAY = 12;

    private final String name;
    private final Numbered up;
    private final Numbered down;
    final Ledger ledger = new Ledger();
    final DownLedger downLedger = new DownLedger();
    final AtomicLong reportedLosses = new AtomicLong();
    final AtomicLong strange = new AtomicLong();
    private final FarSide farSide;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final Random random;
    private final DefaultCamelContext context;
    private final String uri;
    private AsyncProducer producer;
    private Thread sender;
    private volatile boolean over;

    Lane(String modem, int index, boolean lines, long seed, DefaultCamelContext context) {
        name = modem + "-" + index;
        this.context = context;
        int stream = name.hashCode();
        up = new Numbered(seed, stream, lines);
        down = new Numbered(~seed, stream, lines);
        random = new Random(seed ^ stream);
        farSide = new FarSide(name, lines, up, ledger, down, downLedger);
        uri = "sim7028:tcp:127.0.0.1:" + farSide.port() + "?modem=" + modem
                + (lines ? "&framing=line" : "&framing=length&lengthFieldLength=2");
    }

    RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(exchange -> reportedLosses.incrementAndGet());
                from(uri + "&bridgeErrorHandler=true&queueSize=16")
                        .routeId(name)
                        .process(Lane.this::arrived);
            }
        };
    }

    private void arrived(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        int number = down.numberOf(body);
        if (number == Numbered.NONE) {
            System.out.println("CORRUPT in the route of " + name + ": " + Trouble.printable(body));
        }
        downLedger.arrived(number);
        if (number % 50 == 0) {
            // now and then the route is slow, so that its queue fills
            LockSupport.parkNanos(30_000_000);
        }
    }

    void start() throws Exception {
        producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        sender = new Thread(this::send, "sender-" + name);
        sender.setDaemon(true);
        sender.start();
    }

    private void send() {
        try {
            while (!over) {
                room.acquire();
                sendOne();
                if (random.nextInt(4) == 0) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() {
        int number = ledger.begin();
        Exchange exchange = producer.getEndpoint().createExchange(ExchangePattern.InOnly);
        exchange.getMessage().setBody(up.body(number));
        producer.process(exchange, doneSync -> {
            ledger.settle(number, outcome(exchange.getException()));
            room.release();
        });
    }

    private Ledger.Outcome outcome(Exception failure) {
        if (failure == null) {
            return Ledger.Outcome.CONFIRMED;
        }
        if (failure instanceof Sim7028SendException send) {
            return send.getOutcome() == SendOutcome.NOT_SENT ? Ledger.Outcome.NOT_SENT : Ledger.Outcome.UNKNOWN;
        }
        strange.incrementAndGet();
        System.out.println("STRANGE failure on " + name + ": " + failure);
        return Ledger.Outcome.UNKNOWN;
    }

    /** Sends no more; returns whether every message came to an end in time. */
    boolean finish(Duration limit) throws InterruptedException {
        over = true;
        sender.interrupt();
        sender.join();
        boolean all = room.tryAcquire(UNDER_WAY, limit.toMillis(), TimeUnit.MILLISECONDS);
        room.release(all ? UNDER_WAY : 0);
        return all;
    }

    /** Whether messages go up and frames come down again, within a time. */
    boolean works(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int before = downLedger.arrived();
        boolean confirmed = false;
        while (System.nanoTime() < end) {
            if (!confirmed) {
                int number = ledger.sent();
                room.acquire();
                sendOne();
                if (!finish(limit)) {
                    return false;
                }
                confirmed = ledger.outcome(number) == Ledger.Outcome.CONFIRMED;
            } else if (downLedger.arrived() > before) {
                return true;
            } else {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return false;
    }

    FarSide farSide() {
        return farSide;
    }

    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        producer.stop();
        farSide.close();
    }
}
