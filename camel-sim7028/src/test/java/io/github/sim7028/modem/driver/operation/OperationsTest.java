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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.report.LinkReport;
import io.github.sim7028.modem.report.LinkTraffic;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ResolvedName;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking and steering a virtual modem. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.MODEM_DOWN + "no such port")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.MODEM_DOWN + "the SIM requires a PIN")
@ExpectedLog(Said.MODEM_DOWN + ".* registration denied")
@ExpectedLog(Said.MODEM_DOWN + "the network could not be opened")
class OperationsTest {

    private static final NetworkSettings BRIEF = network(null);

    private static NetworkSettings network(String apn) {
        NetworkSettings usual = NetworkSettings.DEFAULT;
        return new NetworkSettings(
                null,
                apn,
                usual.ipFamily(),
                usual.primaryDns(),
                usual.secondaryDns(),
                usual.tcpKeepAlive(),
                usual.initCommands(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                true);
    }

    private static ModemOperations ready(ModemRig rig) throws Sim7028Exception {
        return rig.ready().operations();
    }

    private static ModemRig rig(UnaryOperator<VirtualModemBuilder> modem) {
        return new ModemRig(modem, profile -> profile.with(BRIEF));
    }

    private static ModemRig raw() {
        return new ModemRig(modem -> modem, profile -> profile.withRawCommands(true));
    }

    private static <T extends Throwable> T failure(CompletableFuture<?> operation, Class<T> type) {
        try {
            Object answer = ModemRig.await(operation);
            throw new AssertionError("it succeeded: " + answer);
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(type);
            return type.cast(e.getCause());
        }
    }

    @Test
    void questionsAreAnsweredWithTheirMeaning() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem.host("telemetry.example", "127.0.0.1"), profile -> profile)) {
            ModemOperations modem = ready(rig);
            assertThat(ModemRig.await(modem.signal()).toMap())
                    .containsExactly(Map.entry("rssi", 23), Map.entry("dbm", -67), Map.entry("quality", "very good"));
            assertThat(ModemRig.await(modem.registration()))
                    .isEqualTo(new RegistrationState(1, true, "registered, home network"));
            assertThat(ModemRig.await(modem.ipAddress()).address()).isNotBlank();
            assertThat(ModemRig.await(modem.resolve("telemetry.example")))
                    .isEqualTo(new ResolvedName("telemetry.example", "127.0.0.1"));
            assertThat(ModemRig.await(modem.ping()).time()).isPositive().isLessThan(Duration.ofSeconds(20));
            assertThat(ModemRig.await(modem.links()).links()).isEmpty();
        }
    }

    @Test
    void anUnknownSignalIsSaidToBeUnknown() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            rig.virtual.setSignal(99, 99);
            assertThat(ModemRig.await(modem.signal())).isEqualTo(new SignalQuality(99, null, "unknown"));
        }
    }

    @Test
    void linksAreShownWithTheirUseAndWhatWentOverThem() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = TcpPeer.echo()) {
            ModemOperations modem = ready(rig);
            Collector collector = new Collector();
            ModemRig.send(rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), collector), "HELLO".getBytes());
            await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == 5);
            ModemRig.send(rig.lease().link(LinkSpec.udp("127.0.0.1", 9), null), "X".getBytes());
            assertThat(ModemRig.await(modem.acknowledged(0))).isEqualTo(new LinkTraffic(0, 5, 0, 5));
            List<LinkReport> links = ModemRig.await(modem.links()).links();
            assertThat(links).hasSize(2);
            assertThat(links.get(0))
                    .isEqualTo(new LinkReport(
                            0, "tcp", "127.0.0.1", far.port(), 0, null, "tcp 127.0.0.1:" + far.port(), 5L, 5L));
            assertThat(links.get(1).protocol()).isEqualTo("udp");
            assertThat(links.get(1).localPort()).isPositive();
            assertThat(links.get(1).sent()).isNull();
        }
    }

    @Test
    void everythingAtOnceComesAsARecordAndAsAMap() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            ModemOperations modem = ready(rig);
            ModemRig.send(rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null), "HELLO".getBytes());
            ModemReport report = ModemRig.await(modem.status());
            assertThat(report.modem()).isEqualTo("rig");
            assertThat(report.device()).contains("simulator://");
            assertThat(report.state()).isEqualTo(ModemState.READY);
            assertThat(report.since()).isNotNull();
            assertThat(report.signal().rssi()).isEqualTo(23);
            assertThat(report.registration().words()).isEqualTo("registered, home network");
            assertThat(report.operator()).isEqualTo("46000");
            assertThat(report.address()).isNotBlank();
            assertThat(report.links()).hasSize(1);
            assertThat(report.counters().confirmed()).isEqualTo(1);
            Map<String, Object> map = report.toMap();
            assertThat(map)
                    .containsEntry("state", "ready")
                    .containsEntry("nextAttempt", null)
                    .containsEntry("since", report.since().toString());
            assertThat(map.get("links"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .first()
                    .isInstanceOf(Map.class);
            assertThat(map.get("counters")).isInstanceOf(Map.class);
        }
    }

    @Test
    void theStatusOfAModemThatIsAwaySaysWhy() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> new ModemProfile(
                        "away",
                        ModemRig.noLine("no such port"),
                        profile.network(),
                        profile.transfer(),
                        profile.recovery()))) {
            Modem modem = rig.lease().modem();
            ModemRig.awaitState(modem, ModemState.WAITING);
            ModemReport report = ModemRig.await(modem.operations().status());
            assertThat(report.reason()).contains("no such port");
            assertThat(report.nextAttempt()).isNotNull();
            assertThat(report.signal()).isNull();
            Sim7028ModemUnavailableException away =
                    failure(modem.operations().signal(), Sim7028ModemUnavailableException.class);
            assertThat(away).hasMessageContaining("no such port");
            failure(modem.operations().ping(), Sim7028ModemUnavailableException.class);
            failure(modem.operations().restart(), Sim7028ModemUnavailableException.class);
            assertThat(failure(modem.operations().netOpen(), Sim7028Exception.class))
                    .hasMessageContaining("no such port");
        }
    }

    @Test
    void theStatusOfAModemWithoutASimIsFresh() throws Exception {
        try (ModemRig rig = rig(modem -> modem.registration(Registration.DENIED))) {
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> {
                ModemReport report = ModemRig.await(modem.operations().status());
                assertThat(report.registration()).isNotNull();
                assertThat(report.registration().stat()).isEqualTo(3);
                assertThat(report.reason()).contains("registration denied");
            });
        }
    }

    @Test
    void anUnknownHostFailsWithTheDnsErrorCode() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem.host("nowhere.example", ""), profile -> profile)) {
            Sim7028CommandException failure =
                    failure(ready(rig).resolve("nowhere.example"), Sim7028CommandException.class);
            assertThat(failure.getCommand()).isEqualTo("AT+CDNSGIP=\"nowhere.example\"");
            assertThat(failure.getError().kind()).isEqualTo(AtError.Kind.DNS);
            assertThat(failure.getError().code()).isEqualTo(10);
            assertThat(failure).hasMessageContaining("10").hasMessageContaining("no address");
        }
    }

    @Test
    void aNameThatCouldEndTheCommandNeverLeaves() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            long before = rig.virtual.commandCount();
            failure(modem.resolve("a\"\rAT+CFUN=0"), IllegalArgumentException.class);
            failure(modem.acknowledged(10), IllegalArgumentException.class);
            assertThat(rig.virtual.commandCount()).isEqualTo(before);
        }
    }

    @Test
    void askingAboutALinkThatIsNotOpenFailsWithTheNotesWords() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Sim7028CommandException failure = failure(ready(rig).acknowledged(1), Sim7028CommandException.class);
            assertThat(failure.getCommand()).isEqualTo("AT+CIPACK=1");
            assertThat(failure.getError().words()).isEqualTo("Connection is not created");
            assertThat(failure.getError().code()).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSQ", "CEREG", "IPADDR", "CIPOPEN"})
    void aRefusedQuestionSurfacesCommandCodeAndWords(String command) throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            rig.virtual.faults().add("replace '+CME ERROR: 30' command=" + command + " times=1");
            CompletableFuture<?> asked =
                    switch (command) {
                        case "CSQ" -> modem.signal();
                        case "CEREG" -> modem.registration();
                        case "IPADDR" -> modem.ipAddress();
                        default -> modem.links();
                    };
            Sim7028CommandException failure = failure(asked, Sim7028CommandException.class);
            assertThat(failure.getCommand()).contains(command);
            assertThat(failure.getError().code()).isEqualTo(30);
            assertThat(failure.getError().words()).isEqualTo("no network service");
        }
    }

    @Test
    void aModuleThatDoesNotAnswerFailsTheQuestionInTime() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            rig.virtual.setMute(true);
            assertThat(failure(modem.ping(), Sim7028CommandException.class)).hasMessageContaining("AT: no answer");
            rig.virtual.setMute(false);
        }
    }

    @Test
    void aClosedNetworkStaysClosedUntilItIsAskedForAgain() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            ModemOperations modem = ready(rig);
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            ModemRig.send(link, "HELLO".getBytes());
            ModemStatus closed = ModemRig.await(modem.netClose());
            assertThat(closed.state()).isEqualTo(ModemState.NETWORK_CLOSED);
            assertThat(closed.reason()).contains("on request").contains("netOpen");
            assertThat(ModemRig.await(modem.status()).state()).isEqualTo(ModemState.NETWORK_CLOSED);
            assertThat(ModemRig.await(modem.netClose()).state()).isEqualTo(ModemState.NETWORK_CLOSED);
            Sim7028ModemUnavailableException refused =
                    failure(modem.ipAddress(), Sim7028ModemUnavailableException.class);
            assertThat(refused).hasMessageContaining("on request");
            ModemRig.await(modem.ping());
            long echoes = count(rig, "ATE0");
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, "ATE0") > echoes);
            Modem watched = rig.lease().modem();
            ModemRig.awaitState(watched, ModemState.NETWORK_CLOSED);
            long seen = count(rig, "ATE0");
            rig.virtual.hangUp();
            await().atMost(ModemRig.LIMIT).until(() -> count(rig, "ATE0") > seen);
            ModemRig.awaitState(watched, ModemState.NETWORK_CLOSED);
            long opens = count(rig, "AT+NETOPEN");
            assertThat(opens).isEqualTo(1);
            assertThat(ModemRig.await(modem.netOpen()).state()).isEqualTo(ModemState.READY);
            assertThat(ModemRig.send(link, "AGAIN".getBytes()).confirmed()).isEqualTo(5);
            assertThat(ModemRig.await(modem.netOpen()).state()).isEqualTo(ModemState.READY);
        }
    }

    private static long count(ModemRig rig, String command) {
        return rig.virtual.commands().stream().filter(command::equals).count();
    }

    @Test
    void openingTheNetworkFailsWithTheModulesError() throws Exception {
        try (ModemRig rig = rig(modem -> modem)) {
            ModemOperations modem = ready(rig);
            ModemRig.await(modem.netClose());
            rig.virtual.setSim(SimCard.locked("1234"));
            Sim7028Exception failure = failure(modem.netOpen(), Sim7028Exception.class);
            assertThat(failure).hasMessageContaining("simPin");
        }
        try (ModemRig rig =
                new ModemRig(modem -> modem.requiredApn("iot.example"), profile -> profile.with(network("wrong")))) {
            ModemOperations modem = rig.lease().operations();
            Sim7028CommandException failure = failure(modem.netOpen(), Sim7028CommandException.class);
            assertThat(failure.getCommand()).isEqualTo("AT+NETOPEN");
            assertThat(failure).hasMessageContaining("check that the APN 'wrong'");
        }
    }

    @Test
    void aReconnectOpensTheLineAgain() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            assertThat(ModemRig.await(modem.reconnect()).state()).isEqualTo(ModemState.READY);
            assertThat(rig.virtual.commands()).filteredOn("AT+NETOPEN"::equals).hasSize(2);
        }
    }

    @Test
    void aRestartEndsWithTheModemReady() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            assertThat(ModemRig.await(modem.operations().restart()).state()).isEqualTo(ModemState.READY);
            assertThat(rig.virtual.commands()).contains("AT+QCRST");
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aRestartTheModuleRefusesFails() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            rig.virtual.faults().add("replace 'ERROR' command=CFUN; replace 'ERROR' command=QCRST");
            assertThat(failure(modem.operations().restart(), Sim7028CommandException.class)
                            .getCommand())
                    .isEqualTo("AT+CFUN=1,1");
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
        }
    }

    @Test
    void rawCommandsAreOffUnlessAllowed() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemOperations modem = ready(rig);
            assertThat(failure(modem.command("AT+CGSN"), Sim7028ConfigurationException.class))
                    .hasMessageContaining("allowRawCommands=true");
            assertThat(rig.virtual.commands()).doesNotContain("AT+CGSN");
        }
    }

    @Test
    void anAllowedRawCommandReturnsItsLines() throws Exception {
        try (ModemRig rig = raw()) {
            ModemOperations modem = ready(rig);
            assertThat(ModemRig.await(modem.command("ATI")).lines())
                    .contains("Manufacturer: SIMCOM INCORPORATED", "Model: SIM7028 R2110");
            assertThat(ModemRig.await(modem.command("AT+CIPCLOSE?")).lines()).containsExactly("+CIPCLOSE: 0,0");
            Sim7028CommandException refused = failure(modem.command("AT+CIPACK=1"), Sim7028CommandException.class);
            assertThat(refused.getError().words()).isEqualTo("Connection is not created");
            Sim7028CommandException pin = failure(modem.command("AT+CPIN=\"1234\""), Sim7028CommandException.class);
            assertThat(pin.getCommand()).isEqualTo("AT+CPIN=***");
            assertThat(pin).hasMessageNotContaining("1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+CSQ\rAT+CFUN=0",
                "AT+CSQ\n",
                "AT\u001a",
                "hello",
                "",
                "AT+CIPSEND=0,5",
                "at+cipsend=0",
                "AT+CIPRXGET=2,0,10",
                "AT+CSQ;+CIPSEND=0,5",
                "ATD*99#",
                "ATO",
                "ATE1",
                "AT+CIPMODE=1",
                "AT+CIPHEAD=0"
            })
    void aRawCommandThatCouldDoHarmNeverLeaves(String command) throws Exception {
        try (ModemRig rig = raw()) {
            ModemOperations modem = ready(rig);
            long before = rig.virtual.commandCount();
            failure(modem.command(command), IllegalArgumentException.class);
            assertThat(rig.virtual.commandCount()).isEqualTo(before);
        }
    }

    @Test
    void profilesThatDifferInRawCommandsDiffer() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            rig.lease();
            assertThatThrownBy(() -> rig.registry.lease(rig.profile.withRawCommands(true)))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("allowRawCommands");
        }
    }

    @Test
    void afterTheLastLeaseOperationsSayThatTheModemIsStopped() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ModemLease lease = rig.lease();
            ModemOperations modem = lease.operations();
            ModemRig.awaitState(lease.modem(), ModemState.READY);
            ModemRig.await(lease.release());
            assertThat(failure(modem.signal(), Sim7028ModemUnavailableException.class)
                            .getStatus()
                            .state())
                    .isEqualTo(ModemState.STOPPED);
        }
    }
}
