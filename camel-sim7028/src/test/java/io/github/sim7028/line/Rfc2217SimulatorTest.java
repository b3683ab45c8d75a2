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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2217 with the simulator as the terminal server: the module knows the rate and the DTR of its host. */
class Rfc2217SimulatorTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> transcript = new CopyOnWriteArrayList<>();
    private VirtualModem modem;
    private InetSocketAddress address;

    private void start(UnaryOperator<VirtualModemBuilder> options) throws Exception {
        modem = options.apply(VirtualModem.builder().transcript(transcript::add))
                .start();
        address = modem.listenRfc2217();
    }

    @AfterEach
    void stop() {
        modem.close();
    }

    private LineFactory device(int baudRate) {
        return Lines.of(
                "rfc2217://127.0.0.1:" + address.getPort(),
                new SerialSettings(baudRate, 8, 1, Parity.NONE, FlowControl.NONE));
    }

    private static void write(Line line, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        line.write(bytes, 0, bytes.length);
    }

    private static String read(Line line, int length) {
        return read(line, all -> all.length() >= length);
    }

    /** Up to the first OK. */
    private static String answer(Line line) {
        return read(line, all -> all.contains("OK\r\n"));
    }

    private static String read(Line line, Predicate<String> enough) {
        return CompletableFuture.supplyAsync(() -> {
                    StringBuilder all = new StringBuilder();
                    byte[] buffer = new byte[1024];
                    try {
                        while (!enough.test(all.toString())) {
                            int count = line.read(buffer);
                            if (count < 0) {
                                break;
                            }
                            all.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                        }
                    } catch (IOException e) {
                        all.append(e);
                    }
                    return all.toString();
                })
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void aHostAtTheRateOfTheModuleIsUnderstoodAndOneAtAnotherIsNot() throws Exception {
        start(modem -> modem.baud(115_200).strictBaud(true).seed(3));
        try (Line wrong = device(57_600).open()) {
            write(wrong, "AT\r");
            // the echo of what the module made of it, garbled once more
            assertThat(read(wrong, 3)).doesNotContain("AT");
            assertThat(modem.commands()).doesNotContain("AT");
        }
        try (Line right = device(115_200).open()) {
            write(right, "\rAT+CSQ\r");
            assertThat(answer(right)).contains("+CSQ: 23,0");
        }
    }

    @Test
    void afterIprTheHostNeedsTheNewRate() throws Exception {
        start(modem -> modem.strictBaud(true));
        try (Line line = device(115_200).open()) {
            write(line, "ATE0\r");
            assertThat(read(line, 11)).endsWith("OK\r\n");
            write(line, "AT+IPR=57600\r");
            assertThat(read(line, 6)).isEqualTo("\r\nOK\r\n");
        }
        // the module changes its rate when the OK has left it
        await().atMost(SOON).ignoreExceptions().until(() -> {
            try (Line line = device(57_600).open()) {
                write(line, "\rAT+CSQ\r");
                await().atMost(Duration.ofSeconds(3))
                        .until(() -> modem.commands().contains("AT+CSQ"));
            }
            return true;
        });
    }

    @Test
    void theSettingsThatTheModuleDoesNotHaveAreRefused() throws Exception {
        start(modem -> modem);
        LineFactory even = Lines.of(
                "rfc2217://127.0.0.1:" + address.getPort(),
                new SerialSettings(115_200, 8, 1, Parity.EVEN, FlowControl.NONE));
        assertThatThrownBy(even::open)
                .isInstanceOf(LineException.class)
                .hasMessageContaining("does not accept the parity: 3 was requested, 1 was set");
    }

    @Test
    void bytesAtALowRateWakeAModuleThatSleeps() throws Exception {
        start(modem -> modem);
        try (Line line = device(115_200).open()) {
            write(line, "AT\r");
            assertThat(read(line, 9)).endsWith("OK\r\n");
            modem.skip(Duration.ofHours(1));
            await().atMost(SOON).until(modem::asleep);
            assertThat(line.writeAt(9600, new byte[] {0})).isTrue();
            await().atMost(SOON).until(() -> !modem.asleep());
            assertThat(transcript).anyMatch(entry -> entry.contains("1 byte at 9600 baud"));
        }
    }

    @Test
    void theModuleSeesTheDtrOfItsHostAndThatTheHostHasGone() throws Exception {
        start(modem -> modem.dtrResets(true));
        try (Line line = device(115_200).open()) {
            line.setDtr(false);
            await().atMost(SOON).until(() -> transcript.stream().anyMatch(entry -> entry.endsWith("DTR off")));
            line.setDtr(true);
            await().atMost(SOON)
                    .until(() -> transcript.stream()
                                    .filter(entry -> entry.endsWith("DTR on"))
                                    .count()
                            == 2);
        }
        await().atMost(SOON)
                .until(() -> transcript.stream()
                                .filter(entry -> entry.endsWith("DTR off"))
                                .count()
                        == 2);
    }

    @Test
    void anotherHostIsToldThatTheModuleIsInUse() throws Exception {
        start(modem -> modem);
        try (Line first = device(115_200).open()) {
            assertThatThrownBy(() -> device(115_200).open())
                    .isInstanceOf(LineException.class)
                    .hasMessageContaining("another host is connected");
            write(first, "AT\r");
            assertThat(read(first, 9)).endsWith("OK\r\n");
        }
    }

    /** All bytes both ways, those that are telnet's among them, by the whole driver. */
    @ParameterizedTest
    @ValueSource(ints = {0, 460_800})
    void theDriverSendsAndReceivesEveryByte(int baud) throws Exception {
        start(modem -> modem.baud(baud));
        byte[] all = new byte[40_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i % 3 == 0 ? 0xFF : i * 7);
        }
        UnaryOperator<ModemProfile> overTelnet = profile -> new ModemProfile(
                "rfc2217",
                device(460_800),
                profile.network(),
                profile.transfer(),
                profile.recovery(),
                profile.power(),
                false);
        try (TcpPeer peer = TcpPeer.echo();
                ModemRig rig = new ModemRig(builder -> builder, overTelnet)) {
            ModemLease lease = rig.lease();
            Modem driver = lease.modem();
            ModemRig.awaitState(driver, ModemState.READY);
            Collector receiver = new Collector();
            ModemRig.send(lease.link(LinkSpec.tcp("127.0.0.1", peer.port()), receiver), all);
            await().atMost(ModemRig.LIMIT).until(() -> receiver.bytes().length >= all.length);
            assertThat(receiver.bytes()).isEqualTo(all);
        }
    }
}
