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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.WakeUp;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A module that has fallen asleep so deeply that it hears nothing is woken before it is restarted. */
@ExpectedLog(Said.NO_ANSWER)
class WakeUpTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final AtomicBoolean asleep = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();

    private VirtualRig rig(PowerSettings power) {
        VirtualRig rig = new VirtualRig(profile -> profile.with(power));
        rig.module.answer(command -> asleep.get() ? ScriptedModule.SILENCE : null);
        return rig;
    }

    private void wake(VirtualRig rig) {
        calls.incrementAndGet();
        if (asleep.getAndSet(false)) {
            rig.module.reboot();
        }
    }

    /** The module falls asleep, the driver notices, and brings it up again. */
    private void sleepAndComeBack(VirtualRig rig) throws Exception {
        Modem modem = rig.ready().modem();
        asleep.set(true);
        rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofMinutes(5));
        rig.awaitState(modem, ModemState.READY, SOON);
        assertThat(rig.module.commands()).noneMatch(command -> command.matches("AT\\+(QCRST|CFUN=1,1)"));
    }

    @Test
    void byBytesAt9600BaudWhereTheLineHasABaudRate() throws Exception {
        try (VirtualRig rig = rig(PowerSettings.DEFAULT)) {
            AtomicInteger rate = new AtomicInteger();
            rig.module.otherRate(now -> {
                rate.set(now);
                wake(rig);
            });
            sleepAndComeBack(rig);
            assertThat(rate).hasValue(9600);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void byTheBean() throws Exception {
        VirtualRig[] mine = {null};
        WakeUp bean = modem -> {
            assertThat(modem).isEqualTo("virtual");
            wake(mine[0]);
        };
        try (VirtualRig rig = rig(PowerSettings.DEFAULT.with(bean))) {
            mine[0] = rig;
            sleepAndComeBack(rig);
            assertThat(calls).hasValue(1);
        }
    }

    /** A terminal server that closes the connection says nothing about the module. */
    @Test
    @ExpectedLog(Said.MODEM_DOWN + "the line ended; ")
    void aLineThatEndsIsNoSleepOfTheModule() throws Exception {
        WakeUp bean = modem -> calls.incrementAndGet();
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> profile.with(PowerSettings.DEFAULT.with(bean)))) {
            Modem modem = rig.ready();
            rig.virtual.hangUp();
            await().atMost(ModemRig.LIMIT).until(() -> modem.counters().lineReopens() == 1);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    @ExpectedLog("^Modem 'virtual': the bean wakeUp failed: ")
    void aBeanThatFailsLeavesTheRestToTheOtherMeans() throws Exception {
        WakeUp bean = modem -> {
            throw new AssertionError("no such pin");
        };
        try (VirtualRig rig = rig(PowerSettings.DEFAULT.with(bean))) {
            rig.module.otherRate(now -> wake(rig));
            sleepAndComeBack(rig);
        }
    }

    @Test
    @ExpectedLog("^Modem 'virtual': the bean wakeUp failed: .*more than ten seconds")
    void aBeanThatHangsIsGivenUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        VirtualRig[] mine = {null};
        WakeUp bean = modem -> {
            try {
                mine[0].block(never);
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        };
        try (VirtualRig rig = rig(PowerSettings.DEFAULT.with(bean))) {
            mine[0] = rig;
            rig.module.otherRate(now -> wake(rig));
            sleepAndComeBack(rig);
            assertThat(interrupted).isTrue();
        }
    }

    /** With its real sleep: the UART is off, and nothing but a byte at 9600 baud is heard. */
    @Test
    void theSimulatorInItsFactoryStateGoesDeafAndIsWoken() throws Exception {
        RecoverySettings impatient = Changed.with(ModemRig.QUICK, "commandTimeout", Duration.ofMillis(300));
        try (ModemRig rig = new ModemRig(modem -> modem.timeScale(120), profile -> profile.with(impatient)
                .with(PowerSettings.DEFAULT.with(PowerSaving.KEEP)))) {
            Modem modem = rig.ready();
            List<String> reasons = new CopyOnWriteArrayList<>();
            modem.addListener(event -> {
                if (event instanceof ModemEvent.StatusChanged changed) {
                    reasons.add(changed.status().reason());
                }
            });
            await().atMost(ModemRig.LIMIT).until(rig.virtual::asleep);
            CompletableFuture<Diagnosis> diagnosis = modem.operations().diagnose();
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(reasons).anySatisfy(reason -> assertThat(reason)
                            .contains("is probably asleep", "powerSaving=keep", "9600 baud")));
            assertThat(ModemRig.await(diagnosis).summary()).contains("is probably asleep", "9600 baud");
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual.commands()).noneMatch(command -> command.matches("AT\\+(QCRST|CFUN=1,1)"));
        }
    }

    @Test
    @ExpectedLog(Said.LINK_CLOSED)
    void nothingIsWrittenAtAnotherRateWhileTheModuleMayTakeItForPayload() throws Exception {
        try (VirtualRig rig = rig(PowerSettings.DEFAULT)) {
            rig.module.otherRate(now -> calls.incrementAndGet());
            LinkLease link = rig.ready().link(PEER, null);
            rig.send(link, "first", Duration.ofSeconds(10));
            rig.module.answer(command -> {
                asleep.compareAndSet(false, command.startsWith("AT+CIPSEND="));
                return asleep.get() ? ScriptedModule.SILENCE : null;
            });
            CompletableFuture<Receipt> second = link.send(VirtualRig.outbound("second"));
            rig.passUntil(second::isDone, Duration.ofMinutes(5));
            rig.pass(Duration.ofMinutes(1));
            assertThat(calls).hasValue(0);
            asleep.set(false);
            rig.module.answer(command -> null);
            rig.pass(Duration.ofMinutes(2));
        }
    }

    @Test
    void statusAndDiagnosisSayThatAModuleWhoseSleepIsKeptIsProbablyAsleep() throws Exception {
        try (VirtualRig rig = rig(PowerSettings.DEFAULT.with(PowerSaving.KEEP))) {
            Modem modem = rig.ready().modem();
            asleep.set(true);
            CompletableFuture<Diagnosis> diagnosis = modem.operations().diagnose();
            assertThat(rig.await(diagnosis, SOON).summary())
                    .contains("is probably asleep", "powerSaving=keep", "wake pin", "9600 baud", "power cycle");
            rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofMinutes(5));
            assertThat(modem.status().reason())
                    .contains("is probably asleep", "powerSaving=keep", "wake pin", "9600 baud", "power cycle");
            assertThat(rig.await(modem.operations().diagnose(), SOON).summary())
                    .containsOnlyOnce("is probably asleep")
                    .contains("9600 baud");
            asleep.set(false);
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(5));
        }
    }
}
