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
package io.github.sim7028.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the soak takes for a message, for one whose rest was filled, and for neither. */
class NumberedTest {

    private static final int NUMBER = 7;

    private final Numbered numbered = new Numbered(1, 2, SoakPlan.Kind.COUNTED);
    private final byte[] body = numbered.body(NUMBER);

    private byte[] filledFrom(int own, char filling) {
        byte[] bytes = body.clone();
        Arrays.fill(bytes, own, bytes.length, (byte) filling);
        return bytes;
    }

    private int among(byte[] bytes) {
        return numbered.numberOfFilled(bytes, IntStream.range(0, 20));
    }

    @Test
    void aMessageIsKnownByItsBytesAndBySingleChangesNoMore() {
        assertThat(numbered.numberOf(body)).isEqualTo(NUMBER);
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            assertThat(numbered.numberOf(changed)).isEqualTo(Numbered.NONE);
        }
    }

    @Test
    void oneThatWasFilledIsKnownByItsNumberOrByItsLength() {
        assertThat(numbered.numberOfFilled(filledFrom(12, '\r'))).isEqualTo(NUMBER);
        assertThat(numbered.numberOfFilled(filledFrom(2, '\r'))).isEqualTo(Numbered.NONE);
        assertThat(among(filledFrom(2, '\r'))).isEqualTo(NUMBER);
    }

    @Test
    void nothingElseIsTakenForFilling() {
        assertThat(numbered.numberOfFilled(filledFrom(12, 'x'))).isEqualTo(Numbered.NONE);
        assertThat(among(filledFrom(2, 'x'))).isEqualTo(Numbered.NONE);
        assertThat(among(Arrays.copyOf(filledFrom(2, '\r'), body.length - 1))).isEqualTo(Numbered.NONE);
        assertThat(among(body)).isEqualTo(Numbered.NONE);
    }
}
