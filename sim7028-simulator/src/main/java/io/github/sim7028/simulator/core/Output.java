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
package io.github.sim7028.simulator.core;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.uart.Uart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the modem says. Each line, with the data that belongs to it, goes out in one piece, so nothing ever falls inside
 * a counted body; faults are applied here.
 */
final class Output {

    private static final int SOFT_LIMIT = 8 * 1024;
    private static final int CHATTER_LIMIT = SOFT_LIMIT / 2;
    private static final int HARD_LIMIT = 64 * 1024;
    private static final int HELD_LIMIT = 1000;
    private static final byte[] NOTHING = {};

    private enum Kind {
        URC,
        ANSWER,
        RESULT
    }

    /** Something to say: its name for faults, its bytes in front of the data, the data, what follows its saying. */
    private record Item(Kind kind, String name, String head, byte[] data, Runnable then) {}

    private final EventLoop loop;
    private final Uart uart;
    private final Faults faults;
    private final Transcript transcript;
    private final Spoiler spoiler;
    private final boolean bareInformation;

    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    private int pendingOffset;
    private boolean refused;
    private boolean pushRefused;
    private long pushAhead;
    private long lost;
    private long said = System.nanoTime();

    private final Deque<Item> held = new ArrayDeque<>();
    private boolean holding;
    private boolean muted;
    private boolean dead;
    private int era;

    Output(
            EventLoop loop,
            Uart uart,
            Faults faults,
            Transcript transcript,
            boolean bareInformation,
            Consumer<Fault> modem) {
        this.loop = loop;
        this.uart = uart;
        this.faults = faults;
        this.transcript = transcript;
        this.bareInformation = bareInformation;
        this.spoiler = new Spoiler(faults, modem);
    }

    /** Whether more may be said; if not, the host does not read. */
    boolean ready() {
        boolean room = pendingBytes < SOFT_LIMIT;
        refused |= !room;
        return room && !muted;
    }

    /** Whether there is room now for what was held back earlier: nobody else says so. */
    boolean readyAgain() {
        boolean again = refused && pendingBytes < SOFT_LIMIT;
        refused &= !again;
        return again;
    }

    /**
     * Whether received data may be pushed: next to nothing is before it, so an answer waits for one push at the most.
     *
     * @param ahead how long before the line is clear, in nanoseconds
     */
    boolean mayPush(long ahead) {
        pushAhead = ahead;
        pushRefused = !pending.isEmpty() || nanosToClear() > 0;
        return !pushRefused;
    }

    /** Nanoseconds until the line is clear for received data that was refused; 0 is said once. */
    long nanosToPush() {
        if (!pushRefused || !pending.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long left = nanosToClear();
        pushRefused = left > 0;
        return left;
    }

    private long nanosToClear() {
        return Math.max(0, uart.toHost().nanosToClear() - pushAhead);
    }

    /** Whether an answer is held back by a fault: no new command may begin. */
    boolean holding() {
        return holding;
    }

    /** Whether everything has gone to the line. */
    boolean drained() {
        return pendingBytes == 0 && !holding;
    }

    /** Lines that were lost because the host did not read. */
    long lost() {
        return lost;
    }

    /** Faults that hold for every line up to the final result of the command that begins. */
    void answerFaults(List<Fault> now) {
        spoiler.beginAnswer(now);
    }

    /** A line of information in an answer. */
    void answer(String text) {
        submit(new Item(Kind.ANSWER, text, (bareInformation ? "" : "\r\n") + text + "\r\n", NOTHING, () -> {}));
    }

    /** A line of information with data behind it. */
    void answer(String text, byte[] data) {
        submit(new Item(Kind.ANSWER, text, (bareInformation ? "" : "\r\n") + text + "\r\n", data, () -> {}));
    }

    /** The prompt. */
    void prompt(String text, Runnable then) {
        submit(new Item(Kind.ANSWER, ">", text, NOTHING, then));
    }

    /** The final result of a command line. */
    void result(String text, Runnable then) {
        submit(new Item(Kind.RESULT, text, "\r\n" + text + "\r\n", NOTHING, then));
    }

    /** An unsolicited line. */
    void urc(String text, Runnable then) {
        emit(new Item(Kind.URC, text, "\r\n" + text + "\r\n", NOTHING, then));
    }

    /** An unsolicited line that may be lost when the host does not read: nobody waits for it. */
    void chatter(String text) {
        if (mayChatter()) {
            urc(text, () -> {});
        }
    }

    /** Bytes that may be lost when the host does not read. */
    void chatter(byte[] bytes) {
        if (mayChatter()) {
            stream(bytes);
        }
    }

    private boolean mayChatter() {
        boolean room = pendingBytes < CHATTER_LIMIT;
        lost += room ? 0 : 1;
        return room;
    }

    /** Received data behind its header. */
    void push(String header, byte[] data) {
        emit(new Item(Kind.URC, header.strip().replace("\r\n", " "), header, data, () -> {}));
    }

    /** Bytes as they are. */
    void raw(byte[] bytes) {
        queue(bytes);
        flush();
    }

    /** As {@link #raw}, and written down. */
    void stream(byte[] bytes) {
        transcript.said("", bytes, bytes.length);
        raw(bytes);
    }

    /** Says nothing any more until told otherwise. */
    void mute(boolean on) {
        muted = on;
        flush();
    }

    /** Loses whatever is said until {@link #reset} or {@link #revive}: the modem is about to restart or to hang up. */
    void die() {
        dead = true;
    }

    /** What is said from now on is heard again. */
    void revive() {
        dead = false;
    }

    /** When something was said last, as {@link System#nanoTime} says. */
    long said() {
        return said;
    }

    /** Forgets what was not said yet: the modem restarts. */
    void reset() {
        era++;
        dead = false;
        pending.clear();
        pendingBytes = 0;
        pendingOffset = 0;
        held.clear();
        holding = false;
        spoiler.beginAnswer(List.of());
    }

    /** Moves what it can to the line. */
    void flush() {
        while (!pending.isEmpty() && !muted) {
            byte[] first = pending.getFirst();
            int length = first.length - pendingOffset;
            int n = uart.plugged() ? uart.toHost().offer(first, pendingOffset, length) : length;
            pendingBytes -= n;
            if (n < length) {
                pendingOffset += n;
                return;
            }
            pending.removeFirst();
            pendingOffset = 0;
        }
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
            if (fault.action() == Fault.Action.REPEAT) {
                repeat(item, fault.duration().toMillis());
            }
        }
        for (Fault fault : found) {
            if (fault.action() == Fault.Action.DELAY) {
                delay(item, found, fault.duration().toMillis());
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
        byte[] bytes = Spoiler.join(item.head.getBytes(StandardCharsets.ISO_8859_1), item.data);
        boolean inAnswer = item.kind != Kind.URC && spoiler.spoilsAnswers();
        if (!found.isEmpty() || inAnswer) {
            found.forEach(fault -> note(fault, item));
            bytes = spoiler.line(bytes, found);
            bytes = inAnswer ? spoiler.answer(bytes) : bytes;
            transcript.said("", bytes, bytes.length);
        } else {
            transcript.said(item.name, item.data, item.data.length);
        }
        if (item.kind == Kind.RESULT) {
            spoiler.beginAnswer(List.of());
        }
        queue(bytes);
        flush();
        item.then.run();
    }

    private void note(Fault fault, Item item) {
        if (transcript.enabled()) {
            transcript.event("fault: " + fault + " at " + Transcript.printable(item.name));
        }
    }

    private void queue(byte[] bytes) {
        if (dead || bytes.length == 0) {
            return;
        }
        if (pendingBytes + bytes.length > HARD_LIMIT) {
            lost++;
            return;
        }
        pending.add(bytes);
        said = System.nanoTime();
        pendingBytes += bytes.length;
    }
}
