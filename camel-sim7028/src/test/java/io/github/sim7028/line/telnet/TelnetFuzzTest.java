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
package io.github.sim7028.line.telnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a terminal server sends means the same however it is cut; it is answered briefly, and data goes and comes unchanged. */
public class TelnetFuzzTest {

    private static final List<Integer> CUTS = List.of(1, 2, 3, 5, 64, 4096);
    private static final int LONGEST_SUBNEGOTIATION = 64;

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(TelnetFuzzTest.class, TelnetFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int cut = input.of(CUTS);
        byte[] sent = input.rest();
        Heard whole = hear(sent, 4096);
        Heard parts = hear(sent, cut);
        assertThat(parts.data).isEqualTo(whole.data);
        assertThat(parts.comPort).isEqualTo(whole.comPort);
        assertThat(whole.data.length() / 2).isLessThanOrEqualTo(sent.length);
        // three bytes ask for something, and three answer
        assertThat(whole.answers.length).isLessThanOrEqualTo(sent.length);
        assertThat(dataOf(written(sent))).isEqualTo(HexFormat.of().formatHex(sent));
    }

    private record Heard(String data, List<String> comPort, byte[] answers) {}

    private static Heard hear(byte[] sent, int cut) throws IOException {
        List<String> comPort = new ArrayList<>();
        Wire wire = new Wire(sent);
        TelnetSession session = new TelnetSession(wire, content -> {
            assertThat(content).hasSizeBetween(2, LONGEST_SUBNEGOTIATION);
            comPort.add(HexFormat.of().formatHex(content));
        });
        StringBuilder data = new StringBuilder();
        byte[] buffer = new byte[cut];
        for (int count = session.read(buffer); count >= 0; count = session.read(buffer)) {
            data.append(HexFormat.of().formatHex(buffer, 0, count));
        }
        return new Heard(data.toString(), comPort, wire.out.toByteArray());
    }

    private static byte[] written(byte[] data) throws IOException {
        Wire wire = new Wire(new byte[0]);
        new TelnetSession(wire, content -> {}).write(data, 0, data.length);
        return wire.out.toByteArray();
    }

    private static String dataOf(byte[] telnet) throws IOException {
        Heard heard = hear(telnet, 4096);
        assertThat(heard.comPort).isEmpty();
        assertThat(heard.answers).isEmpty();
        return heard.data;
    }

    /** A socket in memory. */
    private static final class Wire extends Socket {
        private final InputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Wire(byte[] sent) {
            in = new ByteArrayInputStream(Arrays.copyOf(sent, sent.length));
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }
    }
}
