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

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.fixture.JvmUsage;
import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The component with very many modems: of each a TCP and a UDP link, and on each link a message up and its echo down every
 * second. How late an echo is counts from when its message was due.
 */
public final class ScaleGateway {

    private static final int SIZE = 32;
    private static final int FIRST_LOCAL_PORT = 10_000;

    /** One link of one modem. */
    private record Slot(Endpoint endpoint, AsyncProducer producer) {}

    private final int modems;
    private final List<String> uris = new ArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile long[] lateness = new long[0];

    private ScaleGateway(List<String> simulators) {
        Sim7028Component component = new Sim7028Component();
        int number = 0;
        for (String simulator : simulators) {
            String[] parts = simulator.split(" ");
            for (String port : parts[2].split(",")) {
                // all simulated modules share this machine's ports: each has one of its own, below the system's choice
                int localPort = FIRST_LOCAL_PORT + number;
                String name = "m" + number++;
                Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
                modem.setDevice("socket://127.0.0.1:" + port);
                component.getModems().put(name, modem);
                uris.add("sim7028:tcp:127.0.0.1:" + parts[0] + "?framing=length&modem=" + name);
                uris.add("sim7028:udp:127.0.0.1:" + parts[1] + "?localPort=" + localPort + "&modem=" + name);
            }
        }
        modems = number;
        // Camel's MBeans take more than the modems
        camel.disableJMX();
        camel.addComponent("sim7028", component);
    }

    /** Seconds to measure, whether to send nothing, and what each {@link ScaleSimulators} said. Says {@code SCALE} and its findings. */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        int seconds = Integer.parseInt(arguments[0]);
        boolean idle = Boolean.parseBoolean(arguments[1]);
        ScaleGateway gateway = new ScaleGateway(List.of(arguments).subList(2, arguments.length));
        JvmUsage before = JvmUsage.now();
        gateway.open();
        System.out.println("SCALE " + (idle ? gateway.rest(seconds) : gateway.work(seconds, before)));
        ChildJvm.stay();
    }

    private void open() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                uris.forEach(uri -> from(uri).process(exchange -> {
                    ByteBuffer echo = ByteBuffer.wrap(exchange.getMessage().getBody(byte[].class));
                    arrivedAfter(System.nanoTime() - echo.getLong());
                }));
            }
        });
        // all at once: of routes that are added to what runs already, Camel compares each with all others
        camel.start();
        for (String uri : uris) {
            Endpoint endpoint = camel.getEndpoint(uri);
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            slots.add(new Slot(endpoint, producer));
        }
        // the first messages wait until their links are open
        arrived.set(0);
        slots.forEach(slot -> send(slot, System.nanoTime()));
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (arrived.get() < slots.size()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(
                        arrived.get() + " of " + slots.size() + " links answer, " + failed.get() + " failed");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void arrivedAfter(long nanos) {
        int index = arrived.getAndIncrement();
        long[] kept = lateness;
        if (index < kept.length) {
            kept[index] = nanos;
        }
    }

    private void send(Slot slot, long due) {
        Exchange exchange = slot.endpoint().createExchange();
        exchange.getMessage().setBody(ByteBuffer.allocate(SIZE).putLong(due).array());
        slot.producer().process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                failed.incrementAndGet();
            }
        });
    }

    /** Sends evenly spread over each second. */
    private void tick(int seconds) {
        long began = System.nanoTime();
        long total = (long) seconds * slots.size();
        for (long i = 0; i < total; i++) {
            long due = began + i * 1_000_000_000L / slots.size();
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send(slots.get((int) (i % slots.size())), due);
        }
    }

    private String work(int seconds, JvmUsage before) throws InterruptedException {
        // until the compiler has done its work, and the threads that the bring-up needed have gone
        tick(8);
        TimeUnit.SECONDS.sleep(1);
        failed.set(0);
        lateness = new long[seconds * slots.size()];
        arrived.set(0);
        JvmUsage.Peak peak = new JvmUsage.Peak();
        long cpu = JvmUsage.cpuNanos();
        tick(seconds);
        TimeUnit.SECONDS.sleep(1);
        cpu = JvmUsage.cpuNanos() - cpu;
        int threads = peak.end();
        int came = Math.min(arrived.get(), lateness.length);
        long[] sorted = Arrays.copyOf(lateness, came);
        Arrays.sort(sorted);
        lateness = new long[0];
        JvmUsage after = JvmUsage.now();
        return String.format(
                Locale.ROOT,
                "%.3f %.3f %.0f %.1f %.2f %d %d",
                came == 0 ? 0 : sorted[came / 2] / 1e6,
                came == 0 ? 0 : sorted[came * 99 / 100] / 1e6,
                (double) threads - before.threads(),
                (after.heap() - before.heap()) / 1e3,
                cpu / 1e3 / seconds / modems,
                seconds * slots.size() - came,
                failed.get());
    }

    /** What it costs to have them and send nothing. */
    private String rest(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(8);
        long cpu = JvmUsage.cpuNanos();
        TimeUnit.SECONDS.sleep(seconds);
        return String.format(Locale.ROOT, "%.4f", (JvmUsage.cpuNanos() - cpu) / 1e7 / seconds);
    }
}
