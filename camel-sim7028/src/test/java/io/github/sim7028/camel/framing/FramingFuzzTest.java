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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A stream has the same frames however it is cut; none is too long, and what is sent as one is read as one. */
public class FramingFuzzTest {

    private static final List<String> DELIMITERS =
            List.of("\\n", "\\r\\n", ";", "aab", "aa", "abab", "\\x00\\xff", "END");
    private static final List<Integer> LONGEST = List.of(1, 2, 3, 16, 100, 65536, 64 * 1024 * 1024);
    private static final List<Integer> CUTS = List.of(1, 2, 3, 5, 17, 1500);

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(FramingFuzzTest.class, FramingFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int longest = input.of(LONGEST);
        Framing framing = framing(input, longest);
        int cut = input.of(CUTS);
        byte[] stream = input.rest();
        List<String> whole = decode(framing, longest, stream, Math.max(1, stream.length));
        assertThat(decode(framing, longest, stream, cut)).isEqualTo(whole);
        if (stream.length > 0) {
            sendAndRead(framing, stream, longest, cut);
        }
    }

    private static Framing framing(FuzzInput input, int longest) {
        return switch (input.below(3)) {
            case 0 -> Framings.line(longest);
            case 1 -> Framings.delimiter(input.of(DELIMITERS), longest);
            // a length announces what is allocated
            default -> Framings.length(1 + input.below(4), Math.min(longest, 65536));
        };
    }

    private static List<String> decode(Framing framing, int longest, byte[] stream, int cut) {
        List<String> frames = new ArrayList<>();
        FrameDecoder decoder = framing.decoder();
        for (int from = 0; from < stream.length; from += cut) {
            decoder.decode(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + cut)), new FrameSink() {
                @Override
                public void frame(byte[] frame) {
                    assertThat(frame).hasSizeLessThanOrEqualTo(longest);
                    frames.add(HexFormat.of().formatHex(frame));
                }

                @Override
                public void skipped(String reason) {
                    frames.add(reason);
                }
            });
        }
        frames.add(decoder.midFrame() ? "more" : "complete");
        return frames;
    }

    private static void sendAndRead(Framing framing, byte[] message, int longest, int cut) {
        byte[] framed;
        try {
            framed = framing.encode(message);
        } catch (IllegalArgumentException e) {
            // too long for its length field
            return;
        }
        boolean delimited = framing instanceof DelimiterFraming;
        if (message.length > Math.min(longest, 65536) || delimited && Framings.endsEarly(framing, framed)) {
            return;
        }
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.writeBytes(framed);
        twice.writeBytes(framed);
        List<String> frames = decode(framing, longest, twice.toByteArray(), cut);
        assertThat(frames).hasSize(3).endsWith("complete");
        assertThat(frames.get(0)).isEqualTo(frames.get(1));
        assertThat(HexFormat.of().formatHex(message)).startsWith(frames.get(0));
    }
}
