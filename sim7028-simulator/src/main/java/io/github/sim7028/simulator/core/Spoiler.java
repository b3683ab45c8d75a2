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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What faults do to the bytes of a line, or of a whole answer. */
final class Spoiler {

    private static final byte[] NOTHING = {};

    private final Faults faults;
    private final Consumer<Fault> modem;
    private List<Fault> answerFaults = List.of();
    private int answerBudget;

    /** {@code modem} lets happen what concerns more than a line. */
    Spoiler(Faults faults, Consumer<Fault> modem) {
        this.faults = faults;
        this.modem = modem;
    }

    /** Faults that hold for every line up to the final result of the command that begins. */
    void beginAnswer(List<Fault> now) {
        answerFaults = now;
        answerBudget = now.stream()
                .filter(fault -> fault.action() == Fault.Action.CUT)
                .mapToInt(Fault::count)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    /** Whether lines of the present answer are spoiled. */
    boolean spoilsAnswers() {
        return !answerFaults.isEmpty();
    }

    /** A line of the present answer. */
    byte[] answer(byte[] said) {
        byte[] bytes = line(said, answerFaults);
        int budget = Math.min(bytes.length, answerBudget);
        answerBudget -= budget;
        return Arrays.copyOf(bytes, budget);
    }

    /** A line that sets these faults off. */
    byte[] line(byte[] said, List<Fault> found) {
        byte[] bytes = said;
        for (Fault fault : found) {
            bytes = spoil(bytes, fault);
        }
        return bytes;
    }

    private byte[] spoil(byte[] bytes, Fault fault) {
        boolean wholeAnswer = fault.when() == Fault.When.COMMAND;
        return switch (fault.action()) {
            case DROP -> NOTHING;
            case CUT -> wholeAnswer ? bytes : Arrays.copyOf(bytes, Math.min(bytes.length, fault.count()));
            case DOUBLE -> join(bytes, bytes);
            case REPLACE -> lines(fault.argument());
            case BEFORE -> join(lines(fault.argument()), bytes);
            case INSERT -> insert(bytes, lines(fault.argument()));
            case NOISE -> join(faults.noise(fault.count()), bytes);
            case REBOOT -> {
                modem.accept(fault);
                yield NOTHING;
            }
            case NETWORKLOSS, HANGUP, MUTE, BUSY, DEADCONTEXT, SLEEP -> {
                modem.accept(fault);
                yield bytes;
            }
            // what concerns the time is the output's matter, the rest the interpreter's
            case DELAY, REPEAT, IGNORE, FAIL, IPERROR, SHORT, REFUSE -> bytes;
        };
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
        byte[] front = join(Arrays.copyOf(outer, middle), inner);
        return join(front, Arrays.copyOfRange(outer, middle, outer.length));
    }

    static byte[] join(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
