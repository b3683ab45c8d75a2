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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.Quirk;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be the matter with a module without a word of it: refused data, closed networks, dead contexts, sleep. */
@Timeout(60)
class SilentTroubleTest {

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private Terminal terminal;
    private TcpPeer peer;

    @BeforeEach
    void openALink() throws IOException {
        terminal = Terminal.at(sim.modem());
        peer = new TcpPeer();
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        peer.openedBy(terminal, 0);
    }

    @AfterEach
    void unplug() {
        terminal.close();
        peer.close();
    }

    private void fault(String text) {
        sim.modem().faults().add(text);
    }

    private String open(int link) {
        return "AT+CIPOPEN=" + link + ",\"TCP\",\"127.0.0.1\"," + peer.port();
    }

    private static Terminal ready(VirtualModem modem) throws IOException {
        return Terminal.at(modem).asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    private static void with(UnaryOperator<VirtualModemBuilder> made, Check check) throws IOException {
        try (VirtualModem modem = made.apply(VirtualModem.builder()).start();
                Terminal terminal = Terminal.at(modem);
                TcpPeer peer = new TcpPeer()) {
            check.of(modem, terminal, peer);
        }
    }

    private interface Check {
        void of(VirtualModem modem, Terminal terminal, TcpPeer peer) throws IOException;
    }

    // ---- refused data

    @Test
    void dataMayBeRefusedBeforeThePromptWithEveryError() {
        fault("fail 5 command=CIPSEND nth=1; iperror 18 command=CIPSEND nth=2; replace ERROR command=CIPSEND nth=3");
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 5", "ERROR")
                .asks("AT+CIPSEND=0,5", "+IP ERROR: Sending failure for network error", "ERROR")
                .asks("AT+CIPSEND=0,5", "ERROR")
                .command("AT+CIPSEND=0,5")
                .sees("\r\n>");
    }

    @Test
    void dataMayBeRefusedAfterThePromptAndThenNothingOfItIsSent() {
        fault("refuse '+CIPERROR: 4|ERROR' nth=1; refuse ERROR nth=2");
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("first").says("+CIPERROR: 4", "ERROR");
        terminal.command("AT+CIPSEND=0,6").sees("\r\n>").type("second").says("ERROR");
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("third").says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(5)).isEqualTo("third");
    }

    @Test
    void aRefusalThatDidNotComeToItIsNotKeptForALaterSend() {
        fault("refuse ERROR times=1");
        terminal.asks("AT+CIPSEND=1,5", "+CIPERROR: 4", "ERROR");
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 0,5,5");
    }

    @Test
    void aModuleMayBeBusyForAWhile() {
        sim.modem().setBusy(true);
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 8", "ERROR").asks("AT+CSQ", "+CSQ: 23,0", "OK");
        sim.modem().setBusy(false);
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 0,5,5");
        sim.modem().faults().add(Fault.busy(Duration.ofMillis(200)).onCommand("CSQ"));
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK").asks("AT+CIPSEND=0,5", "+CIPERROR: 8", "ERROR");
        sim.modem().faults().clear();
        Awaitility.await().until(() -> {
            terminal.command("AT+CIPSEND=0,1");
            return terminal.readThrough("\r\n>", "ERROR\r\n").equals("\r\n>");
        });
    }

    @Test
    void busyMayBeSaidInWords() throws IOException {
        with(modem -> modem.dialect(Quirk.TCP_BUSY), (modem, host, far) -> {
            host.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            far.openedBy(host, 0);
            modem.setBusy(true);
            host.asks("AT+CIPSEND=0,5", "+IP ERROR: TCP busy", "ERROR");
        });
    }

    @Test
    void aConfirmationMayComeOnceMoreLater() {
        fault("repeat 100ms line='+CIPSEND: *' nth=1");
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 0,5,5");
        terminal.asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0").says("+CIPSEND: 0,5,5");
    }

    // ---- networks and contexts

    @Test
    void theNetworkMayBeClosedWithoutAWord() {
        fault("networkloss silent command=CSQ times=1");
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK")
                .asks("AT+NETOPEN?", "+NETOPEN: 0", "OK")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 2", "ERROR")
                .asks(open(0), "+CIPOPEN: 0,2", "ERROR");
        assertThat(peer.seesTheEnd()).isTrue();
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0").asks(open(0), "OK", "+CIPOPEN: 0,0");
    }

    @Test
    void thatTheNetworkIsClosedMayBeSaidInWords() throws IOException {
        with(modem -> modem.dialect(Quirk.CLOSED_IP_ERROR), (modem, host, far) -> host.asks(
                        "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + far.port(), "+IP ERROR: Network not opened", "ERROR")
                .asks("AT+CIPSEND=0,5", "+IP ERROR: Network not opened", "ERROR"));
    }

    @Test
    void aDeadContextSaysThatItIsOpenAndOpensNothingUntilItIsClosedAndOpened() {
        sim.modem().killContext(ErrorCode.NETWORK_FAILURE);
        assertThat(peer.seesTheEnd()).isTrue();
        terminal.asks("AT+NETOPEN?", "+NETOPEN: 1", "OK")
                .asks("AT+NETOPEN", "+IP ERROR: Network is already opened", "ERROR")
                .asks(open(0), "OK", "+CIPOPEN: 0,1")
                .asks("AT+QCPING=\"127.0.0.1\"", "OK", "+QCPING: FAIL", "+QCPING: DONE")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: 4", "ERROR");
        terminal.asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        terminal.asks(open(0), "OK", "+CIPOPEN: 0,0");
    }

    @Test
    void aDeadContextMayFailOnlyWhenItsTimeIsOver() {
        terminal.asks("AT+CIPTIMEOUT=3000,3000,3000", "OK");
        fault("deadcontext 10 command=CSQ");
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK");
        long began = System.nanoTime();
        terminal.asks(open(0), "OK", "+CIPOPEN: 0,10");
        assertThat(System.nanoTime() - began).isGreaterThan(2_999_000_000L);
    }

    @Test
    void aNumberMayStayTakenForAWhileAfterItsLinkWasClosed() throws IOException {
        with(modem -> modem.linkRelease(Duration.ofMillis(300)), (modem, host, far) -> {
            host.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            far.openedBy(host, 0);
            String again = "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + far.port();
            host.asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0").asks(again, "+CIPOPEN: 0,8", "ERROR");
            host.asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0,4", "ERROR")
                    .asks("AT+CIPOPEN?", "+CIPOPEN: 0", "+CIPOPEN: 1", "OK");
            Awaitility.await().until(() -> {
                host.command(again);
                return host.readThrough("ERROR\r\n", "+CIPOPEN: 0,0\r\n").contains("OK");
            });
        });
    }

    @Test
    void aNumberThatIsStillTakenMayFailWithATimeout() throws IOException {
        with(modem -> modem.linkRelease(Duration.ofHours(1)).dialect(Quirk.BUSY_NUMBER_10), (modem, host, far) -> {
            host.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            far.openedBy(host, 0);
            host.asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0")
                    .asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + far.port(), "OK", "+CIPOPEN: 0,10")
                    .asks("AT+CIPOPEN=0,\"UDP\",,,0", "+CIPOPEN: 0,8", "ERROR");
        });
    }

    // ---- sleep

    @Test
    void aModuleThatSleepsLosesTheFirstBytesAndIsAwakeThen() {
        fault("sleep 4 command=CSQ times=1");
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK").command("AT+CIPHEAD=0").asks("AT+CIPHEAD?", "+CIPHEAD: 1", "OK");
        sim.modem().sleep(3);
        terminal.type("A").type("T").command("").isQuiet();
    }

    @Test
    void noByteOfDataIsLostAtWaking() {
        fault("sleep 3 command=CIPSEND times=1");
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 0,5,5");
        terminal.command("AT").isQuiet();
        assertThat(peer.receives(5)).isEqualTo("hello");
    }

    @Test
    void aModuleMayFallAsleepByItself() throws IOException {
        with(modem -> modem.sleepAfter(Duration.ofMillis(100)).wakeLoss(2), (modem, host, far) -> {
            Awaitility.await().until(() -> {
                host.command("AT+CSQ");
                return !host.seesWithin("\r\n+CSQ: 23,0\r\n\r\nOK\r\n", 500);
            });
            // it sleeps again by now
            host.command("AT").isQuiet();
        });
    }

    // ---- restarts

    @Test
    void whatRestartsTheModuleDependsOnItsFirmware() throws IOException {
        terminal.asks("AT+QCRST", "OK").says(Terminal.BOOT);
        with(modem -> modem.dialect(Quirk.NO_QCRST), (modem, host, far) -> host.asks("AT+QCRST", "ERROR"));
        with(
                modem -> modem.dialect(Quirk.CFUN_RESTARTS, Quirk.BOOT_RDY),
                (modem, host, far) ->
                        host.asks("AT+CFUN=1,1", "OK", "RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1"));
        with(modem -> modem, (modem, host, far) -> host.asks("AT+CFUN=6", "OK").says(Terminal.BOOT));
    }

    @Test
    void aRestartEndsAllOfIt() throws IOException {
        sim.modem().setBusy(true);
        sim.modem().killContext(ErrorCode.NETWORK_FAILURE);
        sim.modem().sleep(100);
        sim.modem().reboot(false);
        Awaitility.await().until(() -> {
            terminal.type("ATE0\r");
            return terminal.seesWithin("ATE0\r\r\nOK\r\n", 200);
        });
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        peer.openedBy(terminal, 0);
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 0,5,5");
    }

    @Test
    void theOptionsCanBeGivenAsText() {
        try (VirtualModem modem = VirtualModem.fromOptions(
                null, Map.of("linkRelease", "3s", "sleepAfter", "2s", "wakeLoss", "5", "dialect", "cfun-restarts"))) {
            assertThat(modem.faults().fired()).isEmpty();
        }
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("wakeLoss", "0")))
                .hasMessageContaining("1 to 1000");
    }
}
