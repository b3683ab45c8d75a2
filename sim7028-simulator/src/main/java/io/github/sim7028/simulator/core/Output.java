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
import java.util.Arrays;
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
    private final Consumer<Fault> modem;
    private final boolean bareInformation;

    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    private int pendingOffset;
    private long lost;

    private final Deque<Item> held = new ArrayDeque<>();
    private boolean holding;
    private boolean muted;
    private boolean dead;
    private int era;

    private List<Fault> answerFaults = List.of();
    private int answerBudget;

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
        this.modem = modem;
    }

    /** Whether more may be said; if not, the host does not read. */
    boolean ready() {
        return !muted && pendingBytes < SOFT_LIMIT;
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
        answerFaults = now;
        answerBudget = now.stream()
                .filter(fault -> fault.action() == Fault.Action.CUT)
                .mapToInt(Fault::count)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
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

    /** Received data behind its header. */
    void push(String header, byte[] data) {
        emit(new Item(Kind.URC, header.strip().replace("\r\n", " "), header, data, () -> {}));
    }

    /** Bytes as they are. */
    void raw(byte[] bytes) {
        queue(bytes, bytes.length);
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

    /** Forgets what was not said yet: the modem restarts. */
    void reset() {
        era++;
        dead = false;
        pending.clear();
        pendingBytes = 0;
        pendingOffset = 0;
        held.clear();
        holding = false;
        answerFaults = List.of();
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
            if (fault.action() == Fault.Action.DELAY) {
                note(fault, item);
                delay(item, found, fault.duration().toMillis());
                return;
            }
        }
        say(item, found);
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
        byte[] head = item.head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = join(head, item.data);
        boolean known = found.isEmpty() && (answerFaults.isEmpty() || item.kind == Kind.URC);
        if (!known) {
            int began = era;
            bytes = spoil(item, bytes, found);
            if (item.kind != Kind.URC) {
                bytes = spoil(item, bytes, answerFaults);
                int budget = Math.min(bytes.length, answerBudget);
                answerBudget -= answerFaults.isEmpty() ? 0 : budget;
                bytes = answerFaults.isEmpty() ? bytes : Arrays.copyOf(bytes, budget);
            }
            if (era != began) {
                return;
            }
        }
        if (item.kind == Kind.RESULT) {
            answerFaults(List.of());
        }
        if (bytes.length > 0) {
            if (known) {
                transcript.said(item.name, item.data, item.data.length);
            } else {
                transcript.said("", bytes, bytes.length);
            }
            queue(bytes, bytes.length);
            flush();
        }
        item.then.run();
    }

    private byte[] spoil(Item item, byte[] said, List<Fault> found) {
        byte[] bytes = said;
        for (Fault fault : found) {
            note(fault, item);
            switch (fault.action()) {
                case DROP -> bytes = NOTHING;
                case CUT -> {
                    if (fault.when() == Fault.When.LINE) {
                        bytes = Arrays.copyOf(bytes, Math.min(bytes.length, fault.count()));
                    }
                }
                case DOUBLE -> bytes = join(bytes, bytes);
                case REPLACE -> bytes = lines(fault.argument());
                case BEFORE -> bytes = join(lines(fault.argument()), bytes);
                case INSERT -> bytes = insert(bytes, lines(fault.argument()));
                case NOISE -> bytes = join(faults.noise(fault.count()), bytes);
                case REBOOT -> {
                    bytes = NOTHING;
                    modem.accept(fault);
                }
                case NETWORKLOSS, HANGUP, MUTE -> modem.accept(fault);
                default -> {
                    // a delay was seen to before; the rest is no matter of lines
                }
            }
        }
        return bytes;
    }

    private void note(Fault fault, Item item) {
        if (transcript.enabled()) {
            transcript.event("fault: " + fault + " at " + Transcript.printable(item.name));
        }
    }

    /** The lines, separated by {@code |}, as they go over the wire. */
    static byte[] lines(String text) {
        StringBuilder all = new StringBuilder();
        for (String line : text.split("\\|")) {
            all.append("\r\n").append(line).append("\r\n");
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] insert(byte[] outer, byte[] inner) {
        int middle = outer.length / 2;
        byte[] all = new byte[outer.length + inner.length];
        System.arraycopy(outer, 0, all, 0, middle);
        System.arraycopy(inner, 0, all, middle, inner.length);
        System.arraycopy(outer, middle, all, middle + inner.length, outer.length - middle);
        return all;
    }

    private static byte[] join(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void queue(byte[] bytes, int length) {
        if (dead) {
            return;
        }
        if (pendingBytes + length > HARD_LIMIT) {
            lost++;
            return;
        }
        pending.add(bytes);
        pendingBytes += length;
    }
}
