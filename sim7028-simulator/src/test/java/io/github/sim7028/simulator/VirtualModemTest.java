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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The library's own promises: names, options, ports, back-pressure and a clean end. */
@Timeout(60)
class VirtualModemTest {

    @RegisterExtension
    static final VirtualModemExtension SIM = VirtualModemExtension.with(builder -> builder.links(10));

    private static String answer(VirtualPort port, String command, String end) throws IOException {
        port.write((command + "\r").getBytes(StandardCharsets.US_ASCII));
        return readThrough(port, end);
    }

    private static String readThrough(VirtualPort port, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (all.indexOf(end) < 0) {
            int n = port.read(buffer, 0, buffer.length, 20_000);
            if (n <= 0) {
                throw new IOException("The port said " + n + " behind " + all);
            }
            all.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @Test
    void aModemComesAsAParameterOfATest(VirtualModem modem) throws IOException {
        assertThat(modem).isSameAs(SIM.modem());
        try (VirtualPort port = modem.connect()) {
            assertThat(answer(port, "AT+CIPCLOSE=?", "OK\r\n")).contains("(0-9)");
        }
    }

    @Test
    void aNameIsTakenWhileItsModemRuns() {
        try (VirtualModem modem = VirtualModem.builder().name("roof").start()) {
            assertThat(VirtualModem.named("roof")).containsSame(modem);
            assertThatThrownBy(() -> VirtualModem.builder().name("roof").start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'roof' already runs");
        }
        assertThat(VirtualModem.named("roof")).isEmpty();
        VirtualModem.fromOptions("roof", Map.of()).close();
    }

    @Test
    void optionsSayWhatIsWrongWithThem() {
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("bauds", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'bauds'")
                .hasMessageContaining("baud, links, dialect");
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("links", "3")))
                .hasMessageContaining("links=3")
                .hasMessageContaining("2 or 10");
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("dialect", "french")))
                .hasMessageContaining("'french'")
                .hasMessageContaining("prompt-space");
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("faults", "explode")))
                .hasMessageContaining("unknown action 'explode'");
    }

    @Test
    void everyOptionCanBeSetAsText(@TempDir Path folder) throws IOException {
        Path transcript = folder.resolve("transcript.txt");
        Map<String, String> options = Map.ofEntries(
                Map.entry("baud", "921600"),
                Map.entry("links", "10"),
                Map.entry("dialect", "prompt-space, rcv-from"),
                Map.entry("buffer", "4096"),
                Map.entry("uartBuffer", "1024"),
                Map.entry("sim", "ready"),
                Map.entry("pin", "1234"),
                Map.entry("apn", "iot"),
                Map.entry("registration", "roaming"),
                Map.entry("registrationDelay", "10ms"),
                Map.entry("bootTime", "0"),
                Map.entry("dtrResets", "false"),
                Map.entry("netOpenDelay", "1ms"),
                Map.entry("times", "fast"),
                Map.entry("timeScale", "10"),
                Map.entry("addressDelay", "1s"),
                Map.entry("linkRelease", "1s"),
                Map.entry("inactivity", "10s"),
                Map.entry("uartSilence", "1s"),
                Map.entry("wakeTime", "10ms"),
                Map.entry("powerSavingGranted", "true"),
                Map.entry("afterSleep", "silent-boot"),
                Map.entry("rxWakes", "true"),
                Map.entry("dtrWakes", "false"),
                Map.entry("sleepAfter", "1h"),
                Map.entry("wakeLoss", "3"),
                Map.entry("bind", "127.0.0.1"),
                Map.entry("imei", "123"),
                Map.entry("hosts", "a.example=127.0.0.1,b.example="),
                Map.entry("routes", "1.2.3.4:5=127.0.0.1:6"),
                Map.entry("faults", "drop line=NOTHING"),
                Map.entry("seed", "7"),
                Map.entry("hexTranscript", transcript.toString()));
        try (VirtualModem modem = VirtualModem.fromOptions("roof", options);
                VirtualPort port = modem.connect()) {
            assertThat(answer(port, "AT+CGSN;+CIPCLOSE=?", "OK\r\n")).contains("123", "(0-9)");
        }
        assertThat(Files.readString(transcript)).contains("> AT+CGSN;+CIPCLOSE=?", "< 123", "< OK");
    }

    @Test
    void onlyOneHostCanBePluggedInAndUnpluggingRestartsNothing(VirtualModem modem) throws IOException {
        try (VirtualPort port = modem.connect()) {
            answer(port, "ATE0", "OK\r\n");
            assertThatThrownBy(modem::connect).isInstanceOf(IOException.class).hasMessageContaining("another host");
            Terminal refused = new Terminal(modem.listen());
            assertThat(refused.readThrough("\r\n")).isEqualTo("\r\n");
            assertThat(refused.readThrough("\r\n")).contains("busy: another host is connected");
            refused.seesTheEnd();
            refused.close();
        }
        try (VirtualPort again = modem.connect()) {
            assertThat(answer(again, "AT", "OK\r\n")).isEqualTo("\r\nOK\r\n");
        }
    }

    @Test
    void dtrResetsAModuleOfABoardThatIsWiredSoEvenOneThatHangs() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().dtrResets(true).start();
                VirtualPort port = modem.connect()) {
            answer(port, "ATE0", "OK\r\n");
            modem.setMute(true);
            port.setDtr(false);
            port.write("AT\r".getBytes(StandardCharsets.US_ASCII));
            port.setDtr(true);
            assertThat(readThrough(port, "Network Available\r\n")).startsWith("\r\nLoadVerifyImageHead ");
            assertThat(answer(port, "AT", "OK\r\n")).as("echo is on again").startsWith("AT\r");
        }
    }

    @Test
    void aHostMayLeaveAndComeBackOverTcp() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start()) {
            InetSocketAddress address = modem.listen();
            for (int i = 0; i < 20; i++) {
                try (Terminal terminal = new Terminal(address)) {
                    terminal.type("ATE0\r").readThrough("OK\r\n");
                }
                await().until(() -> !modem.hasHost());
            }
        }
    }

    @Test
    void closingWakesWhoReadsAndWhoWrites(VirtualModem modem) throws Exception {
        modem.setMute(true);
        VirtualPort port = modem.connect();
        List<String> ends = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                ends.add("read " + port.read(new byte[10], 0, 10, 60_000));
            } catch (IOException e) {
                ends.add("no " + e);
            }
        });
        Thread writer = new Thread(() -> {
            try {
                port.write(new byte[1_000_000]);
                ends.add("written");
            } catch (IOException e) {
                ends.add(e.getMessage());
            }
        });
        reader.start();
        writer.start();
        await().until(() ->
                reader.getState() == Thread.State.TIMED_WAITING && writer.getState() == Thread.State.WAITING);
        port.close();
        port.close();
        reader.join(20_000);
        writer.join(20_000);
        assertThat(ends).containsExactlyInAnyOrder("read -1", "The virtual UART is closed");
        assertThat(port.read(new byte[1], 0, 1, 0)).isEqualTo(-1);
    }

    @Test
    void hangingUpEndsAReadAtOnceAndTheModemGoesOn(VirtualModem modem) throws Exception {
        VirtualPort port = modem.connect();
        answer(port, "ATE0", "OK\r\n");
        modem.hangUp();
        assertThat(port.read(new byte[1], 0, 1, 60_000)).isEqualTo(-1);
        assertThatThrownBy(() -> port.write(new byte[1])).isInstanceOf(IOException.class);
        try (VirtualPort again = modem.connect()) {
            assertThat(answer(again, "AT", "OK\r\n")).isEqualTo("\r\nOK\r\n");
        }
    }

    @Test
    void aReadWithoutDataComesBackAfterItsTime(VirtualModem modem) throws IOException {
        try (VirtualPort port = modem.connect()) {
            long began = System.nanoTime();
            assertThat(port.read(new byte[1], 0, 1, 50)).isZero();
            assertThat(System.nanoTime() - began).isGreaterThan(49_000_000);
        }
    }

    @Test
    void aHostThatStopsReadingHoldsThePeerBackAndHarmsNobodyElse() throws Exception {
        try (VirtualModem stalled = VirtualModem.builder().start();
                VirtualModem other = VirtualModem.builder().start();
                TcpPeer peer = new TcpPeer();
                Terminal terminal = Terminal.at(stalled);
                Terminal second = Terminal.at(other)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0);
            long sent = floods(peer);
            assertThat(sent).isLessThan(64L * 1024 * 1024);
            second.asks("AT+CSQ", "+CSQ: 23,0", "OK");
            assertThat(stalled.commandCount()).isEqualTo(3);
        }
    }

    /** Sends until nothing goes any more; says how much went. */
    private static long floods(TcpPeer peer) throws Exception {
        long[] sent = {0};
        Thread flood = new Thread(() -> {
            byte[] block = new byte[10_000];
            try {
                while (true) {
                    peer.socket().getOutputStream().write(block);
                    sent[0] += block.length;
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        flood.setDaemon(true);
        flood.start();
        long[] before = {-1};
        await().pollInterval(java.time.Duration.ofMillis(300)).until(() -> {
            boolean still = sent[0] == before[0];
            before[0] = sent[0];
            return still;
        });
        return sent[0];
    }

    @Test
    void aPortThatIsTakenIsSaidSo(VirtualModem modem) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> modem.listen(new InetSocketAddress("127.0.0.1", taken.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Cannot listen on");
        }
    }

    @Test
    void closingLeavesNoThreadAndNoSocket() throws IOException {
        VirtualModem modem = VirtualModem.builder().name("gone").start();
        InetSocketAddress address = modem.listen();
        TcpPeer peer = new TcpPeer();
        Terminal terminal = new Terminal(address);
        terminal.type("ATE0\r").readThrough("OK\r\n");
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        peer.openedBy(terminal, 0);
        assertThat(SimulatorThreads.alive()).contains("sim7028-simulator-gone");
        modem.close();
        modem.close();
        assertThat(SimulatorThreads.alive()).doesNotContain("sim7028-simulator-gone");
        assertThat(peer.seesTheEnd()).isTrue();
        terminal.seesTheEnd();
        assertThatThrownBy(() -> new Terminal(address)).hasMessageContaining("refused");
        assertThatThrownBy(modem::connect).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> modem.reboot(true)).hasMessageContaining("closed");
        peer.close();
        terminal.close();
    }

    @Test
    void theTranscriptShowsTheDialogue() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (VirtualModem modem = VirtualModem.builder().transcript(lines::add).start();
                Terminal terminal = Terminal.at(modem);
                TcpPeer peer = new TcpPeer()) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0);
            terminal.command("AT+CIPSEND=0,3").sees("\r\n>").type("a\u0000b").says("OK", "+CIPSEND: 0,3,3");
            peer.sends("hi\r");
            terminal.readThrough("hi\r");
        }
        assertThat(lines)
                .extracting(line -> line.substring(13))
                .contains(
                        "> AT+NETOPEN", "< OK", "< +NETOPEN: 0", "< >", "> [3 bytes] \"a\\x00b\"", "< +CIPSEND: 0,3,3");
        assertThat(lines).anyMatch(line -> line.endsWith("+IPD3  [3 bytes] \"hi\\r\""));
    }
}
