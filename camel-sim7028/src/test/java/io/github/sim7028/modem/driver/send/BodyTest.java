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

import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bodies that do not come: their readers really block, in virtual time. */
@ExpectedLog("is closed: a message on it was cut in two")
class BodyTest {

    private static final Duration BRIEF = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Gives some bytes and then none, until it is told to end. */
    private static final class Stuck extends InputStream {
        private final CountDownLatch freed = new CountDownLatch(1);
        private final VirtualRig rig;
        private final boolean heedsInterrupts;
        private final AtomicInteger readers;
        private int left;

        Stuck(VirtualRig rig, int bytes, boolean heedsInterrupts, AtomicInteger readers) {
            this.rig = rig;
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
                        rig.block(freed);
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

    /** They are freed in virtual time, and come back in real time. */
    private static void awaitNobody(VirtualRig rig, AtomicInteger readers) {
        await().pollInSameThread().until(() -> {
            rig.pass(Duration.ofSeconds(1));
            return readers.get() == 0;
        });
    }

    @Test
    void oneThatBlocksHoldsUpNobodyElseAndEndsWithItsMessage() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease one = modem.link(VirtualRig.PEER, null);
            LinkLease other = modem.link(VirtualRig.PEER, null);
            rig.send(one, "first.", LIMIT);
            CompletableFuture<Receipt> blocked = one.send(outbound(new Stuck(rig, 10, true, readers)));
            rig.send(other, "second.", Duration.ofMillis(3900));
            assertThat(blocked).isNotDone();
            Sim7028SendException failure = rig.failureOf(blocked, BRIEF);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure).hasMessageContaining("the message body did not arrive");
            assertThat(failure.isRetryable()).isFalse();
            rig.send(other, "third.", LIMIT);
            assertThat(rig.module.payloads()).containsExactly("first.", "second.", "third.");
            awaitNobody(rig, readers);
        }
    }

    @Test
    void oneThatBlocksInTheMiddleEndsWithItsTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(VirtualRig.PEER, null);
            CompletableFuture<Receipt> blocked = link.send(outbound(new Stuck(rig, 2000, true, new AtomicInteger())));
            Sim7028SendException failure = rig.failureOf(blocked, LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(1500);
            rig.send(link, "next", LIMIT);
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
        }
    }

    @Test
    void manyThatBlockKeepFewThreads() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        List<Stuck> bodies = new ArrayList<>();
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(VirtualRig.PEER, null);
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            for (int i = 0; i < 3 * BodyFetcher.MAX_RUNNING; i++) {
                Stuck body = new Stuck(rig, 0, false, readers);
                bodies.add(body);
                sendings.add(link.send(outbound(body)));
            }
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(rig.failureOf(sending, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(readers.get()).isLessThanOrEqualTo(BodyFetcher.MAX_RUNNING);
            }
            rig.send(link, "still works", LIMIT);
            bodies.forEach(body -> body.freed.countDown());
            awaitNobody(rig, readers);
        } finally {
            bodies.forEach(body -> body.freed.countDown());
        }
    }
}
