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

import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.kit.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The escape alone, to the millisecond. */
class EscapeSequenceTest implements EscapeSequence.Owner, AtTransport {

    private static final String OK = "\r\nOK\r\n";

    private final VirtualTime time = new VirtualTime();
    private final StreamTailFilter tail = new StreamTailFilter();
    private final GuardTime silence = new GuardTime();
    private final List<String> did = new ArrayList<>();
    private long lastReceived;
    private boolean flowing;
    private boolean uncertain;
    private boolean wired = true;
    private IOException broken;
    private final EscapeSequence escape = new EscapeSequence(
            this,
            bytes -> did.add(new String(bytes, StandardCharsets.US_ASCII)),
            () -> lastReceived,
            time,
            this,
            tail,
            silence);

    @BeforeEach
    void longSilent() {
        time.pass(10_000);
    }

    private void says(String text) {
        lastReceived = time.now();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        tail.take(bytes, 0, bytes.length);
    }

    @Test
    void believesAnOkThatComesWhenItMayAndBehindWhichItIsQuiet() {
        escape.start();
        time.pass(900);
        says(OK);
        time.pass(99);
        assertThat(did).containsExactly("+++");
        time.pass(1);
        assertThat(did).containsExactly("+++", "left");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void believesNoOkThatComesTooEarly() {
        escape.start();
        time.pass(899);
        says(OK);
        time.pass(EscapeSequence.ESCAPE_MILLIS - 900);
        assertThat(did).containsExactly("+++");
    }

    /** A module that was in data mode may have missed one escape, and hardly two. */
    @Test
    void triesTwiceWithAModuleThatSaysNothing() {
        escape.start();
        time.pass(60_000);
        assertThat(did).containsExactly("+++", "+++", "unproven");
    }

    @Test
    void triesOnceWithAModuleThatMayNotHaveBeenInDataModeAtAll() {
        uncertain = true;
        escape.start();
        time.pass(EscapeSequence.ESCAPE_MILLIS - 1);
        assertThat(did).containsExactly("+++");
        time.pass(1);
        assertThat(did).containsExactly("+++", "unproven");
    }

    @Test
    void triesFiveTimesWhereDataStillFlows() {
        flowing = true;
        escape.start();
        time.pass(60_000);
        assertThat(did).containsExactly("+++", "+++", "+++", "+++", "+++", "unproven");
    }

    @Test
    void leavesByDtrAgainWhereItWorked() {
        escape.useDtr(true);
        for (int i = 0; i < 2; i++) {
            did.clear();
            escape.start();
            says(OK);
            time.pass(150);
            assertThat(did).containsExactly("DTR false", "left");
            escape.arrived();
            assertThat(did).last().isEqualTo("DTR true");
            tail.clear();
        }
    }

    /** DTR is known to work, so a module that says nothing to it was not in data mode. */
    @Test
    void makesNoOtherEscapeWhereDtrHasWorkedAndNothingIsSaidToIt() {
        escape.useDtr(true);
        escape.start();
        says(OK);
        time.pass(150);
        escape.arrived();
        tail.clear();
        did.clear();
        escape.start();
        time.pass(EscapeSequence.DTR_MILLIS - 1);
        assertThat(did).containsExactly("DTR false");
        time.pass(1);
        assertThat(did).containsExactly("DTR false", "DTR true", "unproven");
    }

    @Test
    void makesTheOtherEscapeWhereDtrHasWorkedAndDataFlowsAllTheSame() {
        escape.useDtr(true);
        escape.start();
        says(OK);
        time.pass(150);
        escape.arrived();
        tail.clear();
        did.clear();
        flowing = true;
        escape.start();
        time.pass(EscapeSequence.DTR_MILLIS);
        assertThat(did).containsExactly("DTR false", "DTR true", "+++");
    }

    @Test
    void dropsDtrNoMoreWhereOnlyTheOtherEscapeWorks() {
        escape.useDtr(true);
        escape.start();
        time.pass(EscapeSequence.DTR_MILLIS);
        assertThat(did).containsExactly("DTR false", "DTR true", "+++");
        leaves();
        did.clear();
        escape.start();
        assertThat(did).containsExactly("+++");
    }

    @Test
    void dropsNoDtrThatNobodyConfigured() {
        escape.start();
        leaves();
        did.clear();
        escape.start();
        assertThat(did).containsExactly("+++");
    }

    private void leaves() {
        time.pass(1000);
        says(OK);
        time.pass(150);
        assertThat(did).last().isEqualTo("left");
        escape.arrived();
        tail.clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void makesTheOtherEscapeWhereDtrCannotBeDropped(boolean fails) {
        wired = false;
        broken = fails ? new IOException("no such wire") : null;
        escape.useDtr(true);
        silence.restart(time.now());
        escape.start();
        time.pass(EscapeSequence.GUARD_MILLIS - 1);
        assertThat(did).doesNotContain("+++");
        time.pass(1);
        assertThat(did).last().isEqualTo("+++");
        assertThat(did).doesNotContain("DTR true");
    }

    @Test
    void raisesDtrWhenItIsStopped() {
        escape.useDtr(true);
        escape.start();
        escape.stop();
        assertThat(did).containsExactly("DTR false", "DTR true");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void looksForNoOkAnyMoreOnceTheModuleListens() {
        escape.start();
        escape.arrived();
        byte[] data = OK.getBytes(StandardCharsets.US_ASCII);
        assertThat(tail.take(data, 0, data.length)).asString().isEqualTo("\r\nOK");
    }

    @Test
    void saysWhenWhatIsToBeSaidBlindlyIsSaid() {
        silence.restart(time.now());
        time.pass(500);
        assertThat(escape.blindly(() -> did.add("said"))).isEqualTo(700 + EscapeSequence.GUARD_MILLIS);
        assertThat(escape.blind()).isTrue();
        assertThat(escape.blindly(() -> did.add("another"))).isEqualTo(-1);
        time.pass(700 + EscapeSequence.GUARD_MILLIS);
        assertThat(did).containsExactly("+++", "said");
        assertThat(escape.blind()).isFalse();
        time.pass(5000);
        assertThat(escape.blindly(() -> did.add("again"))).isEqualTo(EscapeSequence.GUARD_MILLIS);
    }

    // ---- whose escape it is

    @Override
    public void left() {
        did.add("left");
    }

    @Override
    public void leftUnproven() {
        did.add("unproven");
    }

    @Override
    public boolean flowing() {
        return flowing;
    }

    @Override
    public boolean uncertain() {
        return uncertain;
    }

    @Override
    public void write(byte[] bytes) {
        throw new AssertionError("the escape has a way of its own to the line");
    }

    @Override
    public boolean setDtr(boolean on) throws IOException {
        if (broken != null) {
            throw broken;
        }
        did.add("DTR " + on);
        return wired;
    }
}
