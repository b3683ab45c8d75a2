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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.HostCounts;
import io.github.sim7028.simulator.model.HostEvent;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second host at the UART: refused, or the old one is kicked; and who wrote what. */
@Timeout(60)
class HostsTest {

    private final List<HostEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void aSecondHostIsRefusedAndCounted() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .name("refuses")
                        .hostListener(events::add)
                        .start();
                Terminal first = Terminal.at(modem)) {
            try (Terminal second = new Terminal(modem.listen())) {
                second.sees("\r\nThis SIM7028 is busy: another host is connected.\r\n")
                        .seesTheEnd();
            }
            assertThatThrownBy(modem::connect).hasMessageContaining("busy");
            first.isQuiet();

            assertThat(modem.hostCounts()).isEqualTo(new HostCounts(1, 2, 0));
            assertThat(kinds())
                    .containsExactly(
                            HostEvent.Kind.CONNECTED,
                            HostEvent.Kind.WROTE,
                            HostEvent.Kind.REFUSED,
                            HostEvent.Kind.WROTE);
        }
    }

    @Test
    void aNewHostKicksTheOldOneOverTcp() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .kickOldHost(true)
                        .hostListener(events::add)
                        .start();
                Terminal first = Terminal.at(modem);
                Terminal second = new Terminal(modem.listen())) {
            second.asks("AT+CSQ", "+CSQ: 23,0", "OK");
            first.seesTheEnd();

            assertThat(modem.hostCounts()).isEqualTo(new HostCounts(2, 0, 1));
            assertThat(modem.hasHost()).isTrue();
            assertThat(kinds())
                    .containsExactly(
                            HostEvent.Kind.CONNECTED,
                            HostEvent.Kind.WROTE,
                            HostEvent.Kind.KICKED,
                            HostEvent.Kind.CONNECTED,
                            HostEvent.Kind.WROTE);
        }
    }

    @Test
    void aKickedHostThatWritesOnDoesNotReachTheModem() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .kickOldHost(true)
                        .hostListener(events::add)
                        .start();
                Terminal old = Terminal.at(modem);
                Terminal owner = new Terminal(modem.listen())) {
            owner.isQuiet();
            try {
                old.type("AT+CFUN=0\r");
            } catch (RuntimeException e) {
                // reset: it did not reach the modem either
            }
            owner.asks("AT+CFUN?", "+CFUN: 1", "OK");
            assertThat(modem.commands()).doesNotContain("AT+CFUN=0");
        }
    }

    @Test
    void hostsInThisJvmAndOverTcpKickEachOther() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                .kickOldHost(true)
                .hostListener(events::add)
                .start()) {
            VirtualPort inside = modem.connect();
            try (Terminal outside = Terminal.at(modem)) {
                assertThat(inside.read(new byte[1], 0, 1, 10_000)).isEqualTo(-1);
                assertThatThrownBy(() -> inside.write(new byte[] {'A'})).isInstanceOf(IOException.class);
                // harmless for the host that is connected now
                inside.close();
                outside.isQuiet();

                try (VirtualPort again = modem.connect()) {
                    outside.seesTheEnd();
                    again.write("AT\r".getBytes(StandardCharsets.US_ASCII));
                    assertThat(again.read(new byte[64], 0, 64, 10_000)).isPositive();
                }
            }
            assertThat(modem.hostCounts()).isEqualTo(new HostCounts(3, 0, 2));
            assertThat(kinds()).contains(HostEvent.Kind.KICKED).doesNotContain(HostEvent.Kind.REFUSED);
        }
    }

    @Test
    void aHostThatHasHungUpIsNotKickedAndDoesNotKeepAnotherOut() throws IOException {
        for (boolean kick : new boolean[] {false, true}) {
            events.clear();
            try (VirtualModem modem = VirtualModem.builder()
                    .kickOldHost(kick)
                    .hostListener(events::add)
                    .faults(Fault.parse("delay 1m command=CSQ"))
                    .start()) {
                InetSocketAddress door = modem.listen();
                try (Terminal first = Terminal.at(modem)) {
                    // the modem has something to do, so that the line of the first stays for two seconds
                    first.type("AT+CSQ\r");
                    await().until(() -> kinds().contains(HostEvent.Kind.WROTE));
                }
                try (Terminal second = new Terminal(door)) {
                    await().until(() -> modem.hostCounts().connected() == 2);
                    second.type("A");
                    await().until(() -> events.get(events.size() - 1).kind() == HostEvent.Kind.WROTE);
                }
                assertThat(modem.hostCounts()).isEqualTo(new HostCounts(2, 0, 0));
                assertThat(kinds())
                        .doesNotContain(HostEvent.Kind.KICKED, HostEvent.Kind.REFUSED)
                        .containsSubsequence(
                                HostEvent.Kind.DISCONNECTED, HostEvent.Kind.CONNECTED, HostEvent.Kind.WROTE);
                assertThat(events.get(0).server()).isNotEqualTo(door);
                assertThat(events.get(events.size() - 1).server()).isEqualTo(door);
            }
        }
    }

    @Test
    void theListenerSeesWhoWroteWhichBytes() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .name("watched")
                        .kickOldHost(true)
                        .hostListener(events::add)
                        .start();
                Socket one = host("127.0.0.2", modem.listen());
                Socket two = host("127.0.0.3", modem.listen())) {
            await().until(() -> modem.hostCounts().kicked() == 1);
            boolean firstCame = events.get(0).host().equals(one.getLocalSocketAddress());
            Socket owner = firstCame ? two : one;
            owner.getOutputStream().write("AT+CGMM\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> written(owner).equals("AT+CGMM\r"));

            assertThat(written(firstCame ? one : two)).isEmpty();
            assertThat(events).allMatch(event -> event.modem().equals("watched"));
            assertThat(events).extracting(HostEvent::time).isSorted();
            owner.close();
            await().until(() -> kinds().contains(HostEvent.Kind.DISCONNECTED));
        }
    }

    @Test
    void theLogOfHostsHasAddressesAndCountsButNoBytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hosts");
        int port;
        try (VirtualModem modem = VirtualModem.fromOptions(
                        "logged", Map.of("hostLog", file.toString(), "kickOldHost", "true", "pin", "1234"));
                Socket host = host("127.0.0.1", modem.listen())) {
            port = host.getLocalPort();
            host.getOutputStream().write("AT+CPIN=1234\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> modem.bytesIn() == 13);
        }
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .satisfies(lines -> {
                    String host = " logged 127.0.0.1:" + port;
                    assertThat(lines.get(0)).endsWith(host + " connected");
                    assertThat(lines.get(1)).endsWith(host + " wrote 13");
                    assertThat(lines.get(2)).endsWith(host + " disconnected");
                })
                .noneMatch(line -> line.contains("CPIN"));
    }

    @Test
    @ExpectedLog("The listener for hosts of a modem fails: .*not today")
    void aListenerThatFailsDoesNotDisturbTheModem() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .hostListener(event -> {
                            throw new IllegalStateException("not today");
                        })
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.isQuiet().isQuiet();
        }
    }

    private static Socket host(String from, InetSocketAddress modem) throws IOException {
        return new Socket(modem.getAddress(), modem.getPort(), InetAddress.getByName(from), 0);
    }

    private List<HostEvent.Kind> kinds() {
        return events.stream().map(HostEvent::kind).toList();
    }

    private String written(Socket host) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.stream()
                .filter(event -> event.host().equals(host.getLocalSocketAddress()))
                .forEach(event -> all.writeBytes(event.bytes()));
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
