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

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.report.ModemState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An owner that may not say another word to its module. */
class AbortTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void aModemThatIsAbortedSaysNothingMore() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> underWay = link.send(VirtualRig.outbound("under way"));
            rig.settle();
            CompletableFuture<Receipt> behind = link.send(VirtualRig.outbound("behind"));
            rig.settle();
            rig.module.clear();

            lease.modem().abort("another node owns it");

            assertThat(rig.failureOf(underWay, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(rig.failureOf(underWay, LIMIT)).hasMessageContaining("another node owns it");
            assertThat(rig.failureOf(behind, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
            rig.pass(LIMIT);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(rig.failureOf(link.send(VirtualRig.outbound("late")), LIMIT)
                            .getOutcome())
                    .isEqualTo(SendOutcome.NOT_SENT);
        }
    }

    /** The loop comes to a message while another thread has just fenced the line. */
    @Test
    void aCommandThatDidNotLeaveAnyMoreIsNotSent() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            CountDownLatch loopIsHere = new CountDownLatch(1);
            CountDownLatch aborted = new CountDownLatch(1);
            LinkLease link = lease.link(PEER, new Held(() -> {
                loopIsHere.countDown();
                rig.block(aborted);
            }));
            rig.send(link, "first", LIMIT);
            rig.module.clear();
            rig.module.say(ScriptedModule.pushed(0, "hold on"));
            assertThat(loopIsHere.await(20, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Receipt> second = link.send(VirtualRig.outbound("second"));
            lease.modem().abort("another node owns it");
            aborted.countDown();

            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
        }
    }

    @FunctionalInterface
    private interface Wait {
        void run() throws InterruptedException;
    }

    /** Holds the loop up when data comes. */
    private record Held(Wait pause) implements LinkReceiver {

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void received(Inbound data) {
            try {
                pause.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void failed(Sim7028Exception reason) {}

        @Override
        public void opened(int link, long connection) {}
    }

    @Test
    void aModemThatIsAbortedWhileItComesUpStaysDownUntilItIsLeasedAgain() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            ModemLease lease = rig.lease();
            rig.pass(Duration.ofSeconds(2));

            lease.modem().abort("another node owns it");
            rig.settle();
            rig.module.clear();

            rig.pass(LIMIT);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
            rig.await(lease.release(), LIMIT);
            rig.module.answer(command -> null);
            rig.ready();
        }
    }

    /** Who leases it while those that had it still hold their leases gets another one, when the line is closed. */
    @Test
    void aModemThatIsAbortedIsNotSharedAnyMore() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease aborted = rig.ready();
            aborted.modem().abort("another node owns it");
            ModemLease fresh = rig.ready();
            assertThat(fresh.modem()).isNotSameAs(aborted.modem());
            assertThat(aborted.modem().status().state()).isEqualTo(ModemState.STOPPED);

            rig.await(aborted.release(), LIMIT);
            rig.send(fresh.link(PEER, null), "works", LIMIT);
            ModemLease third = rig.lease();
            assertThat(third.modem()).isSameAs(fresh.modem());
        }
    }
}
