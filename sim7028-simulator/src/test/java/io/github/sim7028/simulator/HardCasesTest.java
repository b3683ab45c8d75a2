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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks careless modems and careless hosts: framing of commands and data, and links that end. */
@Timeout(60)
class HardCasesTest {

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private Terminal terminal;
    private TcpPeer peer;

    @BeforeEach
    void plugIn() throws IOException {
        terminal = Terminal.at(sim.modem());
        peer = new TcpPeer();
    }

    @AfterEach
    void unplug() {
        terminal.close();
        peer.close();
    }

    private void openNetwork() {
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    private void openLink() {
        openNetwork();
        peer.openedBy(terminal, 0);
    }

    @Test
    void crAndCrLfEndALineAndALateLfIsNeverPayload() {
        openLink();
        terminal.type("AT\r\n").says("OK");
        terminal.type("AT+CIPSEND=0,5\r\n").sees("\r\n>").type("12345").says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(5)).isEqualTo("12345");
        terminal.type("AT+CIPSEND=0,5\r").sees("\r\n>").type("\n").type("67890").says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(5)).isEqualTo("67890");
        terminal.type("AT+CIPSEND=0\r\n").sees("\r\n>").type("abc\u001a").says("OK", "+CIPSEND: 0,3,3");
        assertThat(peer.receives(3)).isEqualTo("abc");
    }

    @Test
    void aLfIsPayloadWhenTheHostEndsItsLinesWithCrAlone() {
        openLink();
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("\n1234").says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(5)).isEqualTo("\n1234");
    }

    @Test
    void aLfAloneEndsALineForPeopleAtATerminal() {
        terminal.type("AT\n").says("OK").type("AT+CSQ\n").says("+CSQ: 23,0", "OK");
    }

    @Test
    void aCommandMayComeInSingleBytesAndTwoInOneWrite() {
        for (char c : "AT+CSQ\r".toCharArray()) {
            terminal.type(String.valueOf(c));
        }
        terminal.says("+CSQ: 23,0", "OK");
        terminal.type("AT+CSQ\rAT+CPIN?\r").says("+CSQ: 23,0", "OK", "+CPIN: READY", "OK");
    }

    @Test
    void payloadAndTheNextCommandInOneWriteAreSplitAtTheCount() {
        openLink();
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("12345AT+CSQ\r");
        terminal.says("OK", "+CIPSEND: 0,5,5", "+CSQ: 23,0", "OK");
        assertThat(peer.receives(5)).isEqualTo("12345");
    }

    @Test
    void echoIsExactAndPayloadIsNotEchoed() {
        openLink();
        terminal.asks("ATE1", "OK")
                .type("AT+CIPSEND=0,2\r")
                .sees("AT+CIPSEND=0,2\r\r\n>")
                .type("hi")
                .says("OK", "+CIPSEND: 0,2,2")
                .type("AT\r")
                .sees("AT\r\r\nOK\r\n");
    }

    @Test
    void looseFormsAreAccepted() {
        openLink();
        terminal.asks("at+csq", "+CSQ: 23,0", "OK").asks("  AT+CSQ", "+CSQ: 23,0", "OK");
        terminal.asks("AT", "OK").asks("AT&F;E0", "OK").asks("ATE0;+CMEE=2;+CMEE?", "+CMEE: 2", "OK");
        terminal.command("AT+CIPSEND=0,2,").sees("\r\n>").type("hi").says("OK", "+CIPSEND: 0,2,2");
        terminal.command("AT+CIPSEND=0,").sees("\r\n>").type("hi\u001a").says("OK", "+CIPSEND: 0,2,2");
        assertThat(peer.receives(4)).isEqualTo("hihi");
    }

    @Test
    void anErrorEndsALineOfSeveralCommands() {
        terminal.asks("AT+CSQ;+NOSUCH;+CSQ", "+CSQ: 23,0", "ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1501", "-1", "abc"})
    void aLengthOutOfRangeGetsNoPrompt(String length) {
        openLink();
        terminal.asks("AT+CIPSEND=0," + length, "+CIPERROR: 3", "ERROR").isQuiet();
    }

    @Test
    void sendingWithoutANetworkOrALinkGetsNoPrompt() {
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 2", "ERROR");
        openNetwork();
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 4", "ERROR")
                .asks("AT+CIPSEND=2,5", "+CIPERROR: 3", "ERROR")
                .asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0,4", "ERROR")
                .asks("AT+CIPACK=0", "+IP ERROR: Connection is not created", "ERROR");
    }

    @Test
    void changeableLengthDecodesItsEscapes() {
        openLink();
        terminal.command("AT+CIPSEND=0")
                .sees("\r\n>")
                .type("a\u0003\u001ab\u0003\u001bc\u0003\u0003d\u001a")
                .says("OK", "+CIPSEND: 0,7,7");
        assertThat(peer.receives(7)).isEqualTo("a\u001ab\u001bc\u0003d");
    }

    @Test
    void escapeCancelsASendAndNothingLeaves() {
        openLink();
        terminal.command("AT+CIPSEND=0")
                .sees("\r\n>")
                .type("abc\u001b")
                .says("ERROR")
                .isQuiet();
        terminal.command("AT+CIPSEND=0,3")
                .sees("\r\n>")
                .type("\u001b\u001a\u0003")
                .says("OK", "+CIPSEND: 0,3,3");
        assertThat(peer.receives(3)).isEqualTo("\u001b\u001a\u0003");
    }

    @Test
    void endlessDataWithoutCtrlZIsBounded() {
        openLink();
        terminal.command("AT+CIPSEND=0").sees("\r\n>").type("x".repeat(1501)).says("+CIPERROR: 3", "ERROR");
        terminal.type("x".repeat(5000) + "\u001a").isQuiet();
        terminal.command("AT+CIPSEND=0").sees("\r\n>").type("y".repeat(1500) + "\u001a");
        terminal.says("OK", "+CIPSEND: 0,1500,1500");
        assertThat(peer.receives(1500)).isEqualTo("y".repeat(1500));
    }

    @Test
    void aLineWithoutEndIsBounded() {
        terminal.type("AT" + "x".repeat(100_000) + "\r").says("ERROR").isQuiet();
    }

    @Test
    void refusedUnreachableUnknownAndSilentHostsHaveTheirOwnErrors() throws IOException {
        openNetwork();
        int closed = FreePort.find();
        terminal.asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + closed, "OK", "+CIPOPEN: 0,1")
                .asks("AT+CIPOPEN=0,\"TCP\",\"198.51.100.1\",80", "OK", "+CIPOPEN: 0,1")
                .asks("AT+CIPOPEN=0,\"TCP\",\"no-such-host.invalid\",80", "OK", "+CIPOPEN: 0,11")
                .asks("AT+CIPTIMEOUT=,3000", "OK")
                .asks("AT+CIPOPEN=0,\"TCP\",\"192.0.2.1\",80", "OK")
                .asks("AT+CIPOPEN=0,\"TCP\",\"192.0.2.1\",80", "+CIPOPEN: 0,8", "ERROR")
                .asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0,8", "ERROR")
                .says("+CIPOPEN: 0,10")
                .asks("AT+CIPOPEN?", "+CIPOPEN: 0", "+CIPOPEN: 1", "OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AT+CIPOPEN=2,\"TCP\",\"127.0.0.1\",80|+IP ERROR: Invalid parameter",
                "AT+CIPOPEN=x|+IP ERROR: Invalid parameter",
                "AT+CIPOPEN=0,\"SCTP\",\"127.0.0.1\",80|+CIPOPEN: 0,3",
                "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"|+CIPOPEN: 0,3",
                "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\",65536|+CIPOPEN: 0,3",
                "AT+CIPOPEN=0,\"TCP\",\"\",80|+CIPOPEN: 0,3",
                "AT+CIPOPEN=0,\"UDP\"|+CIPOPEN: 0,3",
                "AT+CIPOPEN=0,\"UDP\",,,65536|+CIPOPEN: 0,3",
                "AT+CIPRXGET=5|+IP ERROR: Invalid parameter",
                "AT+CIPRXGET=2,0,1501|+IP ERROR: Invalid parameter",
                "AT+CIPRXGET=3,0,1501|+IP ERROR: Invalid parameter",
                "AT+CIPRXGET=2,0,0|+IP ERROR: Invalid parameter",
                "AT+CIPRXGET=2,10|+IP ERROR: Invalid parameter",
                "AT+CIPRXGET=2,0|+IP ERROR: No data",
                "AT+CIPRXGET=4,1|+IP ERROR: No data",
            })
    void wrongParametersOfOpeningAndReading(String command, String error) {
        openNetwork();
        terminal.asks(command, error, "ERROR");
    }

    @Test
    void openingNeedsANetworkAndAFreeLink() {
        terminal.asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\",80", "+CIPOPEN: 0,2", "ERROR");
        openLink();
        terminal.asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.port(), "+CIPOPEN: 0,4", "ERROR");
    }

    @Test
    void aUdpPortThatIsTakenCannotBeBound() throws IOException {
        openNetwork();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            terminal.asks("AT+CIPOPEN=0,\"UDP\",,," + taken.getLocalPort(), "+CIPOPEN: 0,6", "ERROR");
        }
    }

    @Test
    void udpSendsMustNameTheirDestination() {
        openNetwork();
        terminal.asks("AT+CIPOPEN=0,\"UDP\",,,0", "+CIPOPEN: 0,0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 11", "ERROR")
                .asks("AT+CIPSEND=0,5,\"127.0.0.1\"", "+CIPERROR: 3", "ERROR")
                .asks("AT+CIPSEND=0,5,\"a.invalid\",9", "+CIPERROR: 11", "ERROR");
    }

    @Test
    void oneNotificationForEachTimeTheBufferFillsAndTcpHoldsTheRestBack() {
        terminal.asks("AT+CIPRXGET=1", "OK");
        openLink();
        peer.sends(new byte[1000]);
        terminal.says("+CIPRXGET: 1,0");
        peer.sends(new byte[1000]);
        terminal.command("AT+CIPRXGET=2,0,500").sees("\r\n+CIPRXGET: 2,0,500,").readThrough("\r\nOK\r\n");
        peer.sends(new byte[100_000]);
        int left = 101_500;
        int largest = 0;
        while (left > 0) {
            terminal.command("AT+CIPRXGET=2,0").sees("\r\n+CIPRXGET: 2,0,");
            String[] numbers = terminal.readThrough("\r\n").strip().split(",");
            int read = Integer.parseInt(numbers[0]);
            int rest = Integer.parseInt(numbers[1]);
            terminal.read(read);
            terminal.says("OK");
            left -= read;
            largest = Math.max(largest, rest);
            if (left > 0 && rest == 0) {
                terminal.says("+CIPRXGET: 1,0");
            }
        }
        assertThat(left).isZero();
        assertThat(largest).isLessThanOrEqualTo(16 * 1024);
        terminal.asks("AT+CIPRXGET=2,0", "+IP ERROR: No data", "ERROR");
        peer.sends("x");
        terminal.says("+CIPRXGET: 1,0");
    }

    @Test
    void switchingToPushGivesOutWhatWasBuffered() {
        terminal.asks("AT+CIPRXGET=1", "OK");
        openLink();
        peer.sends("buffered");
        terminal.says("+CIPRXGET: 1,0").command("AT+CIPRXGET=0");
        terminal.says("OK").sees("\r\nRECV FROM:127.0.0.1:" + peer.port() + "\r\n+IPD8\r\nbuffered");
    }

    @Test
    void switchingToPushLosesNothingOfManyPushes() {
        terminal.asks("AT+CIPSRIP=0;+CIPRXGET=1", "OK");
        openLink();
        peer.sends("x".repeat(4000));
        terminal.says("+CIPRXGET: 1,0");
        await().until(() -> {
            terminal.command("AT+CIPRXGET=4,0").sees("\r\n+CIPRXGET: 4,0,");
            return terminal.readThrough("\r\nOK\r\n").startsWith("4000\r\n");
        });
        terminal.asks("AT+CIPRXGET=0", "OK")
                .sees("\r\n+IPD1500\r\n" + "x".repeat(1500))
                .sees("\r\n+IPD1500\r\n" + "x".repeat(1500))
                .sees("\r\n+IPD1000\r\n" + "x".repeat(1000));
        peer.sends("and on");
        terminal.sees("\r\n+IPD6\r\nand on");
    }

    @Test
    void whatCameBeforeThePeersFinCanStillBeRead() {
        terminal.asks("AT+CIPRXGET=1", "OK");
        openLink();
        peer.sends("last words").hangsUp();
        terminal.says("+CIPRXGET: 1,0", "+IPCLOSE: 0,1")
                .asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,0", "OK")
                .asks("AT+CIPRXGET=4,0", "+CIPRXGET: 4,0,10", "OK")
                .command("AT+CIPRXGET=2,0")
                .sees("\r\n+CIPRXGET: 2,0,10,0\r\nlast words\r\nOK\r\n")
                .asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0,4", "ERROR");
    }

    @Test
    void pushedDataComesBeforeTheNewsOfThePeersFin() {
        openLink();
        peer.sends("bye").hangsUp();
        terminal.sees("\r\nRECV FROM:127.0.0.1:" + peer.port() + "\r\n+IPD3\r\nbye")
                .says("+IPCLOSE: 0,1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1|0|<CR><LF>RECV FROM:127.0.0.1:PORT<CR><LF>+IPD2<CR><LF>hi",
                "1|0|0|<CR><LF>+IPD2<CR><LF>hi",
                "1|0|1|<CR><LF>+RECEIVE,0,2<CR><LF>hi",
                "1|1|1|<CR><LF>RECV FROM:127.0.0.1:PORT<CR><LF>+RECEIVE,0,2<CR><LF>hi",
                "0|0|0|hi",
                "0|0|1|hi",
                "0|1|0|<CR><LF>RECV FROM:127.0.0.1:PORT<CR><LF>hi",
                "0|1|1|<CR><LF>RECV FROM:127.0.0.1:PORT<CR><LF>hi",
            })
    void everyCombinationOfHeadersIsExact(int head, int showSender, int type, String bytes) {
        openLink();
        terminal.asks("AT+CIPHEAD=" + head + ";+CIPSRIP=" + showSender + ";+CIPCCFG=,,,," + type, "OK");
        peer.sends("hi");
        terminal.sees(bytes.replace("<CR>", "\r").replace("<LF>", "\n").replace("PORT", "" + peer.port()));
    }

    @Test
    void theSpellingsOfPushedDataAreDialects() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .dialect(Quirk.RCV_FROM, Quirk.IPD_SPACE, Quirk.RECEIVE_COLON)
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(other, 0).sends("hi");
            other.sees("\r\nRCV FROM:127.0.0.1:" + peer.port() + "\r\n+IPD 2\r\nhi")
                    .asks("AT+CIPCCFG=,,,,1;+CIPSRIP=0", "OK");
            peer.sends("hi");
            other.sees("\r\n+RECEIVE,0,2:\r\nhi");
        }
        try (VirtualModem modem =
                        VirtualModem.builder().dialect("plus-recv-from").start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(other, 0).sends("hi");
            other.sees("\r\n+RECV FROM:127.0.0.1:" + peer.port() + "\r\n+IPD2\r\nhi");
        }
    }

    @Test
    void pushesOver1500BytesHaveSeveralHeaders() throws IOException {
        openNetwork();
        terminal.asks("AT+CIPSRIP=0", "OK");
        int port = FreePort.find();
        try (DatagramSocket far = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            terminal.asks("AT+CIPOPEN=0,\"UDP\",,," + port, "+CIPOPEN: 0,0", "OK");
            far.send(new DatagramPacket(new byte[3200], 3200, InetAddress.getLoopbackAddress(), port));
            String zeros = "\0".repeat(1500);
            terminal.sees(
                    "\r\n+IPD1500\r\n" + zeros + "\r\n+IPD1500\r\n" + zeros + "\r\n+IPD200\r\n" + "\0".repeat(200));
        }
    }

    @Test
    void receivedDataMayBeDelayed() {
        openLink();
        terminal.asks("AT+CIPCCFG=,50;+CIPSRIP=0", "OK");
        long began = System.nanoTime();
        peer.sends("ab");
        terminal.sees("\r\n+IPD2\r\nab");
        assertThat(System.nanoTime() - began).isGreaterThan(49_000_000);
    }

    @Test
    void netcloseClosesTheLinksAndSaysSo() {
        openLink();
        terminal.asks("AT+NETCLOSE", "OK", "+CIPCLOSE: 0,0", "+NETCLOSE: 0")
                .asks("AT+NETCLOSE", "+NETCLOSE: 2", "ERROR");
        assertThat(peer.seesTheEnd()).isTrue();
    }

    @Test
    void aLostNetworkLeavesDeadLinksWithAndWithoutNews() {
        openLink();
        sim.modem().loseNetwork(true);
        terminal.says("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", "+IPCLOSE: 0,2")
                .asks("AT+NETOPEN?", "+NETOPEN: 1", "OK")
                .asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 1", "ERROR")
                .asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.port(), "+CIPOPEN: 0,1", "ERROR")
                .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0");
        openLink();
        sim.modem().loseNetwork(false, false);
        terminal.says("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY").asks("AT+NETOPEN?", "+NETOPEN: 0", "OK");
    }

    @Test
    void aRestartInMidPayloadEndsEverything() {
        openLink();
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("12");
        assertThat(sim.modem().commands()).last().isEqualTo("AT+CIPSEND=0,5");
        sim.modem().reboot(true);
        terminal.says(Terminal.BOOT).type("AT+NETOPEN?\r").sees("AT+NETOPEN?\r\r\n+NETOPEN: 0\r\n\r\nOK\r\n");
        assertThat(peer.seesTheEnd()).isTrue();
    }

    /** What the module is at when it restarts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "a command that is half typed",
                "a payload that is awaited",
                "a payload of changeable length that is awaited",
                "data that waits to be read",
                "an opening that is under way",
                "an answer that is late",
            })
    void aRestartAtAnyPointEndsEverything(String point) {
        openLink();
        terminal.asks("AT+CIPTIMEOUT=3000;+CIPHEAD=0;+CIPRXGET=1;+CIPCCFG=2,,,0,1", "OK");
        switch (point) {
            case "nothing" -> terminal.isQuiet();
            case "a command that is half typed" ->
                terminal.asks("ATE1", "OK").type("AT+NETOP").sees("AT+NETOP");
            case "a payload that is awaited" ->
                terminal.command("AT+CIPSEND=0,5").sees("\r\n>");
            case "a payload of changeable length that is awaited" ->
                terminal.command("AT+CIPSEND=0").sees("\r\n>");
            case "data that waits to be read" -> {
                peer.sends("unread");
                terminal.says("+CIPRXGET: 1,0");
            }
            case "an opening that is under way" -> terminal.asks("AT+CIPOPEN=1,\"TCP\",\"192.0.2.1\",80", "OK");
            default -> {
                sim.modem().faults().add("delay 1h line='+CSQ*'");
                terminal.command("AT+CSQ");
                await().until(() -> sim.modem().commands().contains("AT+CSQ"));
            }
        }
        sim.modem().reboot(true);
        terminal.says(Terminal.BOOT)
                .type("AT\r")
                .sees("AT\r\r\nOK\r\n")
                .type("ATE0\r")
                .sees("ATE0\r\r\nOK\r\n")
                .asks("AT+NETOPEN?", "+NETOPEN: 0", "OK")
                .asks("AT+CIPHEAD?", "+CIPHEAD: 1", "OK")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 120000,120000,120000", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 10,0,0,1,0,0,500", "OK")
                .asks("AT+CIPRXGET?", "+CIPRXGET: 0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 2", "ERROR");
        assertThat(peer.seesTheEnd()).isTrue();
        openNetwork();
        terminal.asks("AT+CIPOPEN?", "+CIPOPEN: 0", "+CIPOPEN: 1", "OK")
                .asks("AT+CIPRXGET=2,0", "+IP ERROR: No data", "ERROR");
        peer.openedBy(terminal, 0);
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("after").says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(5)).isEqualTo("after");
        terminal.isQuiet();
    }

    @Test
    void resultOrdersAndErrorsOfTheDialects() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .dialect("prompt-space,send-urc-first,udp-open-ok-first,netclose-says-closed,"
                                + "netopen-bare-error,double-error,blank-after-data,hex-lower")
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+NETOPEN", "ERROR")
                    .asks("AT+CIPSEND=0,0", "+CIPERROR: 3", "ERROR", "ERROR")
                    .asks("AT+CIPRXGET=1", "OK")
                    .asks("AT+CIPOPEN=1,\"UDP\",,,0", "OK", "+CIPOPEN: 1,0");
            peer.openedBy(other, 0);
            other.command("AT+CIPSEND=0,2").sees("\r\n> ").type("hi").says("+CIPSEND: 0,2,2", "OK");
            peer.sends("zz");
            other.says("+CIPRXGET: 1,0")
                    .command("AT+CIPRXGET=2,0,1")
                    .sees("\r\n+CIPRXGET: 2,0,1,1\r\nz\r\n\r\nOK\r\n")
                    .command("AT+CIPRXGET=3,0")
                    .sees("\r\n+CIPRXGET: 3,0,1,0\r\n7a\r\n\r\nOK\r\n")
                    .asks("AT+NETCLOSE", "OK", "CLOSED", "+CIPCLOSE: 0,0", "CLOSED", "+CIPCLOSE: 1,0", "+NETCLOSE: 0");
        }
        try (VirtualModem modem =
                        VirtualModem.builder().dialect(Quirk.BARE_INFORMATION).start();
                Terminal other = Terminal.at(modem)) {
            other.command("AT+CSQ").sees("+CSQ: 23,0\r\n\r\nOK\r\n");
        }
    }

    @Test
    void unsolicitedLinesMayWaitForTheEndOfTyping() throws IOException {
        try (VirtualModem modem =
                        VirtualModem.builder().dialect(Quirk.HOLD_DURING_INPUT).start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+NETOPEN", "OK", "+NETOPEN: 0").asks("AT+CIPSRIP=0", "OK");
            peer.openedBy(other, 0);
            other.command("AT+CIPSEND=0,2").sees("\r\n>");
            peer.sends("zz");
            other.type("hi").says("OK", "+CIPSEND: 0,2,2").sees("\r\n+IPD2\r\nzz");
        }
    }

    @Test
    void acknowledgedCountsBothDirections() {
        openLink();
        terminal.command("AT+CIPSEND=0,10").sees("\r\n>").type("0123456789").says("OK", "+CIPSEND: 0,10,10");
        peer.sends("12345");
        terminal.sees("\r\nRECV FROM:127.0.0.1:" + peer.port() + "\r\n+IPD5\r\n12345")
                .asks("AT+CIPACK=0", "+CIPACK: 10,0,5", "OK");
    }

    @Test
    void anUnsolicitedLineNeverFallsInsideACountedBody() throws InterruptedException {
        terminal.asks("AT+CIPRXGET=1", "OK");
        openLink();
        AtomicBoolean done = new AtomicBoolean();
        Semaphore allowed = new Semaphore(0);
        Thread noise = new Thread(() -> {
            while (!done.get()) {
                allowed.acquireUninterruptibly();
                sim.modem().inject("+CGEV: X");
            }
        });
        noise.setDaemon(true);
        noise.start();
        try {
            byte[] bytes = new byte[100_000];
            Arrays.fill(bytes, (byte) 'x');
            Thread sender = new Thread(() -> peer.sends(bytes));
            sender.start();
            int left = bytes.length;
            int between = 0;
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (left > 0) {
                allowed.release(20);
                terminal.command("AT+CIPRXGET=2,0");
                String seen = terminal.readThrough("\r\n");
                while (System.nanoTime() - deadline < 0
                        && !seen.startsWith("+CIPRXGET: 2,0,")
                        && !seen.startsWith("+IP ERROR")) {
                    between += seen.startsWith("+CGEV: X") ? 1 : 0;
                    seen = terminal.readThrough("\r\n");
                }
                assertThat(seen).startsWith("+");
                if (seen.startsWith("+CIPRXGET: 2")) {
                    int count = Integer.parseInt(seen.split(",")[2]);
                    assertThat(terminal.read(count)).containsOnly('x');
                    left -= count;
                }
            }
            sender.join();
            assertThat(between).isPositive();
        } finally {
            done.set(true);
            allowed.release(1000);
            noise.join();
        }
    }
}
