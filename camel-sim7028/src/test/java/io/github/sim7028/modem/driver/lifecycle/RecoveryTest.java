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
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.TwoWires;
import io.github.sim7028.kit.VirtualRig;
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
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far recovery climbs. */
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

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String RESTART = "AT+QCRST";

    /** Commands that bring the dialogue in step and make the first settings. */
    private static final List<String> SETTINGS = List.of("AT+CIPHEAD", "AT+CIPSRIP", "AT+CIPSENDMODE");

    /** As impatient as tests on a busy machine may be. */
    private static final RecoverySettings HASTY = new RecoverySettings(
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            2,
            Duration.ofSeconds(2),
            Duration.ZERO);

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
    void aModuleThatDoesNotAnswerIsRestartedAfterItsLineWasReopened() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(HASTY))) {
            Modem modem = unanswered(rig);
            rig.passUntil(() -> rig.module.count(RESTART) == 1, LIMIT);
            assertThat(rig.module.opened()).isGreaterThan(1);
            rig.awaitState(modem, ModemState.READY, LIMIT);
        }
    }

    /** A modem whose settings get no answer until the module is told to restart. */
    private static Modem unanswered(VirtualRig rig) throws Exception {
        rig.module.answer(command -> {
            if (command.equals(RESTART)) {
                rig.module.answer(next -> null);
                rig.module.rebootLoudly();
            }
            return SETTINGS.stream().anyMatch(command::startsWith) ? ScriptedModule.SILENCE : null;
        });
        return rig.lease().modem();
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
        try (VirtualRig rig = new VirtualRig(RecoveryTest::searchingForASecond)) {
            rig.module.answer(command -> {
                if (command.equals(RESTART)) {
                    rig.module.answer(next -> null);
                    rig.module.rebootLoudly();
                }
                return command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 0,2", "OK") : null;
            });
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> rig.module.count(RESTART) == 1, LIMIT);
            rig.awaitState(modem, ModemState.READY, LIMIT);
            assertThat(modem.counters().restarts()).isPositive();
        }
    }

    @Test
    void aRestartIsNoCureForADeniedRegistration() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(HASTY))) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 0,3", "OK") : null);
            rig.lease();
            rig.passUntil(() -> rig.module.count("AT+CEREG?") >= 8, LIMIT);
            assertThat(rig.module.commands()).doesNotContain(RESTART);
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
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(HASTY.withDtrPulse(Duration.ofMillis(20))))) {
            Modem modem = rig.ready().modem();
            rig.module.dtr(on -> {
                if (!on) {
                    rig.module.answer(next -> null);
                    rig.module.rebootLoudly();
                }
            });
            rig.module.answer(command -> ScriptedModule.SILENCE);
            CompletableFuture<?> ping = modem.operations().ping();
            rig.passUntil(ping::isDone, LIMIT);
            assertThat(ping).isCompletedExceptionally();
            rig.passUntil(() -> modem.counters().restarts() == 1, LIMIT);
            rig.awaitState(modem, ModemState.READY, LIMIT);
            assertThat(rig.module.commands()).doesNotContain(RESTART);
        }
    }

    @Test
    void aLineWithoutDtrHasItsModuleToldToRestart() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile ->
                on(() -> new TwoWires(profile.line().open()), HASTY.withDtrPulse(Duration.ofMillis(20)), profile))) {
            Modem modem = unanswered(rig);
            rig.passUntil(() -> rig.module.count(RESTART) == 1, LIMIT);
            rig.awaitState(modem, ModemState.READY, LIMIT);
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
