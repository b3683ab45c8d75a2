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
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was seen on hardware and what the note's examples show: the default and the dialect, row by row of docs/hardware.md. */
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
                    terminal.command("AT+CIPRXGET=3,0,2")
                            .sees("\r\n+CIPRXGET: 3,0,2,3\r\n" + (dialect.isEmpty() ? "" : "\r\n") + "6865\r\nOK\r\n");
                    terminal.command("AT+CIPRXGET=2,0").sees("\r\n+CIPRXGET: 2,0,3,0\r\nllo\r\nOK\r\n");
                }
            });
        }
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
}
