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
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a confirmation means (2.1.4, 2.1.11), and what comes when the peer takes nothing. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class SendModeTest {

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private Terminal terminal;
    private TcpPeer peer;

    @BeforeEach
    void openALink() throws IOException {
        terminal = Terminal.at(sim.modem());
        peer = new TcpPeer();
        terminal.asks("AT+CIPTIMEOUT=,,3000", "OK").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        peer.openedBy(terminal, 0);
    }

    @AfterEach
    void unplug() {
        terminal.close();
        peer.close();
    }

    private String sends() {
        terminal.command("AT+CIPSEND=0,1500").sees("\r\n>").type(new byte[1500]).says("OK");
        return terminal.readThrough("+CIPSEND: 0,1500,").isEmpty()
                ? ""
                : terminal.readThrough("\r\n").strip();
    }

    @Test
    void withAcknowledgementEachSendIsConfirmedWhenThePeerHasIt() {
        terminal.asks("AT+CIPSENDMODE=1", "OK");
        for (int i = 0; i < 20; i++) {
            assertThat(sends()).isEqualTo("1500");
        }
        assertThat(peer.receivesBytes(30_000)).hasSize(30_000);
    }

    @Test
    void withAcknowledgementAPeerThatStopsReadingEndsInATimeout() {
        terminal.asks("AT+CIPSENDMODE=1", "OK");
        untilItTimesOut();
    }

    /** In the other mode what only the module's own stack has is confirmed too. */
    @Test
    void withAcknowledgementLessIsConfirmedToAPeerThatStopsReading() {
        terminal.asks("AT+CIPSENDMODE=1", "OK");
        int acknowledged = untilItTimesOut();
        terminal.asks("AT+CIPSENDMODE=0", "OK");
        peer.openedBy(terminal, 0);
        assertThat(untilItTimesOut()).isGreaterThan(acknowledged);
    }

    @Test
    void withoutAcknowledgementTheStackFillsUpAndThenTheSendTimesOut() {
        untilItTimesOut();
    }

    /** Returns how many bytes were confirmed. */
    private int untilItTimesOut() {
        String confirmed = "1500";
        int sent = 0;
        while (confirmed.equals("1500")) {
            confirmed = sends();
            sent++;
            assertThat(sent).isLessThan(10_000);
        }
        assertThat(Integer.parseInt(confirmed)).isBetween(0, 1499);
        terminal.says("+IPCLOSE: 0,2").asks("AT+CIPSEND=0,5", "+CIPERROR: 4", "ERROR");
        return 1500 * (sent - 1) + Integer.parseInt(confirmed);
    }

    @Test
    void anotherSendWhileOneIsOpenIsRefused() {
        terminal.asks("AT+CIPTIMEOUT=,,120000", "OK");
        String answer = "";
        for (int i = 0; i < 10_000 && !answer.contains("+CIPERROR"); i++) {
            terminal.command("AT+CIPSEND=0,1500");
            answer = terminal.readThrough("\r\n>", "ERROR\r\n");
            if (!answer.contains("+CIPERROR")) {
                terminal.type(new byte[1500]).readThrough("\r\nOK\r\n");
            }
        }
        assertThat(answer).contains("+CIPERROR: 8\r\n\r\nERROR\r\n");
    }

    @Test
    void aPeerThatIsGoneConfirmsNothing() {
        terminal.command("AT+CIPSEND=0,5").sees("\r\n>");
        peer.hangsUp();
        terminal.says("+IPCLOSE: 0,1").type("hello").says("OK", "+CIPSEND: 0,5,-1");
    }
}
