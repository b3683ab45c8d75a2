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
package io.github.sim7028.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The whole driver on a virtual clock, against a {@link ScriptedModule}: ten minutes of it take a moment. Between two alarms it waits, in
 * real time, until reader, loop and workers have nothing left to do.
 */
public final class VirtualRig implements AutoCloseable {

    /** Somebody at the other end. */
    public static final LinkSpec PEER = LinkSpec.tcp("10.0.0.9", 1000);

    /** How long the driver may really work between two alarms. */
    private static final long SETTLE_SECONDS = 30;

    /** Virtual time; far more than the driver takes for a forced stop. */
    private static final Duration CLOSING = Duration.ofMinutes(5);

    /** How long one read of the line waits at most; no line of the driver's waits longer. */
    private static final Duration POLL = Duration.ofSeconds(1);

    public final VirtualTimer timer = new VirtualTimer();
    public final ScriptedModule module = new ScriptedModule(timer);
    private final AtomicInteger busy = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ModemRuntime runtime;
    public final ModemRegistry registry;
    private final List<ModemLease> leases = new ArrayList<>();
    public ModemProfile profile;

    public VirtualRig() {
        this(profile -> profile);
    }

    /** @param change what is different from the default profile */
    public VirtualRig(UnaryOperator<ModemProfile> change) {
        ModemRuntime.Threads kind = new ModemRuntime.Threads(this::run, Thread::new);
        runtime = new ModemRuntime(kind, kind, timer, timer::nanoTime);
        registry = new ModemRegistry(runtime);
        profile = change.apply(ModemProfile.of("virtual", module));
    }

    /** Runs something beside the driver. */
    public void run(Runnable task) {
        busy.incrementAndGet();
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    /** Blocks, as foreign code may: nobody waits for who has called this to come to rest. */
    public void block(CountDownLatch until) throws InterruptedException {
        busy.decrementAndGet();
        try {
            until.await();
        } finally {
            busy.incrementAndGet();
        }
    }

    public ModemLease lease() throws Sim7028Exception {
        ModemLease lease = registry.lease(profile);
        leases.add(lease);
        settle();
        return lease;
    }

    /** A share in a modem that is ready. */
    public ModemLease ready() throws Sim7028Exception {
        ModemLease lease = lease();
        awaitState(lease.modem(), ModemState.READY, Duration.ofMinutes(1));
        return lease;
    }

    public void awaitState(Modem modem, ModemState state, Duration limit) {
        passUntil(() -> modem.status().state() == state, limit);
    }

    /** Gives all its leases back, and does not wait for that. */
    public void closeLeases() {
        leases.forEach(ModemLease::release);
        leases.clear();
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        Duration left = time;
        settle();
        while (left.compareTo(Duration.ZERO) > 0) {
            left = left.minus(step(left));
        }
    }

    /** Lets time pass until something holds, and fails when it does not within the limit. */
    public void passUntil(BooleanSupplier condition, Duration limit) {
        Duration left = limit;
        settle();
        while (!condition.getAsBoolean()) {
            assertThat(left).as("virtual time left").isPositive();
            left = left.minus(step(left));
        }
    }

    /** Goes on to the next alarm or, as a read of a line waits no longer, by {@link #POLL}; returns how far. */
    private Duration step(Duration most) {
        Duration step = timer.advance(most.compareTo(POLL) < 0 ? most : POLL);
        if (!step.isZero()) {
            // before the alarm, which may ask for how long nothing has been heard
            module.poll();
            settle();
        }
        if (timer.ring()) {
            settle();
        }
        return step;
    }

    /** Closes the registry, which gives its modems no time, and lets time pass only while that waits. */
    public void closeRegistry() {
        Thread closing = new Thread(() -> registry.close(Duration.ZERO), "closing");
        closing.start();
        for (Duration left = CLOSING; closing.isAlive(); ) {
            if (closing.getState() == Thread.State.TIMED_WAITING) {
                settle();
                assertThat(left).as("virtual time left").isPositive();
                left = left.minus(step(left));
            } else {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    /** What came of a future once so much time has passed at most. */
    public <T> T await(CompletableFuture<T> future, Duration limit) {
        passUntil(future::isDone, limit);
        return future.join();
    }

    /** Sends and awaits the confirmation. */
    public Receipt send(LinkLease link, String text, Duration limit) {
        return await(link.send(outbound(text)), limit);
    }

    /** How a message failed. */
    public Sim7028SendException failureOf(CompletableFuture<Receipt> sending, Duration limit) {
        passUntil(sending::isDone, limit);
        try {
            sending.join();
        } catch (CompletionException e) {
            return (Sim7028SendException) e.getCause();
        }
        throw new AssertionError("the message was confirmed");
    }

    /** Waits until nothing happens any more without time passing. */
    public void settle() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        int calm = 0;
        while (calm < 3) {
            calm = busy.get() == 0 && module.quiet() ? calm + 1 : 0;
            if (calm < 3) {
                assertThat(System.nanoTime())
                        .as("the driver does not come to rest")
                        .isLessThan(limit);
                letOthersRun();
            }
        }
    }

    /** On a busy machine a thread that has been let may take long to run: so one that is let now has to run first. */
    private void letOthersRun() {
        try {
            threads.submit(() -> {}).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("interrupted while the driver works", e);
        }
    }

    public static Outbound outbound(String text) {
        return new Outbound(
                Payload.of(text.getBytes(StandardCharsets.ISO_8859_1)), null, 0, Duration.ofMinutes(2), true);
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> ends =
                leases.stream().map(ModemLease::release).toList();
        passUntil(() -> ends.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(2));
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
