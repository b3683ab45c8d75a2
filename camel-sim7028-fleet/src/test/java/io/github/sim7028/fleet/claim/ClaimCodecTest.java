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
package io.github.sim7028.fleet.claim;

import static io.github.sim7028.fleet.claim.CommandState.CLAIMED;
import static io.github.sim7028.fleet.claim.CommandState.DONE;
import static io.github.sim7028.fleet.claim.CommandState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClaimCodecTest {

    @Test
    void theMetadataIsShortPlainText() {
        Claims claims = new Claims(48, List.of(new Run(WAITING, 2), new Run(CLAIMED, 1), new Run(DONE, 5)));

        assertThat(ClaimCodec.encode(claims)).isEqualTo("1:1c:W2CD5");
        assertThat(ClaimCodec.decode("1:1c:W2CD5")).isEqualTo(claims);
        assertThat(ClaimCodec.encode(Claims.none(256))).isEqualTo("1:74:");
        assertThat(ClaimCodec.decode("1:74:")).isEqualTo(Claims.none(256));
    }

    @Property
    void whatIsEncodedIsDecoded(@ForAll("claims") Claims claims) {
        assertThat(ClaimCodec.decode(ClaimCodec.encode(claims))).isEqualTo(claims);
    }

    @Provide
    Arbitrary<Claims> claims() {
        Arbitrary<Run> run = Combinators.combine(
                        Arbitraries.of(CommandState.class), Arbitraries.longs().between(1, 2_000_000))
                .as(Run::new);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 10_000), run.list().ofMaxSize(100))
                .as(Claims::new);
    }

    @Property
    void anyOtherTextIsRefusedOrReadAsWritten(@ForAll String text) {
        try {
            assertThat(ClaimCodec.decode(text)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("committed").hasMessageNotContaining("\n");
        }
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> ClaimCodec.decode("2:1c:W2CD5"))
                .hasMessage("the offset was committed by another version: its metadata begins with '2', this version "
                        + "reads '1'");
    }

    @Test
    void theOffsetOfOtherSoftwareIsRefused() {
        assertThatThrownBy(() -> ClaimCodec.decode(""))
                .hasMessage("the offset was committed by other software: its metadata is empty");
    }

    @Test
    void damagedMetadataIsRefused() {
        for (String damaged :
                List.of("1", "1:", "1:1c", "1:1c:X", "1:1c:5", "1:1c:W-5", "1:1c:W0", "1:0:", "1:1c:W:")) {
            assertThatThrownBy(() -> ClaimCodec.decode(damaged))
                    .as(damaged)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("damaged: " + damaged);
        }
    }

    @Test
    void theWorstOfAllWindowsFits() {
        // each unfinished command stands alone between two runs of done ones, and a batch was read beyond the limit
        Window window = new Window(0, Claims.none(10_000), Window.MAX_UNFINISHED);
        long step = Window.MAX_SPAN / (Window.MAX_UNFINISHED + Window.MAX_BATCH) + 1;
        long last = 0;
        for (int i = 0; i < Window.MAX_UNFINISHED + Window.MAX_BATCH - 1; i++) {
            assertThat(window.full()).isEqualTo(i >= Window.MAX_UNFINISHED);
            window.add(WindowTest.command(last, "m"));
            last += step;
        }
        window.choose(command -> true);

        String metadata = ClaimCodec.encode(window.claims());

        assertThat(metadata.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2000, ClaimCodec.MAX_BYTES);
    }
}
