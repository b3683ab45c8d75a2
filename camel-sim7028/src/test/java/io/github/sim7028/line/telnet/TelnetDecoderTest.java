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

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelnetDecoderTest {

    private static final HexFormat HEX = HexFormat.of();

    private static final byte[] STREAM = HEX.parseHex(
            "4f4b" // data
                    + "fffd2c" // DO COM-PORT
                    + "ffff" // one 255
                    + "fffa2c65ffff00ff0102fff0" // a subnegotiation with a doubled 255 and a lone one
                    + "fff1" // NOP
                    + "0d000d0a" // binary: nothing is stripped
                    + "fffb01" // WILL ECHO
                    + "fff0" // an end of nothing
                    + "fffafff0" // an empty subnegotiation
                    + "3e");
    private static final String DATA = "4f4bff0d000d0a3e";
    private static final List<String> COMMANDS = List.of("253 44", "2c65ff000102", "251 1");

    @Test
    void tellsDataFromCommandsHoweverTheBytesAreCut() {
        for (int first = 0; first <= STREAM.length; first++) {
            for (int second = first; second <= STREAM.length; second++) {
                assertDecodes(first, second);
            }
        }
    }

    @Test
    void dropsASubnegotiationThatDoesNotEnd() {
        List<String> commands = new ArrayList<>();
        TelnetDecoder decoder = new TelnetDecoder(new Recorder(commands));
        byte[] endless = new byte[100_000];
        endless[0] = (byte) 255;
        endless[1] = (byte) 250;
        assertThat(decoder.decode(endless, endless.length)).isZero();

        byte[] rest = HEX.parseHex("fff04142");
        assertThat(decoder.decode(rest, rest.length)).isEqualTo(2);
        assertThat(rest).startsWith('A', 'B');
        assertThat(commands).isEmpty();
    }

    private static void assertDecodes(int first, int second) {
        List<String> commands = new ArrayList<>();
        TelnetDecoder decoder = new TelnetDecoder(new Recorder(commands));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int from = 0;
        for (int to : new int[] {first, second, STREAM.length}) {
            byte[] part = Arrays.copyOfRange(STREAM, from, to);
            data.write(part, 0, decoder.decode(part, part.length));
            from = to;
        }
        assertThat(HEX.formatHex(data.toByteArray())).isEqualTo(DATA);
        assertThat(commands).isEqualTo(COMMANDS);
    }

    private record Recorder(List<String> commands) implements TelnetDecoder.Listener {

        @Override
        public void negotiated(int verb, int option) {
            commands.add(verb + " " + option);
        }

        @Override
        public void subnegotiated(byte[] content) {
            commands.add(HEX.formatHex(content));
        }
    }
}
