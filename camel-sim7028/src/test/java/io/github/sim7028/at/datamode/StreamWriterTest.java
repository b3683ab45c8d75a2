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

import io.github.sim7028.kit.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How chunks leave, and are held back where they could be taken for the escape. */
class StreamWriterTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> written = new ArrayList<>();
    private final StreamWriter writer =
            new StreamWriter(bytes -> written.add(new String(bytes, StandardCharsets.US_ASCII)), time);

    private StreamChunk send(String text) {
        StreamChunk chunk = new StreamChunk(text.getBytes(StandardCharsets.US_ASCII));
        writer.send(chunk);
        time.pass(0);
        return chunk;
    }

    @Test
    void remembersWhatOneChunkEndedWithWhenTheNextOneFollows() {
        writer.open();
        send("++");
        StreamChunk rest = send("+");
        assertThat(written).containsExactly("++");
        time.pass(EscapeGuard.SILENCE_MILLIS);
        assertThat(written).containsExactly("++", "+");
        assertThat(rest.done().toCompletableFuture()).isCompleted();
        assertThat(rest.taken()).isOne();
        assertThat(rest.left()).isZero();
    }

    /** Silence may have been kept meanwhile. */
    @Test
    void forgetsWhatWasWrittenBeforeTheLineBecameItsOwnAgain() {
        writer.open();
        send("x");
        writer.open();
        send("+++");
        assertThat(written).containsExactly("x", "++");
    }

    @Test
    void holdsNothingBackOnALineThatIsItsOwnAgain() {
        writer.open();
        send("+++");
        assertThat(time.waiting()).isOne();
        writer.open();
        time.pass(0);
        assertThat(written).containsExactly("++", "+");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void writesNothingWhileTheLineIsNeededOtherwise() {
        writer.open();
        StreamChunk chunk = send("+++");
        writer.rest();
        assertThat(time.waiting()).isZero();
        time.pass(10_000);
        assertThat(written).containsExactly("++");
        assertThat(chunk.begun()).isTrue();
    }

    @Test
    void takesBackAChunkThatIsHeldBack() {
        writer.open();
        send("++");
        StreamChunk held = send("+");
        assertThat(held.begun()).isFalse();
        writer.withdraw(new StreamChunk(new byte[1]));
        assertThat(time.waiting()).as("another one was meant").isOne();
        writer.withdraw(held);
        assertThat(time.waiting()).isZero();
        send("x");
        assertThat(written).containsExactly("++", "x");
    }

    @Test
    void givesUpAChunkThatIsHeldBack() {
        writer.open();
        StreamChunk chunk = send("+++");
        writer.fail("the connection is closed", null);
        assertThat(chunk.done().toCompletableFuture()).isCompletedExceptionally();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void saysOnceAndBeforeItsFirstByteThatAChunkBegins() {
        writer.open();
        List<Integer> begun = new ArrayList<>();
        StreamChunk chunk = new StreamChunk("+++".getBytes(StandardCharsets.US_ASCII));
        assertThat(chunk.whenBegun(() -> begun.add(written.size()))).isSameAs(chunk);
        writer.send(chunk);
        time.pass(EscapeGuard.SILENCE_MILLIS);
        assertThat(written).containsExactly("++", "+");
        assertThat(begun).containsExactly(0);
    }
}
