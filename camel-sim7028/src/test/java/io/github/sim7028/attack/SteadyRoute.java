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
package io.github.sim7028.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that sends numbered lines at a steady rate to a peer that sends them back, and keeps books of both. */
final class SteadyRoute {

    private final String name;
    private final String uri;
    private final long pauseMillis;
    private final IntConsumer confirming;
    private final Semaphore room;
    private final DefaultCamelContext context;
    /** When each message under way was due. */
    private final Map<Integer, Long> due = new HashMap<>();

    private final BitSet confirmed = new BitSet();
    private final BitSet echoed = new BitSet();
    private Lateness lateness = new Lateness();
    private int sent;
    private int settled;
    private int failed;
    private int wrong;
    private int lastEcho = -1;
    private volatile boolean over;
    private Thread thread;

    /**
     * @param most       how many may be under way at a time
     * @param confirming is told what is confirmed
     */
    SteadyRoute(
            String name, String uri, long pauseMillis, int most, IntConsumer confirming, DefaultCamelContext context) {
        this.name = name;
        this.uri = uri;
        this.pauseMillis = pauseMillis;
        this.confirming = confirming;
        this.context = context;
        room = new Semaphore(most);
    }

    RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(name).process(SteadyRoute.this::echoed);
            }
        };
    }

    void start() throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        thread = Attackers.daemon(name, () -> {
            long next = System.nanoTime();
            while (!over) {
                room.acquire();
                // what is late is late from when it should have been sent
                send(producer, next);
                next += TimeUnit.MILLISECONDS.toNanos(pauseMillis);
                long left = next - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                } else if (room.availablePermits() == 0) {
                    next = System.nanoTime();
                }
            }
        });
    }

    private void send(AsyncProducer producer, long dueAt) {
        int number;
        synchronized (this) {
            number = sent++;
            due.put(number, dueAt);
        }
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(NumberedLine.of(number).getBytes(StandardCharsets.ISO_8859_1));
        producer.process(exchange, done -> settled(number, exchange.getException()));
    }

    private void settled(int number, Exception failure) {
        synchronized (this) {
            settled++;
            if (failure != null) {
                failed++;
                due.remove(number);
            } else if (confirmed.get(number)) {
                wrong++;
            } else {
                confirmed.set(number);
            }
            notifyAll();
        }
        room.release();
        if (failure == null) {
            confirming.accept(number);
        }
    }

    private synchronized void echoed(Exchange exchange) {
        int number = NumberedLine.numberOf(
                new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.ISO_8859_1));
        if (number < 0 || number >= sent || echoed.get(number) || number < lastEcho) {
            wrong++;
            return;
        }
        lastEcho = number;
        echoed.set(number);
        Long dueAt = due.remove(number);
        if (dueAt != null) {
            lateness.add(System.nanoTime() - dueAt);
        }
        notifyAll();
    }

    /** What has been measured since the last call. */
    synchronized Lateness lateness() {
        Lateness measured = lateness;
        lateness = new Lateness();
        // what is still under way is as late as that already
        due.values().forEach(dueAt -> measured.add(System.nanoTime() - dueAt));
        return measured;
    }

    /** Waits until a message that is sent from now on has come back; false when none does. */
    synchronized boolean works(Duration limit) throws InterruptedException {
        int from = sent;
        return await(limit, () -> confirmed.nextSetBit(from) >= 0 && echoed.nextSetBit(from) >= 0);
    }

    private boolean await(Duration limit, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Sends no more, and says what became of all: sent, confirmed, failed, come back, doubled or changed. */
    String finish(Duration limit) throws InterruptedException {
        over = true;
        thread.join(limit.toMillis());
        synchronized (this) {
            await(limit, () -> settled == sent && echoed.cardinality() >= confirmed.cardinality());
            return "sent=%d confirmed=%d failed=%d echoed=%d wrong=%d"
                    .formatted(sent, confirmed.cardinality(), failed, echoed.cardinality(), wrong);
        }
    }
}
