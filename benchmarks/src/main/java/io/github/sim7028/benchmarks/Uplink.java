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
package io.github.sim7028.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** Hands messages of the pattern to a route, so many of them under way at once. */
final class Uplink implements AutoCloseable {

    private final AsyncProducer producer;
    private final Endpoint endpoint;
    private final Meter meter;
    private final int size;
    private final int window;
    private final Semaphore room;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long position;

    /** @param meter what the far end sees of it: when that is wrong, nothing more is sent */
    Uplink(CamelContext camel, String uri, int size, int window, Meter meter) throws Exception {
        this.meter = meter;
        this.endpoint = camel.getEndpoint(uri);
        // not a template: it does not keep the order of what it sends asynchronously
        this.producer = endpoint.createAsyncProducer();
        this.producer.start();
        this.size = size;
        this.window = window;
        this.room = new Semaphore(window);
    }

    /** Hands over the next message as soon as fewer than the window are under way. */
    void send() throws Exception {
        if (!room.tryAcquire(30, TimeUnit.SECONDS)) {
            check();
            throw new TimeoutException("no message was confirmed within 30 s");
        }
        check();
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(Pattern.bytes(position, size));
        position += size;
        producer.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                failure.compareAndSet(null, exchange.getException());
            }
            room.release();
        });
    }

    void send(long messages) throws Exception {
        for (long i = 0; i < messages; i++) {
            send();
        }
    }

    /** Waits until everything has been confirmed. */
    void await(long seconds) throws Exception {
        if (!room.tryAcquire(window, seconds, TimeUnit.SECONDS)) {
            check();
            throw new TimeoutException("not everything was confirmed within " + seconds + " s");
        }
        room.release(window);
        check();
    }

    private void check() throws Exception {
        meter.check();
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        producer.stop();
    }

    /** How many messages fill so many seconds, at least a few. */
    static long messages(double bytesPerSecond, int size, double seconds) {
        return Math.max(4, Math.round(bytesPerSecond * seconds / size));
    }
}
