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
package io.github.sim7028.at.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtDecoderTest {

    private static final String ALL_BYTES = allBytes();

    /** Writes down what a decoder finds, with the body rules of pushes and raw reads. */
    private static final class Recorder implements AtDecoder.Sink {
        final List<String> events = new ArrayList<>();
        final UrcParser pushes = new UrcParser(urc -> {}, line -> line);
        final AtDecoder decoder = new AtDecoder(this);
        final boolean prompts;
        int behind;

        Recorder(boolean prompts) {
            this.prompts = prompts;
        }

        @Override
        public int bodyLength(String line) {
            if (line.startsWith("+CIPRXGET: 2,")) {
                return Integer.parseInt(line.split(",")[2]);
            }
            return pushes.bodyLength(line);
        }

        @Override
        public void line(String line) {
            events.add("line " + line);
        }

        @Override
        public void body(String header, byte[] bytes) {
            events.add("body " + header + " = " + new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void bodyFollowed(String lineEnds) {
            behind = lineEnds.length();
        }

        @Override
        public boolean awaitsPrompt() {
            return prompts;
        }

        @Override
        public void prompt() {
            events.add("prompt");
        }

        @Override
        public void noise(int bytes) {
            events.add("noise " + bytes);
        }
    }

    private static List<String> decode(String text, boolean prompts, int... cuts) {
        Recorder recorder = new Recorder(prompts);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int cut : cuts) {
            recorder.decoder.feed(bytes, from, cut - from);
            from = cut;
        }
        recorder.decoder.feed(bytes, from, bytes.length - from);
        return recorder.events;
    }

    static Stream<String> fixtures() {
        return Stream.of(
                "AT\r\r\nOK\r\n",
                "\r\n+CSQ: 23,0\r\n\r\nOK\r\n",
                "+CSQ: 23,0\r\n\r\nOK\r\n",
                "\r\nOK\r\n\r\n+NETOPEN: 0\r\n",
                "\r\n>",
                "\r\n> \r\nOK\r\n\r\n+CIPSEND: 0,5,5\r\n",
                ">\r\nOK\r\n",
                "\r\n+CUSD: 0,\"a>b\"\r\n\r\n>\r\nOK\r\n",
                "\r\n+CIPRXGET: 2,0,8,3\r\n\r\nOK\r\n!!\r\nOK\r\n",
                "\r\n+CIPRXGET: 2,0,8,3\r\n\r\nOK\r\n!!\r\n\r\nOK\r\n",
                "\r\n+CIPRXGET: 2,0,13,0\r\n+CME ERROR: 3\r\nOK\r\n",
                "\r\n+CIPRXGET: 2,0,9,0\r\n\r\nERROR\r\n\r\nOK\r\n",
                "\r\nRECV FROM:10.0.0.1:5253\r\n+IPD12\r\n+IPD5\r\nhello\r\nOK\r\n",
                "\r\n+IPD1\r\n>\r\n+IPD3\r\nab>\r\nOK\r\n",
                "\r\n+RECEIVE,0,256\r\n" + ALL_BYTES + "\r\n+RECEIVE,1,2\r\n\r\n\r\nOK\r\n",
                "\r\n+RECEIVE,0,3:\r\n\n\r\n\r\n+RECEIVE, 1, 1\r\n\r\r\nOK\r\n",
                "\r\n+IPD 4\r\nabcd\r\n+IPD0\r\n\r\nOK\r\n",
                "\0\0\u0080\r\nOK\r\n",
                "\r\n\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void findsTheSameHoweverTheBytesAreCut(String text) {
        for (boolean prompts : new boolean[] {true, false}) {
            List<String> whole = decode(text, prompts);
            int[] everywhere = new int[text.length()];
            for (int at = 0; at < text.length(); at++) {
                everywhere[at] = at;
                assertThat(decode(text, prompts, at)).as("cut at %d", at).isEqualTo(whole);
            }
            assertThat(decode(text, prompts, everywhere)).as("byte by byte").isEqualTo(whole);
        }
    }

    @Test
    void findsTheSameInALongDialogueCutAtRandom() {
        String dialogue = String.join("", fixtures().toList());
        List<String> whole = decode(dialogue, true);
        Random random = new Random(7028);
        for (int round = 0; round < 200; round++) {
            int[] cuts = random.ints(1 + random.nextInt(60), 0, dialogue.length())
                    .sorted()
                    .toArray();
            assertThat(decode(dialogue, true, cuts)).isEqualTo(whole);
        }
    }

    @Test
    void countsABodyThatLooksLikeAResultLine() {
        assertThat(decode("\r\n+CIPRXGET: 2,0,6,0\r\n\r\nOK\r\n\r\nOK\r\n", false))
                .containsExactly("body +CIPRXGET: 2,0,6,0 = \r\nOK\r\n", "line OK");
    }

    @Test
    void countsAPushThatHoldsAnotherPushHeader() {
        assertThat(decode("\r\n+IPD12\r\n+IPD5\r\nhello\r\nOK\r\n", false))
                .containsExactly("body +IPD12 = +IPD5\r\nhello", "line OK");
    }

    @Test
    void knowsAPromptOnlyAtTheStartOfALineAndOnlyWhenOneIsExpected() {
        assertThat(decode("\r\n+CUSD: 0,\"a>b\"\r\n\r\n>", true)).containsExactly("line +CUSD: 0,\"a>b\"", "prompt");
        assertThat(decode("\r\n>\r\n", false)).containsExactly("line >");
    }

    @Test
    void swallowsTheSpaceOfAPromptAndNoOther() {
        assertThat(decode("\r\n> \r\nOK\r\n", true)).containsExactly("prompt", "line OK");
        assertThat(decode("\r\n> \r\n OK\r\n", true)).containsExactly("prompt", "line  OK");
    }

    @Test
    void aLineEndsWithCrLfOrEitherOfThem() {
        assertThat(decode("OK\r\nERROR\rRDY\nAT\r\r\nOK\r\n", false))
                .containsExactly("line OK", "line ERROR", "line RDY", "line AT", "line OK");
    }

    @Test
    void countsEachByteOfNoiseBeforeALine() {
        assertThat(decode("\0\u007F\u001FOK\r\n", false)).containsExactly("noise 1", "noise 1", "noise 1", "line OK");
        assertThat(decode(" OK\r\n\u0080\r\n", false)).containsExactly("line  OK", "noise 1");
    }

    @Test
    void anEmptyBodyEndsWithItsHeader() {
        assertThat(decode("\r\n+CIPRXGET: 2,0,0,0\r\n", false)).containsExactly("body +CIPRXGET: 2,0,0,0 = ");
    }

    @Test
    void keepsNotMoreThan64LineEndsBehindABody() {
        for (int ends : new int[] {0, 2, 63, 64, 65, 1000}) {
            Recorder recorder = new Recorder(false);
            byte[] bytes = ("+IPD1\r\na" + "\n".repeat(ends) + "OK\r\n").getBytes(StandardCharsets.ISO_8859_1);
            recorder.decoder.feed(bytes, 0, bytes.length);
            assertThat(recorder.events).containsExactly("body +IPD1 = a", "line OK");
            assertThat(recorder.behind).isEqualTo(Math.min(64, ends));
        }
    }

    @Test
    void keepsEveryByteValueOfABody() {
        assertThat(decode("\r\n+RECEIVE,0,256\r\n" + ALL_BYTES, false))
                .containsExactly("body +RECEIVE,0,256 = " + ALL_BYTES);
    }

    @Test
    void takesNoCountBeyondWhatOnePushCarries() {
        assertThat(decode("\r\n+RECEIVE,0,1501\r\nOK\r\n", false)).containsExactly("line +RECEIVE,0,1501", "line OK");
        String most = "x".repeat(1500);
        assertThat(decode("\r\n+RECEIVE,0,1500\r\n" + most + "\r\nOK\r\n", false))
                .containsExactly("body +RECEIVE,0,1500 = " + most, "line OK");
    }

    @Test
    void dropsAnOverlongLineAndGoesOnAfterIt() {
        String flood = "x".repeat(AtDecoder.MAX_LINE + 1000);
        assertThat(decode("\r\n" + flood + "\r\nOK\r\n", false)).containsExactly("noise " + flood.length(), "line OK");
    }

    @Test
    void canGiveUpABodyWhoseRestNeverComes() {
        Recorder recorder = new Recorder(false);
        AtDecoder decoder = recorder.decoder;
        byte[] start = "\r\n+RECEIVE,0,10\r\nabc".getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(start, 0, start.length);
        assertThat(decoder.insideBody()).isTrue();
        assertThat(decoder.abandonBody()).isEqualTo("+RECEIVE,0,10");
        byte[] ok = "\r\nOK\r\n".getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(ok, 0, ok.length);
        assertThat(recorder.events).containsExactly("line OK");
    }

    private static String allBytes() {
        StringBuilder all = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            all.append((char) b);
        }
        return all.toString();
    }
}
