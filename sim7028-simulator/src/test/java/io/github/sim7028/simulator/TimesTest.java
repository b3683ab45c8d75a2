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

import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.TimeProfile;
import io.github.sim7028.simulator.model.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long what the module does takes. */
@Timeout(60)
class TimesTest {

    private static final String SEARCHES = "+CEREG: 0,2";
    private static final String REGISTERED = "+CEREG: 0,1";

    @Test
    void aSingleTimeGoesBeforeTheProfileWhateverTheOrder() {
        try (VirtualModem before = VirtualModem.builder()
                        .bootTime(Duration.ofMillis(7))
                        .times(TimeProfile.REAL)
                        .start();
                VirtualModem text = VirtualModem.fromOptions(null, Map.of("times", "real", "bootTime", "7ms"));
                VirtualModem standard = VirtualModem.builder().start()) {
            assertThat(before.times()).startsWith("real (bootTime=7ms, registrationDelay=12s, ");
            assertThat(text.times()).isEqualTo(before.times());
            assertThat(standard.times()).startsWith("fast (bootTime=50ms, registrationDelay=0, ");
        }
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("times", "slow")))
                .hasMessageContaining("times=slow: must be real or fast");
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("timeScale", "0")))
                .hasMessageContaining("timeScale must be 1 to 1000000, not 0");
    }

    @Test
    void theScaleDividesTheTimesOfTheNetworkAndNoOther() {
        Times times = Times.FAST
                .with(ModuleTime.REGISTRATION, Duration.ofMinutes(25))
                .with(ModuleTime.BOOT, Duration.ofSeconds(4))
                .withScale(1000);
        assertThat(times.of(ModuleTime.REGISTRATION)).isEqualTo(Duration.ofMillis(1500));
        assertThat(times.of(ModuleTime.BOOT)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aLongSearchBeginsAgainWithEachRestartAndRadioCycle() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofMinutes(25))
                        .timeScale(3000)
                        .dialect("note")
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            assertThat(modem.searches()).isEqualTo(1);
            awaitAnswer(terminal, REGISTERED);
            assertThat(modem.searches()).isEqualTo(1);
            terminal.asks("AT+CFUN=0", "OK").asks("AT+CFUN=1", "OK").asks("AT+CEREG?", SEARCHES, "OK");
            assertThat(modem.searches()).isEqualTo(2);
            awaitAnswer(terminal, REGISTERED);
            modem.reboot(true);
            terminal.readThrough("*ATREADY: 1\r\n");
            terminal.type("ATE0\r").readThrough("OK\r\n");
            terminal.asks("AT+CEREG?", SEARCHES, "OK");
            assertThat(modem.searches()).isEqualTo(3);
            terminal.asks("AT+CFUN=1", "OK");
            assertThat(modem.searches()).as("the radio was on").isEqualTo(3);
        }
    }

    @Test
    void anApnThatIsSetInTheMiddleOfTheSearchDoesNotTakeEffect() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .registrationDelay(Duration.ofMillis(500))
                        .dialect(Quirk.CFUN_OK_FIRST)
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            String sets = "AT+CGDCONT=0,\"IP\",\"iot\"";
            terminal.command("AT+CFUN=0").readThrough("OK\r\n");
            terminal.command("AT+CFUN=1").readThrough("OK\r\n");
            terminal.command(sets).readThrough("OK\r\n");
            await().during(Duration.ofMillis(700)).until(() -> searching(terminal));
            assertThat(modem.searches()).isEqualTo(2);
            terminal.command("AT+CFUN=0").readThrough("OK\r\n");
            terminal.command("AT+CFUN=1").readThrough("OK\r\n");
            awaitAnswer(terminal, REGISTERED);
            terminal.asks(sets, "OK").asks("AT+CEREG?", REGISTERED, "OK");
        }
    }

    private static boolean searching(Terminal terminal) {
        terminal.command("AT+CEREG?");
        return terminal.readThrough("OK\r\n").contains(SEARCHES);
    }

    @Test
    void theNetworkOpensWhenTheModuleHasItsAddress() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .addressDelay(Duration.ofMillis(300))
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            long began = System.nanoTime();
            terminal.asks("AT+CFUN=0", "OK")
                    .asks("AT+CFUN=1", "SIM Ready", "Network Available", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
            terminal.asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
        }
    }

    @Test
    void durationsAreWrittenAsTheyAreRead() {
        for (String text : new String[] {"0", "1ms", "3500ms", "90s", "5m", "20h"}) {
            assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
        }
    }

    @Test
    void thePageHasEveryTimeWithItsValues() throws IOException {
        String page = Files.readString(Path.of("../docs/simulator.md"));
        for (ModuleTime time : ModuleTime.values()) {
            assertThat(page)
                    .contains("| `" + time.optionName() + "` | " + Durations.format(time.real()) + " | "
                            + Durations.format(time.fast()) + " | ");
        }
    }

    private static void awaitAnswer(Terminal terminal, String line) {
        await().until(() -> {
            terminal.command("AT+CEREG?");
            return terminal.readThrough("OK\r\n").contains(line);
        });
    }
}
