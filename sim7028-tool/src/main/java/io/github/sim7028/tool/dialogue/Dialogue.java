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
package io.github.sim7028.tool.dialogue;

import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.tool.line.OpenLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One command after the other, each with a time limit, and everything the module says in between. Not thread-safe: bytes are decoded
 * when somebody waits for them.
 */
public final class Dialogue {

    /** Longer than the module takes for a short command (2.1.12). */
    public static final long SHORT_MILLIS = 10_000;

    private static final int MAX_KEPT = 10_000;
    private static final int MAX_RAW = 1024 * 1024;
    private static final int MAX_LATE = 1000;
    private static final long QUIET_MILLIS = 250;
    private static final int CALLS = 8;
    /** The silence around an escape (1.3), and some more. */
    private static final long GUARD_MILLIS = 1100;
    /** How soon a wait notices that the user has stopped it. */
    private static final long NOTICE_MILLIS = 100;

    /** The module did not answer in time, or not as it must. */
    public static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        public NoAnswer(String message) {
            super(message);
        }
    }

    /** The user has stopped what is asked. */
    public static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped by the user");
        }
    }

    private final OpenLine line;
    private final BooleanSupplier stopped;
    private final Ear ear = new Ear(this::heard);
    private final List<Heard> heard = new ArrayList<>();
    private final StringBuilder raw = new StringBuilder();
    private boolean restarted;
    private boolean streams;
    /** When the last wait ends after the user has stopped, in nanoseconds. */
    private Long deadline;

    /** @param stopped whether the user has stopped; then no wait goes on, until {@link #endWithin} */
    public Dialogue(OpenLine line, BooleanSupplier stopped) {
        this.line = line;
        this.stopped = stopped;
    }

    private void heard(Heard one) {
        restarted |= one.isLine() && UrcParser.isRestart(one.text());
        if (heard.size() < MAX_KEPT) {
            heard.add(one);
        }
    }

    /** Whether the module has said since this was last asked that it has started. */
    public boolean restarted() {
        boolean was = restarted;
        restarted = false;
        return was;
    }

    /** What follows leaves the module in order, for at most so long, also after the user has stopped. */
    public void endWithin(long millis) {
        deadline = System.nanoTime() + millis * 1_000_000;
    }

    /** Takes what has come; waits for it at most so long. Returns whether anything came. */
    private boolean take(long millis) throws IOException {
        byte[] bytes = line.take(millis);
        if (bytes == null) {
            return false;
        }
        if (raw.length() < MAX_RAW) {
            raw.append(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        ear.hear(bytes);
        return true;
    }

    /** Asks something that is answered soon. */
    public Reply ask(String command) throws IOException, NoAnswer {
        return ask(command, SHORT_MILLIS);
    }

    /**
     * Says a command and waits for its final result, or for the prompt of a command that has one.
     *
     * @throws NoAnswer if neither came in time
     */
    public Reply ask(String command, long millis) throws IOException, NoAnswer {
        say(command);
        long began = System.nanoTime();
        Optional<Heard> end = await(Dialogue::isFinal, millis);
        if (end.isEmpty()) {
            throw new NoAnswer(command + " had no result within " + millis / 1000 + " s");
        }
        return new Reply(command, heard, raw.toString(), (System.nanoTime() - began) / 1_000_000);
    }

    private static boolean isFinal(Heard one) {
        return one.kind() == Heard.Kind.PROMPT
                || one.isLine()
                        && (ResultCode.parse(one.text(), words -> words) != null
                                || one.text().startsWith("CONNECT"));
    }

    /** Says a command without waiting; what was heard before is forgotten. */
    public void say(String command) throws IOException {
        for (int late = 0; take(0); late++) {
            forget();
            if (late == MAX_LATE) {
                throw new IOException("the line does not stop sending: this is no module that answers commands");
            }
        }
        forget();
        ear.awaitPrompt(command.contains("+CIPSEND="));
        line.write((command + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Forgets what was heard. */
    public void forget() {
        heard.clear();
        raw.setLength(0);
    }

    /** Writes bytes as they are: data behind a prompt, or in data mode. */
    public void write(byte[] bytes) throws IOException {
        line.write(bytes);
    }

    /** Waits for something; what was heard since the last command counts. */
    public Optional<Heard> await(Predicate<Heard> wanted, long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        if (deadline != null && end - deadline > 0) {
            end = deadline;
        }
        int seen = 0;
        while (true) {
            for (; seen < heard.size(); seen++) {
                if (wanted.test(heard.get(seen))) {
                    return Optional.of(heard.get(seen));
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            requireGoing();
            take(Math.min(left, NOTICE_MILLIS));
        }
    }

    private void requireGoing() throws Stopped {
        if (deadline == null && stopped.getAsBoolean()) {
            throw new Stopped();
        }
    }

    /** Waits for a line of this form. */
    public Optional<String> awaitLine(String form, long millis) throws IOException {
        return await(one -> one.isLine() && one.text().matches(form), millis).map(Heard::text);
    }

    /** The same for a line that must come. */
    public String requireLine(String form, long millis) throws IOException, NoAnswer {
        return awaitLine(form, millis)
                .orElseThrow(
                        () -> new NoAnswer("no line " + form.replace("\\", "") + " within " + millis / 1000 + " s"));
    }

    /** Listens for a time. */
    public void listen(long millis) throws IOException {
        await(one -> false, millis);
    }

    /**
     * Hears what the module still has to say to what it was told last: that comes before the answer to the next command, AT.
     *
     * @throws NoAnswer if the module does not answer
     */
    public void hearOut() throws IOException, NoAnswer {
        long before = oks();
        line.write("AT\r".getBytes(StandardCharsets.US_ASCII));
        if (await(one -> oks() > before, SHORT_MILLIS).isEmpty()) {
            throw new NoAnswer("AT had no result within " + SHORT_MILLIS / 1000 + " s");
        }
    }

    private long oks() {
        return heard.stream()
                .filter(one -> one.isLine() && one.text().equals("OK"))
                .count();
    }

    /** Waits until nothing has come for a while; at most so long. */
    public void settle(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (take(QUIET_MILLIS) && System.nanoTime() - end < 0) {
            requireGoing();
        }
    }

    /** Everything heard since the last command. */
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** The same as it came, one character a byte. */
    public String raw() {
        return raw.toString();
    }

    /** Which of two lines came first: negative for the first form, positive for the second. */
    public int order(String first, String second) {
        return Integer.compare(position(first), position(second));
    }

    private int position(String form) {
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i).isLine() && heard.get(i).text().matches(form)) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** The bytes from now on belong to a connection in data mode, or no longer do. */
    public void stream(boolean begins) {
        streams = begins;
        ear.stream(begins);
    }

    /** Whether a connection is in data mode. */
    public boolean streams() {
        return streams;
    }

    /** Leaves data mode: silence, and an escape (1.3). Returns whether the module said OK. */
    public boolean leaveDataMode() throws IOException {
        listen(GUARD_MILLIS);
        stream(false);
        forget();
        write("+++".getBytes(StandardCharsets.US_ASCII));
        return awaitLine("OK", 3 * GUARD_MILLIS).isPresent();
    }

    /**
     * Makes sure that the module answers and that nothing is under way: leaves data mode, ends an open input, and says AT with growing
     * pauses.
     *
     * @throws NoAnswer if the module stays silent
     */
    public void recover() throws IOException, NoAnswer {
        if (streams) {
            leaveDataMode();
        }
        ear.awaitPrompt(false);
        for (int call = 1; call <= CALLS; call++) {
            settle(2000);
            ear.abandonBody();
            forget();
            if (call == 2) {
                // who spoke with the module before may have left it in data mode
                leaveDataMode();
            } else if (call == 3) {
                // an input without a length is cancelled, one with a length is filled: by line ends, which harm nothing
                line.write(new byte[] {0x1B});
                line.write("\r".repeat(1500).getBytes(StandardCharsets.US_ASCII));
                settle(2000);
                forget();
            }
            line.write("AT\r".getBytes(StandardCharsets.US_ASCII));
            if (awaitLine("OK", 500L * call).isPresent()) {
                settle(2000);
                forget();
                return;
            }
        }
        throw new NoAnswer("the module does not answer AT");
    }
}
