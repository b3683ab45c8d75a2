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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access point is known to the module before it attaches, and a module that knows it is left alone. */
class RadioSetupTest {

    private static final NetworkSettings IOT = Changed.with(NetworkSettings.DEFAULT, "apn", "iot.example");
    private static final String WRITE_0 = "AT+CGDCONT=0,\"IP\",\"iot.example\"";
    private static final String WRITE_1 = "AT+CGDCONT=1,\"IP\",\"iot.example\"";

    private static VirtualRig rig(NetworkSettings network) {
        return new VirtualRig(profile -> profile.with(network));
    }

    private static NetworkSettings context(int number) {
        return IOT.with(Changed.with(AttachSettings.DEFAULT, "contextId", number));
    }

    private static List<String> touching(VirtualRig rig) {
        return rig.module.commands().stream()
                .filter(command -> command.matches("AT\\+(?:CFUN|CGDCONT|CGACT|NETCLOSE|QCBAND|CGAUTH)(?:=[^?].*)?"))
                .toList();
    }

    @Test
    void theApnIsSetWithTheRadioOffBeforeTheSearch() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.context(0, "\"IP\",\"\"");
            rig.ready();
            assertThat(rig.module.commands())
                    .containsSubsequence(
                            "AT+CPIN?",
                            "AT+CGDCONT?",
                            "AT+CFUN=0",
                            WRITE_0,
                            "AT+CFUN=1",
                            "AT+CGDCONT?",
                            "AT+CPIN?",
                            "AT+CEREG?",
                            "AT+NETOPEN");
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_0, "AT+CFUN=1");
        }
    }

    @Test
    void aModuleWithoutAnyContextGetsTheNotes() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_1, "AT+CFUN=1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"IP\",\"iot.example\"",
                "\"IP\",\"iot.example\",\"10.1.2.3\",0,0",
                "\"IP\",\"IOT.EXAMPLE.mnc001.mcc262.gprs\"",
                "\"IPV4V6\",\"iot.example\""
            })
    @ExpectedLog(Said.SEARCHING)
    void anApnThatIsThereIsLeftAloneThoughTheModuleSearches(String words) throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.context(0, words);
            AtomicBoolean found = new AtomicBoolean();
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? lines("+CEREG: 1," + (found.get() ? 1 : 2), "OK") : null);
            Modem modem = rig.lease().modem();
            rig.pass(Duration.ofMinutes(25));
            found.set(true);
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(1));
            assertThat(touching(rig)).isEmpty();
        }
    }

    @Test
    @ExpectedLog(Said.SEARCHING)
    void aProgramThatStartsAgainDuringTheSearchDoesNotBeginTheSearchAgain() throws Exception {
        try (VirtualRig rig = rig(Changed.with(bands(20), "apn", "iot.example"))) {
            AtomicBoolean found = new AtomicBoolean();
            UnaryOperator<String> bands = searching("8");
            rig.module.context(0, "\"IP\",\"\"");
            rig.module.answer(command ->
                    command.equals("AT+CEREG?") && !found.get() ? lines("+CEREG: 1,2", "OK") : bands.apply(command));
            for (int start = 0; start < 4; start++) {
                rig.lease();
                rig.pass(Duration.ofMinutes(6));
                rig.closeLeases();
                rig.pass(Duration.ofMinutes(1));
            }
            found.set(true);
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_0, "AT+QCBAND=0,20", "AT+CFUN=1");
        }
    }

    @Test
    void withTheRadioOffTheApnIsSetBeforeItIsSwitchedOn() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.functionality(0);
            rig.module.context(0, "\"IP\",\"other\"");
            rig.ready();
            assertThat(touching(rig)).containsExactly(WRITE_0, "AT+CFUN=1");
        }
    }

    @Test
    void aSimThatWantsItsPinAgainAfterTheRadioWasOffGetsIt() throws Exception {
        try (VirtualRig rig = rig(Changed.with(IOT, "simPin", "1234"))) {
            AtomicBoolean locked = new AtomicBoolean(true);
            rig.module.answer(command -> {
                if (command.equals("AT+CPIN?")) {
                    return lines(locked.get() ? "+CPIN: SIM PIN" : "+CPIN: READY", "OK");
                }
                if (command.equals("AT+CPINR")) {
                    return lines("+CPINR: SIM PIN,3,3", "OK");
                }
                if (command.startsWith("AT+CPIN=") || command.equals("AT+CFUN=0")) {
                    locked.set(command.equals("AT+CFUN=0"));
                }
                return null;
            });
            rig.ready();
            assertThat(rig.module.commands())
                    .containsSubsequence("AT+CPIN=\"1234\"", "AT+CFUN=0", "AT+CFUN=1", "AT+CPIN=\"1234\"");
        }
    }

    @Test
    void withTheSameApnInAnotherContextThatContextIsUsed() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.context(0, "\"IP\",\"\"");
            rig.module.context(1, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> switch (command) {
                case WRITE_0 -> lines("+CME ERROR: 309");
                case "AT+CSOCKSETPN=?" -> lines("+CSOCKSETPN: (0-15),(1,6)", "OK");
                default -> null;
            });
            rig.ready();
            // the search is not interrupted for what the module refuses anyway
            assertThat(touching(rig)).containsExactly(WRITE_0);
            assertThat(rig.module.commands()).contains("AT+CSOCKSETPN=1,1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"309", "pdn type and APN duplicate used"})
    @ExpectedLog(
            "the module refuses AT.CGDCONT=1,\"IP\",\"iot.example\" .*309 pdn type and APN duplicate used.*PDP context"
                    + " 0 already has this one; remove the option contextId, or set contextId=0$")
    void aSecondContextWithTheSameApnIsExplained(String refusal) throws Exception {
        try (VirtualRig rig = rig(context(1))) {
            rig.module.context(0, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> command.equals(WRITE_1) ? lines("+CME ERROR: " + refusal) : null);
            rig.ready();
        }
    }

    @Test
    void aFirmwareThatSetsTheApnOnlyWithTheRadioOnIsAskedOnceMore() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            AtomicBoolean off = new AtomicBoolean();
            rig.module.answer(command -> {
                if (command.matches("AT\\+CFUN=[01]")) {
                    off.set(command.endsWith("0"));
                }
                return command.equals(WRITE_1) && off.get() ? lines("ERROR") : null;
            });
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_1, "AT+CFUN=1", WRITE_1);
        }
    }

    @Test
    @ExpectedLog("the module refuses AT.CGDCONT=1,.*: the module uses its own APN .no APN., and most networks")
    void anApnThatIsRefusedIsNoReasonToStayDown() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(command -> command.startsWith("AT+CGDCONT=") ? lines("ERROR") : null);
            rig.ready();
        }
    }

    @Test
    @ExpectedLog("the module refuses AT.CFUN=0 ")
    void aRadioThatCannotBeSwitchedOffIsNoReasonToStayDown() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(command -> command.equals("AT+CFUN=0") ? lines("ERROR") : null);
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_1);
        }
    }

    @Test
    void anOverdueAnswerOfTheRadioIsNoReasonToBeginOnceMore() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(command -> {
                if (command.equals("AT+CFUN=1")) {
                    rig.module.functionality(1);
                    return "";
                }
                return null;
            });
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(3));
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_1, "AT+CFUN=1");
        }
    }

    @Test
    @ExpectedLog(Said.SETTING_INEFFECTIVE)
    @ExpectedLog(Said.RESTARTED)
    void aFirmwareThatDoesNotShowItsApnGetsItWithoutAnotherPauseOfTheRadio() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(command -> command.equals("AT+CGDCONT?") ? lines("OK") : null);
            Modem modem = rig.ready().modem();
            rig.module.clear();
            rig.module.rebootLoudly();
            rig.passUntil(() -> rig.module.commands().contains("AT+NETOPEN"), Duration.ofMinutes(2));
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(2));
            assertThat(touching(rig)).containsExactly(WRITE_1);
        }
    }

    /** Brings the module up three times, and returns what the third bring-up did to its radio. */
    private static List<String> touchingInTheThirdBringUp(VirtualRig rig) throws Exception {
        Modem modem = rig.ready().modem();
        for (int boot = 0; boot < 2; boot++) {
            rig.module.clear();
            rig.module.rebootLoudly();
            rig.passUntil(() -> rig.module.commands().contains("AT+NETOPEN"), Duration.ofMinutes(2));
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(2));
        }
        return touching(rig);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR", ""})
    @ExpectedLog("the module refuses AT.CGDCONT=1,.*: the module uses its own APN .no APN., and most networks")
    @ExpectedLog(Said.RESTARTED)
    void anApnThatIsAlwaysRefusedIsNoReasonToSwitchTheRadioOffAtEveryBringUp(String answer) throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(
                    command -> command.startsWith("AT+CGDCONT=") ? answer.isEmpty() ? answer : lines(answer) : null);
            assertThat(touchingInTheThirdBringUp(rig)).containsOnly(WRITE_1);
        }
    }

    @Test
    @ExpectedLog("the module refuses AT.CGDCONT=1,.*: the module accepts an APN only once, and PDP context 0 already")
    @ExpectedLog(Said.RESTARTED)
    void anApnOfAnotherContextIsNoReasonToSwitchTheRadioOff() throws Exception {
        try (VirtualRig rig = rig(context(1))) {
            rig.module.context(0, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> command.equals(WRITE_1) ? lines("+CME ERROR: 309") : null);
            rig.ready();
            assertThat(touching(rig)).containsExactly(WRITE_1);
            rig.module.clear();
            assertThat(touchingInTheThirdBringUp(rig)).containsExactly(WRITE_1);
        }
    }

    @Test
    void theUserIsComparedInTheContextThatIsUsedInTheEnd() throws Exception {
        try (VirtualRig rig = rig(user())) {
            rig.module.context(0, "\"IP\",\"\"");
            rig.module.context(1, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> switch (command) {
                case WRITE_0 -> lines("+CME ERROR: 309");
                case "AT+CGAUTH?" -> lines("+CGAUTH: 1,2,\"meter, 7\",\"s3cret;word\"", "OK");
                default -> null;
            });
            rig.ready();
            assertThat(touching(rig)).containsExactly(WRITE_0);
        }
    }

    @Test
    void contextsWithNumbersThatNoOptionCanNameAreIgnored() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            rig.module.answer(command -> switch (command) {
                case "AT+CGACT?" -> lines("+CGACT: 99,1", "+CGACT: -1,1", "OK");
                case "AT+CGDCONT?" ->
                    lines(
                            "+CGDCONT: 99,\"IP\",\"other\"",
                            "+CGDCONT: -1,\"IP\",\"\"",
                            "+CGDCONT: 0,\"IP\",\"IOT.example\"",
                            "OK");
                default -> null;
            });
            rig.ready();
            assertThat(touching(rig)).isEmpty();
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN)
    void aFirmwareThatCannotBeAskedForItsApnGetsItWithAPauseOfTheRadioOnlyIfTheNetworkDoesNotOpen() throws Exception {
        try (VirtualRig rig = rig(IOT)) {
            int[] failures = {0};
            rig.module.answer(command -> switch (command) {
                case "AT+CGDCONT?" -> lines("ERROR");
                case "AT+NETOPEN" -> failures[0]-- > 0 ? lines("OK", "+NETOPEN: 1") : null;
                default -> null;
            });
            rig.ready();
            assertThat(touching(rig)).containsExactly(WRITE_1);
            rig.closeLeases();
            rig.pass(Duration.ofMinutes(1));
            rig.module.clear();
            failures[0] = 1;
            rig.ready();
            assertThat(touching(rig)).containsExactly(WRITE_1, "AT+CFUN=0", WRITE_1, "AT+CFUN=1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | +CSOCKSETPN: (0-15),(1,6) | AT+CSOCKSETPN=0,1",
                "0 | +CSOCKSETPN:(0,1),(1,6)   | AT+CSOCKSETPN=0,1",
                "0 | +CSOCKSETPN: 1,(1,6)      |",
                "0 | +CSOCKSETPN: (1-16),(1,6) |",
                "0 | OK                        |",
                "0 | ERROR                     |",
                "1 | +CSOCKSETPN: 1,(1,6)      | AT+CSOCKSETPN=1,1",
                "1 | OK                        | AT+CSOCKSETPN=1,1",
                "1 | ERROR                     | AT+CSOCKSETPN=1,1",
                "7 | +CSOCKSETPN: (1-16),(1,6) | AT+CSOCKSETPN=7,1"
            })
    void theContextOfTheSocketsIsANumberThatTheModuleTakes(int number, String answer, String expected)
            throws Exception {
        try (VirtualRig rig = rig(context(number))) {
            rig.module.context(number, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> !command.equals("AT+CSOCKSETPN=?")
                    ? null
                    : answer.endsWith("ERROR")
                            ? lines(answer)
                            : answer.equals("OK") ? lines("OK") : lines(answer, "OK"));
            rig.ready();
            assertThat(rig.module.commands().stream().filter(command -> command.matches("AT\\+CSOCKSETPN=[0-9].*")))
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV6 | +CSOCKSETPN: 1,1 | AT+CSOCKSETPN=1,6",
                "IPV6 | +CSOCKSETPN: 1,6 |",
                "IPV4 | +CSOCKSETPN:1,6  | AT+CSOCKSETPN=1,1",
                "IPV4 | +CSOCKSETPN: 1,1 |",
                "IPV6 | OK               |"
            })
    void whereTheModuleDoesNotTakeTheContextOnlyTheIpVersionIsSet(IpFamily family, String set, String expected)
            throws Exception {
        try (VirtualRig rig = rig(Changed.with(context(0), "ipFamily", family))) {
            rig.module.context(0, "\"IPV4V6\",\"iot.example\"");
            rig.module.answer(command -> switch (command) {
                case "AT+CSOCKSETPN=?" -> lines("+CSOCKSETPN: 1,(1,6)", "OK");
                case "AT+CSOCKSETPN?" -> set.equals("OK") ? lines("OK") : lines(set, "OK");
                default -> null;
            });
            rig.ready();
            assertThat(rig.module.commands().stream().filter(command -> command.matches("AT\\+CSOCKSETPN=[0-9].*")))
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    // ---- bands

    private static NetworkSettings bands(Integer... bands) {
        return NetworkSettings.DEFAULT.with(Changed.with(AttachSettings.DEFAULT, "bands", List.of(bands)));
    }

    /** A module that searches these bands, and keeps what it is told. */
    private static void searches(VirtualRig rig, String... bands) {
        rig.module.answer(searching(bands));
    }

    private static UnaryOperator<String> searching(String... bands) {
        AtomicReference<String> now = new AtomicReference<>(String.join(",", bands));
        return command -> {
            if (command.startsWith("AT+QCBAND=0,")) {
                now.set(command.substring(12));
                return lines("OK");
            }
            return command.equals("AT+QCBAND?") ? lines("+QCBAND: 0," + now.get(), "OK") : null;
        };
    }

    @Test
    void bandsAreSetWithTheRadioOffOnceAndNeverAgain() throws Exception {
        try (VirtualRig rig = rig(bands(8, 20, 28))) {
            searches(rig, "1", "3", "20");
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", "AT+QCBAND=0,8,20,28", "AT+CFUN=1");
            rig.module.clear();
            rig.closeLeases();
            rig.pass(Duration.ofMinutes(1));
            rig.ready();
            assertThat(touching(rig)).containsOnly("AT+NETCLOSE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+QCBAND: 0,20,8", "+QCBAND:8,20", "+QCBAND: (8,20)", "+QCBAND: 0, 8, 20"})
    void bandsThatAreThereAreLeftAloneInWhateverOrder(String line) throws Exception {
        try (VirtualRig rig = rig(bands(8, 20))) {
            rig.module.answer(command -> command.equals("AT+QCBAND?") ? lines(line, "OK") : null);
            rig.ready();
            assertThat(touching(rig)).isEmpty();
        }
    }

    @Test
    void bandsAndApnNeedOnePauseOfTheRadio() throws Exception {
        try (VirtualRig rig = rig(Changed.with(bands(20), "apn", "iot.example"))) {
            searches(rig, "8");
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", WRITE_1, "AT+QCBAND=0,20", "AT+CFUN=1");
        }
    }

    @Test
    @ExpectedLog(
            "the module refuses AT.QCBAND=0,71 .*: the module searches the bands 8, and a first search may take longer")
    void bandsThatAreRefusedAreNoReasonToStayDown() throws Exception {
        try (VirtualRig rig = rig(bands(71))) {
            rig.module.answer(command -> command.startsWith("AT+QCBAND=")
                    ? lines("ERROR")
                    : command.equals("AT+QCBAND?") ? lines("+QCBAND: 0,8", "OK") : null);
            rig.ready();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR", "OK"})
    @ExpectedLog("the module refuses AT.QCBAND. .*: the option bands has no effect")
    void aFirmwareThatDoesNotTellItsBandsKeepsThem(String answer) throws Exception {
        try (VirtualRig rig = rig(bands(20))) {
            rig.module.answer(command -> command.equals("AT+QCBAND?") ? lines(answer) : null);
            rig.ready();
            assertThat(touching(rig)).isEmpty();
        }
    }

    // ---- the user of the access point

    private static final String USER = "AT+CGAUTH=0,2,\"meter, 7\",\"s3cret;word\"";

    private static NetworkSettings user() {
        return IOT.with(Changed.with(
                AttachSettings.DEFAULT,
                "apnAuthentication",
                ApnAuthentication.CHAP,
                "apnUser",
                "meter, 7",
                "apnPassword",
                "s3cret;word"));
    }

    private static void authenticates(VirtualRig rig, String answer) {
        rig.module.context(0, "\"IP\",\"iot.example\"");
        rig.module.answer(command -> !command.equals("AT+CGAUTH?")
                ? null
                : answer.matches("OK|ERROR") ? lines(answer) : lines(answer, "OK"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OK",
                "+CGAUTH: 0,0",
                "+CGAUTH: 0,1,\"meter, 7\",\"s3cret;word\"",
                "+CGAUTH: 0,2,\"other\",\"s3cret;word\"",
                "+CGAUTH: 0,2,\"meter, 7\",\"other\"",
                "+CGAUTH: 1,2,\"meter, 7\",\"s3cret;word\""
            })
    @ExpectedLog(
            "the module accepts AT.CGAUTH=0,2,\\*\\*\\*, but still reports another value: the option apnUser may have no effect")
    void aUserThatDiffersIsSetWithTheRadioOff(String answer) throws Exception {
        try (VirtualRig rig = rig(user())) {
            authenticates(rig, answer);
            rig.ready();
            assertThat(touching(rig)).containsExactly("AT+CFUN=0", USER, "AT+CFUN=1");
        }
    }

    @Test
    void aUserThatIsThereIsLeftAlone() throws Exception {
        try (VirtualRig rig = rig(user())) {
            authenticates(rig, "+CGAUTH: 0,2,\"meter, 7\",\"s3cret;word\"");
            rig.ready();
            assertThat(touching(rig)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"ERROR", "+CGAUTH: 0,2,\"meter, 7\"", "+CGAUTH: 0,2,\"meter, 7\",\"******\""})
    void aPasswordThatTheModuleDoesNotTellIsSetWithoutAPauseOfTheRadio(String answer) throws Exception {
        try (VirtualRig rig = rig(user())) {
            authenticates(rig, answer);
            rig.ready();
            assertThat(touching(rig)).containsExactly(USER);
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN)
    void ifTheNetworkDoesNotOpenThenItIsSetWithTheRadioOff() throws Exception {
        try (VirtualRig rig = rig(user())) {
            rig.module.context(0, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> switch (command) {
                case "AT+CGAUTH?" -> lines("ERROR");
                case "AT+NETOPEN" -> rig.module.count("AT+CFUN=1") == 0 ? lines("OK", "+NETOPEN: 1") : null;
                default -> null;
            });
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(2));
            assertThat(touching(rig)).containsExactly(USER, "AT+CFUN=0", USER, "AT+CFUN=1");
        }
    }

    @Test
    @ExpectedLog(
            "the module refuses AT.CGAUTH=0,2,\\*\\*\\* .*CME ERROR: 4 operation not supported.: the module attaches without")
    void aFirmwareWithoutUsersIsNoReasonToStayDown() throws Exception {
        try (VirtualRig rig = rig(user())) {
            rig.module.context(0, "\"IP\",\"iot.example\"");
            rig.module.answer(command -> command.startsWith("AT+CGAUTH") ? lines("+CME ERROR: 4") : null);
            rig.ready();
        }
    }
}
