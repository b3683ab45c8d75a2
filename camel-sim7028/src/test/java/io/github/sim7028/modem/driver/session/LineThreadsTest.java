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
package io.github.sim7028.modem.driver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.settings.ModemProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which threads touch a line: native code must not hold up virtual threads. */
@Timeout(60)
class LineThreadsTest {

    private static final ThreadFactory ANY = task -> new Thread(task, "any");
    private static final ThreadFactory PLATFORM = task -> new Thread(task, "platform");

    private final ExecutorService anyWorkers = Executors.newCachedThreadPool(ANY);
    private final ExecutorService platformWorkers = Executors.newCachedThreadPool(PLATFORM);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Set<String>> touched = new ConcurrentHashMap<>();

    @AfterEach
    void endThreads() {
        anyWorkers.shutdownNow();
        platformWorkers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aLineThatWaitsInNativeCodeHasPlatformThreads() throws Exception {
        Set<String> callbacks = sendOver(false);

        assertThat(touched)
                .containsOnlyKeys("open", "read", "write", "close")
                .allSatisfy((what, threads) -> assertThat(threads).containsExactly("platform"));
        assertThat(callbacks).containsExactly("any");
    }

    @Test
    void aLineThatWaitsInJavaMayHaveVirtualOnesOnceItIsOpen() throws Exception {
        Set<String> callbacks = sendOver(true);

        assertThat(touched).containsOnlyKeys("open", "read", "write", "close");
        assertThat(touched.remove("open"))
                .as("names are looked up in native code")
                .containsExactly("platform");
        assertThat(touched).allSatisfy((what, threads) -> assertThat(threads).containsExactly("any"));
        assertThat(callbacks).containsExactly("any");
    }

    /** Returns who told that the message was sent. */
    private Set<String> sendOver(boolean virtual) throws Exception {
        Set<String> callbacks = ConcurrentHashMap.newKeySet();
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            ModemRegistry registry = new ModemRegistry(new ModemRuntime(
                    new ModemRuntime.Threads(anyWorkers, ANY),
                    new ModemRuntime.Threads(platformWorkers, PLATFORM),
                    timer));
            LineFactory line =
                    new WatchedLines(Lines.of(rig.profile.line().toString(), SerialSettings.DEFAULT), virtual);
            ModemLease lease = registry.lease(ModemProfile.of("watched", line).with(ModemRig.QUICK));
            LinkLease link = lease.link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            link.send(ModemRig.outbound("hello".getBytes(StandardCharsets.US_ASCII)))
                    .thenRun(() -> callbacks.add(Thread.currentThread().getName()))
                    .get(ModemRig.LIMIT.toSeconds(), TimeUnit.SECONDS);
            lease.release().get(ModemRig.LIMIT.toSeconds(), TimeUnit.SECONDS);
            registry.close(Duration.ofSeconds(5));
        }
        return callbacks;
    }

    private void touch(String how) {
        touched.computeIfAbsent(how, key -> ConcurrentHashMap.newKeySet())
                .add(Thread.currentThread().getName());
    }

    private final class WatchedLines implements LineFactory {
        private final LineFactory lines;
        private final boolean virtual;

        WatchedLines(LineFactory lines, boolean virtual) {
            this.lines = lines;
            this.virtual = virtual;
        }

        @Override
        public boolean virtualThreads() {
            return virtual;
        }

        @Override
        public Line open() throws LineException {
            touch("open");
            Line line = lines.open();
            return new Line() {
                @Override
                public int read(byte[] buffer) throws IOException {
                    touch("read");
                    return line.read(buffer);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    touch("write");
                    line.write(bytes, offset, length);
                }

                @Override
                public void close() {
                    touch("close");
                    line.close();
                }
            };
        }
    }
}
