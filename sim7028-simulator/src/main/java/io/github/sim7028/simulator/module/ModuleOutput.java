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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.FaultAction;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.fault.LineBytes;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.uart.Uart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What the modem says. Each line, with the data that belongs to it, goes out in one piece, so nothing ever falls inside
 * a counted body; faults are applied here.
 */
final class ModuleOutput {

    private static final int HELD_LIMIT = 1000;
    private static final Pattern COLON_SPACE = Pattern.compile("^(\\+[A-Z0-9]+:) ");
    private static final Map<String, Integer> RESULT_NUMBERS = Map.of("OK", 0, "NO CARRIER", 3, "ERROR", 4);

    private enum Kind {
        URC,
        ANSWER,
        RESULT
    }

    /** Something to say: its name for faults, its bytes in front of the data, the data, what follows its saying. */
    private record Item(Kind kind, String name, String head, byte[] data, Runnable then) {}

    private final EventLoop loop;
    private final OutputBuffer buffer;
    private final Faults faults;
    private final Transcript transcript;
    private final FaultInjector injector;
    private final boolean bareInformation;
    private final boolean colonSpace;

    private final Deque<Item> held = new ArrayDeque<>();
    private boolean holding;
    private int era;

    /** @param moduleFaults lets happen what concerns more than a line */
    ModuleOutput(
            EventLoop loop,
            Uart uart,
            Faults faults,
            Transcript transcript,
            Dialect dialect,
            Consumer<Fault> moduleFaults) {
        this.loop = loop;
        this.buffer = new OutputBuffer(uart);
        this.faults = faults;
        this.transcript = transcript;
        this.bareInformation = dialect.has(Quirk.BARE_INFORMATION);
        this.colonSpace = !dialect.has(Quirk.NO_COLON_SPACE);
        this.injector = new FaultInjector(faults, moduleFaults);
    }

    /** Whether more may be said; if not, the host does not read. */
    boolean ready() {
        return buffer.ready();
    }

    /** Whether there is room now for what was held back earlier; no other event reports this. */
    boolean readyAgain() {
        return buffer.readyAgain();
    }

    /**
     * Whether received data may be pushed: next to nothing is before it, so an answer waits for one push at the most.
     *
     * @param ahead how long before the line is clear, in nanoseconds
     */
    boolean mayPush(long ahead) {
        return buffer.mayPush(ahead);
    }

    /** Nanoseconds until the line is clear for received data that was refused; 0 is said once. */
    long nanosToPush() {
        return buffer.nanosToPush();
    }

    /** Whether an answer is held back by a fault: no new command may begin. */
    boolean holding() {
        return holding;
    }

    /** Whether everything has gone to the line. */
    boolean drained() {
        return buffer.isEmpty() && !holding;
    }

    /** Lines that were lost because the host did not read. */
    long lost() {
        return buffer.lost();
    }

    /** Faults that hold for every line up to the final result of the command that begins. */
    void answerFaults(List<Fault> now) {
        injector.beginAnswer(now);
    }

    /** The line as this module writes it; its name for faults is the same in every dialect. */
    private String shaped(String text) {
        return colonSpace ? text : COLON_SPACE.matcher(text).replaceFirst("$1");
    }

    /** A line of information in an answer. */
    void answer(String text) {
        submit(new Item(
                Kind.ANSWER, text, (bareInformation ? "" : "\r\n") + shaped(text) + "\r\n", LineBytes.NONE, () -> {}));
    }

    /** A line of information with data behind it. */
    void answer(String text, byte[] data) {
        submit(new Item(Kind.ANSWER, text, (bareInformation ? "" : "\r\n") + shaped(text) + "\r\n", data, () -> {}));
    }

    /** The prompt. */
    void prompt(String text, Runnable then) {
        submit(new Item(Kind.ANSWER, ">", text, LineBytes.NONE, then));
    }

    /** The final result of a command line. {@code words} whether in words, or as the number that V.250 gives it. */
    void result(String text, boolean words, Runnable then) {
        Integer number = words ? null : RESULT_NUMBERS.get(text);
        String head = number == null ? "\r\n" + text + "\r\n" : number + "\r";
        submit(new Item(Kind.RESULT, text, head, LineBytes.NONE, then));
    }

    /** The end of a command line whose result is not said. */
    void noResult(Runnable then) {
        submit(new Item(Kind.RESULT, "", "", LineBytes.NONE, then));
    }

    /** An unsolicited line. */
    void urc(String text, Runnable then) {
        emit(new Item(Kind.URC, text, "\r\n" + shaped(text) + "\r\n", LineBytes.NONE, then));
    }

    /** An unsolicited line that may be lost when the host does not read. */
    void chatter(String text) {
        if (buffer.mayChatter()) {
            urc(text, () -> {});
        }
    }

    /** Bytes that may be lost when the host does not read. */
    void chatter(byte[] bytes) {
        if (buffer.mayChatter()) {
            stream(bytes);
        }
    }

    /** Received data behind its header. */
    void push(String header, byte[] data) {
        emit(new Item(Kind.URC, header.strip().replace("\r\n", " "), header, data, () -> {}));
    }

    /** Bytes as they are. */
    void raw(byte[] bytes) {
        buffer.add(bytes);
    }

    /** As {@link #raw}, and written down. */
    void stream(byte[] bytes) {
        transcript.said("", bytes, bytes.length);
        raw(bytes);
    }

    /** Says nothing any more until told otherwise. */
    void mute(boolean on) {
        buffer.mute(on);
    }

    /** Loses whatever is said until {@link #reset} or {@link #revive}: the modem is about to restart or to hang up. */
    void die() {
        buffer.dead(true);
    }

    /** What is sent from now on is received again. */
    void revive() {
        buffer.dead(false);
    }

    /** When something was said last, as {@link System#nanoTime} says. */
    long said() {
        return buffer.said();
    }

    /** Forgets what was not said yet: the modem restarts. */
    void reset() {
        era++;
        buffer.clear();
        held.clear();
        holding = false;
        injector.beginAnswer(List.of());
    }

    /** Moves what it can to the line. */
    void flush() {
        buffer.flush();
    }

    private void submit(Item item) {
        if (holding) {
            if (held.size() < HELD_LIMIT) {
                held.add(item);
            }
        } else {
            emit(item);
        }
    }

    private void emit(Item item) {
        List<Fault> found = faults.onLine(item.name);
        for (Fault fault : found) {
            if (fault.action() instanceof FaultAction.Repeat repeat) {
                repeat(item, repeat.later().toMillis());
            }
        }
        for (Fault fault : found) {
            if (fault.action() instanceof FaultAction.Delay delay) {
                delay(item, found, faults.timeOf(delay).toMillis());
                return;
            }
        }
        say(item, found);
    }

    private void repeat(Item item, long millis) {
        int began = era;
        loop.schedule(millis, TimeUnit.MILLISECONDS, () -> {
            if (era == began) {
                say(new Item(Kind.URC, item.name, item.head, item.data, () -> {}), List.of());
            }
        });
    }

    private void delay(Item item, List<Fault> found, long millis) {
        boolean answer = item.kind != Kind.URC;
        holding |= answer;
        int began = era;
        loop.schedule(millis, TimeUnit.MILLISECONDS, () -> {
            if (era != began) {
                return;
            }
            say(item, found);
            if (answer) {
                holding = false;
                while (!holding && !held.isEmpty()) {
                    emit(held.removeFirst());
                }
            }
        });
    }

    private void say(Item item, List<Fault> found) {
        byte[] bytes = LineBytes.join(item.head.getBytes(StandardCharsets.ISO_8859_1), item.data);
        boolean inAnswer = item.kind != Kind.URC && injector.changesAnswers();
        if (!found.isEmpty() || inAnswer) {
            found.forEach(fault -> note(fault, item));
            bytes = injector.line(bytes, found);
            bytes = inAnswer ? injector.answer(bytes) : bytes;
            transcript.said("", bytes, bytes.length);
        } else {
            transcript.said(shaped(item.name), item.data, item.data.length);
        }
        if (item.kind == Kind.RESULT) {
            injector.beginAnswer(List.of());
        }
        buffer.add(bytes);
        item.then.run();
    }

    private void note(Fault fault, Item item) {
        if (transcript.enabled()) {
            transcript.event("fault: " + fault + " at " + Transcript.printable(item.name));
        }
    }
}
