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

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 2217 with ser2net in front of a pseudo-terminal. */
class Rfc2217LineTest extends LineContract {

    @TempDir
    Path directory;

    private Socat socat;
    private Ser2net server;

    @Override
    LineFactory attach(int farPort) {
        socat = Socat.toTcp(directory.resolve("modem"), farPort);
        server = Ser2net.rfc2217(socat.path());
        return device(SerialSettings.DEFAULT);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
        if (socat != null) {
            socat.close();
        }
    }

    @Test
    void setsSpeedStopBitsAndFlowControlOfTheFarPort() throws Exception {
        line.close();
        line = device(new SerialSettings(9600, 8, 2, Parity.NONE, FlowControl.RTSCTS))
                .open();
        try (Program stty = Program.start("stty", "-a", "-F", socat.device().toString())) {
            stty.awaitEnd();

            assertThat(stty.log()).contains("speed 9600 baud", " cstopb", " crtscts");
        }
    }

    @Test
    void carriesDataThatLooksLikeTelnet() throws Exception {
        byte[] tricky = {
            (byte) 255, (byte) 255, 0, '\r', 0, '\r', '\n', (byte) 255, (byte) 240, (byte) 255, (byte) 253, 44
        };
        line.write(tricky, 0, tricky.length);
        assertThat(peer.getInputStream().readNBytes(tricky.length)).isEqualTo(tricky);

        peer.getOutputStream().write(tricky);
        assertThat(readFully(line, tricky.length)).isEqualTo(tricky);
    }

    /** The pty behind the server has no such wire, which is no fault of the line. */
    @Test
    void settingDtrIsTheServersMatterAndDisturbsNoData() throws Exception {
        for (boolean on : new boolean[] {false, true}) {
            assertThat(line.setDtr(on)).isTrue();
            line.write(new byte[] {1, 2, 3}, 0, 3);
            assertThat(peer.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            peer.getOutputStream().write(new byte[] {4, 5});
            assertThat(readFully(line, 2)).containsExactly(4, 5);
        }
    }

    @Test
    void noticesTheEndOfTheTerminalServer() {
        server.close();

        assertThat(readsToTheEnd(line)).isTrue();
        assertThatThrownBy(() -> device(SerialSettings.DEFAULT).open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("the connection was refused");
    }

    @Test
    void repeatsWhatTheServerSaysOfADeviceThatIsAway() throws IOException {
        line.close();
        socat.unplug();

        assertThatThrownBy(() -> device(SerialSettings.DEFAULT).open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("the terminal server ended the connection, saying: ")
                .hasMessageContaining("open failure");
    }

    private LineFactory device(SerialSettings settings) {
        return Lines.of("rfc2217://127.0.0.1:" + server.port(), settings);
    }
}
