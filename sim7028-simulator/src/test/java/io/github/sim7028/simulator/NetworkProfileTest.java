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
import static org.assertj.core.api.Assertions.within;

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.NetworkProfile;
import io.github.sim7028.simulator.model.Times;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How good the network is. */
@Timeout(60)
class NetworkProfileTest {

    private static final int SAMPLES = 20_000;

    private static long[] roundTrips(NetworkProfile profile, long seed) {
        Random random = new Random(seed);
        return LongStream.generate(() -> profile.roundTrip(random).toMillis())
                .limit(SAMPLES)
                .sorted()
                .toArray();
    }

    /** The table of docs/simulator.md is that of the code, and the code draws what the table says. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theRoundTripsAreThoseOfThePage(NetworkProfile profile) throws IOException {
        String row = Files.readAllLines(Path.of("../docs/simulator.md")).stream()
                .filter(line -> line.startsWith("| `" + profile.optionName() + "` |"))
                .findFirst()
                .orElseThrow();
        long[] told = Arrays.stream(row.split("\\|"))
                .skip(2)
                .limit(4)
                .mapToLong(
                        cell -> Long.parseLong(cell.strip().replace(" ms", "").replace(",", "")))
                .toArray();
        long[] drawn = roundTrips(profile, 7);

        assertThat(drawn[0]).isGreaterThanOrEqualTo(told[0]);
        assertThat((double) drawn[SAMPLES / 2]).isCloseTo(told[1], within(told[1] * 0.05));
        assertThat((double) drawn[SAMPLES * 95 / 100]).isCloseTo(told[2], within(told[2] * 0.08));
        assertThat(drawn[SAMPLES - 1]).isLessThanOrEqualTo(told[3]);
        assertThat(profile.faults(Times.FAST)).allSatisfy(fault -> {
            Fault.parse(fault);
            assertThat(row).contains(percent(fault));
        });
    }

    private static String percent(String fault) {
        double p = Double.parseDouble(fault.substring(fault.indexOf("p=") + 2));
        return BigDecimal.valueOf(p).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(roundTrips(NetworkProfile.EDGE, 7)).isEqualTo(roundTrips(NetworkProfile.EDGE, 7));
        assertThat(roundTrips(NetworkProfile.EDGE, 7)).isNotEqualTo(roundTrips(NetworkProfile.EDGE, 8));
    }

    @Test
    void openingAndTheAnswerOfThePeerTakeARoundTripEach() throws IOException {
        try (TcpPeer peer = new TcpPeer();
                VirtualModem modem = VirtualModem.builder()
                        .network(NetworkProfile.SATELLITE)
                        .seed(3)
                        .start();
                Terminal terminal = Terminal.at(modem)) {
            modem.faults().clear();
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0").asks("AT+CIPRXGET=1", "OK");
            long began = System.nanoTime();
            peer.openedBy(terminal, 0);
            assertThat(since(began)).isGreaterThanOrEqualTo(Duration.ofMillis(560));

            began = System.nanoTime();
            peer.sends("hello");
            // it is on the way: nothing is there to be read yet
            terminal.asks("AT+CIPRXGET=4,0", "+CIPRXGET: 4,0,0", "OK");
            terminal.says("+CIPRXGET: 1,0");
            assertThat(since(began)).isGreaterThanOrEqualTo(Duration.ofMillis(560));
            terminal.command("AT+CIPRXGET=2,0,100").sees("\r\n+CIPRXGET: 2,0,5,0\r\nhello\r\nOK\r\n");
        }
    }

    @Test
    void anOpeningThatIsRefusedIsToldAfterARoundTrip() throws IOException {
        int closed = FreePort.find();
        try (VirtualModem modem =
                        VirtualModem.builder().network(NetworkProfile.SATELLITE).start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            long began = System.nanoTime();
            terminal.asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + closed, "OK", "+CIPOPEN: 0,1");
            assertThat(since(began)).isGreaterThanOrEqualTo(Duration.ofMillis(560));
        }
    }

    @Test
    void aDelayBetweenTwoTimesIsDrawnFromTheSeed() {
        assertThat(Fault.parse("delay 1s..3s line='+CIPSEND: *' p=0.5"))
                .isEqualTo(Fault.delay(Duration.ofSeconds(1), Duration.ofSeconds(3))
                        .onLine("+CIPSEND: *")
                        .probability(0.5));
        assertThatThrownBy(() -> Fault.parse("delay 3s..1s")).hasMessageContaining("the shorter time first");
        assertThatThrownBy(() -> Fault.parse("delay 3s..")).hasMessageContaining("is not a duration");
    }

    @Test
    void aProfileThatIsNotThereIsExplained() {
        assertThatThrownBy(() -> VirtualModem.checkOptions(Map.of("network", "5g")))
                .hasMessage("Simulator option network=5g: must be none, nb-iot-good, edge, satellite, not '5g'");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
