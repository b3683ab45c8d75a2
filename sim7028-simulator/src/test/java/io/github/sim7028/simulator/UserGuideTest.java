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

import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.control.Timeline;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/simulator.md. */
@Timeout(60)
class UserGuideTest {

    @RegisterExtension
    static VirtualModemExtension sim =
            VirtualModemExtension.with(modem -> modem.links(10).baud(921_600));

    @Test
    void asALibrary() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().links(10).start();
                VirtualPort port = modem.connect()) {
            port.write("AT+CSQ\r".getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[256];
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("OK\r\n")) {
                int n = port.read(buffer, 0, buffer.length, 1000);
                answer.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
            }
            assertThat(answer).contains("+CSQ: 23,0");
        }
    }

    @Test
    void theModemAsAParameter(VirtualModem modem) {
        modem.setSignal(12, 0);
        modem.setRegistration(Registration.SEARCHING);
        modem.setSim(SimCard.locked("1234"));
        modem.faults().add("drop line='+CIPSEND: *' nth=2");
        assertThat(modem.settings().echo).isTrue();
        assertThat(modem.commands()).isEmpty();
        modem.reboot(true);
    }

    @Test
    void asOptions() {
        VirtualModem modem = VirtualModem.fromOptions(
                "roof", Map.of("baud", "115200", "links", "10", "faults", "delay 3s line='+CIPSEND: *' p=0.1"));
        assertThat(VirtualModem.named("roof")).containsSame(modem);
        modem.close();
    }

    @Test
    void severalModems() throws IOException {
        try (VirtualModems modems =
                VirtualModems.start(50, "guide", modem -> modem.links(10).kickOldHost(true))) {
            List<InetSocketAddress> addresses = modems.listen(new InetSocketAddress("127.0.0.1", 0));
            modems.get(3).loseNetwork(true);
            assertThat(addresses).hasSize(50);
        }
    }

    @Test
    void liveControl() {
        try (VirtualModems modems = VirtualModems.start(4, "live", modem -> modem)) {
            try (Timeline.Real time = Timeline.real()) {
                ModemControl control = new ModemControl(modems.all(), time, 7);
                control.run("networkloss quiet modems=half for=60s");
            }
            assertThat(modems.all())
                    .filteredOn(modem -> modem.state().network() == Registration.SEARCHING)
                    .hasSize(2);
        }
    }

    @Test
    void theCommandsOfThePageAreThoseThatThereAre() throws IOException {
        String page = Files.readString(Path.of("../docs/simulator.md"));
        String table = page.substring(page.indexOf("## Live control"), page.indexOf("## As a serial port"));
        assertThat(ModemControl.commands()).allSatisfy(command -> assertThat(table.replace("\\|", "|"))
                .contains('`' + command.name() + (command.value().isEmpty() ? "" : ' ' + command.value()) + '`'));
    }

    @Test
    void addressesOfTheNote() throws IOException {
        try (TcpPeer server = new TcpPeer();
                VirtualModem modem = VirtualModem.builder()
                        .host("telemetry.example", "117.131.85.139")
                        .route("117.131.85.139", 5253, new InetSocketAddress("127.0.0.1", server.port()))
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPOPEN=0,\"TCP\",\"telemetry.example\",5253", "OK", "+CIPOPEN: 0,0");
        }
    }

    @Test
    void sleepInTests() {
        try (VirtualModem modem = VirtualModem.builder()
                .timeScale(3600)
                .time(ModuleTime.UART_SILENCE, Duration.ofMillis(50))
                .start()) {
            modem.skip(Duration.ofHours(1));
            assertThat(modem.asleep()).isTrue();
        }
    }

    @Test
    void faultsInCode() {
        try (VirtualModem modem = VirtualModem.builder()
                .faults(
                        Fault.delay(Duration.ofSeconds(3)).onLine("+CIPSEND: *").probability(0.1),
                        Fault.reboot(false).onCommand("CIPSEND").nth(3))
                .seed(7)
                .start()) {
            modem.faults().add(Fault.drop().onLine("+CIPRXGET: 1,*").times(1));
            assertThat(modem.faults().fired()).isEmpty();
        }
    }
}
