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
package io.github.sim7028.modem.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.driver.status.EventPublisher;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.Diagnosis.Step;
import io.github.sim7028.modem.report.Diagnosis.Verdict;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each broken situation is named, with what to do about it; the modem does not have to be up for that. */
@Timeout(60)
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.MODEM_DOWN + ".* registration denied")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.MODEM_DOWN + "the network could not be opened")
@ExpectedLog(Said.MODEM_DOWN + "the SIM (requires a|refused the) PIN")
@ExpectedLog(Said.MODEM_DOWN + "no such port")
class DiagnosisTest {

    private static ModemRig rig(UnaryOperator<VirtualModemBuilder> modem, String pin, String apn) {
        NetworkSettings usual = NetworkSettings.DEFAULT;
        NetworkSettings network = new NetworkSettings(
                pin,
                apn,
                usual.ipFamily(),
                usual.primaryDns(),
                usual.secondaryDns(),
                usual.tcpKeepAlive(),
                usual.initCommands(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                true);
        return new ModemRig(modem, profile -> profile.with(network));
    }

    private static Diagnosis of(Modem modem) {
        return ModemRig.await(modem.operations().diagnose());
    }

    private static Step step(Diagnosis diagnosis, String name) {
        return diagnosis.steps().stream()
                .filter(step -> step.name().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(diagnosis.text()));
    }

    private static void awaitSummary(Modem modem, String... words) {
        await().atMost(ModemRig.LIMIT).untilAsserted(() -> {
            Diagnosis diagnosis = of(modem);
            assertThat(diagnosis.healthy()).as(diagnosis.text()).isFalse();
            assertThat(diagnosis.summary()).contains(words);
        });
    }

    @Test
    void aModemInOrderIsFoundHealthyWithItsLinks() throws Exception {
        try (ModemRig rig = rig(modem -> modem, null, "iot.example");
                TcpPeer far = new TcpPeer()) {
            Modem modem = rig.ready();
            ModemRig.send(rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null), "HELLO".getBytes());
            Diagnosis diagnosis = of(modem);
            assertThat(diagnosis.healthy()).as(diagnosis.text()).isTrue();
            assertThat(diagnosis.summary()).isEqualTo("No problem found");
            assertThat(diagnosis.steps()).hasSize(13).allMatch(step -> step.verdict() == Verdict.RIGHT);
            assertThat(step(diagnosis, "links").finding()).contains("link 0: tcp 127.0.0.1:" + far.port());
            assertThat(step(diagnosis, "APN").finding()).contains("iot.example");
            assertThat(diagnosis.toMap()).containsEntry("healthy", true);
            assertThat(diagnosis.text()).contains("right - SIM: the SIM card is ready");
        }
    }

    @Test
    void aMissingApnIsADoubtWhileTheNetworkOpensWithoutOne() throws Exception {
        try (ModemRig rig = rig(modem -> modem.dialect(Dialect.NOTE), null, null)) {
            Diagnosis diagnosis = of(rig.ready());
            assertThat(diagnosis.healthy()).isTrue();
            assertThat(diagnosis.summary()).contains("no APN").contains("option apn");
        }
    }

    @Test
    void aLineThatCannotBeOpened() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> new ModemProfile(
                        "none",
                        ModemRig.noLine("no such port"),
                        profile.network(),
                        profile.transfer(),
                        profile.recovery()))) {
            Modem modem = rig.lease().modem();
            ModemRig.awaitState(modem, ModemState.WAITING);
            awaitSummary(modem, "line", "no such port", "option device");
            assertThat(of(modem).steps())
                    .filteredOn(step -> step.verdict() == Verdict.NOT_CHECKED)
                    .hasSize(12);
        }
    }

    @Test
    void aLineThatIsJustBeingOpenedIsNotFoundHealthy() throws Exception {
        CountDownLatch opens = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        LineFactory slow = () -> {
            opens.countDown();
            try {
                opened.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new LineException("no such port");
        };
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> new ModemProfile("slow", slow, profile.network(), profile.transfer(), profile.recovery()))) {
            Modem modem = rig.lease().modem();
            assertThat(opens.await(20, TimeUnit.SECONDS)).isTrue();
            Diagnosis diagnosis = of(modem);
            assertThat(diagnosis.summary()).isEqualTo("No problem found so far");
            assertThat(diagnosis.healthy()).as(diagnosis.text()).isFalse();
            opened.countDown();
        }
    }

    @Test
    void aModuleThatDoesNotAnswer() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> ScriptedModule.SILENCE);
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofMinutes(2));
            Diagnosis diagnosis = rig.await(modem.operations().diagnose(), Duration.ofMinutes(2));
            assertThat(diagnosis.healthy()).as(diagnosis.text()).isFalse();
            assertThat(diagnosis.summary()).contains("module", "does not answer", "baudRate");
            rig.module.answer(command -> null);
        }
    }

    @Test
    void aMissingSim() throws Exception {
        try (ModemRig rig = rig(modem -> modem.sim(SimCard.absent()), null, null)) {
            Modem modem = rig.lease().modem();
            ModemRig.awaitState(modem, ModemState.SIM);
            awaitSummary(modem, "SIM", "no SIM card", "inserted");
            assertThat(step(of(modem), "signal").finding()).contains("+CSQ: 99");
        }
    }

    @Test
    void aSimThatWantsItsPinOrRefusedIt() throws Exception {
        try (ModemRig rig = rig(modem -> modem.simPin("1234"), null, null)) {
            awaitSummary(rig.lease().modem(), "requires its PIN", "Set the option simPin");
        }
        try (ModemRig rig = rig(modem -> modem.simPin("1234"), "9999", null)) {
            awaitSummary(rig.lease().modem(), "requires its PIN", "correct the option");
        }
    }

    @Test
    void aDeniedRegistration() throws Exception {
        try (ModemRig rig = rig(modem -> modem.registration(Registration.DENIED), null, null)) {
            Modem modem = rig.lease().modem();
            awaitSummary(modem, "CEREG", "registration denied (3)", "contract covers NB-IoT");
            assertThat(step(of(modem), "cell").finding()).contains("NO SERVICE");
        }
    }

    @Test
    void aNetworkThatIsNotFound() throws Exception {
        try (ModemRig rig = rig(modem -> modem.registration(Registration.SEARCHING), null, null)) {
            awaitSummary(rig.lease().modem(), "searching for a network", "antenna");
        }
    }

    @Test
    void anApnTheNetworkRefuses() throws Exception {
        try (ModemRig rig = rig(modem -> modem.requiredApn("iot.example"), null, "wrong")) {
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> {
                Diagnosis diagnosis = of(modem);
                assertThat(step(diagnosis, "network").verdict())
                        .as(diagnosis.text())
                        .isEqualTo(Verdict.WRONG);
                assertThat(diagnosis.summary()).contains("network is closed", "APN 'wrong'");
            });
        }
    }

    @Test
    void aRadioThatIsSwitchedOff() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Step step = new DiagnosisRules(
                            rig.profile, new StatusBoard("rig", new EventPublisher("rig", Runnable::run), () -> 0))
                    .functionality(4);
            assertThat(step.verdict()).isEqualTo(Verdict.WRONG);
            assertThat(step.describe()).contains("switched off (+CFUN: 4)", "reconnect");
        }
    }

    @Test
    void aNetworkThatWasClosedOnRequestIsNoFault() throws Exception {
        try (ModemRig rig = rig(modem -> modem, null, "iot.example")) {
            Modem modem = rig.ready();
            ModemRig.await(modem.operations().netClose());
            Diagnosis diagnosis = of(modem);
            assertThat(diagnosis.healthy()).isTrue();
            assertThat(diagnosis.summary()).contains("on request").contains("netOpen");
            assertThat(step(diagnosis, "links").verdict()).isEqualTo(Verdict.NOT_CHECKED);
        }
    }

    @Test
    void aPeerThatRefusesTheConnection() throws Exception {
        int port;
        try (TcpPeer gone = new TcpPeer()) {
            port = gone.port();
        }
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            rig.lease().link(LinkSpec.tcp("127.0.0.1", port), new Collector());
            awaitSummary(modem, "links: tcp 127.0.0.1:" + port + " is not open", "Check that the peer runs");
        }
    }

    @Test
    void aVeryWeakSignalIsADoubt() throws Exception {
        try (ModemRig rig = rig(modem -> modem, null, "iot.example")) {
            Modem modem = rig.ready();
            rig.virtual.setSignal(2, 0);
            assertThat(step(of(modem), "signal").verdict()).isEqualTo(Verdict.DOUBTFUL);
        }
    }
}
