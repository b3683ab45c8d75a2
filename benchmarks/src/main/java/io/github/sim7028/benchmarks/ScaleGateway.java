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
import io.github.sim7028.modem.settings.PowerSaving;
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
 * The component with very many modems: of each a TCP and a UDP link, and a message up and its echo down every second, on the
 * two links in turn. How late an echo is counts from when its message was due.
 */
public final class ScaleGateway {

    private static final int SIZE = 32;
    private static final long ACTIVE_MILLIS = 2000;
    private static final int WARMING_SECONDS = 4;
    private static final int MOST_WARMING = 5;
    /** Where the compiler works less than this, what it still compiles hardly counts. */
    private static final long COMPILED_NANOS_A_SECOND = 30_000_000;

    /** One link of one modem. */
    private record Slot(Endpoint endpoint, AsyncProducer producer) {}

    private final List<String> uris = new ArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private int modems;
    private volatile long[] lateness = new long[0];

    private ScaleGateway(List<String> ports, boolean asleep) {
        Sim7028Component component = new Sim7028Component();
        for (String port : ports) {
            String name = "m" + modems++;
            Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
            modem.setDevice("socket://127.0.0.1:" + port);
            if (asleep) {
                modem.setPowerSaving(PowerSaving.PSM);
                modem.setPsmPeriodicUpdate(TimeUnit.HOURS.toMillis(1));
                modem.setPsmActiveTime(ACTIVE_MILLIS);
                // a scripted module hears while it sleeps
                modem.setWakeUp(sleeper -> {});
            }
            component.getModems().put(name, modem);
            uris.add("sim7028:tcp:192.0.2.1:5000?framing=length&modem=" + name);
            uris.add("sim7028:udp:192.0.2.1:5000?localPort=5000&modem=" + name);
        }
        // Camel's MBeans take more than the modems
        camel.disableJMX();
        camel.addComponent("sim7028", component);
    }

    /**
     * Seconds to measure, how ({@code work}, {@code idle} or {@code asleep}), and the modems' ports. Says {@code RESTING} when
     * it is idle, and {@code SCALE} and its findings.
     */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        int seconds = Integer.parseInt(arguments[0]);
        boolean asleep = arguments[1].equals("asleep");
        ScaleGateway gateway = new ScaleGateway(List.of(arguments[2].split(",")), asleep);
        JvmUsage before = JvmUsage.now();
        gateway.open();
        System.out.println("SCALE "
                + (arguments[1].equals("work") ? gateway.work(seconds, before) : gateway.rest(seconds, asleep)));
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

    /** Each modem sends a message each second, on its two links in turn; evenly spread over the second. */
    private void tick(int seconds) {
        long began = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            for (int modem = 0; modem < modems; modem++) {
                long due = began + (second * (long) modems + modem) * 1_000_000_000L / modems;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                send(slots.get(2 * modem + (second + modem) % 2), due);
            }
        }
    }

    /** Until the compiler has little left to do, and the threads that the bring-up needed have gone. */
    private void warmUp() throws InterruptedException {
        long before = JvmUsage.compilerNanos();
        for (int i = 0; i < MOST_WARMING; i++) {
            tick(WARMING_SECONDS);
            long now = JvmUsage.compilerNanos();
            if (i > 0 && now - before < WARMING_SECONDS * COMPILED_NANOS_A_SECOND) {
                break;
            }
            before = now;
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private String work(int seconds, JvmUsage before) throws InterruptedException {
        warmUp();
        int messages = seconds * modems;
        failed.set(0);
        lateness = new long[messages];
        arrived.set(0);
        JvmUsage.Peak peak = new JvmUsage.Peak();
        long cpu = JvmUsage.cpuNanos();
        long compiler = JvmUsage.compilerNanos();
        tick(seconds);
        TimeUnit.SECONDS.sleep(1);
        cpu = JvmUsage.cpuNanos() - cpu;
        compiler = JvmUsage.compilerNanos() - compiler;
        int threads = peak.end();
        int came = Math.min(arrived.get(), messages);
        long[] sorted = Arrays.copyOf(lateness, came);
        Arrays.sort(sorted);
        lateness = new long[0];
        JvmUsage after = JvmUsage.now();
        return String.format(
                Locale.ROOT,
                "%.3f %.3f %.0f %.1f %.3f %.3f %d %d",
                came == 0 ? 0 : sorted[came / 2] / 1e6,
                came == 0 ? 0 : sorted[came * 99 / 100] / 1e6,
                (double) threads - before.threads(),
                (after.heap() - before.heap()) / 1e3,
                cpu / 1e9 / seconds,
                compiler / 1e9 / seconds,
                messages - came,
                failed.get());
    }

    /** What it costs to have them and send nothing: the share of a core, in percent, and that of the compiler. */
    private String rest(int seconds, boolean asleep) throws InterruptedException {
        // asleep: the active time, and the half minute in which a network releases the connection
        TimeUnit.SECONDS.sleep(asleep ? 45 : 8);
        System.out.println("RESTING now");
        long cpu = JvmUsage.cpuNanos();
        long compiler = JvmUsage.compilerNanos();
        TimeUnit.SECONDS.sleep(seconds);
        return String.format(
                Locale.ROOT,
                "%.4f %.4f",
                (JvmUsage.cpuNanos() - cpu) / 1e7 / seconds,
                (JvmUsage.compilerNanos() - compiler) / 1e7 / seconds);
    }
}
