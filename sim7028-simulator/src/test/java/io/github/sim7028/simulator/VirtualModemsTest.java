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

import io.github.sim7028.simulator.model.ModuleIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several modems in one process. */
@Timeout(60)
class VirtualModemsTest {

    private static final InetSocketAddress FREE = new InetSocketAddress("127.0.0.1", 0);

    @Test
    void eachModemHasItsOwnNameNumbersAndPort() throws IOException {
        try (VirtualModems modems = VirtualModems.start(50, "field", modem -> modem.links(10))) {
            List<InetSocketAddress> addresses = modems.listen(FREE);

            Set<String> imeis = new TreeSet<>();
            Set<String> cards = new TreeSet<>();
            Set<String> subscribers = new TreeSet<>();
            for (int number = 1; number <= 50; number++) {
                ModuleIdentity identity = modems.get(number).identity();
                assertThat(VirtualModem.named("field-" + number)).containsSame(modems.get(number));
                try (Terminal terminal = new Terminal(addresses.get(number - 1))) {
                    terminal.type("ATE0\r")
                            .sees("ATE0\r\r\nOK\r\n")
                            .asks("AT+CGSN", identity.imei(), "OK")
                            .asks("AT+CICCID", "+CICCID: " + identity.iccid(), "OK")
                            .asks("AT+CIMI", identity.imsi(), "OK");
                }
                imeis.add(identity.imei());
                cards.add(identity.iccid());
                subscribers.add(identity.imsi());
            }
            assertThat(imeis).hasSize(50).first().isEqualTo("860000000000017");
            assertThat(cards).hasSize(50).first().isEqualTo("89860012345678901234");
            assertThat(subscribers).hasSize(50).first().isEqualTo("460000123456789");
        }
        assertThat(VirtualModem.named("field-1")).isEmpty();
        assertThat(SimulatorThreads.alive()).noneMatch(name -> name.contains("field-"));
    }

    @Test
    void anImeiEndsWithItsCheckDigit() {
        assertThat(IntStream.of(1, 2, 9, 10, 11, 999_999)
                        .mapToObj(number -> ModuleIdentity.of(number).imei()))
                .containsExactly(
                        "860000000000017",
                        "860000000000025",
                        "860000000000090",
                        "860000000000108",
                        "860000000000116",
                        "860000009999995");
        assertThatThrownBy(() -> ModuleIdentity.of(1_000_000)).hasMessageContaining("1 to 999999");
    }

    @Test
    void theOnlyModemOfACountOfOneHasTheNameItself() {
        try (VirtualModems modems = VirtualModems.fromOptions(1, "alone", Map.of("imei", "123"))) {
            assertThat(modems.get(1).name()).contains("alone");
            assertThat(modems.get(1).identity().imei()).isEqualTo("123");
        }
    }

    @Test
    void modemsWithOneSeedMeetTheirFaultsAtDifferentTimes() {
        Map<String, String> options = Map.of("seed", "7", "faults", "drop line='+CSQ: *' p=0.5");
        assertThat(answers(options)).isEqualTo(answers(options)).hasSizeGreaterThan(1);
    }

    private static Set<String> answers(Map<String, String> options) {
        Set<String> patterns = new TreeSet<>();
        try (VirtualModems modems = VirtualModems.fromOptions(8, "chance", options)) {
            for (VirtualModem modem : modems.all()) {
                StringBuilder pattern = new StringBuilder();
                try (Terminal terminal = Terminal.at(modem)) {
                    for (int i = 0; i < 16; i++) {
                        pattern.append(
                                terminal.command("AT+CSQ").readThrough("OK\r\n").contains("CSQ") ? '+' : '-');
                    }
                }
                patterns.add(pattern.toString());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return patterns;
    }

    @Test
    void theirTranscriptIsOneFileWithTheNameInEachLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("transcript");
        try (VirtualModems modems = VirtualModems.fromOptions(2, "told", Map.of("transcript", file.toString()));
                Terminal first = Terminal.at(modems.get(1));
                Terminal second = Terminal.at(modems.get(2))) {
            first.asks("AT+CSQ", "+CSQ: 23,0", "OK");
            second.asks("AT+CGMM", "SIM7028", "OK");
        }
        assertThat(Files.readAllLines(file))
                .anyMatch(line -> line.matches("told-1 \\S+ > AT\\+CSQ"))
                .anyMatch(line -> line.matches("told-2 \\S+ > AT\\+CGMM"))
                .allMatch(line -> line.startsWith("told-"));
    }

    @Test
    void whatCannotBeIsExplained() throws IOException {
        assertThatThrownBy(() -> VirtualModems.start(0, "none", modem -> modem))
                .hasMessage("The number of modems must be 1 to 10000, not 0");
        assertThatThrownBy(() -> VirtualModems.fromOptions(2, "two", Map.of("imei", "1")))
                .hasMessageStartingWith("Simulator option imei: 2 modems cannot have the same one");
        assertThatThrownBy(() -> VirtualModems.fromOptions(2, "two", Map.of("colour", "red")))
                .hasMessageStartingWith("Unknown simulator option 'colour'");
        try (VirtualModems modems = VirtualModems.start(3, "ports", modem -> modem);
                ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> modems.get(4)).hasMessage("The modems have the numbers 1 to 3, not 4");
            assertThatThrownBy(() -> modems.listen(new InetSocketAddress("127.0.0.1", 65_534)))
                    .hasMessageStartingWith("From port 65534 on there are not 3 ports");
            assertThatThrownBy(() -> modems.listen(new InetSocketAddress("127.0.0.1", taken.getLocalPort())))
                    .hasMessageContaining("Cannot listen on");
        }
    }

    @Test
    void aModemThatCannotStartTakesTheOthersWithIt() {
        try (VirtualModem other = VirtualModem.builder().name("taken-2").start()) {
            assertThatThrownBy(() -> VirtualModems.start(3, "taken", modem -> modem))
                    .hasMessage("A virtual modem named 'taken-2' already runs in this JVM");
            assertThat(VirtualModem.named("taken-1")).isEmpty();
            assertThat(VirtualModem.named("taken-2")).containsSame(other);
        }
    }
}
