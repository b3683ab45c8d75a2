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
package io.github.sim7028.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a module says means the same however it is cut, and whatever it is, lines are short and no byte is counted twice. */
public class AtDecoderFuzzTest {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_PIECES = 64;
    private static final List<Integer> CUTS = List.of(1, 2, 3, 7, 64, 4096);

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(AtDecoderFuzzTest.class, AtDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean prompts = input.flag();
        int cut = input.of(CUTS);
        byte[] said = input.flag() ? dialogue(input) : input.rest();
        Recorder whole = new Recorder(prompts);
        whole.decoder.feed(said, 0, said.length);
        Recorder parts = new Recorder(prompts);
        for (int from = 0; from < said.length; from += cut) {
            parts.decoder.feed(said, from, Math.min(cut, said.length - from));
        }
        assertThat(parts.events).isEqualTo(whole.events);
        assertThat(whole.bytes).isLessThanOrEqualTo(said.length);
    }

    private static byte[] dialogue(FuzzInput input) {
        StringBuilder said = new StringBuilder();
        for (int left = MOST_PIECES; left > 0 && !input.isOver(); left--) {
            String piece = AtGrammar.piece(input, "AT+CIPRXGET=2,0,1500");
            // one of eight is cut
            said.append(piece, 0, input.below(8) == 7 ? input.below(piece.length() + 1) : piece.length());
        }
        return said.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Recorder implements AtDecoder.Sink {
        private final List<String> events = new ArrayList<>();
        private final UrcParser urcs = new UrcParser(this::heard, line -> line);
        private final AtDecoder decoder = new AtDecoder(this);
        private final boolean prompts;
        private int bytes;

        Recorder(boolean prompts) {
            this.prompts = prompts;
        }

        private void heard(Urc urc) {
            // the bytes of a push are those of its body
            events.add(
                    urc instanceof Urc.Received push
                            ? "push " + push.link() + ' ' + push.host() + ' ' + push.port()
                            : urc.toString());
        }

        @Override
        public int bodyLength(String line) {
            int pushed = urcs.bodyLength(line);
            return pushed != AtDecoder.NO_BODY ? pushed : CipRxGet.unaskedLength(line);
        }

        @Override
        public void line(String line) {
            assertThat(line).isNotEmpty().hasSizeLessThanOrEqualTo(LONGEST_LINE);
            bytes += line.length();
            events.add("line " + line);
            ResultCode code = ResultCode.parse(line, shown -> shown);
            events.add("code " + (code == null ? "none" : AtSyntax.foreign(String.valueOf(code.error()))));
            urcs.line(line);
            assertThat(AtSyntax.foreign(line)).matches("[ -~…]*");
        }

        @Override
        public void body(String header, byte[] body) {
            bytes += header.length() + body.length;
            events.add("body " + header + ' ' + HexFormat.of().formatHex(body));
            if (urcs.bodyLength(header) != AtDecoder.NO_BODY) {
                urcs.body(header, body);
            }
        }

        @Override
        public void bodyFollowed(String lineEnds) {
            events.add("followed " + lineEnds.length());
        }

        @Override
        public boolean awaitsPrompt() {
            return prompts;
        }

        @Override
        public void prompt() {
            bytes++;
            events.add("prompt");
        }

        @Override
        public void noise(int count) {
            bytes += count;
            events.add("noise " + count);
        }
    }
}
