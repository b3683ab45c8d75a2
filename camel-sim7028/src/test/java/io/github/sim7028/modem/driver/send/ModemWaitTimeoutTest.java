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

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The option {@code modemWaitTimeout}. */
@ExpectedLog(Said.RESTARTED)
class ModemWaitTimeoutTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final AtomicBoolean searching = new AtomicBoolean(true);
    private final AtomicBoolean deaf = new AtomicBoolean();

    private VirtualRig rig(Duration wait) {
        VirtualRig rig =
                new VirtualRig(profile -> profile.with(Changed.with(profile.transfer(), "modemWaitTimeout", wait)));
        rig.module.answer(command -> {
            if (command.equals("AT+CEREG?") && searching.get()) {
                return ScriptedModule.lines("+CEREG: 1,2", "OK");
            }
            return command.startsWith("AT+CIPOPEN=0,\"") && deaf.get() ? ScriptedModule.lines("OK") : null;
        });
        return rig;
    }

    @Test
    void aMessageWaitsForTheTimeAndIsThenNotSent() throws Exception {
        try (VirtualRig rig = rig(WAIT)) {
            LinkLease link = rig.lease().link(VirtualRig.PEER, null);
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("m"));
            rig.pass(WAIT.minusSeconds(2));
            assertThat(sending).isNotDone();
            Sim7028SendException failure = rig.failureOf(sending, Duration.ofSeconds(3));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("waited 1m");
            searching.set(false);
        }
    }

    @Test
    void aMessageIsSentWhenTheModemBecomesReadyInTime() throws Exception {
        try (VirtualRig rig = rig(WAIT)) {
            LinkLease link = rig.lease().link(VirtualRig.PEER, null);
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("m"));
            rig.pass(WAIT.minusSeconds(10));
            searching.set(false);
            assertThat(rig.await(sending, Duration.ofSeconds(9)).isConfirmed()).isTrue();
        }
    }

    @Test
    void theWaitsOfAMessageAreAddedUp() throws Exception {
        try (VirtualRig rig = rig(WAIT)) {
            ModemLease modem = rig.lease();
            LinkLease link = modem.link(VirtualRig.PEER, null);
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("m"));
            rig.pass(WAIT.minusSeconds(20));
            deaf.set(true);
            searching.set(false);
            rig.awaitState(modem.modem(), ModemState.READY, Duration.ofSeconds(6));
            rig.pass(Duration.ofSeconds(30));
            assertThat(sending).isNotDone();
            searching.set(true);
            rig.module.reboot();
            rig.module.say(ScriptedModule.lines("RDY"));
            rig.pass(Duration.ofSeconds(10));
            assertThat(sending).isNotDone();
            rig.failureOf(sending, Duration.ofSeconds(11));
            searching.set(false);
        }
    }

    @Test
    void withZeroAMessageFailsAtOnceUnlessTheModemIsReady() throws Exception {
        try (VirtualRig rig = rig(Duration.ZERO)) {
            ModemLease modem = rig.lease();
            LinkLease link = modem.link(VirtualRig.PEER, null);
            assertThat(rig.failureOf(link.send(VirtualRig.outbound("m")), Duration.ofMillis(100))
                            .getOutcome())
                    .isEqualTo(SendOutcome.NOT_SENT);
            searching.set(false);
            rig.awaitState(modem.modem(), ModemState.READY, Duration.ofSeconds(6));
            rig.send(link, "n", Duration.ofSeconds(2));
            assertThat(rig.module.payloads()).containsExactly("n");
        }
    }
}
