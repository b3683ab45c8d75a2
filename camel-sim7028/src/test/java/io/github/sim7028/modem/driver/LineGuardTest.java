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
package io.github.sim7028.modem.driver;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.GuardedLines;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** An owner whose line guard says no in the middle of its work, on a virtual clock. */
@ExpectedLog(Said.MODEM_DOWN + ".*a scripted module may not be used now: the (lease ended|line guard failed)")
class LineGuardTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private volatile boolean owner = true;
    private volatile boolean broken;
    private volatile Runnable asked = () -> {};

    private final LineGuard guard = new LineGuard() {
        @Override
        public boolean mayTalk() {
            asked.run();
            if (broken) {
                throw new IllegalStateException("no lease was ever there");
            }
            return owner;
        }

        @Override
        public String why() {
            return "the lease ended";
        }
    };

    private VirtualRig rig() {
        return new VirtualRig(profile -> ModemProfile.of("virtual", new GuardedLines(profile.line(), guard)));
    }

    @Test
    void notAByteLeavesBeforeThePromptOnceTheGuardSaysNo() throws Exception {
        try (VirtualRig rig = rig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.send(link, "first", MINUTE);
            rig.module.clear();

            owner = false;
            CompletableFuture<Receipt> second = link.send(VirtualRig.outbound("second"));
            rig.pass(Duration.ofSeconds(1));

            assertThat(rig.module.commands()).isEmpty();
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.WAITING);
            assertThat(lease.modem().status().reason()).contains("may not be used now: the lease ended");

            rig.pass(Duration.ofSeconds(30));
            assertThat(rig.module.commands()).isEmpty();
            owner = true;
            rig.await(second, Duration.ofMinutes(2));
            assertThat(rig.module.payloads()).containsExactly("second");
        }
    }

    @Test
    void notAByteLeavesBetweenThePromptAndThePayloadOnceTheGuardSaysNo() throws Exception {
        try (VirtualRig rig = rig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.send(link, "first", MINUTE);
            rig.module.clear();
            rig.module.answer(command -> {
                owner &= !command.startsWith("AT+CIPSEND=");
                return null;
            });

            CompletableFuture<Receipt> second = link.send(VirtualRig.outbound("second"));

            assertThat(rig.failureOf(second, Duration.ofMinutes(3)).getOutcome())
                    .isEqualTo(SendOutcome.UNKNOWN);
            rig.pass(Duration.ofMinutes(10));
            assertThat(rig.module.commands()).singleElement().asString().startsWith("AT+CIPSEND=");
            assertThat(rig.module.payloads()).isEmpty();
        }
    }

    @Test
    void recoveryPausesAndSaysOnceWhyItDoesNotGetOn() throws Exception {
        try (VirtualRig rig = rig();
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            ModemLease lease = rig.ready();
            owner = false;
            int opened = rig.module.opened();
            LinkLease link = lease.link(PEER, null);
            CompletableFuture<Receipt> waiting = link.send(VirtualRig.outbound("hello"));
            rig.module.clear();

            rig.pass(Duration.ofHours(2));

            assertThat(rig.module.opened()).isEqualTo(opened);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(rig.failureOf(waiting, MINUTE).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(rig.failureOf(waiting, MINUTE)).hasMessageContaining("the lease ended");
            assertThat(log.messages(Level.WARN)).hasSize(1);

            owner = true;
            rig.awaitState(lease.modem(), ModemState.READY, Duration.ofMinutes(10));
        }
    }

    @Test
    void aGuardThatThrowsHasSaidNo() throws Exception {
        try (VirtualRig rig = rig()) {
            broken = true;
            ModemLease lease = rig.lease();
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.module.opened()).isZero();
            assertThat(lease.modem().status().reason()).contains("no lease was ever there");
            broken = false;
            rig.awaitState(lease.modem(), ModemState.READY, MINUTE);
        }
    }

    /** The line is lost, then the modem is stopped, then cut off, and only then its loop, which waits for the guard, comes to all of that. */
    @Test
    void aStopEndsThatComesBetweenTheLossOfTheLineAndAnAbort() throws Exception {
        try (VirtualRig rig = rig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.send(link, "first", MINUTE);
            CountDownLatch loopIsHere = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            asked = () -> {
                loopIsHere.countDown();
                try {
                    rig.block(goOn);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            rig.run(() -> link.send(VirtualRig.outbound("second")));
            assertThat(loopIsHere.await(20, TimeUnit.SECONDS)).isTrue();

            rig.module.unplug();
            rig.settle();
            CompletableFuture<Void> stopped = lease.release();
            lease.modem().abort("the lease ended");
            goOn.countDown();

            rig.await(stopped, MINUTE);
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
        }
    }
}
