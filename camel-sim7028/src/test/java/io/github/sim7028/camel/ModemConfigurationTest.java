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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.line.FlowControl;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Parity;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.modem.settings.TransferSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModemConfigurationTest {

    private final Sim7028ModemConfiguration configuration = new Sim7028ModemConfiguration();

    @Test
    void withoutOptionsTheProfileHasTheDriversDefaults() {
        configuration.setDevice("/dev/ttyUSB2");

        ModemProfile profile = configuration.profile("roof");

        assertThat(profile.name()).isEqualTo("roof");
        assertThat(profile.line()).asString().startsWith("/dev/ttyUSB2");
        assertThat(profile.network()).isEqualTo(NetworkSettings.DEFAULT);
        assertThat(profile.transfer()).isEqualTo(TransferSettings.DEFAULT);
        assertThat(profile.recovery()).isEqualTo(RecoverySettings.DEFAULT);
    }

    @Test
    void theOptionsOfTheSerialLineReachTheLine() {
        configuration.setDevice("/dev/ttyUSB2");
        configuration.setBaudRate(9600);
        configuration.setParity(Parity.EVEN);
        configuration.setStopBits(2);
        configuration.setFlowControl(FlowControl.RTSCTS);

        assertThat(configuration.profile("roof").line()).asString().contains("9600 8E2 rtscts");
    }

    @Test
    void hexAloneMeansBufferedReceptionAndItsOwnLength() {
        configuration.setDevice("socket://localhost:7028");
        assertThat(configuration.profile("roof").transfer().readLength()).isEqualTo(1500);
        configuration.setReadFormat(ReadFormat.HEX);
        TransferSettings hex = configuration.profile("roof").transfer();
        assertThat(hex.receiveMode()).isEqualTo(ReceiveMode.BUFFERED);
        assertThat(hex.readLength()).isEqualTo(750);
        assertThat(configuration.getReceiveMode()).isEqualTo(ReceiveMode.BUFFERED);
        configuration.setReceiveMode(ReceiveMode.AUTO);
        assertThat(configuration.profile("roof").transfer().receiveMode()).isEqualTo(ReceiveMode.AUTO);
    }

    @Test
    void everyOptionReachesTheProfile() {
        configuration.setDevice("socket://localhost:7028");
        configuration.setSimPin("1234");
        configuration.setApn("iot.example");
        configuration.setIpFamily(IpFamily.IPV6);
        configuration.setRegistrationTimeout(60_001);
        configuration.setNetOpenTimeout(60_002);
        configuration.setNetCloseOnStop(false);
        configuration.setReceiveMode(ReceiveMode.PUSH);
        configuration.setReadFormat(ReadFormat.HEX);
        configuration.setReadLength(750);
        configuration.setSendMode(SendMode.ACK);
        configuration.setConnectTimeout(60_003);
        configuration.setSendTimeout(60_004);
        configuration.setPollInterval(60_005);
        configuration.setRetransmissions(3);
        configuration.setMinRetransmissionTimeout(60_006);
        configuration.setReceiveDelay(7);
        configuration.setCommandTimeout(60_008);
        configuration.setKeepAliveInterval(60_009);
        configuration.setReconnectDelay(10);
        configuration.setMaxReconnectDelay(60_011);
        configuration.setReconnectMultiplier(1.5);
        configuration.setLinkAcquireTimeout(60_012);
        configuration.setLinkIdleTimeout(60_013);

        configuration.setSendFormat(SendFormat.ESCAPED);
        configuration.setPrimaryDns("2001:db8::53");
        configuration.setSecondaryDns("2001:db8::54");
        configuration.setTcpKeepAlive(true);
        configuration.setTcpKeepAliveIdle(180_000);
        configuration.setTcpKeepAliveCount(4);
        configuration.setTcpKeepAliveInterval(300_000);
        configuration.setInitCommands("AT+CPSMS=0; AT+CEDRXS=0");

        ModemProfile profile = configuration.profile("roof");

        assertThat(profile.line()).hasToString("socket://localhost:7028");
        assertThat(profile.network())
                .isEqualTo(new NetworkSettings(
                        "1234",
                        "iot.example",
                        IpFamily.IPV6,
                        "2001:db8::53",
                        "2001:db8::54",
                        new TcpKeepAlive(true, Duration.ofMinutes(3), 4, Duration.ofMinutes(5)),
                        List.of("AT+CPSMS=0", "AT+CEDRXS=0"),
                        millis(60_001),
                        millis(60_002),
                        false));
        assertThat(profile.transfer())
                .isEqualTo(new TransferSettings(
                        AccessMode.COMMAND,
                        ReceiveMode.PUSH,
                        ReadFormat.HEX,
                        750,
                        SendMode.ACK,
                        SendFormat.ESCAPED,
                        millis(60_003),
                        millis(60_004),
                        millis(60_005),
                        3,
                        millis(60_006),
                        millis(7)));
        assertThat(profile.recovery())
                .isEqualTo(new RecoverySettings(
                        millis(60_008),
                        millis(60_009),
                        millis(10),
                        millis(60_011),
                        1.5,
                        millis(60_012),
                        millis(60_013)));
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                wrong(c -> c.setBaudRate(1), "baud", "1 ", "300"),
                wrong(c -> c.setDataBits(7), "data", "7", "8"),
                wrong(c -> c.setStopBits(3), "stopBits", "3", "1 and 2"),
                wrong(c -> c.setSimPin("12"), "simPin", "4 to 8 digits"),
                wrong(c -> c.setApn("a\"b"), "apn", "'a\"b'"),
                wrong(c -> c.setReadLength(1501), "readLength", "1501", "1500"),
                wrong(
                        c -> {
                            c.setReadFormat(ReadFormat.HEX);
                            c.setReadLength(1500);
                        },
                        "readLength",
                        "1500",
                        "750"),
                wrong(c -> c.setConnectTimeout(2999), "connectTimeout", "2999ms", "3s to 2m"),
                wrong(c -> c.setSendTimeout(120_001), "sendTimeout", "120001ms", "3s to 2m"),
                wrong(c -> c.setNetOpenTimeout(0), "netOpenTimeout", "0", "3s to 2m"),
                wrong(c -> c.setCommandTimeout(0), "commandTimeout", "0", "100ms"),
                wrong(c -> c.setRegistrationTimeout(0), "registrationTimeout", "1s to"),
                wrong(c -> c.setRetransmissions(11), "retransmissions", "11", "0 to 10"),
                wrong(c -> c.setReceiveDelay(1001), "receiveDelay", "1001ms", "0 to 1s"),
                wrong(c -> c.setReconnectDelay(0), "reconnectDelay", "0"),
                wrong(c -> c.setMaxReconnectDelay(1), "maxReconnectDelay", "1ms", "5s"),
                wrong(c -> c.setReconnectMultiplier(0.5), "reconnectMultiplier", "0.5", "1 to 10"),
                wrong(c -> c.setStartupTimeout(0), "startupTimeout", "0", "1s to 1h"));
    }

    private static Arguments wrong(Consumer<Sim7028ModemConfiguration> set, String... words) {
        return Arguments.of(set, words);
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void aValueOutOfRangeIsNamedWithWhatIsAllowed(Consumer<Sim7028ModemConfiguration> set, String... words) {
        configuration.setDevice("/dev/ttyUSB2");
        set.accept(configuration);

        assertThatThrownBy(() -> configuration.profile("roof"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void aBeanMayOpenTheLine() {
        LineFactory factory = () -> {
            throw new LineException("not today");
        };
        configuration.setDevice(factory);

        LineFactory line = configuration.profile("roof").line();
        assertThat(line).hasToString(factory.toString());
        assertThatThrownBy(line::open).isInstanceOf(LineException.class).hasMessage("not today");

        configuration.setDevice(42);
        assertThatThrownBy(() -> configuration.profile("roof"))
                .hasMessageStartingWith("device: a java.lang.Integer is not a device; allowed are");
    }

    @Test
    void aCopyIsIndependentAndThePinIsNeverShown() {
        configuration.setSimPin("4321");
        configuration.setFlowControl(FlowControl.RTSCTS);

        Sim7028ModemConfiguration copy = configuration.copy();
        copy.setSimPin("1111");

        assertThat(configuration.getSimPin()).isEqualTo("4321");
        assertThat(copy.getFlowControl()).isEqualTo(FlowControl.RTSCTS);
        assertThat(configuration.toString()).doesNotContain("4321").contains("***");
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
