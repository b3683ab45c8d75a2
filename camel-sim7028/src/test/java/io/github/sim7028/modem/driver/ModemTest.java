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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bringing a modem up, keeping it up, and saying why it is not. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.MODEM_DOWN + "the network could not be opened")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.MODEM_DOWN + "/dev/does-not-exist")
@ExpectedLog(Said.MODEM_DOWN + "the module refused a command of the option initCommands")
@ExpectedLog(Said.MODEM_DOWN + ".* registration denied")
@ExpectedLog(Said.MODEM_DOWN + "not registered within")
@ExpectedLog(Said.MODEM_DOWN + "the SIM (requires a|refused the) PIN")
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.LISTENER_FAILED)
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.PIN_FORGOTTEN)
class ModemTest {

    private static ModemRig rigWithNetwork(
            java.util.function.UnaryOperator<VirtualModemBuilder> modem, NetworkSettings network) {
        return new ModemRig(modem, profile -> profile.with(network));
    }

    private static NetworkSettings network(String pin, String apn) {
        return network(pin, apn, List.of());
    }

    private static NetworkSettings network(String pin, String apn, List<String> initCommands) {
        return new NetworkSettings(
                pin,
                apn,
                IpFamily.IPV4,
                "10.0.0.53",
                null,
                new TcpKeepAlive(true, Duration.ofMinutes(3), 4, Duration.ofMinutes(2)),
                initCommands,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                true);
    }

    private static void awaitReason(ModemRig rig, String... words) throws Sim7028Exception {
        Modem modem = rig.lease().modem();
        await().atMost(ModemRig.LIMIT).untilAsserted(() -> {
            assertThat(modem.status().state()).isEqualTo(ModemState.WAITING);
            assertThat(modem.status().reason()).contains(words);
            assertThat(modem.status().nextAttempt()).isNotNull();
        });
    }

    @Test
    void comesUpAndMakesEverySetting() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem, network(null, "iot.example"))) {
            rig.ready();
            assertThat(rig.virtual.commands())
                    .contains("AT+CGDCONT=1,\"IP\",\"iot.example\"", "AT+CIPHEAD=1", "AT+CIPSRIP=1", "AT+CIPRXGET=1")
                    .containsSubsequence(
                            "ATE0", "AT+CIPMODE=0", "AT+CSOCKSETPN=1,1", "AT+CEREG?", "AT+NETOPEN", "AT+IPADDR");
        }
    }

    @Test
    void setsNameServersHeartbeatAndWhateverTheSiteNeedsEachInItsPlace() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem, network(null, null, List.of("AT+CGDCONT=2,\"IP\",\"x\"")))) {
            rig.ready();
            assertThat(rig.virtual.commands())
                    .containsSubsequence(
                            "AT+CPIN?",
                            "AT+CGDCONT=2,\"IP\",\"x\"",
                            "AT+CDNSCFG=10.0.0.53,,0",
                            "AT+CEREG?",
                            "AT+NETOPEN",
                            "AT+CTCPKA=1,3,4,2");
            assertThat(rig.virtual.settings().dns[0]).isEqualTo("10.0.0.53");
            assertThat(rig.virtual.settings().keepIdle).isEqualTo(3);
        }
    }

    @Test
    void saysWhichSiteCommandTheModuleRefused() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem, network(null, null, List.of("AT+NONSENSE=1")))) {
            awaitReason(rig, "initCommands", "AT+NONSENSE=1");
        }
    }

    @Test
    void refusesHeartbeatsThatAreNoWholeMinutes() {
        assertThatThrownBy(() -> new TcpKeepAlive(true, Duration.ofSeconds(90), 5, Duration.ofMinutes(1)))
                .hasMessageContaining("tcpKeepAliveIdle: 90s is not a whole number of minutes");
    }

    @Test
    void setsTheHeaderAnEarlierUserSwitchedOff() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            try (var port = rig.virtual.connect()) {
                byte[] off = "AT+CIPHEAD=0\r".getBytes();
                port.write(off, 0, off.length);
                await().until(() -> rig.virtual.commands().contains("AT+CIPHEAD=0"));
            }
            rig.ready();
            assertThat(rig.virtual.settings().header).isEqualTo(1);
        }
    }

    @Test
    void givesThePinOnceAndNeverAgainWhenItIsWrong() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem.simPin("1234"), network("1234", null))) {
            rig.ready();
        }
        try (ModemRig rig = rigWithNetwork(modem -> modem.simPin("1234"), network("9999", null))) {
            awaitReason(rig, "refused the PIN", "simPin");
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, "AT+CPIN?") >= 4);
            assertThat(count(rig, "AT+CPIN=")).isEqualTo(1);
        }
    }

    @Test
    void saysWhatToDoWhenTheSimWantsAPin() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem.simPin("1234"), network(null, null))) {
            awaitReason(rig, "requires a PIN", "simPin");
        }
    }

    @Test
    void saysWhatToDoWhenRegistrationIsDenied() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem.registration(Registration.DENIED), network(null, null))) {
            awaitReason(rig, "+CEREG: 0,3 registration denied", "subscription");
        }
    }

    @Test
    void saysThatNoNetworkWasFoundInTime() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem.registration(Registration.SEARCHING), network(null, null))) {
            awaitReason(rig, "not registered within 1s");
        }
    }

    @Test
    void saysThatTheNetworkWantsAnApn() throws Exception {
        try (ModemRig rig = rigWithNetwork(modem -> modem.requiredApn("iot.example"), network(null, null))) {
            awaitReason(rig, "could not be opened", "set the option apn");
        }
        try (ModemRig rig = rigWithNetwork(modem -> modem.requiredApn("iot.example"), network(null, "wrong"))) {
            awaitReason(rig, "check that the APN 'wrong'");
        }
    }

    @Test
    void saysWhyTheLineCannotBeOpened() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> new ModemProfile(
                        "none",
                        Lines.of("/dev/does-not-exist", SerialSettings.DEFAULT),
                        profile.network(),
                        profile.transfer(),
                        profile.recovery()))) {
            awaitReason(rig, "/dev/does-not-exist");
        }
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            rig.virtual.setMute(true);
            awaitReason(rig, "does not answer");
            rig.virtual.setMute(false);
            rig.ready();
        }
    }

    @Test
    void waitsForASlowRegistration() throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem.registrationDelay(Duration.ofMillis(1500)), profile -> profile)) {
            rig.ready();
        }
    }

    @Test
    void retriesABareErrorToNetopenWithoutATightLoop() throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem.faults("replace 'ERROR' command=NETOPEN times=2"), profile -> profile)) {
            rig.ready();
            assertThat(count(rig, "AT+NETOPEN?")).isLessThan(10);
        }
    }

    @Test
    void isConfiguredAgainAfterARestart() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            long before = rig.virtual.commandCount();
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.commandCount() > before + 10);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual.settings().echo).isFalse();
        }
    }

    @Test
    void opensTheNetworkAgainAfterItWasLost() throws Exception {
        for (boolean withIpClose : new boolean[] {true, false}) {
            try (ModemRig rig = new ModemRig()) {
                Modem modem = rig.ready();
                long opens = count(rig, "AT+NETOPEN");
                rig.virtual.loseNetwork(withIpClose);
                await().atMost(ModemRig.LIMIT).until(() -> count(rig, "AT+NETOPEN") > opens);
                ModemRig.awaitState(modem, ModemState.READY);
            }
        }
    }

    @Test
    void opensTheLineAgainAfterAHangUp() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            rig.virtual.hangUp();
            await().atMost(ModemRig.LIMIT).until(() -> modem.status().state() != ModemState.READY);
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mute", "silent restart"})
    void noticesAModuleThatIsGoneThoughNothingIsSent(String how) throws Exception {
        RecoverySettings watchful = new RecoverySettings(
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                2,
                Duration.ofSeconds(2),
                Duration.ZERO);
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> profile.with(watchful))) {
            Modem modem = rig.ready();
            if (how.equals("mute")) {
                rig.virtual.setMute(true);
                ModemRig.awaitState(modem, ModemState.WAITING);
                rig.virtual.setMute(false);
            } else {
                rig.virtual.reboot(false);
                await().atMost(ModemRig.LIMIT).until(() -> !rig.virtual.settings().echo);
            }
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    @Test
    void isNotHeldUpByASlowOrThrowingListener() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.lease().modem();
            modem.addListener(status -> {
                throw new IllegalStateException("a listener's own trouble");
            });
            modem.addListener(status -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            ModemRig.awaitState(modem, ModemState.READY);
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, "AT+NETOPEN") == 2);
            ModemRig.awaitState(modem, ModemState.READY);
            held.countDown();
        }
    }

    @Test
    void isSharedByNameAndStopsWithItsLastLease() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemLease one = rig.lease();
            ModemLease two = rig.lease();
            assertThat(one.modem()).isSameAs(two.modem());
            ModemRig.awaitState(one.modem(), ModemState.READY);
            ModemRig.await(one.release());
            assertThat(two.modem().status().state()).isEqualTo(ModemState.READY);
            ModemRig.await(two.release());
            assertThat(two.modem().status().state()).isEqualTo(ModemState.STOPPED);
            assertThat(rig.virtual.commands()).endsWith("AT+NETCLOSE");
            await().until(() -> !rig.virtual.hasHost());
            rig.ready();
        }
    }

    @Test
    void refusesASecondProfileOfTheSameNameWithOtherSettings() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            rig.lease();
            ModemProfile other = rig.profile.with(rig.profile.transfer().withReceiveMode(ReceiveMode.PUSH));
            assertThatThrownBy(() -> rig.registry.lease(other))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("receiveMode AUTO, not PUSH");
        }
    }

    @Test
    void survivesNoSim() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem.sim(SimCard.absent()), profile -> profile)) {
            Modem modem = rig.lease().modem();
            ModemRig.awaitState(modem, ModemState.SIM);
            rig.virtual.setSim(SimCard.ready());
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    private static long count(ModemRig rig, String command) {
        return rig.virtual.commands().stream()
                .filter(sent -> command.endsWith("=") ? sent.startsWith(command) : sent.equals(command))
                .count();
    }
}
