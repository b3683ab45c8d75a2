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

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.ModemProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The whole driver on the thread of its caller and on a virtual clock, for thousands of conversations: loop, workers and reader take turns. The
 * same input always gives the same conversation. Its line must not block, and its receivers must always have room.
 */
public final class StepRig implements AutoCloseable {

    /** What is at the other end of the line. */
    public interface Module {

        /** Takes what the driver has written. */
        void hear(byte[] bytes);

        /** The line was opened, perhaps again. */
        default void opened() {}
    }

    /** How long one read of the line waits at most; no line of the driver's waits longer. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** More tasks without any time passing are a driver that turns in circles. */
    private static final int MOST_TASKS = 200_000;

    public final VirtualTimer timer = new VirtualTimer();
    public final ModemProfile profile;
    private final Module module;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();
    private final ModemRegistry registry;
    private final List<ModemLease> leases = new ArrayList<>();
    private Wire wire;
    /** How far a read that waits may let the time go; null if it may not wait. */
    private Duration most;

    private Duration passed = Duration.ZERO;

    /** @param change what is different from the default profile */
    public StepRig(Module module, UnaryOperator<ModemProfile> change) {
        this.module = module;
        ModemRuntime.Threads turns = new ModemRuntime.Threads(tasks::add, Step::new);
        registry = new ModemRegistry(new ModemRuntime(turns, turns, timer, timer::nanoTime));
        profile = change.apply(ModemProfile.of("fuzzed", new Wires()));
    }

    public Modem modem() {
        return leases.get(0).modem();
    }

    public ModemLease lease() throws Sim7028Exception {
        ModemLease lease = registry.lease(profile);
        leases.add(lease);
        settle();
        return lease;
    }

    /** The module says something by itself, or answers. */
    public void say(String text) {
        if (wire != null && !text.isEmpty()) {
            wire.toHost.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Ends the line under the driver, as an unplugged cable does. */
    public void unplug() {
        if (wire != null) {
            wire.close();
        }
    }

    /** Does what is to be done without any time passing. */
    public void settle() {
        for (int count = 0; turn(); count++) {
            if (count > MOST_TASKS) {
                throw new AssertionError("the driver does not come to rest");
            }
        }
    }

    private boolean turn() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        if (wire == null || wire.toHost.isEmpty() && !wire.closed) {
            return false;
        }
        int bytes = wire.toHost.size();
        int readers = steps.size();
        List.copyOf(steps).forEach(Step::go);
        return !tasks.isEmpty() || wire.toHost.size() != bytes || steps.size() != readers;
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        passUntil(() -> false, time);
    }

    /** Lets time pass until something holds; false if it does not within the limit. */
    public boolean passUntil(BooleanSupplier condition, Duration limit) {
        Duration left = limit;
        settle();
        while (!condition.getAsBoolean()) {
            if (left.isZero() || left.isNegative()) {
                return false;
            }
            left = left.minus(step(left));
        }
        return true;
    }

    /** Goes on to the next alarm or by {@link #POLL}: a reader waits so long for bytes, and comes back without. */
    private Duration step(Duration limit) {
        most = limit.compareTo(POLL) < 0 ? limit : POLL;
        passed = null;
        for (Step step : List.copyOf(steps)) {
            step.go();
        }
        if (passed == null) {
            passed = timer.advance(most);
        }
        most = null;
        settle();
        while (timer.ring()) {
            settle();
        }
        return passed;
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> ends =
                leases.stream().map(ModemLease::release).toList();
        if (!passUntil(() -> ends.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(2))) {
            throw new AssertionError("the modem does not stop");
        }
        timer.shutdownNow();
    }

    /** Ends the turn of a reader, which waits: the driver takes any exception for the end of the line, but not an error. */
    private static final class Waiting extends Error {
        private static final long serialVersionUID = 1L;
        private static final Waiting NOW = new Waiting();

        private Waiting() {
            super("no bytes yet", null, false, false);
        }
    }

    /** A thread of the driver's, which runs when it is its turn: at once, and again as long as it waits for bytes. */
    private final class Step extends Thread {
        private final Runnable work;

        Step(Runnable work) {
            this.work = work;
        }

        @Override
        public void start() {
            steps.add(this);
            go();
        }

        void go() {
            try {
                work.run();
                steps.remove(this);
            } catch (Waiting e) {
                // goes on when there are bytes
            }
        }
    }

    private final class Wires implements LineFactory {
        @Override
        public Line open() {
            wire = new Wire();
            module.opened();
            return wire;
        }

        @Override
        public boolean virtualThreads() {
            return true;
        }

        @Override
        public String toString() {
            return "a fuzzed module";
        }
    }

    private final class Wire implements Line {
        private final Deque<byte[]> toHost = new ArrayDeque<>();
        private boolean closed;

        @Override
        public int read(byte[] buffer) throws IOException {
            if (closed) {
                throw new LineException("the line was closed");
            }
            byte[] next = toHost.poll();
            if (next == null) {
                if (most == null || passed != null || this != wire) {
                    throw Waiting.NOW;
                }
                passed = timer.advance(most);
                return 0;
            }
            int count = Math.min(buffer.length, next.length);
            System.arraycopy(next, 0, buffer, 0, count);
            if (count < next.length) {
                toHost.addFirst(Arrays.copyOfRange(next, count, next.length));
            }
            return count;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new LineException("the line was closed");
            }
            module.hear(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
