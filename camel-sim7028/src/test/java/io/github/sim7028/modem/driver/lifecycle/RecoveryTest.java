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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.TwoWires;
import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far recovery climbs, and how long it waits. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.MODEM_DOWN + ".* registration denied")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.MODEM_DOWN + "not registered within")
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.MODEM_DOWN + "the USB device has vanished")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.POWER_FAILED)
@ExpectedLog(Said.NO_DTR)
@ExpectedLog(Said.CONFIRMATION_LATE)
class RecoveryTest {

    private final VirtualTime time = new VirtualTime();

    private static final String RESTART = "AT+QCRST";

    /** As impatient as tests on a busy machine may be. */
    private static final RecoverySettings HASTY = new RecoverySettings(
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            2,
            Duration.ofSeconds(2),
            Duration.ZERO);

    private static RecoverySettings pauses(Duration first, Duration longest) {
        return new RecoverySettings(
                Duration.ofSeconds(9), Duration.ZERO, first, longest, 2, Duration.ZERO, Duration.ZERO);
    }

    private static ModemProfile searchingForASecond(ModemProfile profile) {
        NetworkSettings usual = NetworkSettings.DEFAULT;
        return profile.with(HASTY)
                .with(new NetworkSettings(
                        null,
                        null,
                        IpFamily.IPV4,
                        null,
                        null,
                        TcpKeepAlive.OFF,
                        List.of(),
                        Duration.ofSeconds(1),
                        usual.netOpenTimeout(),
                        true));
    }

    private static ModemProfile on(LineFactory line, RecoverySettings recovery, ModemProfile profile) {
        return new ModemProfile(profile.name(), line, profile.network(), profile.transfer(), recovery);
    }

    private static long count(ModemRig rig, String command) {
        return rig.virtual.commands().stream().filter(command::equals).count();
    }

    @Test
    void pausesGrowFromTheFirstToTheLongestWithAFifthOfJitter() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(recovery.failed(0).toMillis());
        }
        assertThat(pauses.get(0)).isBetween(4000L, 6000L);
        assertThat(pauses.get(1)).isBetween(8000L, 12_000L);
        assertThat(pauses.subList(7, 20)).allSatisfy(pause -> assertThat(pause).isBetween(240_000L, 300_000L));
        assertThat(pauses.subList(7, 20).stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void pausesStartShortAgainAfterTwiceTheLastOneAndNotBefore() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            last = recovery.failed(1);
        }
        recovery.ready();
        time.pass(2 * last.toMillis() - 1);
        recovery.down();
        assertThat(recovery.failed(1)).isGreaterThan(Duration.ofMinutes(3));

        recovery.ready();
        time.pass(Duration.ofMinutes(11).toMillis());
        recovery.down();
        assertThat(recovery.failed(1)).isLessThan(Duration.ofSeconds(7));
        assertThat(recovery.curable()).isEqualTo(1);
    }

    @Test
    void aConfirmedMessageIsSuccessAtOnce() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        for (int i = 0; i < 10; i++) {
            recovery.failed(1);
        }
        recovery.ready();
        recovery.through(true);
        recovery.down();
        assertThat(recovery.lost()).isZero();
        assertThat(recovery.failed(1)).isLessThan(Duration.ofSeconds(13));
    }

    @Test
    void whatEndsByItselfAgainAndAgainIsBroughtUpAfterLongerAndLongerPauses() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            recovery.ready();
            time.pass(1000);
            recovery.down();
            pauses.add(recovery.lost().toSeconds());
        }
        assertThat(pauses.get(0)).isZero();
        assertThat(pauses.get(1)).isBetween(8L, 12L);
        assertThat(pauses.get(4)).isBetween(64L, 96L);
    }

    @Test
    void theModuleIsRestartedAfterThreeFailuresAndThenMoreAndMoreSeldom() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, pauses(Duration.ofMillis(1), Duration.ofMillis(1)));
        List<Integer> restarts = new ArrayList<>();
        for (int failure = 1; failure <= 200; failure++) {
            recovery.failed(1);
            if (recovery.takeStep(true) == RecoveryPolicy.Step.RESTART) {
                restarts.add(failure);
            }
            assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.NOTHING);
        }
        assertThat(restarts).containsExactly(3, 6, 12, 24, 48, 96, 144, 192);
    }

    @Test
    void thePowerIsSwitchedWhereARestartDidNotHelp() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT.with((PowerCycle) modem -> {}));
        recovery.failed(3);
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.RESTART);
        recovery.failed(3);
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.POWER_CYCLE);
    }

    @Test
    void aModemThroughWhichNothingGetsIsNotTakenForHealthyByBeingUp() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        for (int i = 0; i < 2; i++) {
            recovery.ready();
            time.pass(Duration.ofMinutes(20).toMillis());
            recovery.suspect(2);
            recovery.down();
        }
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.RESTART);
        recovery.through(false);
        assertThat(recovery.curable()).isZero();
    }

    @Test
    void aModuleThatDoesNotAnswerIsRestartedAfterItsLineWasReopened() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem.faults("drop command=CIPHEAD; drop command=CIPSRIP; drop command=CIPSENDMODE"),
                profile -> profile.with(HASTY))) {
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, RESTART) == 1);
            rig.virtual.faults().clear();
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    /** Otherwise the command to restart would be taken for the payload, and go to the peer. */
    @Test
    void aModuleThatMayWaitForAPayloadIsGivenItBeforeItIsToldToRestart() throws Exception {
        List<String> messages = List.of("one ", "two ", "three");
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("hangup line='>' times=" + messages.size()),
                        profile -> profile.with(HASTY));
                TcpPeer far = new TcpPeer()) {
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            for (String message : messages) {
                assertThat(ModemRig.failureOf(link.send(ModemRig.outbound(message.getBytes(StandardCharsets.US_ASCII))))
                                .getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN);
            }
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, RESTART) == 1);
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> assertThat(far.got())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("one two three"));
        }
    }

    @Test
    void aModuleThatAnswersButFindsNoNetworkIsRestarted() throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem.registration(Registration.SEARCHING), RecoveryTest::searchingForASecond)) {
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, RESTART) == 1);
            rig.virtual.setRegistration(Registration.HOME);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(modem.counters().restarts()).isPositive();
        }
    }

    @Test
    void aRestartIsNoCureForADeniedRegistration() throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem.registration(Registration.DENIED), profile -> profile.with(HASTY))) {
            rig.lease();
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, "AT+CEREG?") >= 8);
            assertThat(rig.virtual.commands()).doesNotContain(RESTART);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePowerIsSwitchedWhereThatIsPossible(boolean failing) throws Exception {
        List<String> switched = new CopyOnWriteArrayList<>();
        AtomicInteger opened = new AtomicInteger();
        PowerCycle relay = modem -> {
            switched.add(modem);
            if (failing) {
                throw new IllegalStateException("the relay is stuck");
            }
        };
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> {
            LineFactory gone = () -> {
                opened.incrementAndGet();
                if (switched.isEmpty()) {
                    throw new LineException("the USB device has vanished");
                }
                return profile.line().open();
            };
            return on(gone, HASTY.with(relay), profile);
        })) {
            Modem modem = rig.ready();
            assertThat(switched).containsExactly("rig");
            assertThat(opened).hasValue(4);
            assertThat(modem.counters().restarts()).isEqualTo(failing ? 0 : 1);
            assertThat(rig.virtual.commands()).doesNotContain(RESTART);
        }
    }

    @Test
    void aModuleThatHangsIsResetByDtrWhereTheBoardIsWiredSo() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem.dtrResets(true), profile -> profile.with(HASTY.withDtrPulse(Duration.ofMillis(20))))) {
            Modem modem = rig.ready();
            rig.virtual.setMute(true);
            assertThat(modem.operations().ping()).failsWithin(ModemRig.LIMIT);
            await().atMost(ModemRig.LIMIT).until(() -> modem.counters().restarts() == 1);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual.commands()).doesNotContain(RESTART);
        }
    }

    @Test
    void aLineWithoutDtrHasItsModuleToldToRestart() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem.faults("drop command=CIPHEAD; drop command=CIPSRIP; drop command=CIPSENDMODE"),
                profile -> on(
                        () -> new TwoWires(profile.line().open()),
                        HASTY.withDtrPulse(Duration.ofMillis(20)),
                        profile))) {
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, RESTART) == 1);
            rig.virtual.faults().clear();
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    @Test
    void aPulseOnDtrAndASwitchForThePowerCannotBothBeGiven() {
        RecoverySettings wired = RecoverySettings.DEFAULT.withDtrPulse(Duration.ofSeconds(1));
        assertThatThrownBy(() -> wired.with(modem -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dtrPulse: 1s cannot be combined with powerCycle; set only one of them, as both restart"
                        + " a module that hangs");
        assertThatThrownBy(() -> RecoverySettings.DEFAULT.withDtrPulse(Duration.ofMillis(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dtrPulse: 9ms");
    }

    @Test
    void aModuleWhoseReadyIsLostIsFoundBySoonAskingIt() throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem.faults("drop line=RDY; drop line='\\*ATREADY*'"), profile -> profile)) {
            Modem modem = rig.ready();
            long start = System.nanoTime();
            assertThat(ModemRig.await(modem.operations().restart()).state()).isEqualTo(ModemState.READY);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+CIPHEAD=0", "ATE1"})
    void settingsThatAreLostWithoutAWordAreNoticedAndMadeAgain(String setting) throws Exception {
        RecoverySettings watchful = new RecoverySettings(
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                2,
                Duration.ofSeconds(2),
                Duration.ZERO);
        AtomicReference<Line> open = new AtomicReference<>();
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> on(
                        () -> {
                            open.set(profile.line().open());
                            return open.get();
                        },
                        watchful,
                        profile))) {
            Modem modem = rig.ready();
            byte[] elsewhere = (setting + "\r").getBytes(StandardCharsets.US_ASCII);
            open.get().write(elsewhere, 0, elsewhere.length);
            await().atMost(ModemRig.LIMIT).until(() -> modem.counters().restarts() == 1);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual.settings().header).isEqualTo(1);
            assertThat(rig.virtual.settings().echo).isFalse();
        }
    }
}
