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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that talks at another rate than the module. */
@Timeout(60)
class BaudRateTest {

    private static VirtualModem modem(boolean strict) {
        return VirtualModem.builder().baud(115_200).strictBaud(strict).seed(7).start();
    }

    private static String ask(VirtualPort port, String command, int count) throws IOException {
        port.write((command + '\r').getBytes(StandardCharsets.US_ASCII));
        return read(port, count);
    }

    private static String read(VirtualPort port, int count) throws IOException {
        byte[] bytes = new byte[count];
        int got = 0;
        while (got < count) {
            int n = port.read(bytes, got, count - got, 20_000);
            if (n <= 0) {
                break;
            }
            got += n;
        }
        return new String(bytes, 0, got, StandardCharsets.ISO_8859_1);
    }

    @Test
    void atTheWrongRateBothDirectionsAreGarbageFromTheSeed() throws IOException {
        String[] runs = new String[2];
        for (int run = 0; run < runs.length; run++) {
            try (VirtualModem modem = modem(true);
                    VirtualPort port = modem.connect()) {
                port.setBaudRate(57_600);
                // the echo of what the module made of it, garbled once more
                runs[run] = HexFormat.of().formatHex(ask(port, "AT", 3).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(modem.commands()).doesNotContain("AT");
            }
        }
        assertThat(runs[0]).hasSize(6).isEqualTo(runs[1]).isNotEqualTo("41540d");
    }

    @Test
    void atTheRightRateAllIsWellAgain() throws IOException {
        try (VirtualModem modem = modem(true);
                VirtualPort port = modem.connect()) {
            assertThat(ask(port, "AT", 9)).isEqualTo("AT\r\r\nOK\r\n");
            port.setBaudRate(115_200);
            assertThat(ask(port, "AT", 9)).isEqualTo("AT\r\r\nOK\r\n");
        }
    }

    @Test
    void iprChangesTheRateAfterItsOk() throws IOException {
        try (VirtualModem modem = modem(true);
                VirtualPort port = modem.connect()) {
            port.setBaudRate(115_200);
            assertThat(ask(port, "ATE0", 11)).endsWith("OK\r\n");
            assertThat(ask(port, "AT+IPR?", 23)).isEqualTo("\r\n+IPR: 115200\r\n\r\nOK\r\n");
            assertThat(ask(port, "AT+IPR=1234", 9)).isEqualTo("\r\nERROR\r\n");
            assertThat(ask(port, "AT+IPR=57600", 6)).isEqualTo("\r\nOK\r\n");
            port.setBaudRate(57_600);
            // the module changes its rate when the OK has left it
            awaitUnderstood(modem, port);
            assertThat(ask(port, "AT+IPR?", 22)).isEqualTo("\r\n+IPR: 57600\r\n\r\nOK\r\n");
            modem.reboot(false);
            modem.reset();
            port.setBaudRate(115_200);
            assertThat(ask(port, "AT", 9)).isEqualTo("AT\r\r\nOK\r\n");
        }
    }

    private static void awaitUnderstood(VirtualModem modem, VirtualPort port) {
        byte[] dropped = new byte[1000];
        await().until(() -> {
            port.write("\rAT+CSQ\r".getBytes(StandardCharsets.US_ASCII));
            while (port.read(dropped, 0, dropped.length, 1000) > 0) {
                // up to a second of silence
            }
            return modem.commands().contains("AT+CSQ");
        });
    }

    @Test
    void theRateOfTheHostDoesNotMatterUnlessItIsSaid() throws IOException {
        try (VirtualModem modem = modem(false);
                VirtualPort port = modem.connect()) {
            port.setBaudRate(57_600);
            assertThat(ask(port, "AT", 9)).isEqualTo("AT\r\r\nOK\r\n");
        }
    }

    @Test
    void theNextHostHasTheRateOfTheModuleUntilItSaysOtherwise() throws IOException {
        try (VirtualModem modem = modem(true)) {
            try (VirtualPort wrong = modem.connect()) {
                wrong.setBaudRate(57_600);
            }
            try (VirtualPort port = modem.connect()) {
                assertThat(ask(port, "AT", 9)).isEqualTo("AT\r\r\nOK\r\n");
            }
        }
    }
}
