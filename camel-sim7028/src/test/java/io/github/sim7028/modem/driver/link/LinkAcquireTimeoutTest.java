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
package io.github.sim7028.modem.driver.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The option {@code linkAcquireTimeout}. */
class LinkAcquireTimeoutTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final LinkSpec OTHER = LinkSpec.tcp("10.0.0.10", 1000);
    private static final LinkSpec THIRD = LinkSpec.tcp("10.0.0.11", 1000);

    private static VirtualRig rig(Duration timeout) {
        return new VirtualRig(profile -> profile.with(Changed.with(profile.recovery(), "linkAcquireTimeout", timeout)));
    }

    /** Takes both links of the module for consumers, which are not closed for others; returns the first. */
    private static LinkLease bothTaken(VirtualRig rig, ModemLease modem) throws Exception {
        LinkLease first = modem.link(VirtualRig.PEER, new Collector());
        rig.send(first, "m", SHORT);
        rig.send(modem.link(OTHER, new Collector()), "m", SHORT);
        return first;
    }

    @Test
    @ExpectedLog(Said.NO_LINK)
    void aLinkWithoutANumberGivesUpAfterTheTimeAndAMessageSaysSo() throws Exception {
        try (VirtualRig rig = rig(TIMEOUT)) {
            ModemLease modem = rig.ready();
            bothTaken(rig, modem);
            LinkLease third = modem.link(THIRD, null);
            CompletableFuture<Receipt> waits = third.send(VirtualRig.outbound("w"));
            rig.pass(TIMEOUT.minusSeconds(2));
            assertThat(third.snapshot().describe()).doesNotContain("are in use");
            rig.pass(Duration.ofSeconds(4));
            assertThat(third.snapshot().describe())
                    .contains("all 2 links of the module are in use and no link became free within 20s");
            Sim7028SendException failure = rig.failureOf(waits, Duration.ofMinutes(3));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("all 2 links of the module are in use");
        }
    }

    @Test
    void aNumberThatComesFreeInTimeIsUsedAtOnce() throws Exception {
        try (VirtualRig rig = rig(TIMEOUT)) {
            ModemLease modem = rig.ready();
            LinkLease first = bothTaken(rig, modem);
            CompletableFuture<Receipt> waits = modem.link(THIRD, null).send(VirtualRig.outbound("w"));
            rig.pass(TIMEOUT.minusSeconds(2));
            first.release();
            assertThat(rig.await(waits, SHORT).isConfirmed()).isTrue();
        }
    }

    @Test
    @ExpectedLog(Said.NO_LINK)
    void aNumberThatComesFreeAfterTheTimeIsUsedAtTheNextAttempt() throws Exception {
        try (VirtualRig rig = rig(SHORT)) {
            ModemLease modem = rig.ready();
            LinkLease first = bothTaken(rig, modem);
            LinkLease third = modem.link(THIRD, new Collector());
            rig.pass(Duration.ofSeconds(30));
            first.release();
            rig.passUntil(() -> third.snapshot().phase().equals("open"), Duration.ofSeconds(61));
        }
    }

    /** A close takes a moment, and what becomes idle meanwhile is not needed. */
    @Test
    void oneLinkThatWaitsCostsOneIdleLink() throws Exception {
        try (VirtualRig rig = rig(TIMEOUT)) {
            ModemLease modem = rig.ready();
            LinkLease first = modem.link(VirtualRig.PEER, null);
            LinkLease second = modem.link(OTHER, null);
            rig.send(first, "m", SHORT);
            rig.pass(Duration.ofSeconds(1));
            rig.send(second, "m", SHORT);
            rig.module.clear();
            rig.module.answer(command -> {
                if (command.equals("AT+CIPCLOSE=0")) {
                    rig.module.sayAfter(Duration.ofSeconds(3), rig.module.usual(command));
                    return ScriptedModule.SILENCE;
                }
                return null;
            });
            rig.module.confirm(command -> {
                if (command.startsWith("AT+CIPSEND=1,")) {
                    rig.module.sayAfter(Duration.ofSeconds(2), ScriptedModule.lines("+CIPSEND: 1,1,1"));
                    return ScriptedModule.lines("OK");
                }
                return null;
            });
            CompletableFuture<Receipt> meanwhile = second.send(VirtualRig.outbound("n"));
            rig.settle();
            CompletableFuture<Receipt> waits = modem.link(THIRD, null).send(VirtualRig.outbound("w"));
            assertThat(rig.await(waits, Duration.ofSeconds(6)).isConfirmed()).isTrue();
            assertThat(rig.await(meanwhile, Duration.ofSeconds(6)).isConfirmed())
                    .isTrue();
            assertThat(rig.module.count("AT+CIPCLOSE=0")).isEqualTo(1);
            assertThat(rig.module.count("AT+CIPCLOSE=1")).isZero();
        }
    }

    @Test
    void withZeroAnIdleLinkMakesRoomAllTheSame() throws Exception {
        try (VirtualRig rig = rig(Duration.ZERO)) {
            ModemLease modem = rig.ready();
            rig.send(modem.link(VirtualRig.PEER, null), "m", SHORT);
            rig.send(modem.link(OTHER, null), "m", SHORT);
            LinkLease third = modem.link(THIRD, null);
            rig.send(third, "w", SHORT);
        }
    }
}
