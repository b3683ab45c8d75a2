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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @ParameterizedTest
    @CsvSource({
        "/dev/ttyUSB2,/dev/ttyUSB2 (115200 8N1)",
        "' /dev/serial/by-id/usb-SIMCom_SIM7028-if00 ',/dev/serial/by-id/usb-SIMCom_SIM7028-if00 (115200 8N1)",
        "/dev/tty with space,/dev/tty with space (115200 8N1)",
        "COM3,COM3 (115200 8N1)",
        "com12,com12 (115200 8N1)",
        "'\\\\.\\COM12','\\\\.\\COM12 (115200 8N1)'",
        "socket://gateway:7028,socket://gateway:7028",
        "SOCKET://gateway:7028/,socket://gateway:7028",
        "socket://10.0.0.7:1,socket://10.0.0.7:1",
        "sockets://gateway:7028,sockets://gateway:7028",
        "socket://[2001:db8::7]:65535,socket://[2001:db8::7]:65535",
        "socket://[fe80::1%eth0]:7028,socket://[fe80::1%eth0]:7028",
        "rfc2217://gateway:7028,rfc2217://gateway:7028 (115200 8N1)",
        "simulator://roof,simulator://roof",
        "simulator://roof-2/,simulator://roof-2",
        "simulator://roof?pin=1234,simulator://roof",
    })
    void readsADeviceAndDescribesIt(String device, String description) {
        assertThat(Lines.of(device, SerialSettings.DEFAULT)).hasToString(description);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void saysThatADeviceIsEmpty(String device) {
        assertRefused(device, "the device is empty", "/dev/ttyUSB2", "socket://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttyUSB2", "gateway:7028", "COM", "COM0", "socket:gateway:7028", "./modem", "://x"})
    void saysThatADeviceIsNoPathAndNoName(String device) {
        assertRefused(device, "device '" + device + "'", "/dev/ttyUSB2", "socket://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://gateway:7028", "http://gateway", "file:///dev/ttyUSB2"})
    void saysThatASchemeIsNotKnown(String device) {
        assertRefused(device, "unknown scheme '" + device.substring(0, device.indexOf(':')) + "'", "socket://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket://",
                "socket://gateway",
                "socket://gateway:",
                "socket://:7028",
                "socket://gateway:port",
                "socket://2001:db8::7:7028",
                "socket://me@gateway:1",
                "socket://gateway:1/x",
                "socket://gateway:1?x=y",
                "socket://gate way:1",
                "socket://[gateway]:1"
            })
    void saysThatHostOrPortIsMissing(String device) {
        assertRefused(device, "'" + device + "'", "socket://host:port", "in brackets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket://gateway:0", "socket://gateway:65536", "socket://gateway:99999"})
    void saysThatAPortIsOutOfRange(String device) {
        assertRefused(device, "has port " + device.substring(device.lastIndexOf(':') + 1), "1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulator://",
                "simulator://?links=10",
                "simulator://a b",
                "simulator://a/b",
                "simulator://a?",
                "simulator://a?x",
                "simulator://a?=x",
                "simulator://a?x=1&x=2",
                "simulator://a?x=%4"
            })
    void saysWhatIsWrongWithASimulator(String device) {
        assertRefused(device, "device '" + device + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/tty\nUSB2", "/dev/tty\u0000USB2", "socket://gate\rway:1"})
    void refusesControlCharactersAndDoesNotRepeatThem(String device) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lines.of(device, SerialSettings.DEFAULT))
                .withMessageContaining("control character")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void decodesTheOptionsOfASimulator() {
        assertThat(SimulatorDevice.of("simulator://", "roof?links=10&faults=drop%20+CIPSEND&x=a=b%26&y=", 115_200)
                        .options())
                .containsOnly(
                        entry("links", "10"), entry("faults", "drop +CIPSEND"), entry("x", "a=b&"), entry("y", ""));
    }

    @Test
    void describesTheSettingsOfASerialPort() {
        SerialSettings settings = new SerialSettings(921600, 8, 2, Parity.EVEN, FlowControl.RTSCTS);

        assertThat(Lines.of("/dev/ttyS0", settings)).hasToString("/dev/ttyS0 (921600 8E2 rtscts)");
    }

    @ParameterizedTest
    @CsvSource({
        "socket://gateway:7028,true",
        "sockets://gateway:7028,true",
        "rfc2217://gateway:7028,true",
        "simulator://roof,true",
        "/dev/ttyUSB2,false",
        "COM3,false"
    })
    void saysWhetherVirtualThreadsMayTouchTheLine(String device, boolean virtual) {
        assertThat(Lines.of(device, SerialSettings.DEFAULT).virtualThreads()).isEqualTo(virtual);
    }

    @Test
    void takesALineOfAnothersForOneThatWaitsInNativeCode() {
        LineFactory anothers = () -> null;

        assertThat(anothers.virtualThreads()).isFalse();
    }

    private static void assertRefused(String device, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lines.of(device, SerialSettings.DEFAULT))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
