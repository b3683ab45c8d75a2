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

import io.github.sim7028.camel.Sim7028Constants;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes of the gateway that send what, and as much as, they like. Each message ends once, whatever it was. */
final class RouteAttacks {

    /** Sends messages until it is over. */
    private interface Sending {
        void run(BooleanSupplier over) throws Exception;
    }

    private final DefaultCamelContext context;
    private final Map<String, AsyncProducer> producers = new LinkedHashMap<>();
    private final Map<String, Sending> attacks = new LinkedHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong confirmedBytes = new AtomicLong();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /** @param uris of endpoints by their names: sink, framed, datagrams, server, operations */
    RouteAttacks(DefaultCamelContext context, Map<String, String> uris) throws Exception {
        this.context = context;
        for (Map.Entry<String, String> uri : uris.entrySet()) {
            AsyncProducer producer = context.getEndpoint(uri.getValue()).createAsyncProducer();
            producer.start();
            producers.put(uri.getKey(), producer);
        }
        attacks.put("threads", this::threads);
        attacks.put("queue", this::queue);
        attacks.put("endless", done -> each(done, List.of("sink", "framed"), List.of(BadMessages::endless)));
        attacks.put("throwing", done -> each(done, List.copyOf(producers.keySet()), BadMessages.throwing()));
        attacks.put("huge", this::huge);
        attacks.put("headers", this::headers);
    }

    boolean knows(String attack) {
        return attacks.containsKey(attack);
    }

    void begin(String attack) {
        over = false;
        threads.clear();
        start(attack, () -> attacks.get(attack).run(() -> over));
    }

    private void start(String name, RunnableThatThrows task) {
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        task.run();
                    } catch (Exception e) {
                        AttackedGateway.tell("STRANGE " + name + ": " + e);
                    }
                },
                "route-attack-" + name,
                128 * 1024);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private interface RunnableThatThrows {
        void run() throws Exception;
    }

    /** From now on no message begins. */
    void end() {
        over = true;
    }

    /** Whether each message has ended, once. */
    boolean settled() {
        return threads.stream().noneMatch(Thread::isAlive) && begun.get() == ended.get();
    }

    /** Whether a message to the peer that was attacked gets there; tried again and again, as a route would. */
    boolean works(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            long before = confirmedBytes.get();
            send("sink", new byte[] {'.'}, Map.of()).await();
            if (confirmedBytes.get() > before) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }

    String books() {
        return "begun=%d ended=%d twice=%d bytes=%d"
                .formatted(begun.get(), ended.get(), twice.get(), confirmedBytes.get());
    }

    private CountDownLatch send(String to, Object body, Map<String, Object> headers) {
        AsyncProducer producer = producers.get(to);
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        CountDownLatch done = new CountDownLatch(1);
        begun.incrementAndGet();
        boolean[] before = {false};
        producer.process(exchange, doneSync -> {
            synchronized (before) {
                if (before[0]) {
                    twice.incrementAndGet();
                    return;
                }
                before[0] = true;
            }
            Object confirmed = exchange.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH);
            if (to.equals("sink") && exchange.getException() == null && confirmed instanceof Long bytes) {
                confirmedBytes.addAndGet(bytes);
            }
            ended.incrementAndGet();
            done.countDown();
        });
        return done;
    }

    /** A thousand threads, each of which waits for its message. */
    private void threads(BooleanSupplier done) {
        byte[] body = new byte[100];
        for (int i = 0; i < 1000; i++) {
            start("thread", () -> {
                while (!done.getAsBoolean()) {
                    send("sink", body, Map.of()).await();
                }
            });
        }
    }

    /** Ten thousand messages that nobody waits for, again and again. */
    private void queue(BooleanSupplier done) throws InterruptedException {
        byte[] body = new byte[200];
        while (!done.getAsBoolean()) {
            List<CountDownLatch> all = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                all.add(send("sink", body, Map.of()));
            }
            for (CountDownLatch one : all) {
                one.await();
            }
        }
    }

    private void each(BooleanSupplier done, List<String> targets, List<Supplier<Object>> bodies)
            throws InterruptedException {
        for (String to : targets) {
            start(to, () -> {
                while (!done.getAsBoolean()) {
                    for (Supplier<Object> body : bodies) {
                        if (!done.getAsBoolean()) {
                            send(to, body.get(), Map.of()).await();
                        }
                    }
                }
            });
        }
    }

    /** One after the other, as what the route itself holds of them fills the heap as well. */
    private void huge(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            for (Supplier<Object> body : BadMessages.huge()) {
                for (String to : List.of("framed", "datagrams", "server", "sink")) {
                    if (!done.getAsBoolean()) {
                        send(to, body.get(), Map.of()).await();
                    }
                }
            }
        }
    }

    /** Every header with every value, to every endpoint. */
    private void headers(BooleanSupplier done) throws Exception {
        List<String> names = new ArrayList<>();
        for (Field field : Sim7028Constants.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                names.add((String) field.get(null));
            }
        }
        for (String to : producers.keySet()) {
            start(to, () -> {
                while (!done.getAsBoolean()) {
                    for (String name : names) {
                        for (Object value : BadMessages.values()) {
                            if (!done.getAsBoolean()) {
                                send(to, "x", Map.of(name, value == null ? "null" : value))
                                        .await();
                            }
                        }
                    }
                }
            });
        }
    }
}
