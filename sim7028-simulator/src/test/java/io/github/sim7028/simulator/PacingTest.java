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

import io.github.sim7028.simulator.uart.UartLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A paced UART keeps to its rate; the limits are generous, as the machine may be busy. */
@Timeout(60)
class PacingTest {

    private static final int BAUD = 115_200;
    private static final double NANOS_PER_BYTE = 10e9 / BAUD;

    @Test
    void bytesComeNoFasterThanTheRateAndDoNotDrift() throws InterruptedException {
        UartLine line = new UartLine(4096, BAUD, () -> {}, () -> {});
        line.open();
        int count = 5_760;
        long began = System.nanoTime();
        Thread writer = new Thread(() -> {
            try {
                line.write(new byte[count], 0, count);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        byte[] buffer = new byte[4096];
        int got = 0;
        while (got < count) {
            got += line.read(buffer, 0, buffer.length, 10_000);
            assertThat(System.nanoTime() - began).isGreaterThan((long) (got * NANOS_PER_BYTE * 0.99));
        }
        writer.join();
        assertThat(System.nanoTime() - began).isLessThan((long) (count * NANOS_PER_BYTE * 1.5));
    }

    @Test
    void anUnpacedLineTakesNoTime() throws InterruptedException {
        UartLine line = new UartLine(4096, 0, () -> {}, () -> {});
        line.open();
        assertThat(line.offer(new byte[5000], 0, 5000)).isEqualTo(4096);
        assertThat(line.nanosToReadable()).isZero();
        assertThat(line.poll(new byte[5000], 0, 5000)).isEqualTo(4096);
        assertThat(line.nanosToReadable()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theEndOfEachWriteIsDeliveredOnItsOwnTimeWhateverIsWrittenBehindIt() {
        UartLine line = new UartLine(4096, BAUD, () -> {}, () -> {});
        line.offer(new byte[6], 0, 6);
        line.offer(new byte[25], 0, 25);
        assertThat(line.nanosToReadable()).isLessThan((long) (7 * NANOS_PER_BYTE));
    }

    @Test
    void anAnswerWaitsForOnePushAtTheMostHoweverMuchHasBeenReceived() throws Exception {
        try (ServerSocket peer = flood();
                VirtualModem modem = VirtualModem.builder().baud(38_400).start();
                VirtualPort port = modem.connect()) {
            say(port, "ATE0;+NETOPEN");
            say(port, "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.getLocalPort());
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf("RECV FROM") < 0) {
                readInto(heard, port);
            }
            long said = modem.bytesOut();
            say(port, "AT");
            int from = heard.length();
            while (heard.indexOf("\r\nOK\r\n", from) < 0) {
                readInto(heard, port);
            }
            // a second one where the machine is so slow that the first was over before the command came
            assertThat(heard.length() - said).isLessThan(2 * 1550);
        }
    }

    @Test
    void bothDirectionsOfAModemArePaced() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().baud(BAUD).start();
                VirtualPort port = modem.connect()) {
            String command = "AT" + " ".repeat(1998) + "\r";
            long began = System.nanoTime();
            port.write(command.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[4096];
            int echoed = 0;
            int wanted = command.length() + 6;
            while (echoed < wanted) {
                int n = port.read(buffer, 0, buffer.length, 20_000);
                assertThat(n).isPositive();
                echoed += n;
            }
            long took = System.nanoTime() - began;
            // the echo runs beside the command, the OK comes after both
            assertThat(took).isBetween((long) (wanted * NANOS_PER_BYTE * 0.99), (long) (wanted * NANOS_PER_BYTE * 3));
        }
    }

    @Test
    void eachLinkHasItsTurnWhenTwoPeersSendMoreThanTheLineTakes() throws Exception {
        try (ServerSocket first = flood();
                ServerSocket second = flood();
                VirtualModem modem = VirtualModem.builder().baud(BAUD).start();
                VirtualPort port = modem.connect()) {
            say(port, "ATE0;+NETOPEN");
            say(port, "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + first.getLocalPort());
            say(port, "AT+CIPOPEN=1,\"TCP\",\"127.0.0.1\"," + second.getLocalPort());
            int[] pushes = new int[2];
            StringBuilder heard = new StringBuilder();
            while (pushes[0] < 10 || pushes[1] < 10) {
                readInto(heard, port);
                pushes[0] = count(heard, "RECV FROM:127.0.0.1:" + first.getLocalPort());
                pushes[1] = count(heard, "RECV FROM:127.0.0.1:" + second.getLocalPort());
                assertThat(pushes[0] + pushes[1])
                        .as("of the first %d", pushes[0])
                        .isLessThan(60);
            }
        }
    }

    private static int count(StringBuilder text, String word) {
        int count = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            count++;
        }
        return count;
    }

    private static void readInto(StringBuilder heard, VirtualPort port) throws IOException {
        byte[] buffer = new byte[4096];
        int n = port.read(buffer, 0, buffer.length, 20_000);
        assertThat(n).isPositive();
        heard.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }

    private static void say(VirtualPort port, String command) throws IOException {
        port.write((command + "\r").getBytes(StandardCharsets.US_ASCII));
    }

    /** A peer that sends zeros without end. */
    private static ServerSocket flood() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                while (true) {
                    socket.getOutputStream().write(new byte[4096]);
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }
}
