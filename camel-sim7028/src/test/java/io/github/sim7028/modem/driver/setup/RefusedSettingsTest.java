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
package io.github.sim7028.modem.driver.setup;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Nothing that the driver can do without keeps a modem down; what it cannot do without is named. */
@ExpectedLog(Said.SETTING_REFUSED)
class RefusedSettingsTest {

    /** How a firmware says that it does not know a command. */
    private static final List<String> REFUSALS =
            List.of(ScriptedModule.lines("ERROR"), ScriptedModule.lines("+CME ERROR: 4"), ScriptedModule.SILENCE);

    /** Each command that the driver can do without, and the consequence that a WARN names; nothing where there is none. */
    private static final Map<String, String> DISPENSABLE = Map.ofEntries(
            Map.entry("AT+CMEE=1", "without a number"),
            Map.entry("AT+CEREG=1", "not reported as events"),
            Map.entry("AT+NETOPEN?", "until a link fails"),
            Map.entry("AT+CFUN?", "radio is switched on"),
            Map.entry("AT+CPIN?", "state of the SIM is unknown"),
            Map.entry("AT+CSQ", ""),
            Map.entry("AT+CEREG?", "without waiting"),
            Map.entry("AT+CIPMODE=0", "access mode set in the module"),
            Map.entry("AT+CIPCCFG=", "retransmissions, minRetransmissionTimeout and receiveDelay"),
            Map.entry("AT+CIPHEAD=1", ""),
            Map.entry("AT+CIPHEAD", "stays buffered, also for UDP consumers"),
            Map.entry("AT+CIPSRIP=1", "senders of datagrams"),
            Map.entry("AT+CIPSENDMODE=0", "decides when a message is confirmed"),
            Map.entry("AT+CIPTIMEOUT=", "timeouts of its own"),
            Map.entry("AT+CDNSCFG=", "not primaryDns"),
            Map.entry("AT+CIPRXGET=1", "received data is pushed"),
            Map.entry("AT+CTCPKA=", "no TCP keep-alive"),
            Map.entry("AT+CIPOPEN=?", "2 links"),
            Map.entry("AT+SERVERSTART=?", ""),
            Map.entry("AT+IPADDR", ""),
            Map.entry("AT+CGDCONT?", ""),
            Map.entry("AT+CGACT?", ""),
            Map.entry("AT+CSOCKSETPN=?", ""),
            Map.entry("AT+CSOCKSETPN", "set in the module are used"),
            Map.entry("AT+CPSMS?", ""),
            Map.entry("AT+CPSMS", ""),
            Map.entry("AT+CEDRXS", ""),
            Map.entry("AT+QCPMUCFG", ""),
            Map.entry("ATE0", ""));

    private static final NetworkSettings NETWORK = new NetworkSettings(
            null,
            null,
            NetworkSettings.DEFAULT.ipFamily(),
            "10.0.0.53",
            null,
            new TcpKeepAlive(true, Duration.ofMinutes(2), 3, Duration.ofMinutes(1)),
            List.of(),
            NetworkSettings.DEFAULT.registrationTimeout(),
            NetworkSettings.DEFAULT.netOpenTimeout(),
            true);

    /** Other tests run at the same time. */
    private final String name = "refused-" + UUID.randomUUID();

    private static Stream<Arguments> refusals() {
        return DISPENSABLE.entrySet().stream().flatMap(command -> REFUSALS.stream()
                .map(refusal -> Arguments.of(command.getKey(), refusal.strip(), refusal, command.getValue())));
    }

    /** A module that knows no command that begins so. */
    private static void refuse(VirtualRig rig, String refusal, List<String> beginnings) {
        rig.module.answer(command -> beginnings.stream().anyMatch(command::startsWith) ? refusal : fences(command));
    }

    /** What every module can be asked. */
    private static String fences(String command) {
        return switch (command) {
            case "AT+CMEE?" -> ScriptedModule.lines("+CMEE: 1", "OK");
            case "AT+CGATT?" -> ScriptedModule.lines("+CGATT: 1", "OK");
            case "AT+CIPMODE?" -> ScriptedModule.lines("+CIPMODE: 0", "OK");
            default -> null;
        };
    }

    private static void carriesMessages(VirtualRig rig, Duration limit) throws Exception {
        Collector received = new Collector();
        ModemLease modem = rig.lease();
        rig.awaitState(modem.modem(), ModemState.READY, limit);
        LinkLease link = modem.link(PEER, received);
        assertThat(rig.send(link, "reading", Duration.ofMinutes(2)).isConfirmed())
                .isTrue();
        assertThat(rig.module.payloads()).containsExactly("reading");
    }

    private List<String> warnings(CapturedLog log) {
        return log.messages(Level.WARN).stream()
                .filter(line -> line.startsWith("Modem '" + name + "': the module refuses "))
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    @ExpectedLog(Said.RESTARTED)
    void aCommandThatTheDriverCanDoWithoutMayBeMissing(String command, String shown, String refusal, String consequence)
            throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> Changed.with(profile.with(NETWORK), "name", name));
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            refuse(rig, refusal, List.of(command));
            carriesMessages(rig, Duration.ofMinutes(2));
            Modem modem = rig.lease().modem();
            rig.module.rebootLoudly();
            rig.passUntil(() -> modem.counters().restarts() == 1, Duration.ofMinutes(1));
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(5));
            if (consequence.isEmpty()) {
                assertThat(warnings(log)).isEmpty();
            } else {
                // once, though it came up twice
                assertThat(warnings(log)).singleElement().asString().contains(command, consequence);
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void aFirmwareThatKnowsNoneOfThemServesToo(String refusal) throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(NETWORK))) {
            // one way to receive is needed
            refuse(
                    rig,
                    refusal,
                    DISPENSABLE.keySet().stream()
                            .filter(command -> !command.startsWith("AT+CIPRXGET"))
                            .toList());
            carriesMessages(rig, Duration.ofMinutes(15));
        }
    }

    static List<String> aFirmwareThatKnowsNoneOfThemServesToo() {
        return REFUSALS;
    }

    /** With these queries the driver otherwise finds out whether it understands the module. */
    @Test
    void aFirmwareWithoutHeadersAndSendModesServesToo() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            refuse(rig, REFUSALS.get(0), List.of("AT+CIPHEAD", "AT+CIPSRIP", "AT+CIPSENDMODE"));
            carriesMessages(rig, Duration.ofMinutes(1));
            // the dialogue comes back in step too
            rig.module.losePrompts(1);
            rig.send(rig.lease().link(PEER, null), "another", Duration.ofMinutes(2));
            assertThat(rig.module.payloads()).containsExactly("reading", "another");
        }
    }

    @Test
    void aNetworkThatCannotBeClosedIsUsed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.networkOpen(true);
            rig.module.answer(command -> switch (command) {
                case "AT+NETCLOSE" -> ScriptedModule.lines("ERROR");
                case "AT+NETOPEN" -> ScriptedModule.lines("+IP ERROR: Network is already opened", "ERROR");
                default -> null;
            });
            carriesMessages(rig, Duration.ofMinutes(1));
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN + "the module's radio is switched off")
    void aRadioThatCannotBeSwitchedOnIsNamed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> switch (command) {
                case "AT+CFUN?" -> ScriptedModule.lines("+CFUN: 4", "OK");
                case "AT+CFUN=1" -> ScriptedModule.lines("+CME ERROR: 4");
                default -> null;
            });
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(1));
            assertThat(modem.status().reason()).contains("+CFUN: 4", "AT+CFUN=1", "restart the module");
        }
    }

    // ---- what it is told before it attaches

    /** Refusals of these have tests of their own; here no answer comes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+CGDCONT=",
                "AT+CGDCONT?",
                "AT+CGACT?",
                "AT+QCBAND=",
                "AT+QCBAND?",
                "AT+CGAUTH",
                "AT+CFUN=0",
                "AT+CGDCONT"
            })
    @ExpectedLog(Said.SETTING_INEFFECTIVE)
    void aNetworkSettingWithoutAnswerDoesNotKeepTheModemDown(String command) throws Exception {
        AttachSettings attach =
                new AttachSettings(AttachSettings.AUTO_CONTEXT, List.of(20), ApnAuthentication.PAP, "user", "password");
        NetworkSettings network = Changed.with(NETWORK, "apn", "iot.example", "attach", attach);
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(network))) {
            refuse(rig, ScriptedModule.SILENCE, List.of(command));
            carriesMessages(rig, Duration.ofMinutes(15));
        }
    }

    // ---- receiving

    private static VirtualRig receiving(ReceiveMode mode) {
        return new VirtualRig(profile -> profile.with(Changed.with(profile.transfer(), "receiveMode", mode)));
    }

    @Test
    void wherePushIsImpossibleAUdpConsumerReceivesBuffered() throws Exception {
        try (VirtualRig rig = receiving(ReceiveMode.AUTO)) {
            refuse(rig, ScriptedModule.lines("ERROR"), List.of("AT+CIPCCFG="));
            Collector received = new Collector();
            ModemLease modem = rig.ready();
            modem.link(LinkSpec.udp("10.0.0.9", 1000), received);
            rig.pass(Duration.ofMinutes(10));
            assertThat(rig.module.commands()).contains("AT+CIPRXGET=1").doesNotContain("AT+CIPRXGET=0");
        }
    }

    @Test
    void whereBufferedReceptionIsImpossibleDataIsPushed() throws Exception {
        try (VirtualRig rig = receiving(ReceiveMode.AUTO)) {
            refuse(rig, ScriptedModule.lines("ERROR"), List.of("AT+CIPRXGET"));
            Collector received = new Collector();
            rig.ready().link(PEER, received);
            rig.passUntil(() -> rig.module.count("AT+CIPOPEN=0,") == 1, Duration.ofMinutes(1));
            rig.module.say(ScriptedModule.pushed(0, "reading"));
            rig.pass(Duration.ofMinutes(10));
            assertThat(new String(received.bytes(), StandardCharsets.US_ASCII)).isEqualTo("reading");
            assertThat(rig.module.count("AT+CIPRXGET=")).isEqualTo(1);
        }
    }

    /** A restart that shows neither boot lines nor an echo, in the middle of the settings. */
    @Test
    @ExpectedLog(Said.MODEM_DOWN + "the module lost its settings while it was configured")
    void whatARestartBehindACommandWithoutAnswerHasUndoneIsMadeAgain() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            boolean[] set = {false};
            boolean[] restarted = {false};
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPCCFG=")) {
                    set[0] = true;
                } else if (command.startsWith("AT+CIPTIMEOUT=") && !restarted[0]) {
                    restarted[0] = true;
                    set[0] = false;
                    return ScriptedModule.SILENCE;
                } else if (command.equals("AT+CIPCCFG?")) {
                    return ScriptedModule.lines("+CIPCCFG: 10,0,0,1," + (set[0] ? 1 : 0) + ",0,500", "OK");
                }
                return null;
            });
            carriesMessages(rig, Duration.ofMinutes(2));
            assertThat(set[0]).isTrue();
        }
    }

    /** The header that a restart would have switched on is off all the time. */
    @Test
    void aHeaderThatCannotBeSwitchedOnIsNoSignOfARestart() throws Exception {
        try (VirtualRig rig = receiving(ReceiveMode.BUFFERED)) {
            rig.module.answer(command -> switch (command) {
                case "AT+CIPHEAD=1" -> ScriptedModule.lines("ERROR");
                case "AT+CIPHEAD?" -> ScriptedModule.lines("+CIPHEAD: 0", "OK");
                default -> null;
            });
            Modem modem = rig.ready().modem();
            rig.pass(Duration.ofHours(1));
            assertThat(modem.counters().restarts()).isZero();
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
        }
    }

    // ---- what cannot be done without

    private static Stream<Arguments> indispensable() {
        UnaryOperator<ModemProfile> push =
                profile -> profile.with(Changed.with(profile.transfer(), "receiveMode", ReceiveMode.PUSH));
        UnaryOperator<ModemProfile> buffered =
                profile -> profile.with(Changed.with(profile.transfer(), "receiveMode", ReceiveMode.BUFFERED));
        UnaryOperator<ModemProfile> acknowledged =
                profile -> profile.with(Changed.with(profile.transfer(), "sendMode", SendMode.ACK));
        return Stream.of(
                Arguments.of("AT+CIPHEAD", push, "has no length: set receiveMode=buffered"),
                Arguments.of("AT+CIPCCFG=", push, "has no link number: set receiveMode=buffered"),
                Arguments.of("AT+CIPRXGET", buffered, "set receiveMode=push or receiveMode=auto"),
                Arguments.of("AT+CIPSENDMODE=1", acknowledged, "which sendMode=ack needs: set sendMode=stack"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indispensable")
    @ExpectedLog(Said.MODEM_DOWN + "the firmware of the module refuses ")
    void whatTheDriverCannotDoWithoutIsNamedWithWhatElseIsPossible(
            String command, UnaryOperator<ModemProfile> change, String advice) throws Exception {
        for (String refusal : REFUSALS) {
            try (VirtualRig rig = new VirtualRig(change)) {
                refuse(rig, refusal, List.of(command));
                Modem modem = rig.lease().modem();
                rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(5));
                assertThat(modem.status().reason()).contains(command, advice);
            }
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN + "the module repeats what it receives")
    void aModuleThatKeepsRepeatingWhatItReceivesIsNotUsed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command + "\r" + (command.equals("ATE0") ? "\r\nERROR\r\n" : rig.module.usual(command)));
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(5));
            assertThat(modem.status().reason()).contains("ATE0", "another firmware");
        }
    }
}
