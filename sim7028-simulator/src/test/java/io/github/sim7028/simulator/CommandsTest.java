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

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms, ranges and answers of single commands. */
@Timeout(60)
class CommandsTest {

    private static final String OWN_CONTEXT = "+CGDCONT: 0,\"IP\",\"cmnbiot\",\"10.84.17.161\",0,0";

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private Terminal terminal;

    @BeforeEach
    void plugIn() throws IOException {
        terminal = Terminal.at(sim.modem());
    }

    @AfterEach
    void unplug() {
        terminal.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AT+CIPOPEN=?|+CIPOPEN: (0-1),(\"TCP\",\"UDP\")",
                "AT+CIPSEND=?|+CIPSEND: (0-1),(1-1500)",
                "AT+CIPRXGET=?|+CIPRXGET: (0-4),(0-1),(1-1500)",
                "AT+CIPRXGET?|+CIPRXGET: 0",
                "AT+CIPCLOSE=?|+CIPCLOSE: (0-1)",
                "AT+CIPCLOSE?|+CIPCLOSE: 0,0",
                "AT+CIPHEAD=?|+CIPHEAD: (0-1)",
                "AT+CIPHEAD?|+CIPHEAD: 1",
                "AT+CIPSRIP=?|+CIPSRIP: (0-1)",
                "AT+CIPSRIP?|+CIPSRIP: 1",
                "AT+CIPMODE=?|+CIPMODE: (0-1)",
                "AT+CIPMODE?|+CIPMODE: 0",
                "AT+CIPSENDMODE=?|+CIPSENDMODE: (0-1)",
                "AT+CIPSENDMODE?|+CIPSENDMODE: 0",
                "AT+CIPTIMEOUT?|+CIPTIMEOUT: 120000,120000,120000",
                "AT+CIPCCFG=?|+CIPCCFG: (0-10),(0-1000),(0),(0-1),(0-1),(0-1),(500-120000)",
                "AT+CIPCCFG?|+CIPCCFG: 10,0,0,1,0,0,500",
                "AT+CIPACK=?|+CIPACK: (0-1)",
                "AT+CSOCKSETPN=?|+CSOCKSETPN: 1,(1,6)",
                "AT+CSOCKSETPN?|+CSOCKSETPN: 1,1",
                "AT+CDNSCFG=?|+CDNSCFG: (\"Primary DNS\"),(\"Secondary DNS\"),type",
                "AT+NETOPEN?|+NETOPEN: 0",
                "AT+CPIN?|+CPIN: READY",
                "AT+CFUN?|+CFUN: 1",
                "AT+CREG?|+CREG: 0,0",
                "AT+CGREG?|+CGREG: 0,1",
                "AT+CEREG?|+CEREG: 0,1",
                "AT+CMEE?|+CMEE: 0",
                "AT+COPS?|+COPS: 0,2,\"46000\",9",
                "AT+CGSN|860000000000017",
                "AT+CGSN=1|+CGSN: \"860000000000017\"",
                "AT+CGMI|SIMCOM INCORPORATED",
                "AT+CGMM|SIM7028",
                "AT+CGMR|2110B07SIM7028",
                "AT+CIMI|460000123456789",
                "AT+CICCID|+CICCID: 89860012345678901234",
                "AT+QCADC=Vbat|VBAT, 3600",
                "AT+CPSI?|+CPSI: NB,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3487,0,0,-9,-98,-67,12",
                "AT+CPSMS=?|+CPSMS: (0-2),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")",
                "AT+CPSMS?|+CPSMS: 1,,,\"00110100\",\"00100101\"",
                "AT+CEDRXS=?|+CEDRXS: (0-3),(5),(\"0000\"-\"1111\")",
                "AT+CEDRXS?|+CEDRXS: 0",
                "AT+CEDRXRDP|+CEDRXRDP: 0",
                "AT+QCPMUCFG=?|+QCPMUCFG: (0,1),(0-4)",
                "AT+QCPMUCFG?|+QCPMUCFG: 1,4",
                "AT+CESQ|+CESQ: 99,99,255,255,22,43",
            })
    void queriesOfAFreshModule(String command, String line) {
        terminal.asks(command, line, "OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+NETCLOSE=?", "AT+IPADDR=?", "AT+CDNSGIP=?", "AT+CTCPKA=?", "AT+CPIN=?", "AT"})
    void testsThatOnlySayOk(String command) {
        terminal.asks(command, "OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+CIPHEAD=2",
                "AT+CIPHEAD=",
                "AT+CIPHEAD=0,1",
                "AT+CIPSRIP=a",
                "AT+CIPMODE=2",
                "AT+CIPSENDMODE=-1",
                "AT+CIPSENDMODE",
                "AT+CIPTIMEOUT=2999",
                "AT+CIPTIMEOUT=,,120001",
                "AT+CIPTIMEOUT=3000,3000,3000,3000",
                "AT+CIPCCFG=11",
                "AT+CIPCCFG=,1001",
                "AT+CIPCCFG=,,1",
                "AT+CIPCCFG=,,,2",
                "AT+CIPCCFG=,,,,2",
                "AT+CIPCCFG=,,,,,,499",
                "AT+CSOCKSETPN=2",
                "AT+CSOCKSETPN=1,4",
                "AT+CTCPKA=1,0,5,1",
                "AT+CTCPKA=1,121,5,1",
                "AT+CTCPKA=1,2,11,1",
                "AT+CTCPKA=1,2,5",
                "AT+CDNSCFG=1.2.3",
                "AT+CDNSCFG=\"1.2.3.4\",,1",
                "AT+CDNSGIP=bare.example",
                "AT+CMEE=3",
                "AT+CFUN=9",
                "AT+CGDCONT=7,\"IP\"",
                "AT+CGDCONT=1,\"PPP\"",
                "AT+NOSUCH",
                "AT+CPSMS=3",
                "AT+CPSMS=1,,,\"0010001\"",
                "AT+CPSMS=1,,,\"00100011\",\"2\"",
                "AT+CEDRXS=4",
                "AT+CEDRXS=1,4,\"0010\"",
                "AT+CEDRXS=1,5,\"00100\"",
                "AT+QCPMUCFG=2,1",
                "AT+QCPMUCFG=1,5",
                "AT+CPSMSTATUS?",
                "AT+CPSMSTATUS=1",
                "AT+CURTC=0",
                "AT+CURTC?",
                "AT+CSOSENDFLAG=1",
                "AT+CGSN=2",
                "AT+CGMM=1",
                "AT+QCADC=Temp",
                "AT+CIPOPEN",
                "AT+CIPTIMEOUT=?",
                "AT!"
            })
    void whatIsOutOfRangeOrUnknownIsAnError(String command) {
        terminal.asks(command, "ERROR");
    }

    @Test
    void theClockShowsTheTimeInUtcWithAYearOfFourDigits() {
        Instant before = Instant.now().minusSeconds(1);
        Matcher shown = Pattern.compile("\\r\\n\\+CCLK: \"([0-9/]{10},[0-9:]{8})\\+00\"\\r\\n\\r\\nOK\\r\\n")
                .matcher(terminal.command("AT+CCLK?").readThrough("OK\r\n"));
        assertThat(shown.matches()).isTrue();
        assertThat(LocalDateTime.parse(shown.group(1), DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss"))
                        .toInstant(ZoneOffset.UTC))
                .isBetween(before, Instant.now());
    }

    @Test
    void settingsAreKeptUntilARestartAndNoLonger() {
        terminal.asks("AT+CIPTIMEOUT=3000,,5000", "OK")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 3000,120000,5000", "OK")
                .asks("AT+CIPCCFG=2,,,0,1", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 2,0,0,0,1,0,500", "OK")
                .asks("AT+CIPCCFG", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 10,0,0,1,0,0,500", "OK")
                .asks("AT+CIPHEAD=0", "OK")
                .asks("AT+CIPHEAD", "OK")
                .asks("AT+CIPHEAD?", "+CIPHEAD: 1", "OK")
                .asks("AT+CTCPKA=1,2,5,1", "OK")
                .asks("AT+CTCPKA?", "+CTCPKA: 1,2,5,1", "OK")
                .asks("AT+CDNSCFG=183.230.126.224,183.230.126.226,0", "OK")
                .asks(
                        "AT+CDNSCFG?",
                        "Primary IPv4 DNS: 183.230.126.224,Secondary IPv4 DNS: 183.230.126.226",
                        "Primary IPv6 DNS: 2409:8060:20EA:101::1,Secondary IPv6 DNS: 2409:8060:20EA:201::1",
                        "OK")
                .asks("AT+CGDCONT=1,\"IPV6\",\"CMNET\"", "OK")
                .asks("AT+CGDCONT?", OWN_CONTEXT, "+CGDCONT: 1,\"IPV6\",\"CMNET\",\"0.0.0.0\",0,0", "OK");
        assertThat(sim.modem().settings().openTimeout).isEqualTo(120_000);
        sim.modem().reboot(true);
        terminal.says(Terminal.BOOT)
                .type("ATE0\r")
                .sees("ATE0\r\r\nOK\r\n")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 120000,120000,120000", "OK")
                .asks("AT+CGDCONT?", OWN_CONTEXT, "OK");
    }

    @Test
    void qcrstRestartsLikeAPowerCycle() {
        terminal.asks("AT+QCRST", "OK").says(Terminal.BOOT).type("AT\r").sees("AT\r\r\nOK\r\n");
    }

    @Test
    void aPingIsAnsweredByWhoeverCanBeReached() {
        terminal.asks("AT+QCPING=\"127.0.0.1\"", "ERROR")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+QCPING=\"127.0.0.1\"", "OK", "+QCPING: SUCC, dest: 127.0.0.1, RTT: 623 ms", "+QCPING: DONE")
                .asks("AT+QCPING=\"192.0.2.7\"", "OK", "+QCPING: FAIL", "+QCPING: DONE");
    }

    @Test
    void withoutTheRadioThereIsNoNetwork() {
        terminal.asks("AT+CEREG=1", "OK")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+CFUN=0", "OK", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", "+CEREG: 0")
                .asks("AT+CSQ", "+CSQ: 99,99", "OK")
                .asks("AT+CPSI?", "+CPSI: NO SERVICE,Offline", "OK")
                .asks("AT+CESQ", "+CESQ: 99,99,255,255,255,255", "OK")
                .asks("AT+NETOPEN", "ERROR")
                .asks("AT+CFUN=1", "SIM Ready", "+CEREG: 2", "Network Available", "+CEREG: 1", "OK")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    @Test
    void theNetworkOpensAndClosesOnceEach() {
        terminal.asks("AT+NETCLOSE", "+NETCLOSE: 2", "ERROR")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+NETOPEN?", "+NETOPEN: 1", "OK")
                .asks("AT+NETOPEN", "+IP ERROR: Network is already opened", "ERROR")
                .asks("AT+CIPCCFG=,,,0", "OK")
                .asks("AT+NETOPEN", "+IP ERROR: 4", "ERROR")
                .asks("AT+CSOCKSETPN=1,6", "ERROR")
                .asks("AT+CIPMODE=1", "ERROR")
                .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0")
                .asks("AT+CIPMODE=1", "OK")
                .asks("AT+IPADDR", "+IP ERROR: 8", "ERROR");
    }

    @Test
    void namesResolveOrNot() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .host("www.baidu.com", "61.135.169.121")
                        .host("nowhere.example", "")
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CDNSGIP=\"www.baidu.com\"", "ERROR")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CDNSGIP=\"www.baidu.com\"", "+CDNSGIP: 1,\"www.baidu.com\",\"61.135.169.121\"", "OK")
                    .asks("AT+CDNSGIP=\"localhost\"", "+CDNSGIP: 1,\"localhost\",\"127.0.0.1\"", "OK")
                    .asks("AT+CDNSGIP=\"nowhere.example\"", "+CDNSGIP: 0,10", "ERROR")
                    .asks("AT+CDNSGIP=\"a.invalid\"", "+CDNSGIP: 0,10", "ERROR")
                    .asks("AT+CDNSGIP=\"-a.example\"", "ERROR");
        }
    }

    @Test
    void aLockedSimWantsItsPinAndCountsWrongOnes() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .simPin("1234")
                        .bootTime(Duration.ZERO)
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CMEE=2", "OK")
                    .asks("AT+CPIN?", "+CPIN: SIM PIN", "OK")
                    .asks("AT+CEREG?", "+CEREG: 0,0", "OK")
                    .asks("AT+NETOPEN", "ERROR")
                    .asks("AT+CPIN=\"0000\"", "+CME ERROR: incorrect password")
                    .asks("AT+CPIN=\"1234\"", "OK", "+CPIN: READY", "Network Available")
                    .asks("AT+CEREG?", "+CEREG: 0,1", "OK")
                    .asks("AT+CPIN=\"1234\"", "+CME ERROR: operation not allowed");
            modem.reboot(false);
            other.type("AT+CMEE=1;E0\r").readThrough("OK\r\n");
            other.asks("AT+CPIN=\"0\"", "+CME ERROR: 16")
                    .asks("AT+CPIN=\"0\"", "+CME ERROR: 16")
                    .asks("AT+CPIN=\"0\"", "+CME ERROR: 12")
                    .asks("AT+CPIN?", "+CPIN: SIM PUK", "OK")
                    .asks("AT+CPIN=\"12345678\",\"4321\"", "OK", "+CPIN: READY");
        }
    }

    @Test
    void anAbsentSimIsAnErrorInEachReportingMode() {
        sim.modem().setSim(SimCard.absent());
        terminal.asks("AT+CPIN?", "ERROR")
                .asks("AT+CMEE=1", "OK")
                .asks("AT+CPIN?", "+CME ERROR: 10")
                .asks("AT+CMEE=2", "OK")
                .asks("AT+CPIN?", "+CME ERROR: SIM not inserted")
                .asks("AT+CIMI", "+CME ERROR: SIM not inserted")
                .asks("AT+CSQ", "+CSQ: 99,99", "OK");
        sim.modem().setSim(SimCard.ready());
    }

    @Test
    void registeringTakesItsTimeAndIsReported() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofMillis(300))
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CEREG=1", "OK")
                    .asks("AT+CEREG?", "+CEREG: 1,2", "OK")
                    .says("Network Available", "+CEREG: 1");
            modem.setRegistration(Registration.DENIED);
            other.says("+CEREG: 3").asks("AT+NETOPEN", "OK", "+NETOPEN: 1");
            modem.setRegistration(Registration.ROAMING);
            other.says("Network Available", "+CEREG: 5").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        }
    }

    @Test
    void aSlowNetworkEndsTheWaitOfNetopen() throws IOException {
        try (VirtualModem modem =
                        VirtualModem.builder().netOpenDelay(Duration.ofHours(1)).start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CIPTIMEOUT=3000", "OK")
                    .asks("AT+NETOPEN", "OK")
                    .asks("AT+NETOPEN", "ERROR")
                    .says("+NETOPEN: 10");
        }
    }

    @Test
    void theSignalIsWhatTheTestSays() {
        sim.modem().setSignal(7, 3);
        terminal.asks("AT+CSQ", "+CSQ: 7,3", "OK")
                .asks("AT+CESQ", "+CESQ: 99,99,255,255,22,11", "OK")
                .asks(
                        "AT+CPSI?",
                        "+CPSI: NB,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3487,0,0,-9,-130,-99,12",
                        "OK");
        sim.modem().setSignal(23, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void theNumberOfLinksChangesEveryRange(int links) throws IOException {
        String range = "(0-" + (links - 1) + ")";
        String[] unused =
                IntStream.range(0, links).mapToObj(link -> "+CIPOPEN: " + link).toArray(String[]::new);
        try (VirtualModem modem = VirtualModem.builder().links(links).start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CIPOPEN=?", "+CIPOPEN: " + range + ",(\"TCP\",\"UDP\")", "OK")
                    .asks("AT+CIPSEND=?", "+CIPSEND: " + range + ",(1-1500)", "OK")
                    .asks("AT+CIPRXGET=?", "+CIPRXGET: (0-4)," + range + ",(1-1500)", "OK")
                    .asks("AT+CIPCLOSE=?", "+CIPCLOSE: " + range, "OK")
                    .asks("AT+CIPCLOSE?", "+CIPCLOSE: 0" + ",0".repeat(links - 1), "OK")
                    .asks("AT+CIPACK=?", "+CIPACK: " + range, "OK")
                    .command("AT+CIPOPEN?")
                    .says(unused)
                    .says("OK")
                    .asks("AT+CIPOPEN=" + links + ",\"UDP\",,,0", "+IP ERROR: Invalid parameter", "ERROR");
        }
    }
}
