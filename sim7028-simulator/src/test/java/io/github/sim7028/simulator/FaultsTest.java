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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.junit.VirtualModemExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be made to go wrong, as bytes on the line. */
@Timeout(60)
class FaultsTest {

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

    private Terminal sendsHello() {
        return terminal.command("AT+CIPSEND=0,5").sees("\r\n>").type("hello");
    }

    @Test
    void aConfirmationMayBeMissing() {
        fault("drop line='+CIPSEND: *' nth=2");
        sendsHello().says("OK", "+CIPSEND: 0,5,5");
        sendsHello().says("OK").isQuiet();
        sendsHello().says("OK", "+CIPSEND: 0,5,5");
        assertThat(peer.receives(15)).isEqualTo("hellohellohello");
    }

    @Test
    void aConfirmationMayBeLateWhileOtherLinesGoOn() {
        sim.modem().faults().add(Fault.delay(Duration.ofMillis(500)).onLine("+CIPSEND: *"));
        sendsHello().says("OK").asks("AT+CSQ", "+CSQ: 23,0", "OK").says("+CIPSEND: 0,5,5");
    }

    @Test
    void aConfirmationMayBeShortAndThenTheLinkIsOfNoUse() {
        fault("short 2");
        sendsHello().says("OK", "+CIPSEND: 0,5,3").asks("AT+CIPSEND=0,5", "+CIPERROR: 1", "ERROR");
        assertThat(peer.receives(3)).isEqualTo("hel");
    }

    @Test
    void aConfirmationMayComeTwice() {
        fault("double line='+CIPSEND: *'");
        sendsHello().says("OK", "+CIPSEND: 0,5,5", "+CIPSEND: 0,5,5");
    }

    @Test
    void aFinalResultMayBeLateAndHoldsWhatFollowsIt() {
        fault("delay 300ms line=OK nth=1");
        long began = System.nanoTime();
        terminal.type("AT+CSQ\rAT+CPIN?\r").says("+CSQ: 23,0", "OK", "+CPIN: READY", "OK");
        assertThat(System.nanoTime() - began).isGreaterThan(299_000_000L);
    }

    @Test
    void aCommandMayBeBegunLate() {
        fault("delay 300ms command=CSQ");
        long began = System.nanoTime();
        terminal.asks("AT+CSQ;+CPIN?", "+CSQ: 23,0", "+CPIN: READY", "OK");
        assertThat(System.nanoTime() - began).isGreaterThan(299_000_000L);
    }

    @Test
    void anAnswerMayBeSwallowedOrTheCommandIgnored() {
        fault("drop command=CIPHEAD nth=1; ignore command=CIPSRIP nth=1");
        terminal.command("AT+CIPHEAD=0").command("AT+CIPSRIP=0").isQuiet();
        assertThat(sim.modem().settings().header).isZero();
        assertThat(sim.modem().settings().showSender).isEqualTo(1);
        terminal.asks("AT+CIPHEAD?", "+CIPHEAD: 0", "OK");
    }

    @Test
    void anAnswerMayBeReplaced() {
        fault("replace '+CIPOPEN: 1,5|ERROR' command='CIPOPEN=1,*'; replace '+CME ERROR: 100' command=CSQ");
        terminal.asks("AT+CIPOPEN=1,\"UDP\",,,5000", "+CIPOPEN: 1,5", "ERROR").asks("AT+CSQ", "+CME ERROR: 100");
    }

    @Test
    void anAnswerMayBeCutOrDoubled() {
        fault("cut 6 command=CSQ nth=1; double command=CPIN nth=1");
        terminal.command("AT+CSQ").sees("\r\n+CSQ").asks("AT+CPIN?", "+CPIN: READY", "+CPIN: READY", "OK", "OK");
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK");
    }

    @Test
    void linesMayComeBeforeOrEvenWithinAnAnswer() {
        fault("before '+CIPRXGET: 1,0' line='+CIPRXGET: 4*'; before '+CUSD: 0,\"a>b\"' line='>'");
        terminal.asks("AT+CIPRXGET=4,0", "+CIPRXGET: 1,0", "+CIPRXGET: 4,0,0", "OK")
                .command("AT+CIPSEND=0,2")
                .sees("\r\n+CUSD: 0,\"a>b\"\r\n\r\n>")
                .type("hi")
                .says("OK", "+CIPSEND: 0,2,2");
        fault("insert URC line='RECV*'");
        peer.sends("abcdef");
        assertThat(terminal.readThrough("def")).contains("\r\nURC\r\n").startsWith("\r\nRECV");
    }

    @Test
    void noiseMayComeBeforeAnyLine() {
        fault("noise 4 line=OK nth=1");
        terminal.command("AT");
        assertThat(terminal.read(4)).doesNotContain('\r', '\n');
        terminal.says("OK").isQuiet();
    }

    @Test
    void aPromptMayBeMissingAndTheDataIsTakenAllTheSame() {
        fault("drop line='>'");
        terminal.command("AT+CIPSEND=0,5").type("hello").says("OK", "+CIPSEND: 0,5,5");
    }

    @Test
    void theModemMayRestartAtACommandOrALine() {
        fault("reboot loud command=CIPSEND; reboot silent line='+CSQ*'");
        terminal.command("AT+CIPSEND=0,5").says(Terminal.BOOT);
        terminal.type("AT\r").sees("AT\r\r\nOK\r\n").type("AT+CSQ\r").sees("AT+CSQ\r");
        sim.modem().faults().clear();
        terminal.type(" ");
        org.awaitility.Awaitility.await().until(() -> {
            terminal.type("AT\r");
            return terminal.readThrough("OK\r\n").endsWith("AT\r\r\nOK\r\n");
        });
    }

    @Test
    void theNetworkMayGoBetweenACommandAndItsAnswer() {
        fault("networkloss quiet command=CIPSEND");
        terminal.asks("AT+CIPSEND=0,5", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", "+CIPERROR: 1", "ERROR");
    }

    @Test
    void theLineMayHangUp() {
        fault("hangup line='+CIPSEND: *'");
        sendsHello().says("OK").seesTheEnd();
    }

    @Test
    void theModemMayBeMuteForAWhile() {
        fault("mute 300ms command=CSQ nth=1");
        long began = System.nanoTime();
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK");
        assertThat(System.nanoTime() - began).isGreaterThan(299_000_000L);
    }

    @Test
    void faultsMayGoByTheClock() {
        fault("before '+CGEV: ME DETACH' at=50ms; before '+CGEV: X' every=20ms times=3");
        assertThat(terminal.readThrough("ME DETACH\r\n")).contains("+CGEV: X");
        sim.modem().faults().clear();
    }

    @Test
    void dataOfALinkIsNeverReportedBeforeItsOpening() throws IOException {
        fault("delay 200ms line='+CIPOPEN: 1,0'");
        try (TcpPeer other = new TcpPeer()) {
            terminal.asks("AT+CIPOPEN=1,\"TCP\",\"127.0.0.1\"," + other.port(), "OK");
            other.accepts().sends("early");
            terminal.says("+CIPOPEN: 1,0").sees("\r\nRECV FROM:127.0.0.1:" + other.port() + "\r\n+IPD5\r\nearly");
        }
    }

    @Test
    void theSameSeedGivesTheSameDialogueByteForByte() throws IOException {
        assertThat(faultyAnswers(7)).isEqualTo(faultyAnswers(7)).isNotEqualTo(faultyAnswers(8));
    }

    private static String faultyAnswers(long seed) throws IOException {
        try (VirtualModem modem = VirtualModem.builder().seed(seed).start();
                Terminal terminal = Terminal.at(modem)) {
            for (String what : List.of(
                    "drop", "double", "cut 5", "noise 4", "replace '+CSQ: 1,0'", "before RING", "insert RING")) {
                modem.faults().add(what + " line='+CSQ*' p=0.3");
            }
            modem.faults().add("drop command=CIPACK p=0.5; iperror 5 command=CIPACK p=0.5");
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                terminal.command("AT+CIPACK=?").command("AT+CSQ").command("AT+CPIN?");
                seen.append(terminal.readThrough("+CPIN: READY\r\n\r\nOK\r\n"));
            }
            assertThat(modem.faults().fired()).hasSizeGreaterThan(100);
            return seen.toString().concat(String.join("\n", modem.faults().fired()));
        }
    }

    @Test
    void whatWentWrongIsKnownAfterwards() {
        fault("drop line='+CIPSEND: *'");
        sendsHello().says("OK").isQuiet();
        assertThat(sim.modem().faults().fired()).containsExactly("drop line='+CIPSEND: *' at CIPSEND: 0,5,5");
    }
}
