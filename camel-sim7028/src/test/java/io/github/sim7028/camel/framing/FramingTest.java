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
package io.github.sim7028.camel.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {

    private static final int LIMIT = 10;

    @Test
    void noFramingLeavesBytesAsTheyCome() {
        assertThat(decode(Framings.none(), bytes("ab"), bytes("c\n"))).containsExactly("ab", "c\n");
        assertThat(Framings.none().encode(bytes("ab"))).isEqualTo(bytes("ab"));
        assertThat(Framings.isNone(Framings.none())).isTrue();
        assertThat(Framings.isNone(Framings.line(LIMIT))).isFalse();
    }

    @Test
    void linesEndWithLfOrCrLfHoweverTheyAreCut() {
        assertCutAnywhere(
                Framings.line(LIMIT), "one\r\ntwo\n\nc\rd\n0123456789\r\n", "one", "two", "", "c\rd", "0123456789");
    }

    @Test
    void aLongLineIsSkippedUpToItsEndAndTheNextOneIsRead() {
        assertCutAnywhere(
                Framings.line(LIMIT),
                "a\n0123456789x\nb\n" + "y".repeat(40) + "\r\nc\n",
                "a",
                "! a frame longer than maxFrameSize=10 is skipped up to its delimiter",
                "b",
                "! a frame longer than maxFrameSize=10 is skipped up to its delimiter",
                "c");
    }

    @Test
    void aLongFrameIsReportedBeforeItsEndComes() {
        assertThat(decode(Framings.line(LIMIT), bytes("y".repeat(4000))))
                .containsExactly("! a frame longer than maxFrameSize=10 is skipped up to its delimiter");
    }

    @Test
    void delimitersAreFoundHoweverTheyBeginAndAreCut() {
        assertCutAnywhere(Framings.delimiter("aab", LIMIT), "1aab2aaab3aab", "1", "2a", "3");
        assertCutAnywhere(Framings.delimiter("abab", LIMIT), "xababyabababzabab", "x", "y", "abz");
        assertCutAnywhere(Framings.delimiter("|", LIMIT), "12|3||", "12", "3", "");
        assertCutAnywhere(Framings.delimiter("\\x00\\xff", LIMIT), "1\0\u00FF2\0\0\u00FF", "1", "2\0");
        assertCutAnywhere(Framings.delimiter("\\\\", LIMIT), "1\\2\\", "1", "2");
    }

    /** Against what a search of the whole text finds. */
    @Test
    void anyDelimiterIsFoundAsASearchFindsIt() {
        Random random = new Random(7028);
        for (int round = 0; round < 500; round++) {
            String delimiter = letters(random, 1 + random.nextInt(7));
            String stream = letters(random, 60);
            List<String> expected = new ArrayList<>();
            int from = 0;
            for (int at = stream.indexOf(delimiter); at >= 0; at = stream.indexOf(delimiter, from)) {
                expected.add(stream.substring(from, at));
                from = at + delimiter.length();
            }
            int cut = random.nextInt(stream.length());
            assertThat(decode(
                            Framings.delimiter(delimiter, 100),
                            bytes(stream.substring(0, cut)),
                            bytes(stream.substring(cut))))
                    .as("%s in %s", delimiter, stream)
                    .isEqualTo(expected);
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(random.nextInt(3) == 0 ? 'b' : 'a');
        }
        return letters.toString();
    }

    @Test
    void knowsWhetherAFrameHasBegunAndNotEnded() {
        assertMidFrame(Framings.none(), "", false, "a", false);
        assertMidFrame(Framings.line(LIMIT), "", false, "a", true, "\n", false, "y".repeat(20), false, "\nb", true);
        assertMidFrame(
                Framings.length(2, LIMIT),
                "",
                false,
                "\0",
                true,
                "\2",
                true,
                "a",
                true,
                "b",
                false,
                "\0\13",
                false,
                "012345",
                false,
                "67890",
                false,
                "\0\0",
                false);
    }

    private static void assertMidFrame(Framing framing, Object... pieces) {
        FrameDecoder decoder = framing.decoder();
        for (int i = 0; i < pieces.length; i += 2) {
            decoder.decode(bytes((String) pieces[i]), new FrameSink() {
                @Override
                public void frame(byte[] frame) {}

                @Override
                public void skipped(String reason) {}
            });
            assertThat(decoder.midFrame()).as("after piece %d", i / 2).isEqualTo(pieces[i + 1]);
        }
    }

    @Test
    void aDelimiterInsideAMessageEndsItsFrameEarly() {
        Framing framing = Framings.delimiter("ab", LIMIT);
        for (String early : List.of("abc", "cabc", "abab")) {
            assertThat(Framings.endsEarly(framing, framing.encode(bytes(early))))
                    .as(early)
                    .isTrue();
        }
        for (String whole : List.of("", "ab", "cab", "ba", "a")) {
            assertThat(Framings.endsEarly(framing, framing.encode(bytes(whole))))
                    .as(whole)
                    .isFalse();
        }
        assertThat(Framings.endsEarly(Framings.none(), bytes("abc"))).isFalse();
        assertThat(Framings.endsEarly(Framings.length(1, LIMIT), bytes("abc"))).isFalse();
    }

    @Test
    void theDelimiterIsAddedUnlessItIsThere() {
        assertThat(Framings.line(LIMIT).encode(bytes("ab"))).isEqualTo(bytes("ab\n"));
        assertThat(Framings.line(LIMIT).encode(bytes("ab\n"))).isEqualTo(bytes("ab\n"));
        assertThat(Framings.line(LIMIT).encode(bytes("\n"))).isEqualTo(bytes("\n"));
        assertThat(Framings.delimiter("\\r\\n", LIMIT).encode(bytes("\n"))).isEqualTo(bytes("\n\r\n"));
        assertThat(Framings.delimiter("\\x03;", LIMIT).encode(bytes("ab"))).isEqualTo(bytes("ab\u0003;"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void lengthsCountFramesHoweverTheyAreCut(int fieldLength) {
        Framing framing = Framings.length(fieldLength, 300);
        String longest = "z".repeat(fieldLength == 1 ? 255 : 300);
        String stream = text(framing.encode(bytes("one")))
                + "\u0000".repeat(fieldLength)
                + text(framing.encode(bytes(longest)))
                + text(framing.encode(bytes("two")));
        assertCutAnywhere(framing, stream, "one", "", longest, "two");
    }

    @Test
    void theLengthStandsInFrontHighestByteFirst() {
        assertThat(Framings.length(2, 1000).encode(new byte[258]))
                .startsWith(1, 2)
                .hasSize(260);
        assertThat(Framings.length(4, 1000).encode(new byte[258]))
                .startsWith(0, 0, 1, 2)
                .hasSize(262);
    }

    @Test
    void aLongFrameIsSkippedByItsAnnouncedLength() {
        assertCutAnywhere(
                Framings.length(2, LIMIT),
                "\u0000\u0001a" + "\u0000\u000B01234567890" + "\u0000\u0001b",
                "a",
                "! a frame of 11 bytes, more than maxFrameSize=10, is skipped",
                "b");
    }

    @Test
    void aMessageThatItsLengthFieldCannotCountIsRefused() {
        assertThatThrownBy(() -> Framings.length(1, 1000).encode(new byte[256]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 bytes")
                .hasMessageContaining("lengthFieldLength");
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Framings.length(5, LIMIT))
                .hasMessage("lengthFieldLength: 5 is out of range; allowed are 1 to 4");
        assertThatThrownBy(() -> Framings.line(0))
                .hasMessageStartingWith("maxFrameSize: 0 is out of range; allowed are 1 to");
        assertThatThrownBy(() -> Framings.line(64 * 1024 * 1024 + 1))
                .hasMessageStartingWith("maxFrameSize: 67108865 is out of range; allowed are 1 to");
        assertThat(decode(Framings.line(1), bytes("a\n"))).containsExactly("a");
        assertThat(decode(Framings.line(64 * 1024 * 1024), bytes("a\n"))).containsExactly("a");
    }

    @Test
    void aDelimiterHas64CharactersAtMost() {
        assertThat(decode(Framings.delimiter("|".repeat(64), LIMIT), bytes("a" + "|".repeat(64))))
                .containsExactly("a");
        assertThatThrownBy(() -> Framings.delimiter("|".repeat(65), LIMIT))
                .hasMessageContaining("the delimiter has 65 characters");
    }

    @Test
    void aBackslashAtTheEndOfADelimiterIsItself() {
        assertThat(decode(Framings.delimiter("|\\", LIMIT), bytes("a|\\b|\\"))).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\q", "\\x", "\\x1", "\\xZZ", "\\x+1", "€"})
    void delimitersThatAreNoBytesAreRefused(String delimiter) {
        assertThatThrownBy(() -> Framings.delimiter(delimiter, LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delimiter: '" + delimiter + "' cannot be used: ");
    }

    private static void assertCutAnywhere(Framing framing, String stream, String... expected) {
        byte[] all = bytes(stream);
        assertThat(decode(framing, all)).as("whole").containsExactly(expected);
        for (int cut = 0; cut <= all.length; cut++) {
            assertThat(decode(framing, Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)))
                    .as("cut at %d", cut)
                    .containsExactly(expected);
        }
        byte[][] single = new byte[all.length][];
        for (int i = 0; i < all.length; i++) {
            single[i] = new byte[] {all[i]};
        }
        assertThat(decode(framing, single)).as("byte by byte").containsExactly(expected);
    }

    private static List<String> decode(Framing framing, byte[]... pieces) {
        List<String> found = new ArrayList<>();
        FrameDecoder decoder = framing.decoder();
        for (byte[] piece : pieces) {
            decoder.decode(piece, new FrameSink() {
                @Override
                public void frame(byte[] frame) {
                    found.add(text(frame));
                }

                @Override
                public void skipped(String reason) {
                    found.add("! " + reason);
                }
            });
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
