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
package io.github.sim7028.at.datamode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is data for certain, and what is held back. */
class StreamTailFilterTest {

    private static final String NEXT = "\r\nCLOSED\r\n\r\n+CLIENT: 0,0,10.0.0.2:57203\r\n\r\nCONNECT 115200\r\n";

    private final StreamTailFilter tail = new StreamTailFilter();

    private String take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return text(tail.take(bytes, 0, bytes.length));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void holdsBackNoMoreThanTheBeginningOfAnEnd() {
        assertThat(tail.isEmpty()).isTrue();
        assertThat(take("data\r\nCLO")).isEqualTo("data");
        assertThat(tail.isEmpty()).isFalse();
        assertThat(tail.suspicious()).isFalse();
        assertThat(tail.tellsOfNextClient()).isFalse();
        assertThat(take("SED\r\n")).isEmpty();
        assertThat(tail.suspicious()).isTrue();
        assertThat(text(tail.release())).isEqualTo("\r\nCLOSED\r\n");
        assertThat(tail.isEmpty()).isTrue();
    }

    @Test
    void holdsBackNoMoreThanTheLogOfTheLoader() {
        assertThat(take("data\r\nLoadVerifyImageHead read(len")).isEqualTo("data");
        assertThat(text(tail.release())).isEqualTo("\r\nLoadVerifyImageHead read(len");
    }

    @Test
    void holdsBackTheEchoOfAnEscape() {
        assertThat(take("data+++")).isEqualTo("data+++");
        tail.escaped(true);
        assertThat(take("data+++")).isEqualTo("data");
        assertThat(tail.suspicious()).as("an echo alone says nothing of an end").isFalse();
        assertThat(take("x\r\nRDY\r\n+++")).isEqualTo("+++x");
        assertThat(tail.suspicious()).isTrue();
    }

    @Test
    void looksForANextClientOnlyWhereOneMayFollow() {
        assertThat(tail.serving()).isFalse();
        assertThat(take("first" + NEXT + "second")).isEqualTo("first" + NEXT + "second");
        assertThat(tail.tellsOfNextClient()).isFalse();
        tail.serving(true);
        assertThat(tail.serving()).isTrue();
        assertThat(take("first" + NEXT + "second")).isEqualTo("first");
        assertThat(tail.tellsOfNextClient()).isTrue();
        assertThat(tail.suspicious()).isTrue();
        tail.serving(false);
        assertThat(tail.tellsOfNextClient()).isFalse();
        assertThat(tail.suspicious()).isFalse();
    }

    /** Its text may be long, and without a carriage return. */
    @Test
    void holdsBackAllThatANextClientSends() {
        tail.serving(true);
        assertThat(take("first" + NEXT)).isEqualTo("first");
        for (int i = 0; i < 12; i++) {
            assertThat(take("x".repeat(1000))).as("the %d th time", i + 1).isEmpty();
        }
        assertThat(tail.tellsOfNextClient()).isTrue();
    }

    @Test
    void holdsBackALongBeginningOfWhatANextClientSends() {
        tail.serving(true);
        assertThat(take("first" + NEXT + "x".repeat(5000))).isEqualTo("first");
        assertThat(take("x".repeat(5000))).isEmpty();
    }
}
