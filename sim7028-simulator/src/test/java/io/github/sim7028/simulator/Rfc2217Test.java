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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator as a terminal server with RFC 2217: what a host says byte by byte, and what comes back. */
@Timeout(60)
class Rfc2217Test {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static String read(InputStream in, int count) throws IOException {
        return HexFormat.ofDelimiter(" ").formatHex(in.readNBytes(count));
    }

    private static Socket connect(VirtualModem modem) throws IOException {
        InetSocketAddress address = modem.listenRfc2217();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** What a host says, and the answer; each of it once, so that nobody talks in circles. */
    @ParameterizedTest
    @CsvSource({
        "WILL and DO binary and COM port,    ff fb 2c ff fb 00 ff fd 00 ff fd 03, ff fd 2c ff fd 00 ff fb 00 ff fb 03",
        "options that nobody knows,          ff fd 01 ff fb 18,                   ff fc 01 ff fe 18",
        "the rate is asked,                  ff fa 2c 01 00 00 00 00 ff f0,       ff fa 2c 65 00 01 c2 00 ff f0",
        "the rate is set,                    ff fa 2c 01 00 00 e1 00 ff f0,       ff fa 2c 65 00 00 e1 00 ff f0",
        "a rate of 65535 with doubled bytes, ff fa 2c 01 00 00 ff ff ff ff ff f0, ff fa 2c 65 00 00 ff ff ff ff ff f0",
        "a rate that no port has,            ff fa 2c 01 7f 00 00 00 ff f0,       ff fa 2c 65 00 01 c2 00 ff f0",
        "seven data bits,                    ff fa 2c 02 07 ff f0,                ff fa 2c 66 08 ff f0",
        "even parity,                        ff fa 2c 03 03 ff f0,                ff fa 2c 67 01 ff f0",
        "two stop bits,                      ff fa 2c 04 02 ff f0,                ff fa 2c 68 01 ff f0",
        "RTS and CTS and then the question,  ff fa 2c 05 03 ff f0 ff fa 2c 05 00 ff f0, "
                + "ff fa 2c 69 03 ff f0 ff fa 2c 69 03 ff f0",
        "DTR off and the question,           ff fa 2c 05 09 ff f0 ff fa 2c 05 07 ff f0, "
                + "ff fa 2c 69 09 ff f0 ff fa 2c 69 09 ff f0",
        "purge,                              ff fa 2c 0c 03 ff f0,                ff fa 2c 70 03 ff f0",
        "masks,                              ff fa 2c 0a 00 ff f0 ff fa 2c 0b ff ff ff f0, "
                + "ff fa 2c 6e 00 ff f0 ff fa 2c 6f ff ff ff f0"
    })
    void aHostIsAnswered(String what, String said, String answer) throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start();
                Socket host = connect(modem)) {
            OutputStream out = host.getOutputStream();
            for (byte each : hex(said)) {
                out.write(each);
            }
            // said again, an agreement is not answered again
            if (said.startsWith("ff fb")) {
                out.write(hex(said));
            }
            out.write("AT\r".getBytes(StandardCharsets.US_ASCII));
            byte[] wanted = hex(answer);
            assertThat(read(host.getInputStream(), wanted.length)).as(what).isEqualTo(answer);
            assertThat(read(host.getInputStream(), 9)).isEqualTo("41 54 0d 0d 0a 4f 4b 0d 0a");
        }
    }

    @Test
    void dataIsTheSameHoweverItIsCutAndMixedWithCommands() throws Exception {
        Random random = new Random(5);
        byte[] ask = hex("ff fa 2c 05 00 ff f0");
        try (VirtualModem modem = VirtualModem.builder().start();
                Socket host = connect(modem)) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            for (int i = 0; i < 200; i++) {
                String command = "AT+CIPSEND=9,\"\u00ff" + i + "\"\r";
                for (byte each : command.getBytes(StandardCharsets.ISO_8859_1)) {
                    said.write(each);
                    if (each == (byte) 0xff) {
                        said.write(each);
                    }
                    if (random.nextInt(10) == 0) {
                        said.writeBytes(ask);
                    }
                }
            }
            byte[] all = said.toByteArray();
            Thread reader = new Thread(() -> drain(host));
            reader.start();
            for (int at = 0; at < all.length; ) {
                int length = Math.min(all.length - at, 1 + random.nextInt(30));
                host.getOutputStream().write(all, at, length);
                at += length;
            }
            await().until(() -> modem.commandCount() == 200);
            assertThat(modem.commands().get(137)).isEqualTo("AT+CIPSEND=9,\"\u00ff137\"");
            host.shutdownOutput();
            reader.join();
        }
    }

    private static void drain(Socket host) {
        try {
            host.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // closed by the test
        }
    }

    @Test
    void aHostThatWantsNoDataGetsNoneUntilItDoes() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start();
                Socket host = connect(modem)) {
            // suspend; a question shows that the port has heard it
            host.getOutputStream().write(hex("ff fa 2c 08 ff f0"));
            host.getOutputStream().write("AT\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> modem.commandCount() == 1);
            host.getOutputStream().write(hex("ff fa 2c 05 00 ff f0"));
            assertThat(read(host.getInputStream(), 7)).isEqualTo("ff fa 2c 69 01 ff f0");
            host.getOutputStream().write(hex("ff fa 2c 09 ff f0"));
            assertThat(read(host.getInputStream(), 9)).isEqualTo("41 54 0d 0d 0a 4f 4b 0d 0a");
        }
    }

    @Test
    void aHostThatOnlyAsksAndReadsNothingIsHeldUp() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start();
                Socket host = connect(modem)) {
            byte[] asked = hex("ff fa 2c 00 ff f0".repeat(2000));
            AtomicLong written = new AtomicLong();
            Thread writer = new Thread(() -> flood(host, asked, written));
            writer.setDaemon(true);
            writer.start();
            long[] before = {0};
            await().pollInterval(Duration.ofMillis(500)).until(() -> {
                long last = before[0];
                before[0] = written.get();
                return last > 0 && last == before[0];
            });
            // the module itself goes on
            modem.setSignal(7, 0);
            assertThat(modem.state().host()).isTrue();
            // what was answered is whole
            byte[] first = host.getInputStream().readNBytes(23);
            assertThat(new String(first, StandardCharsets.ISO_8859_1)).contains("sim7028-simulator");
            host.shutdownOutput();
            writer.join(20_000);
            assertThat(writer.isAlive()).isFalse();
        }
    }

    private static void flood(Socket host, byte[] bytes, AtomicLong written) {
        try {
            while (true) {
                host.getOutputStream().write(bytes);
                written.addAndGet(bytes.length);
            }
        } catch (IOException e) {
            // closed by the test
        }
    }
}
