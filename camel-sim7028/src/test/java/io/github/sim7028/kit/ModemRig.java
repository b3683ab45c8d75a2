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
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.LinkLease;
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
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A virtual modem, a registry with short pauses, and the leases a test takes. All in real time: runs that repeat tests thousands of times leave
 * them out with {@code -Dsim7028.test.virtual=true}, see docs/testing.md.
 */
public final class ModemRig implements AutoCloseable {

    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** Short enough for tests; the timeouts the module is told stay within the note's ranges. */
    public static final RecoverySettings QUICK = new RecoverySettings(
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            2,
            Duration.ofSeconds(2),
            Duration.ZERO);

    public static final TransferSettings TRANSFER = Changed.with(
            TransferSettings.DEFAULT, "connectTimeout", Duration.ofSeconds(3), "sendTimeout", Duration.ofSeconds(3));

    private final String name = "rig-" + UUID.randomUUID();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ModemRuntime runtime = new ModemRuntime(new ModemRuntime.Threads(workers, Thread::new), timer);
    public final ModemRegistry registry = new ModemRegistry(runtime);
    public final VirtualModem virtual;
    public final ModemProfile profile;
    private final List<ModemLease> leases = new ArrayList<>();

    public ModemRig() {
        this(builder -> builder, profile -> profile);
    }

    public ModemRig(UnaryOperator<VirtualModemBuilder> modem, UnaryOperator<ModemProfile> change) {
        assumeFalse(Boolean.getBoolean("sim7028.test.virtual"), "only tests on virtual time are wanted");
        virtual = modem.apply(VirtualModem.builder().name(name)).start();
        ModemProfile base = ModemProfile.of("rig", line()).with(QUICK).with(TRANSFER);
        profile = change.apply(base);
    }

    public ModemRuntime runtime() {
        return runtime;
    }

    private LineFactory line() {
        return Lines.of("simulator://" + name, SerialSettings.DEFAULT);
    }

    /** A line that cannot be opened. */
    public static LineFactory noLine(String why) {
        return () -> {
            throw new LineException(why);
        };
    }

    public ModemLease lease() throws Sim7028Exception {
        ModemLease lease = registry.lease(profile);
        leases.add(lease);
        return lease;
    }

    public Modem ready() throws Sim7028Exception {
        Modem modem = lease().modem();
        awaitState(modem, ModemState.READY);
        return modem;
    }

    public static void awaitState(Modem modem, ModemState state) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        modem.status().state())
                .as(modem.status().describe())
                .isEqualTo(state));
    }

    public static Outbound outbound(byte[] bytes) {
        return outbound(Payload.of(bytes));
    }

    public static Outbound outbound(Payload payload) {
        return new Outbound(payload, null, 0, Duration.ofSeconds(20), true);
    }

    public static Receipt send(LinkLease link, byte[] bytes) {
        return await(link.send(outbound(bytes)));
    }

    public static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits until it has ended, well or not. */
    public static void awaitEnd(CompletableFuture<?> future) {
        Awaitility.await().atMost(LIMIT).until(future::isDone);
    }

    public static Sim7028SendException failureOf(CompletableFuture<Receipt> sending) {
        try {
            await(sending);
        } catch (CompletionException e) {
            return (Sim7028SendException) e.getCause();
        }
        throw new AssertionError("the message was confirmed");
    }

    /** Gives all its leases back, and does not wait for that. */
    public void closeLeases() {
        leases.forEach(ModemLease::release);
        leases.clear();
    }

    @Override
    public void close() {
        leases.forEach(lease -> await(lease.release()));
        timer.shutdownNow();
        workers.shutdownNow();
        virtual.close();
    }
}
