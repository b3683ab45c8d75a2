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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bodies that do not come, on real threads. */
@ExpectedLog("is closed: a message on it was cut in two")
class BodyTest {

    private static final Duration BRIEF = Duration.ofSeconds(4);

    /** Gives some bytes and then none, until it is told to end. */
    private static final class Stuck extends InputStream {
        private final CountDownLatch freed = new CountDownLatch(1);
        private final boolean heedsInterrupts;
        private final AtomicInteger readers;
        private int left;

        Stuck(int bytes, boolean heedsInterrupts, AtomicInteger readers) {
            left = bytes;
            this.heedsInterrupts = heedsInterrupts;
            this.readers = readers;
        }

        @Override
        public int read() throws IOException {
            if (left-- > 0) {
                return 'x';
            }
            readers.incrementAndGet();
            try {
                while (true) {
                    try {
                        freed.await();
                        return -1;
                    } catch (InterruptedException e) {
                        if (heedsInterrupts) {
                            throw new IOException(e);
                        }
                    }
                }
            } finally {
                readers.decrementAndGet();
            }
        }
    }

    private static Outbound outbound(InputStream body) {
        return new Outbound(Payload.of(body), null, 0, BRIEF, true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void oneThatBlocksHoldsUpNobodyElseAndEndsWithItsMessage() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            LinkSpec peer = LinkSpec.tcp("127.0.0.1", far.port());
            LinkLease one = rig.lease().link(peer, null);
            LinkLease other = rig.lease().link(peer, null);
            ModemRig.send(one, bytes("first."));
            CompletableFuture<Receipt> blocked = one.send(outbound(new Stuck(10, true, readers)));
            ModemRig.send(other, bytes("second."));
            Sim7028SendException failure = ModemRig.failureOf(blocked);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure).hasMessageContaining("the message body did not arrive");
            assertThat(failure.isRetryable()).isFalse();
            ModemRig.send(other, bytes("third."));
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("first.second.third.")));
            await().untilAsserted(() -> assertThat(readers).hasValue(0));
        }
    }

    @Test
    void oneThatBlocksInTheMiddleEndsWithItsTime() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            CompletableFuture<Receipt> blocked = link.send(outbound(new Stuck(2000, true, new AtomicInteger())));
            Sim7028SendException failure = ModemRig.failureOf(blocked);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(1500);
            ModemRig.send(link, bytes("next"));
            await().untilAsserted(() -> assertThat(far.connections()).isEqualTo(2));
        }
    }

    @Test
    void manyThatBlockKeepFewThreads() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        List<Stuck> bodies = new ArrayList<>();
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            for (int i = 0; i < 3 * BodyFetcher.MAX_RUNNING; i++) {
                Stuck body = new Stuck(0, false, readers);
                bodies.add(body);
                sendings.add(link.send(outbound(body)));
            }
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(ModemRig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(readers.get()).isLessThanOrEqualTo(BodyFetcher.MAX_RUNNING);
            }
            ModemRig.send(link, bytes("still works"));
            bodies.forEach(body -> body.freed.countDown());
            await().untilAsserted(() -> assertThat(readers).hasValue(0));
        } finally {
            bodies.forEach(body -> body.freed.countDown());
        }
    }
}
