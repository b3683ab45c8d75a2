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

import static io.github.sim7028.kit.ScriptedModule.SILENCE;
import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.VirtualRig;
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
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
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

    private static ModemRig rigWithNetwork(UnaryOperator<VirtualModemBuilder> modem, NetworkSettings network) {
        return new ModemRig(modem, profile -> profile.with(network));
    }

    private static NetworkSettings network(String pin, String apn) {
        return network(pin, apn, List.of());
    }

    private static NetworkSettings network(String pin, String apn, Duration registration) {
        return network(pin, apn, List.of(), registration);
    }

    private static NetworkSettings network(String pin, String apn, List<String> initCommands) {
        return network(pin, apn, initCommands, Duration.ofSeconds(1));
    }

    private static NetworkSettings network(String pin, String apn, List<String> initCommands, Duration registration) {
        return new NetworkSettings(
                pin,
                apn,
                IpFamily.IPV4,
                "10.0.0.53",
                null,
                new TcpKeepAlive(true, Duration.ofMinutes(3), 4, Duration.ofMinutes(2)),
                initCommands,
                registration,
                Duration.ofSeconds(3),
                true);
    }

    private static VirtualRig virtual(UnaryOperator<ModemProfile> change) {
        return new VirtualRig(
                profile -> change.apply(profile.with(ModemRig.QUICK).with(ModemRig.TRANSFER)));
    }

    private static void awaitReason(VirtualRig rig, String... words) throws Sim7028Exception {
        Modem modem = rig.lease().modem();
        rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(3));
        assertThat(modem.status().reason()).contains(words);
        assertThat(modem.status().nextAttempt()).isNotNull();
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
                    .contains("AT+CGDCONT=0,\"IP\",\"iot.example\"", "AT+CIPHEAD=1", "AT+CIPSRIP=1", "AT+CIPRXGET=1")
                    .containsSubsequence(
                            "ATE0", "AT+CIPMODE=0", "AT+CSOCKSETPN=?", "AT+CEREG?", "AT+NETOPEN", "AT+IPADDR");
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
        try (VirtualRig rig = virtual(profile -> profile)) {
            rig.module.answer(command -> command.equals("AT+CEREG?") ? lines("+CEREG: 0,3", "OK") : null);
            awaitReason(rig, "+CEREG: 0,3 registration denied", "subscription");
        }
    }

    @Test
    void saysThatNoNetworkWasFoundInTime() throws Exception {
        try (VirtualRig rig = virtual(profile -> profile.with(network(null, null)))) {
            rig.module.answer(command -> command.equals("AT+CEREG?") ? lines("+CEREG: 0,2", "OK") : null);
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
        try (VirtualRig rig = virtual(profile -> profile)) {
            rig.module.answer(command -> SILENCE);
            awaitReason(rig, "does not answer");
            rig.module.answer(command -> null);
            rig.ready();
        }
    }

    @Test
    void waitsForASlowRegistration() throws Exception {
        try (VirtualRig rig = virtual(profile -> profile.with(network(null, null, Duration.ofSeconds(3))))) {
            long start = rig.timer.nanoTime();
            rig.module.answer(command -> command.equals("AT+CEREG?")
                            && rig.timer.nanoTime() - start
                                    < Duration.ofMillis(1500).toNanos()
                    ? lines("+CEREG: 0,2", "OK")
                    : null);
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.REGISTERING, Duration.ofSeconds(1));
            rig.awaitState(modem, ModemState.READY, Duration.ofSeconds(5));
        }
    }

    @Test
    void retriesABareErrorToNetopenWithoutATightLoop() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            List<Duration> tries = new CopyOnWriteArrayList<>();
            rig.module.answer(command -> {
                if (!command.equals("AT+NETOPEN")) {
                    return null;
                }
                tries.add(Duration.ofNanos(rig.timer.nanoTime()));
                return tries.size() <= 5 ? lines("ERROR") : null;
            });
            rig.awaitState(rig.lease().modem(), ModemState.READY, Duration.ofHours(1));
            assertThat(tries).hasSize(6);
            Duration shortest = Duration.ofSeconds(2);
            for (int i = 1; i < tries.size(); i++) {
                assertThat(tries.get(i).minus(tries.get(i - 1)))
                        .as("pause %d of %s", i, tries)
                        .isGreaterThan(shortest);
                shortest = shortest.multipliedBy(i % 2 == 0 ? 2 : 1);
            }
            assertThat(count(rig.module.commands(), "AT+NETOPEN?")).isLessThan(20);
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void opensTheNetworkAgainAfterItWasLost(boolean withIpClose) throws Exception {
        try (VirtualRig rig = virtual(profile -> profile)) {
            ModemLease lease = rig.ready();
            Collector collector = new Collector();
            lease.link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(5));
            rig.module.networkOpen(false);
            rig.module.say(
                    (withIpClose ? lines("+IPCLOSE: 0,2") : "") + lines("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"));
            rig.passUntil(() -> count(rig.module.commands(), "AT+NETOPEN") == 2, Duration.ofSeconds(30));
            rig.awaitState(lease.modem(), ModemState.READY, Duration.ofSeconds(30));
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
        try (VirtualRig rig = virtual(profile -> profile.with(watchful))) {
            Modem modem = rig.ready().modem();
            if (how.equals("mute")) {
                rig.module.answer(command -> SILENCE);
                rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(3));
                rig.module.answer(command -> null);
            } else {
                rig.module.clear();
                rig.module.reboot();
                rig.passUntil(() -> rig.module.commands().contains("ATE0"), Duration.ofMinutes(3));
            }
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(3));
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
        return count(rig.virtual.commands(), command);
    }

    private static long count(List<String> commands, String command) {
        return commands.stream()
                .filter(sent -> command.endsWith("=") ? sent.startsWith(command) : sent.equals(command))
                .count();
    }
}
