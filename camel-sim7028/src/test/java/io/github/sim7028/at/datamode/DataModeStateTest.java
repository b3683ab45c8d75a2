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

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.kit.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What data mode tells the dialogue of itself, and when. */
class DataModeStateTest implements DataMode.Owner, AtListener {

    private static final long FLOWING_MILLIS = 500;

    private final VirtualTime time = new VirtualTime();
    private final List<String> did = new ArrayList<>();
    private final List<String> streamed = new ArrayList<>();
    private boolean connecting;
    private final DataMode data = new DataMode(
            this,
            time,
            new DataMode.Wire(
                    bytes -> {},
                    bytes -> did.add(new String(bytes, StandardCharsets.US_ASCII)),
                    time::now,
                    new GuardTime()),
            new AtDecoder(new AtDecoder.Sink() {
                @Override
                public void line(String line) {
                    did.add(line);
                }

                @Override
                public int bodyLength(String line) {
                    return AtDecoder.NO_BODY;
                }

                @Override
                public void body(String header, byte[] bytes) {}

                @Override
                public boolean awaitsPrompt() {
                    return false;
                }

                @Override
                public void prompt() {}

                @Override
                public void noise(int bytes) {}
            }),
            this);

    @BeforeEach
    void listening() {
        data.enable(false);
        time.pass(10_000);
        data.leave();
        time.pass(EscapeSequence.ESCAPE_MILLIS + 100);
        data.proven();
        assertThat(did).containsExactly("+++", "\r", "unheard");
        did.clear();
    }

    private void says(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        data.received(bytes, 0, bytes.length);
    }

    @Test
    void bytesFlowForAWhileAfterTheLastOne() {
        assertThat(data.flowing()).isFalse();
        assertThat(data.takes("CONNECT")).isTrue();
        time.pass(FLOWING_MILLIS);
        assertThat(data.flowing()).isFalse();
        says("x");
        time.pass(FLOWING_MILLIS - 1);
        assertThat(data.flowing()).isTrue();
        time.pass(1);
        assertThat(data.flowing()).isFalse();
        says("y");
        data.ended("the connection was closed");
        assertThat(data.flowing()).as("there is no connection any more").isFalse();
    }

    @Test
    void nothingIsDeliveredWhereAllIsHeldBack() {
        data.takes("CONNECT");
        time.pass(FLOWING_MILLIS);
        says("\r\nCLO");
        assertThat(streamed).isEmpty();
        assertThat(data.flowing()).isFalse();
    }

    @Test
    void aConnectionThatIsToBeGoneBackToIsNotSettled() {
        assertThat(data.settled()).isTrue();
        assertThat(data.suspended()).isFalse();
        data.takes("CONNECT");
        assertThat(data.settled()).isTrue();
        data.leave();
        assertThat(data.settled()).isFalse();
        time.pass(2 * (EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS));
        data.proven();
        assertThat(data.suspended()).isTrue();
        assertThat(data.settled()).isFalse();
        assertThat(data.takes("CLOSED")).isTrue();
        assertThat(data.settled()).isTrue();
        assertThat(data.suspended()).isFalse();
    }

    @Test
    void aTrackThatIsLostIsLookedForAtOnce() {
        time.pass(10_000);
        data.lostTrack();
        assertThat(did).containsExactly("+++", "proceed");
        assertThat(data.unsure()).isTrue();
        assertThat(data.commandMode()).isFalse();
    }

    /** Words of data mode that belong to nothing here. */
    @Test
    void onlyWhatBelongsToDataModeIsTaken() {
        assertThat(data.takes("CLOSED")).isFalse();
        assertThat(data.takes("NO CARRIER")).isFalse();
        assertThat(data.takes("+CGEV: X")).isFalse();
        assertThat(data.takes("CONNECT FAIL")).isTrue();
        assertThat(did).isEmpty();
        connecting = true;
        assertThat(data.takes("+CGEV: X")).isFalse();
        assertThat(data.takes("NO CARRIER")).isTrue();
        assertThat(did).containsExactly("refused: NO CARRIER");
        assertThat(data.streaming()).isFalse();
    }

    // ---- whose data mode it is

    @Override
    public boolean connecting() {
        return connecting;
    }

    @Override
    public void refuse(AtError reason) {
        did.add("refused: " + reason.describe());
    }

    @Override
    public void connected() {
        did.add("connected");
    }

    @Override
    public void proceed() {
        did.add("proceed");
    }

    @Override
    public void escaped() {
        did.add("escaped");
    }

    @Override
    public void escapedUnheard() {
        did.add("unheard");
    }

    @Override
    public <R> CompletionStage<R> ask(AtCommand<R> command) {
        return new CompletableFuture<>();
    }

    @Override
    public void received(Urc urc) {
        did.add(urc.toString());
    }

    @Override
    public void streamed(byte[] bytes) {
        streamed.add(new String(bytes, StandardCharsets.US_ASCII));
    }

    @Override
    public void bodyLost(String header) {}

    @Override
    public void bodyUnasked(String header) {}

    @Override
    public void silent(String reason) {}

    @Override
    public void lineLost(String reason, Throwable cause) {}
}
