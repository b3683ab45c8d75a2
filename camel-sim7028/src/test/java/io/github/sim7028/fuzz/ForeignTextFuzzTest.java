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

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.TranscriptMasker;
import io.github.sim7028.camel.framing.Framings;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Text from outside (options, headers, what a module said) is accepted or refused with a message that fits people; what is accepted ends no command, and what is
 * shown begins no line. A transcript has no PIN.
 */
public class ForeignTextFuzzTest {

    private static final int LONGEST_MESSAGE = 4000;
    private static final String PIN = "736251";

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(ForeignTextFuzzTest.class, ForeignTextFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean payload = input.flag();
        boolean transparent = input.flag();
        int cut = 1 + input.below(64);
        String text = new String(input.rest(), StandardCharsets.UTF_8);
        List.<Consumer<String>>of(
                        value -> endsNothing(AtSyntax.requireHost("host", value)),
                        value -> endsNothing(AtSyntax.requireApn(value)),
                        value -> assertThat(AtSyntax.requireCommand("command", value))
                                .matches("[ -~]*"),
                        value -> HostAndPort.of("socket://" + value, value),
                        value -> Framings.delimiter(value, 100),
                        IpRange::parse)
                .forEach(reading -> acceptsOrRefuses(reading, text));
        if (AtSyntax.isAddress(text)) {
            endsNothing(text);
        }
        if (AtSyntax.isWord(text)) {
            assertThat(text).doesNotContain("\"", "\\").matches("[ -~]*");
        }
        shown(AtSyntax.foreign(text));
        shown(AtSyntax.shown(text));
        shown(ForeignText.message(text));
        // in data mode it would be payload
        transcript(new TranscriptMasker(payload, transparent && !payload), text, cut);
    }

    private static void acceptsOrRefuses(Consumer<String> reading, String text) {
        try {
            reading.accept(text);
        } catch (IllegalArgumentException e) {
            shown(e.getMessage());
            if (e.getClass() != IllegalArgumentException.class) {
                throw e;
            }
        }
    }

    private static void endsNothing(String accepted) {
        assertThat(accepted).matches("[A-Za-z0-9._:-]+");
    }

    private static void shown(String text) {
        assertThat(text).doesNotContain("\r", "\n", "\0", "\u001b").hasSizeLessThan(LONGEST_MESSAGE);
    }

    private static void transcript(TranscriptMasker masker, String text, int cut) {
        byte[] said = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < said.length; from += cut) {
            masker.fromModule(said, from, Math.min(cut, said.length - from));
        }
        byte[] command = ("AT+CPIN=\"" + PIN + "\"\r").getBytes(StandardCharsets.US_ASCII);
        assertThat(masker.toModule(command, 0, command.length)).doesNotContain(PIN);
    }
}
