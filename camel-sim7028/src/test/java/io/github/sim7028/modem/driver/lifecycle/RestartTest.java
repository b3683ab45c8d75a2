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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restart is believed only when a boot was seen; on a virtual clock. */
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.SETTING_REFUSED)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.SEARCHING)
@ExpectedLog(Said.POWER_FAILED)
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.MODEM_DOWN + "the network could not be opened")
class RestartTest {

    private static final String QCRST = "AT+QCRST";
    private static final String CFUN = "AT+CFUN=1,1";

    private static long count(VirtualRig rig, String command) {
        return rig.module.commands().stream().filter(command::equals).count();
    }

    /** A module that boots on one command only. */
    private static void bootsOn(VirtualRig rig, String restarting, String... boot) {
        rig.module.answer(command -> {
            if (command.equals(restarting)) {
                rig.module.networkOpen(false);
                rig.module.sayAfter(Duration.ofSeconds(3), lines(boot));
            }
            return command.equals(QCRST) && !restarting.equals(QCRST) ? lines("ERROR") : null;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*ATREADY: 1",
                "RDY|+CPIN: READY|SMS DONE|PB DONE",
                "LoadVerifyImageHead read(len=272), Time(ms)->0.|test:VerifyImageHead skip|VerifyImageBody sha256 skip"
                        + "|*ATREADY: 1|SIM Ready|+CEREG: 2|Network Available|+CEREG: 1"
            })
    void aModuleIsRestartedByItsOwnCommand(String boot) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            bootsOn(rig, QCRST, boot.split("\\|"));
            assertThat(rig.await(modem.operations().restart(), Duration.ofSeconds(20))
                            .state())
                    .isEqualTo(ModemState.READY);
            assertThat(count(rig, CFUN)).isZero();
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aModuleThatDoesNotKnowItsCommandIsRestartedByItsFunctionLevel() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            bootsOn(rig, CFUN, "RDY");
            assertThat(rig.await(modem.operations().restart(), Duration.ofSeconds(20))
                            .state())
                    .isEqualTo(ModemState.READY);
            assertThat(rig.module.commands()).containsSubsequence(QCRST, CFUN);
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aBootOfWhichNothingWasHeardIsKnownByItsEcho() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            boolean[] echo = {false};
            rig.module.answer(command -> {
                echo[0] |= command.equals(QCRST);
                echo[0] &= !command.equals("ATE0");
                return echo[0] && command.equals("AT") ? "AT\r" + lines("OK") : null;
            });
            assertThat(rig.await(modem.operations().restart(), Duration.ofSeconds(20))
                            .state())
                    .isEqualTo(ModemState.READY);
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    /** A firmware may keep the echo off over a restart; its TCP/IP settings are lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBootThatShowsNeitherLinesNorEchoIsKnownByLostSettings(boolean knowsSocketParameters) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            boolean[] set = {false};
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPCCFG=") && !knowsSocketParameters) {
                    return lines("ERROR");
                }
                if (command.startsWith("AT+CIPCCFG=") || command.equals("AT+CIPRXGET=1")) {
                    set[0] = true;
                } else if (command.equals(QCRST)) {
                    set[0] = false;
                    rig.module.networkOpen(false);
                } else if (command.equals("AT+CIPCCFG?")) {
                    return lines("+CIPCCFG: 10,0,0,1," + (set[0] ? 1 : 0) + ",0,500", "OK");
                } else if (command.equals("AT+CIPRXGET?")) {
                    return lines("+CIPRXGET: " + (set[0] ? 1 : 0), "OK");
                }
                return null;
            });
            Modem modem = rig.ready().modem();
            assertThat(rig.await(modem.operations().restart(), Duration.ofSeconds(30))
                            .state())
                    .isEqualTo(ModemState.READY);
            assertThat(modem.counters().restarts()).isEqualTo(1);
            assertThat(count(rig, CFUN)).isZero();
        }
    }

    /** The chip of the SIM7028 ignores the flag of AT+CFUN=1,1. */
    @Test
    void aCommandThatOnlySwitchesTheRadioIsNoRestart() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            bootsOn(rig, CFUN, "SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1");
            CompletableFuture<ModemStatus> restart = modem.operations().restart();
            rig.passUntil(restart::isDone, Duration.ofMinutes(1));
            assertThat(restart)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("did not restart")
                    .withMessageContaining("restartCommand");
            rig.passUntil(() -> modem.status().state() == ModemState.READY, Duration.ofMinutes(1));
            assertThat(modem.counters().restarts()).isZero();
        }
    }

    /** The answer comes when the network is found, which may take longer than an answer may take. */
    @Test
    void aRadioThatIsSwitchedForLongIsNoRestartEither() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            rig.module.answer(command -> {
                if (command.equals(CFUN)) {
                    rig.module.networkOpen(false);
                    rig.module.sayAfter(
                            Duration.ofSeconds(25),
                            lines("SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1", "OK"));
                    return ScriptedModule.SILENCE;
                }
                return command.equals(QCRST) ? lines("ERROR") : null;
            });
            CompletableFuture<ModemStatus> restart = modem.operations().restart();
            rig.passUntil(restart::isDone, Duration.ofMinutes(2));
            assertThat(restart).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("did not restart");
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(2));
            assertThat(modem.counters().restarts()).isZero();
        }
    }

    @Test
    void theCommandIsAnOption() throws Exception {
        try (VirtualRig rig =
                new VirtualRig(profile -> profile.with(RecoverySettings.DEFAULT.withRestartCommand("AT+CRESET")))) {
            Modem modem = rig.ready().modem();
            bootsOn(rig, "AT+CRESET", "RDY");
            rig.await(modem.operations().restart(), Duration.ofSeconds(20));
            assertThat(rig.module.commands()).contains("AT+CRESET").doesNotContain(QCRST, CFUN);
        }
    }

    @Test
    void whatShowsNoBootIsNoStepOfRecovery() throws Exception {
        List<String> switched = new ArrayList<>();
        try (VirtualRig rig =
                new VirtualRig(profile -> profile.with(RecoverySettings.DEFAULT.with((PowerCycle) switched::add)))) {
            rig.module.answer(
                    command -> command.equals("AT+NETOPEN") && switched.isEmpty() ? lines("OK", "+NETOPEN: 1") : null);
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> modem.status().state() == ModemState.READY, Duration.ofMinutes(5));
            assertThat(rig.module.commands()).containsSubsequence(QCRST, CFUN);
            assertThat(switched).containsExactly("virtual");
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aSearchingModuleIsLeftAloneForItsWholeTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals("AT+CEREG?") ? lines("+CEREG: 1,2", "OK") : null);
            Modem modem = rig.lease().modem();
            rig.pass(Duration.ofMinutes(29));
            assertThat(modem.status().state()).isEqualTo(ModemState.REGISTERING);
            assertThat(modem.status().describe())
                    .contains("looking for a network")
                    .contains("signal 20 of 31");
            assertThat(count(rig, QCRST) + count(rig, CFUN) + count(rig, "AT+CFUN=1"))
                    .isZero();
            assertThat(count(rig, "AT+CEREG?")).isLessThan(400);
            rig.passUntil(() -> count(rig, QCRST) == 1, Duration.ofMinutes(2));
            rig.module.answer(command -> null);
            rig.passUntil(() -> modem.status().state() == ModemState.READY, Duration.ofMinutes(2));
        }
    }

    @Test
    void aModuleThatNeverAnsweredIsTakenForAWrongPort() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> ScriptedModule.SILENCE);
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofMinutes(2));
            assertThat(modem.status().reason())
                    .startsWith("the module does not answer on ")
                    .contains("the options baudRate and flowControl");
        }
    }

    @Test
    void aSwitchForThePowerMayThrowAnything() throws Exception {
        try (VirtualRig rig =
                new VirtualRig(profile -> profile.with(RecoverySettings.DEFAULT.with((PowerCycle) name -> {
                    throw new AssertionError("the relay is stuck");
                })))) {
            rig.module.answer(command -> command.equals("AT+NETOPEN") ? lines("OK", "+NETOPEN: 1") : null);
            Modem modem = rig.lease().modem();
            rig.pass(Duration.ofMinutes(10));
            rig.module.answer(command -> null);
            rig.passUntil(() -> modem.status().state() == ModemState.READY, Duration.ofMinutes(10));
            assertThat(modem.counters().restarts()).isZero();
        }
    }
}
