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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.AttachCommands;
import io.github.sim7028.at.command.CipClose;
import io.github.sim7028.at.command.CipOpen;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.NetClose;
import io.github.sim7028.at.command.NetOpen;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.kit.Bench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 3 of the note as the driver sees it: what it asks, and what it makes of the note's answers, in any cut. */
class NoteDialogueTest {

    /** Whole, byte by byte, and in between. */
    private static final int WHOLE = Integer.MAX_VALUE;

    private Bench bench;

    /** Asks, checks what goes over the line, lets the module answer with the note's lines, and expects the result. */
    private <R> R exchange(AtCommand<R> command, String written, String... answer) {
        CompletableFuture<R> asked = bench.dialogue.execute(command, 125_000).toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo(written + "\r");
        bench.line(answer);
        assertThat(asked).as(written).isCompleted();
        return asked.join();
    }

    private void send(CipSend command, String written, String payload, String... answer) {
        CompletableFuture<Integer> asked =
                bench.dialogue.execute(command, 125_000).toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo(written + "\r");
        bench.says("\r\n>");
        assertThat(bench.lastWritten()).isEqualTo(payload);
        bench.line(answer);
        assertThat(asked).isCompletedWithValue(payload.length());
    }

    private void read(CipRxGet command, List<String> data, String written, String header, String body, int rest) {
        CompletableFuture<Integer> asked =
                bench.dialogue.execute(command, 125_000).toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo(written + "\r");
        bench.says("\r\n" + header + "\r\n" + body + "\r\n\r\nOK\r\n");
        assertThat(asked).isCompletedWithValue(rest);
        assertThat(data).isNotEmpty();
    }

    private void openNetwork() {
        exchange(new NetOpen(), "AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void configuresActivatesAndDeactivatesAContextAsIn31(int cut) {
        bench = new Bench(cut);
        assertThat(exchange(StandardCommands.signal(), "AT+CSQ", "+CSQ: 23,0", "OK"))
                .isEqualTo(23);
        assertThat(exchange(
                        DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG),
                        "AT+CEREG?",
                        "+CEREG: 0,1",
                        "OK"))
                .isEqualTo(1);
        exchange(AttachCommands.context(1, "IP", "CMNET"), "AT+CGDCONT=1,\"IP\",\"CMNET\"", "OK");
        exchange(AttachCommands.context(1, "IPV6", "CMNET"), "AT+CGDCONT=1,\"IPV6\",\"CMNET\"", "OK");
        exchange(AttachCommands.socketContext(1, 6), "AT+CSOCKSETPN=1,6", "OK");
        openNetwork();
        assertThat(exchange(StandardCommands.address(), "AT+IPADDR", "+IPADDR: 10.148.0.17", "OK"))
                .isEqualTo("10.148.0.17");
        assertThat(exchange(
                        StandardCommands.address(), "AT+IPADDR", "+IPADDR: 2409:8960:1e64:94d8:1:0:3b3b:7118", "OK"))
                .isEqualTo("2409:8960:1e64:94d8:1:0:3b3b:7118");
        exchange(new NetClose(), "AT+NETCLOSE", "OK", "+NETCLOSE: 0");
        CompletableFuture<String> closed =
                bench.dialogue.execute(StandardCommands.address()).toCompletableFuture();
        bench.line("+IP ERROR: Network not opened", "ERROR");
        assertThat(closed).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void worksAsATcpClientInDirectPushModeAsIn321(int cut) {
        bench = new Bench(cut);
        openNetwork();
        exchange(
                CipOpen.tcp(1, "117.131.85.139", 5253, 0),
                "AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253",
                "OK",
                "+CIPOPEN: 1,0");
        send(CipSend.tcp(1, "HELLO".getBytes()), "AT+CIPSEND=1,5", "HELLO", "OK", "+CIPSEND: 1,5,5");
        bench.says("\r\nRCV FROM:117.131.85.139:5253\r\n+IPD16\r\ndata from server");
        Urc.Received received = (Urc.Received) bench.heard.get(0);
        assertThat(new String(received.data())).isEqualTo("data from server");
        assertThat(received.host()).isEqualTo("117.131.85.139");
        exchange(new CipClose(1), "AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void worksAsATcpClientInBufferAccessModeAsIn322(int cut) {
        bench = new Bench(cut);
        openNetwork();
        exchange(StandardCommands.receiveBuffered(true), "AT+CIPRXGET=1", "OK");
        exchange(
                CipOpen.tcp(1, "117.131.85.139", 5253, 0),
                "AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253",
                "OK",
                "+CIPOPEN: 1,0");
        send(CipSend.tcp(1, "hello".getBytes()), "AT+CIPSEND=1,5", "hello", "OK", "+CIPSEND: 1,5,5");
        readBuffered();
        exchange(new CipClose(1), "AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
    }

    private void readBuffered() {
        List<String> data = new ArrayList<>();
        bench.line("+CIPRXGET: 1,1");
        assertThat(bench.heard).contains(new Urc.DataWaiting(1));
        assertThat(exchange(StandardCommands.waiting(1), "AT+CIPRXGET=4,1", "+CIPRXGET: 4,1,16", "OK"))
                .isEqualTo(16);
        read(CipRxGet.raw(1, 5, take(data)), data, "AT+CIPRXGET=2,1,5", "+CIPRXGET: 2,1,5,11", "data ", 11);
        read(CipRxGet.hex(1, 5, take(data)), data, "AT+CIPRXGET=3,1,5", "+CIPRXGET: 3,1,5,6", "66726F6D20", 6);
        assertThat(exchange(StandardCommands.waiting(1), "AT+CIPRXGET=4,1", "+CIPRXGET: 4,1,6", "OK"))
                .isEqualTo(6);
        int none = exchange(CipRxGet.raw(2, 1500, take(data)), "AT+CIPRXGET=2,2,1500", "+IP ERROR: No data", "ERROR");
        assertThat(none).isEqualTo(CipRxGet.NO_DATA);
        bench.answerFence();
        read(CipRxGet.raw(1, 1500, take(data)), data, "AT+CIPRXGET=2,1,1500", "+CIPRXGET: 2,1,6,0", "server", 0);
        assertThat(String.join("", data)).isEqualTo("data from server");
    }

    private static java.util.function.Consumer<byte[]> take(List<String> data) {
        return bytes -> data.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void worksAsAUdpClientInDirectPushModeAsIn331(int cut) {
        bench = new Bench(cut);
        openNetwork();
        exchange(CipOpen.udp(1, 5000), "AT+CIPOPEN=1,\"UDP\",,,5000", "+CIPOPEN: 1,0", "OK");
        send(
                CipSend.udp(1, "HELLO".getBytes(), "117.131.85.139", 5254),
                "AT+CIPSEND=1,5,\"117.131.85.139\",5254",
                "HELLO",
                "OK",
                "+CIPSEND: 1,5,5");
        // the note counts 14 for the 12 letters of HELLO CLIENT: a CR and LF are part of the datagram
        bench.says("\r\nRECV FROM:117.131.85.139:5254\r\n+IPD14\r\nHELLO CLIENT\r\n");
        assertThat(new String(((Urc.Received) bench.heard.get(0)).data())).isEqualTo("HELLO CLIENT\r\n");
        exchange(new CipClose(1), "AT+CIPCLOSE=1", "+CIPCLOSE: 1,0", "OK");
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void worksAsAUdpClientInBufferAccessModeAsIn332(int cut) {
        bench = new Bench(cut);
        openNetwork();
        exchange(StandardCommands.receiveBuffered(true), "AT+CIPRXGET=1", "OK");
        exchange(CipOpen.udp(1, 5000), "AT+CIPOPEN=1,\"UDP\",,,5000", "+CIPOPEN: 1,0", "OK");
        readBuffered();
        exchange(new CipClose(1), "AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 1, 3})
    void queriesTheConnectionStatusAsIn343(int cut) {
        bench = new Bench(cut);
        exchange(
                CipOpen.tcp(1, "117.131.85.139", 5253, 0),
                "AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253",
                "OK",
                "+CIPOPEN: 1,0");
        assertThat(exchange(
                        new OpenLinksQuery(),
                        "AT+CIPOPEN?",
                        "+CIPOPEN: 0",
                        "+CIPOPEN: 1,\"TCP\",\"117.131.85.139\",5253,-1",
                        "OK"))
                .isEqualTo(Map.of(1, new OpenLinksQuery.Peer("TCP", "117.131.85.139", 5253, -1)));
        exchange(new CipClose(1), "AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
    }
}
