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
package io.github.sim7028.kit;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.DialogueLog;
import io.github.sim7028.at.Resynchronizer;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.EnterDataMode;
import io.github.sim7028.at.datamode.EscapeSequence;
import io.github.sim7028.at.spi.AtTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A dialogue on a bench: the test is the module. What the driver wrote and heard stands in lists. */
public final class Bench implements AtListener {

    public static final long TIMEOUT = 9000;

    public final VirtualTime time = new VirtualTime();
    public final List<String> written = new ArrayList<>();
    public final List<Urc> heard = new ArrayList<>();
    public final StringBuilder streamed = new StringBuilder();
    public final List<Boolean> dtr = new ArrayList<>();
    public final List<String> lostBodies = new ArrayList<>();
    public final List<String> unaskedBodies = new ArrayList<>();
    public final AtDialogue dialogue;
    public String silence;
    /** Whether reads of the line come back without bytes, as those of a serial port do. */
    public boolean polling = true;
    /** For how long of the time that has passed since the last byte nobody could read. */
    public long stoodStill;

    private final int cut;

    public Bench() {
        this(Integer.MAX_VALUE);
    }

    /** @param cut how many bytes a read brings at most */
    public Bench(int cut) {
        this.cut = cut;
        dialogue = new AtDialogue(new DialogueLog("bench", System::nanoTime), time, new Wire(), this, TIMEOUT);
    }

    /** A dialogue that reckons with data mode, in step with a module that listens for commands. */
    public Bench transparent() {
        dialogue.expectDataMode(false);
        dialogue.synchronise();
        time.pass(EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 100);
        answerResync();
        return this;
    }

    /** A connection in data mode. */
    public Bench connected() {
        dialogue.execute(EnterDataMode.tcp("host", 5253, 0), 60_000);
        return line("CONNECT 115200");
    }

    /** Lets the escape go out and answers it. */
    public Bench escapes(String before) {
        time.pass(EscapeSequence.GUARD_MILLIS + 50);
        says(before);
        time.pass(1000);
        line("OK");
        time.pass(300);
        return this;
    }

    private void write(byte[] bytes) throws IOException {
        written.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The module says something. */
    public Bench says(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; at += cut) {
            byte[] read = Arrays.copyOfRange(bytes, at, (int) Math.min((long) at + cut, bytes.length));
            dialogue.input().read(read, read.length, 0);
            if (cut == Integer.MAX_VALUE) {
                break;
            }
        }
        return this;
    }

    /** Reads of the line were empty for so long. */
    public void heardNothing(long millis) {
        dialogue.input().read(new byte[0], 0, millis);
    }

    /** The module answers with lines as it frames them. */
    public Bench line(String... lines) {
        for (String line : lines) {
            says("\r\n" + line + "\r\n");
        }
        return this;
    }

    public String lastWritten() {
        return written.isEmpty() ? "" : written.get(written.size() - 1);
    }

    /** Answers the AT and the fence of a resynchronisation, whichever fence it is. */
    public void answerResync() {
        time.pass(Resynchronizer.DRAIN_MILLIS);
        answerFence();
    }

    public void answerFence() {
        time.pass(Resynchronizer.QUIET_MILLIS * 2);
        String fence = lastWritten();
        line(fence.substring(2, fence.indexOf('?')) + ": 1", "OK");
    }

    private final class Wire implements AtTransport {
        @Override
        public void write(byte[] bytes) throws IOException {
            Bench.this.write(bytes);
        }

        @Override
        public boolean setDtr(boolean on) {
            dtr.add(on);
            return true;
        }

        @Override
        public long heardNothing() {
            return polling ? time.now() - dialogue.lastReceived() - stoodStill : -1;
        }
    }

    @Override
    public void streamed(byte[] bytes) {
        streamed.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void received(Urc urc) {
        heard.add(urc);
    }

    @Override
    public void bodyUnasked(String header) {
        unaskedBodies.add(header);
    }

    @Override
    public void bodyLost(String header) {
        lostBodies.add(header);
    }

    @Override
    public void silent(String reason) {
        lineLost(reason, null);
    }

    @Override
    public void lineLost(String reason, Throwable cause) {
        silence = reason;
        dialogue.close(reason, cause);
    }
}
