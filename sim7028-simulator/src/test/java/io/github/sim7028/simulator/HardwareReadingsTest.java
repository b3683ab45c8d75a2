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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was seen on hardware and what the note's examples show: the default and the dialect, row by row of docs/real-modules.md. */
@Timeout(60)
class HardwareReadingsTest {

    private static void speaks(String dialect, BiConsumer<VirtualModem, Terminal> test) {
        try (VirtualModem modem = VirtualModem.builder().dialect(dialect).start();
                Terminal terminal = Terminal.at(modem)) {
            test.accept(modem, terminal);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void asks(String dialect, String command, String... lines) {
        speaks(dialect, (modem, terminal) -> terminal.asks(command, lines));
    }

    @Test
    void theNoteIsASetOfNamesAndEachNameIsOneOfItself() {
        assertThat(Dialect.DEFAULT.with("note, prompt-space").quirks())
                .containsAll(Dialect.NOTE_QUIRKS)
                .contains(Quirk.PROMPT_SPACE)
                .hasSize(Dialect.NOTE_QUIRKS.size() + 1);
        assertThat(Stream.of(Quirk.values()).map(Quirk::optionName))
                .doesNotContain(Dialect.NOTE)
                .allSatisfy(
                        name -> assertThat(Dialect.DEFAULT.with(name).quirks()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AT+CPSI?|+CPSI: NB,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3487,0,0,-9,-98,-67,12"
                        + "|+CPSI: LTE NB-IOT,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3487,0,0,-9,-98,-67,12",
                "AT+CGMR|2110B07SIM7028|+CGMR: 2110B01SIM7028",
                "AT+CICCID|+CICCID: 89860012345678901234|+ICCID: 89860012345678901234",
            })
    void answersHaveTheShapeOfHardwareOrOfTheNote(String command, String seen, String note) {
        asks("", command, seen, "OK");
        asks("note", command, note, "OK");
    }

    @Test
    void aDatagramWithoutAddressIsAFailureOfDnsOrAWrongParameter() {
        String open = "AT+CIPOPEN=0,\"UDP\",,,0";
        speaks("", (modem, terminal) -> terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks(open, "+CIPOPEN: 0,0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 11", "ERROR")
                .asks("AT+CIPSEND=0,5,\"127.0.0.1\"", "+CIPERROR: 3", "ERROR"));
        speaks("note", (modem, terminal) -> terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks(open, "+CIPOPEN: 0,0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 3", "ERROR"));
    }

    @Test
    void hexDigitsStandBehindOneOrTwoLineEnds() {
        for (String dialect : new String[] {"", "hex-two-crlf"}) {
            speaks(dialect, (modem, terminal) -> {
                try (TcpPeer peer = received(terminal, "hello")) {
                    assertThat(peer.port()).isPositive();
                    terminal.command("AT+CIPRXGET=3,0,2")
                            .sees("\r\n+CIPRXGET: 3,0,2,3\r\n" + (dialect.isEmpty() ? "" : "\r\n") + "6865\r\nOK\r\n");
                    terminal.command("AT+CIPRXGET=2,0").sees("\r\n+CIPRXGET: 2,0,3,0\r\nllo\r\nOK\r\n");
                    peer.hangsUp();
                }
            });
        }
    }

    @Test
    void aHexReadOfMoreThan750BytesIsTakenOrRefused() {
        speaks("", (modem, terminal) -> {
            try (TcpPeer peer = received(terminal, "x".repeat(1000))) {
                assertThat(peer.port()).isPositive();
                terminal.command("AT+CIPRXGET=3,0,1500").sees("\r\n+CIPRXGET: 3,0,750,250\r\n" + "78".repeat(750));
                terminal.sees("\r\nOK\r\n");
            }
        });
        speaks(
                "note",
                (modem, terminal) -> terminal.asks("AT+CIPRXGET=3,0,751", "+IP ERROR: Invalid parameter", "ERROR"));
    }

    /** A peer whose text has come to link 0, which is read by commands. */
    private static TcpPeer received(Terminal terminal, String text) {
        TcpPeer peer = new TcpPeer();
        terminal.asks("AT+CIPRXGET=1", "OK").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        peer.openedBy(terminal, 0).sends(text);
        terminal.says("+CIPRXGET: 1,0");
        return peer;
    }

    @Test
    void aHexReadWithoutDataFailsInOneOfTwoForms() {
        speaks("", (modem, terminal) -> terminal.asks("AT+CIPRXGET=3,0", "+IP ERROR: No data", "ERROR"));
        speaks("hex-cme-error", (modem, terminal) -> terminal.asks("AT+CMEE=2", "OK")
                .asks("AT+CIPRXGET=3,0", "+CME ERROR: operation not allowed")
                .asks("AT+CIPRXGET=2,0", "+IP ERROR: No data", "ERROR"));
    }

    @Test
    void theAddressMayBeMissing() {
        speaks("ipaddr-empty", (modem, terminal) -> terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+IPADDR", "+IPADDR: ", "OK"));
    }

    @Test
    void noSpaceMayFollowTheColonOfAnyAnswerAndFaultsStillFindTheLine() {
        speaks("no-colon-space", (modem, terminal) -> {
            modem.faults().add("double line='+NETOPEN: 0'");
            terminal.asks("AT+CSQ", "+CSQ:23,0", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN:0", "+NETOPEN:0")
                    .asks("AT+CMEE=1", "OK")
                    .asks("AT+CPIN=\"1\"", "+CME ERROR: 3");
        });
    }

    @Test
    void thePeersEndIsReportedInOneOfTwoForms() {
        speaks("", (modem, terminal) -> ends(terminal, "+IPCLOSE: 0,1"));
        speaks("peer-cipclose", (modem, terminal) -> ends(terminal, "+CIPCLOSE: 0,0"));
    }

    private static void ends(Terminal terminal, String line) {
        try (TcpPeer peer = new TcpPeer()) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0).hangsUp();
            terminal.says(line);
        }
    }

    @Test
    void theSignalMayBeUnknownAtFirst() {
        speaks("csq-early-error", (modem, terminal) -> {
            terminal.asks("AT+CSQ", "ERROR")
                    .asks("AT+CMEE=2", "OK")
                    .asks("AT+CSQ", "+CME ERROR: operation not allowed")
                    .asks("AT+CSQ", "+CSQ: 23,0", "OK");
            modem.setSignal(0, 0);
            terminal.asks("AT+CSQ", "+CSQ: 0,0", "OK");
        });
    }

    @Test
    void theProfileOfSocketsIsOneOrZero() {
        speaks("", (modem, terminal) -> terminal.asks("AT+CSOCKSETPN=?", "+CSOCKSETPN: 1,(1,6)", "OK")
                .asks("AT+CSOCKSETPN=0,6", "ERROR")
                .asks("AT+CSOCKSETPN=1,6", "OK")
                .asks("AT+CSOCKSETPN?", "+CSOCKSETPN: 1,6", "OK"));
        speaks("profile-zero", (modem, terminal) -> terminal.asks("AT+CSOCKSETPN=?", "+CSOCKSETPN: 0,(1,6)", "OK")
                .asks("AT+CSOCKSETPN=1,6", "ERROR")
                .asks("AT+CSOCKSETPN=0,6", "OK")
                .asks("AT+CSOCKSETPN?", "+CSOCKSETPN: 0,6", "OK"));
    }

    @Test
    void aStartReadsAsTheLoadersLogOrAsInTheNote() {
        speaks("", (modem, terminal) -> {
            terminal.asks("AT+CEREG=1", "OK");
            modem.reboot(true);
            terminal.says("LoadVerifyImageHead read(len=272), Time(ms)->0.", "test:VerifyImageHead skip")
                    .says("VerifyImageBody sha256 skip", "*ATREADY: 1", "SIM Ready", "+CEREG: 2")
                    .says("Network Available", "+CEREG: 1");
            modem.setSim(SimCard.locked("1234"));
            terminal.says("+CEREG: 0");
            modem.reboot(true);
            assertThat(terminal.readThrough("*ATREADY: 1\r\n")).doesNotContain("SIM Ready");
            terminal.type("AT+CPIN=\"1234\";E0\r").readThrough("+CPIN: READY\r\n");
            terminal.says("+CEREG: 2", "Network Available", "+CEREG: 1");
        });
        speaks("note", (modem, terminal) -> {
            terminal.asks("AT+CEREG=1", "OK");
            modem.reboot(true);
            terminal.says("RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1");
            terminal.type("ATE0\r").sees("ATE0\r\r\nOK\r\n").isQuiet();
        });
    }

    @Test
    void aSilentStartSaysNothing() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().bootTime(Duration.ZERO).start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CEREG=1", "OK");
            modem.reboot(false);
            terminal.type("ATE0\r").sees("ATE0\r\r\nOK\r\n").asks("AT+CEREG?", "+CEREG: 1,1", "OK");
        }
    }

    @Test
    void cfunWithAResetOnlySwitchesTheRadioOrRestarts() {
        speaks("", (modem, terminal) -> {
            String[] cycle = {"SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1", "OK"};
            terminal.asks("AT+CEREG=1", "OK")
                    .asks("AT+CIPTIMEOUT=3000", "OK")
                    .asks("AT+CFUN=1,1", cycle)
                    .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 3000,120000,120000", "OK")
                    .asks("AT+CFUN=1", "OK")
                    .asks("AT+CFUN=0", "OK", "+CEREG: 0")
                    .asks("AT+CFUN=1", cycle)
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CFUN=1,1", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", "SIM Ready")
                    .says("+CEREG: 2", "Network Available", "+CEREG: 1", "OK")
                    .asks("AT+NETOPEN?", "+NETOPEN: 0", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        });
        speaks("note", (modem, terminal) -> terminal.asks("AT+CIPTIMEOUT=3000", "OK")
                .asks("AT+CFUN=1,1", "OK", "RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1")
                .type("ATE0\r")
                .sees("ATE0\r\r\nOK\r\n")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 120000,120000,120000", "OK"));
    }

    @Test
    void theAnswerToCfunWaitsForTheNetworkThoughNotForEver() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofMillis(300))
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            // the module may have found its network before
            terminal.command("AT+CFUN=0").readThrough("OK\r\n");
            terminal.asks("AT+CEREG=1", "OK")
                    .asks("AT+CFUN=1", "SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1", "OK")
                    .asks("AT+CFUN=1,1", "SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1", "OK");
        }
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofHours(1))
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CFUN=1,1", "SIM Ready", "OK").asks("AT+CEREG?", "+CEREG: 0,2", "OK");
        }
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofHours(1))
                        .dialect("cfun-ok-first")
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CFUN=1,1;+CEREG?", "SIM Ready", "+CEREG: 0,2", "OK");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0|1",
                "1|1",
                "2|1,\"2A2E\",\"0B28B002\",9",
                "3|1,\"2A2E\",\"0B28B002\",9",
                "4|1,\"2A2E\",\"0B28B002\",9,,,\"00100101\",\"00110100\"",
                "5|1,\"2A2E\",\"0B28B002\",9,\"00\",0,0,\"00100101\",\"00110100\"",
            })
    void theRegistrationHasItsPlaceAndItsTimersOrNot(int mode, String seen) {
        speaks("", (modem, terminal) -> {
            terminal.asks("AT+CEREG=" + mode, "OK").asks("AT+CEREG?", "+CEREG: " + mode + ',' + seen, "OK");
            if (mode > 0) {
                modem.setRegistration(Registration.SEARCHING);
                terminal.says("+CEREG: 2").asks("AT+CEREG?", "+CEREG: " + mode + ",2", "OK");
                modem.setRegistration(Registration.HOME);
                terminal.says("Network Available", "+CEREG: " + seen);
            }
        });
        asks("note", "AT+CEREG=" + mode + ";+CEREG?", "+CEREG: " + mode + ",1", "OK");
    }

    @Test
    void aDeniedRegistrationHasACause() {
        speaks("", (modem, terminal) -> {
            modem.setRegistration(Registration.DENIED);
            terminal.asks("AT+CEREG=3;+CEREG?", "+CEREG: 3,3,,,,0,8", "OK")
                    .asks("AT+CEREG=5;+CEREG?", "+CEREG: 5,3,,,,,0,8", "OK")
                    .asks("AT+CEREG=2;+CEREG?", "+CEREG: 2,3", "OK");
        });
    }

    @Test
    void withoutPsmThereAreNoTimers() {
        asks("", "AT+CPSMS=0;+CEREG=5;+CEREG?", "+CEREG: 5,1,\"2A2E\",\"0B28B002\",9,\"00\",0,0", "OK");
    }

    @Test
    void cregIsForVoiceAndStaysAtZeroOrFollows() {
        speaks("", (modem, terminal) -> {
            terminal.asks("AT+CREG=1", "OK").asks("AT+CREG?", "+CREG: 1,0", "OK");
            modem.setRegistration(Registration.ROAMING);
            terminal.isQuiet().asks("AT+CREG?", "+CREG: 1,0", "OK");
        });
        speaks("note", (modem, terminal) -> {
            terminal.asks("AT+CREG=1", "OK").asks("AT+CREG?", "+CREG: 1,1", "OK");
            modem.setRegistration(Registration.ROAMING);
            terminal.says("+CREG: 5");
        });
    }

    @Test
    void aRestartKeepsReportsOrNothingOrTheEchoToo() {
        String setting = "AT+CMEE=1;+CEREG=2;+CTZR=1;+CTZU=0;+QCPSMR=1;+QCLEDMODE=0;+CIPCCFG=3;+CIPHEAD=0";
        String asking = "AT+CMEE?;+CEREG?;+CTZR?;+CTZU?;+QCPSMR?;+QCLEDMODE?;+CIPCCFG?;+CIPHEAD?";
        String[] kept = {"+CMEE: 1", "+CEREG: 2,1,\"2A2E\",\"0B28B002\",9", "+CTZR: 1", "+CTZU: 0", "+QCPSMR: 1"};
        String[] lost = {"+CMEE: 0", "+CEREG: 0,1", "+CTZR: 0", "+CTZU: 1", "+QCPSMR: 0"};
        for (String dialect : new String[] {"", "note", "echo-kept"}) {
            speaks(dialect, (modem, terminal) -> {
                terminal.asks(setting, "OK").asks("AT+QCRST", "OK").readThrough("*ATREADY: 1\r\n");
                terminal.type("ATE0\r");
                assertThat(terminal.readThrough("OK\r\n").contains("ATE0")).isNotEqualTo(dialect.equals("echo-kept"));
                terminal.command(asking)
                        .says(dialect.equals("note") ? lost : kept)
                        .says("+QCLEDMODE: " + (dialect.equals("note") ? 1 : 0))
                        .says("+CIPCCFG: 10,0,0,1,0,0,500", "+CIPHEAD: 1", "OK");
            });
        }
    }

    @Test
    void theModuleMakesAndActivatesAContextByItselfOrNetopenActivatesThatOfTheNote() {
        speaks("", (modem, terminal) -> {
            terminal.asks("AT+CGDCONT?", "+CGDCONT: 0,\"IP\",\"cmnbiot\",\"10.84.17.161\",0,0", "OK")
                    .asks("AT+CGACT?", "+CGACT: 0,1", "OK")
                    .asks("AT+CGPADDR", "+CGPADDR: 0,\"10.84.17.161\"", "OK")
                    .asks("AT+CGDCONT=3,\"IP\",\"other\"", "OK")
                    .asks("AT+CGACT?", "+CGACT: 0,1", "+CGACT: 3,0", "OK")
                    .asks("AT+CGPADDR", "+CGPADDR: 0,\"10.84.17.161\"", "+CGPADDR: 3", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CGACT?", "+CGACT: 0,1", "+CGACT: 3,0", "OK")
                    .asks("AT+CFUN=0", "OK", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY")
                    .asks("AT+CGACT?", "+CGACT: 0,0", "+CGACT: 3,0", "OK")
                    .asks("AT+CGDCONT=0;+CGDCONT=3;+CGDCONT?", "OK")
                    .asks("AT+CFUN=1", "SIM Ready", "Network Available", "OK")
                    .asks("AT+CGACT?", "+CGACT: 0,1", "OK");
        });
        speaks("note", (modem, terminal) -> terminal.asks("AT+CGDCONT=0,\"IP\",\"x\"", "ERROR")
                .asks("AT+CGDCONT=3,\"IP\",\"other\"", "OK")
                .asks("AT+CGDCONT?", "+CGDCONT: 1,\"IP\",\"\",\"0.0.0.0\",0,0")
                .says("+CGDCONT: 3,\"IP\",\"other\",\"0.0.0.0\",0,0", "OK")
                .asks("AT+CGACT?", "+CGACT: 1,0", "+CGACT: 3,0", "OK")
                .asks("AT+CGPADDR", "+CGPADDR: 1", "+CGPADDR: 3", "OK")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+CGACT?", "+CGACT: 1,1", "+CGACT: 3,0", "OK")
                .asks("AT+CGPADDR", "+CGPADDR: 1,\"10.84.17.161\"", "+CGPADDR: 3", "OK")
                .asks("AT+CGPADDR=1", "+CGPADDR: 1,\"10.84.17.161\"", "OK")
                .asks("AT+CGPADDR=2", "ERROR"));
    }

    @Test
    void theSameApnIsRefusedInASecondContextAndAContextThatIsNotThereIsNotValid() {
        speaks("", (modem, terminal) -> terminal.asks("AT+CGDCONT=1,\"IP\",\"cmnbiot\"", "ERROR")
                .asks("AT+CMEE=1", "OK")
                .asks("AT+CGDCONT=1,\"IP\",\"cmnbiot\"", "+CME ERROR: 309")
                .asks("AT+CGACT=1,1", "+CME ERROR: 305")
                .asks("AT+CGPADDR=1", "+CME ERROR: 305")
                .asks("AT+CMEE=2", "OK")
                .asks("AT+CGDCONT=1,\"IP\",\"cmnbiot\"", "+CME ERROR: pdn type and APN duplicate used")
                .asks("AT+CGACT=1,1", "+CME ERROR: pdn not valid")
                .asks("AT+CGDCONT=0", "+CME ERROR: operation not allowed")
                .asks("AT+CGDCONT=1,\"IPV6\",\"cmnbiot\"", "OK")
                .asks("AT+CGACT=1,1", "OK")
                .asks("AT+CGPADDR=1", "+CGPADDR: 1,\"2409:8960:1e64:94d8:1:0:3b3b:7118\"", "OK")
                .asks("AT+CGACT=0,1;+CGACT?", "+CGACT: 0,1", "+CGACT: 1,0", "OK")
                .asks("AT+CGACT=0,0", "+CME ERROR: last PDN disconnection not allowed"));
        speaks("note", (modem, terminal) -> terminal.asks("AT+CGDCONT=1,\"IP\",\"cmnbiot\"", "OK")
                .asks("AT+CGDCONT=2,\"IP\",\"cmnbiot\"", "OK"));
    }

    @Test
    void anApnCountsFromTheNextAttachOrAtOnceAndIsKeptOverARestartOrNot() throws IOException {
        String apn = "AT+CGDCONT=%d,\"IP\",\"iot.example\"";
        try (VirtualModem modem =
                        VirtualModem.builder().requiredApn("iot.example").start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CGDCONT?", "+CGDCONT: 0,\"IP\",\"\",\"10.84.17.161\",0,0", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 1")
                    .asks(apn.formatted(0), "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 1")
                    .asks("AT+CFUN=1,1", "SIM Ready", "Network Available", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+QCRST", "OK")
                    .says(Terminal.BOOT)
                    .type("ATE0\r")
                    .readThrough("OK\r\n");
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        }
        try (VirtualModem modem = VirtualModem.builder()
                        .requiredApn("iot.example")
                        .dialect("note")
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 1")
                    .asks(apn.formatted(1), "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+QCRST", "OK")
                    .readThrough("*ATREADY: 1\r\n");
            terminal.type("ATE0\r").readThrough("OK\r\n");
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 1");
        }
    }

    @Test
    void theSocketsMayUseAnotherContext() throws IOException {
        try (VirtualModem modem =
                        VirtualModem.builder().requiredApn("iot.example").start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CGDCONT=1,\"IP\",\"iot.example\"", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 1")
                    .asks("AT+CSOCKSETPN=1,1", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CGACT?", "+CGACT: 0,1", "+CGACT: 1,1", "OK");
        }
    }
}
