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
package io.github.sim7028.simulator.uart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a host sends over telnet means the same however it is cut, and its answers are bounded. */
public class Rfc2217PortFuzzTest {

    private static final List<Integer> CUTS = List.of(1, 2, 3, 5, 64);
    private static final int MOST_ANSWERS_A_BYTE = 16;

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(Rfc2217PortFuzzTest.class, Rfc2217PortFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int cut = input.of(CUTS);
        byte[] sent = input.rest();
        String whole = hear(sent, Math.max(1, sent.length));
        assertThat(hear(sent, cut)).isEqualTo(whole);
    }

    private static String hear(byte[] sent, int cut) {
        Recorder line = new Recorder();
        Rfc2217Port port = new Rfc2217Port(line);
        byte[] answers = new byte[1 << 17];
        StringBuilder answered = new StringBuilder();
        for (int from = 0; from < sent.length; from += cut) {
            byte[] part = Arrays.copyOfRange(sent, from, Math.min(sent.length, from + cut));
            port.receive(part, part.length);
            int count = port.takeAnswers(answers);
            answered.append(HexFormat.of().formatHex(answers, 0, count));
        }
        assertThat(answered.length()).isLessThanOrEqualTo(2 * MOST_ANSWERS_A_BYTE * sent.length);
        return line.data + " " + line.events + " " + answered + " " + port.suspended();
    }

    private static final class Recorder implements Rfc2217Port.Line {
        private final StringBuilder data = new StringBuilder();
        private final StringBuilder events = new StringBuilder();
        private int rate = 115_200;

        @Override
        public void wrote(byte[] bytes, int length) {
            data.append(HexFormat.of().formatHex(bytes, 0, length));
        }

        @Override
        public int rate() {
            return rate;
        }

        @Override
        public void rate(int bitsPerSecond) {
            assertThat(bitsPerSecond).isPositive();
            rate = bitsPerSecond;
            events.append(" rate ").append(bitsPerSecond);
        }

        @Override
        public void dtr(boolean on) {
            events.append(" dtr ").append(on);
        }

        @Override
        public void purge() {
            events.append(" purge");
        }
    }
}
