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

import io.github.sim7028.line.util.HostAndPort;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 2217 byte by byte, with a server that says what ser2net would not. */
@Timeout(60)
class Rfc2217DialogueTest {

    private static final String OPENING = "fffb2c fffb00 fffd00 fffb03 fffd03";
    private static final String AGREED = "fffd2c fffd00 fffb00 fffd03 fffb03";
    private static final String SETTINGS = "fffa2c 01 0001c200 fff0" // 115200
            + "fffa2c 02 08 fff0" + "fffa2c 03 01 fff0" + "fffa2c 04 01 fff0" // 8N1
            + "fffa2c 05 01 fff0" + "fffa2c 05 08 fff0" + "fffa2c 05 0b fff0" // no flow control, DTR, RTS
            + "fffa2c 0a 00 fff0" + "fffa2c 0b 00 fff0" // no notifications
            + "fffa2c 0c 03 fff0"; // purge
    private static final String CONFIRMED = "fffa2c 65 0001c200 fff0" + "fffa2c 66 08 fff0" + "fffa2c 67 01 fff0"
            + "fffa2c 68 01 fff0" + "fffa2c 70 03 fff0";

    private ServerSocket server;
    private Socket peer;
    private FutureTask<Line> opening;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        server.setSoTimeout(20_000);
        opening = open(Duration.ofSeconds(20));
        peer = server.accept();
        peer.setSoTimeout(20_000);
    }

    @AfterEach
    void disconnect() throws IOException {
        peer.close();
        server.close();
    }

    @Test
    void setsThePortUpOnlyAfterTheServerAgreed() throws Exception {
        expect(OPENING);
        say(AGREED);
        expect(SETTINGS);
        say(CONFIRMED);

        try (Line line = opening.get()) {
            line.write(new byte[] {'A', 'T', (byte) 255, '\r'}, 0, 4);
            expect("4154 ffff 0d");
            say("4f4b ffff ff");
            assertThat(LineContract.readFully(line, 3)).isEqualTo(bytes("4f4bff"));
        }
    }

    @Test
    void refusesWhatItDoesNotKnowOnceAndDoesNotTalkInCircles() throws Exception {
        expect(OPENING);
        // WILL ECHO, DO TERMINAL-TYPE, WONT LINEMODE, then what was agreed, twice
        say("fffb01 fffd18 fffc22" + AGREED + AGREED);
        expect("fffe01 fffc18" + SETTINGS);
        say(CONFIRMED);

        opening.get().close();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void goesOnWhenTheServerDoesNotConfirm() throws Exception {
        expect(OPENING);
        say(AGREED);
        expect(SETTINGS);

        opening.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void saysThatAServerHasNoRfc2217() throws Exception {
        say("fffe2c");

        assertOpeningFails("speaks telnet but not RFC 2217");
    }

    @Test
    void saysThatAServerRefusesBinary() throws Exception {
        say("fffd2c fffe00 fffc00");

        assertOpeningFails("refuses binary telnet");
    }

    @Test
    void saysThatNobodyAnswersAndProposesRawTcp() throws Exception {
        peer.close();
        opening = open(Duration.ofMillis(500));
        peer = server.accept();
        peer.getOutputStream().write("\r\nRDY\r\n".getBytes());

        assertOpeningFails("does not answer as an RFC 2217 server within 500 ms", "use socket://");
    }

    @Test
    void saysThatTheServerSetAnotherSpeed() throws Exception {
        expect(OPENING);
        say(AGREED);
        expect(SETTINGS);
        say(CONFIRMED.replace("0001c200", "00002580"));

        assertOpeningFails("does not accept the baud rate", "115200 was requested, 9600 was set");
    }

    @Test
    void repeatsTheServersWordsBeforeItHangsUp() throws Exception {
        peer.getOutputStream().write("Device open failure: No such file\r\n".getBytes());
        peer.shutdownOutput();

        assertOpeningFails("ended the connection, saying: Device open failure: No such file");
    }

    @Test
    void setsDtr() throws Exception {
        try (Line line = openLine()) {
            assertThat(line.setDtr(false)).isTrue();
            expect("fffa2c 05 09 fff0");
            assertThat(line.setDtr(true)).isTrue();
            expect("fffa2c 05 08 fff0");
        }
    }

    @Test
    void writesAtAnotherRateAndReturnsToItsOwn() throws Exception {
        try (Line line = openLine()) {
            assertThat(line.writeAt(9600, bytes("07"))).isTrue();
            expect("fffa2c 01 00002580 fff0" + "07" + "fffa2c 01 0001c200 fff0");
        }
    }

    @Test
    void sendsNothingWhileTheServerAsksForSilence() throws Exception {
        Line line = openLine();
        say("fffa2c 6c fff0" + "2a");
        assertThat(LineContract.readFully(line, 1)).isEqualTo(bytes("2a"));
        FutureTask<Void> writer = write(line);
        assertThatThrownBy(() -> writer.get(200, TimeUnit.MILLISECONDS)).isNotNull();

        say("fffa2c 6d fff0" + "2a");
        assertThat(LineContract.readFully(line, 1)).isEqualTo(bytes("2a"));
        writer.get();
        expect("07");
        line.close();
    }

    @Test
    void closeEndsAWriteThatTheServerAskedToWait() throws Exception {
        Line line = openLine();
        say("fffa2c 6c fff0" + "2a");
        assertThat(LineContract.readFully(line, 1)).isEqualTo(bytes("2a"));
        FutureTask<Void> writer = write(line);

        line.close();

        assertThatThrownBy(writer::get).hasCauseInstanceOf(LineException.class).hasMessageContaining("was closed");
    }

    private FutureTask<Line> open(Duration agreement) {
        HostAndPort target = new HostAndPort("127.0.0.1", server.getLocalPort());
        Rfc2217Device device = new Rfc2217Device(target, SerialSettings.DEFAULT);
        return LineContract.inThread(() -> device.open(agreement));
    }

    private Line openLine() throws Exception {
        expect(OPENING);
        say(AGREED);
        expect(SETTINGS);
        say(CONFIRMED);
        return opening.get();
    }

    private static FutureTask<Void> write(Line line) {
        return LineContract.inThread(() -> {
            line.write(new byte[] {7}, 0, 1);
            return null;
        });
    }

    private void assertOpeningFails(String... words) {
        assertThatThrownBy(opening::get).hasCauseInstanceOf(LineException.class).satisfies(e -> assertThat(
                        e.getCause().getMessage())
                .startsWith("rfc2217://127.0.0.1:")
                .contains(words));
    }

    private void say(String hex) throws IOException {
        peer.getOutputStream().write(bytes(hex));
    }

    private void expect(String hex) throws IOException {
        byte[] wanted = bytes(hex);
        InputStream in = peer.getInputStream();
        byte[] got = in.readNBytes(wanted.length);
        if (got.length < wanted.length) {
            throw new EOFException("only " + HexFormat.of().formatHex(got));
        }
        assertThat(got).isEqualTo(wanted);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
