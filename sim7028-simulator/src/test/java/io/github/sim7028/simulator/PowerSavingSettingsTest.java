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

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the host sets for power saving, and what is left of it after a restart. */
@Timeout(60)
class PowerSavingSettingsTest {

    @Test
    void theFactoryStateIsPsmAndHibernate() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CPSMS?", "+CPSMS: 1,,,\"00110100\",\"00100101\"", "OK")
                    .asks("AT+QCPMUCFG?", "+QCPMUCFG: 1,4", "OK");
        }
    }

    @Test
    void theDialectOfTheNoteIsAwake() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().dialect("note").start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CPSMS?", "+CPSMS: 0,,,\"00110100\",\"00100101\"", "OK")
                    .asks("AT+QCPMUCFG?", "+QCPMUCFG: 1,1", "OK");
        }
    }

    @Test
    void psmAndEdrxAreKeptOverARestartAndTheDepthOfSleepIsNot() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CPSMS=0", "OK")
                    .asks("AT+CEDRXS=1,5,\"0101\"", "OK")
                    .asks("AT+CEDRXRDP", "+CEDRXRDP: 5,\"0101\",\"0101\",\"0011\"", "OK")
                    .asks("AT+QCPMUCFG=1,1", "OK")
                    .asks("AT+QCPMUCFG?", "+QCPMUCFG: 1,1", "OK");
            modem.reboot(true);
            terminal.readThrough("*ATREADY: 1\r\n");
            terminal.type("ATE0\r").readThrough("OK\r\n");
            terminal.asks("AT+CPSMS?", "+CPSMS: 0,,,\"00110100\",\"00100101\"", "OK")
                    .asks("AT+CEDRXS?", "+CEDRXS: 5,\"0101\"", "OK")
                    .asks("AT+QCPMUCFG?", "+QCPMUCFG: 1,4", "OK");
            assertThat(modem.settings().powerSaving.psm()).isFalse();
        }
    }

    @Test
    void theTimersAreTakenAsOctetsAndTwoGoesBackToThoseOfTheFactory() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CPSMS=1,,,\"00000110\",\"00000101\"", "OK")
                    .asks("AT+CPSMS?", "+CPSMS: 1,,,\"00000110\",\"00000101\"", "OK")
                    .asks("AT+CPSMS=2", "OK")
                    .asks("AT+CPSMS?", "+CPSMS: 0,,,\"00110100\",\"00100101\"", "OK");
        }
    }

    @Test
    void aModemThatIsResetForTheNextTestIsAFreshOne() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start()) {
            try (Terminal terminal = Terminal.at(modem)) {
                terminal.asks("AT+CPSMS=0", "OK");
            }
            modem.reset();
            assertThat(modem.settings().powerSaving.psm()).isTrue();
        }
    }
}
