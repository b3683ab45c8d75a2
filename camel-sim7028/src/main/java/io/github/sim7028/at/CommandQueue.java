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
package io.github.sim7028.at;

import io.github.sim7028.at.command.AtCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The commands that wait for the channel, and those that have had it and wait for their result. */
final class CommandQueue {

    /** How many questions may wait for their turn; what the driver cannot do without is bounded by its links. */
    static final int MAX_QUESTIONS = 256;

    /** After how many others a question gets its turn. */
    static final int PATIENCE = 8;

    private final Deque<PendingCommand<?>> waiting = new ArrayDeque<>();
    private final List<PendingCommand<?>> awaiting = new ArrayList<>();
    /** How many have passed a question since the last one was asked. */
    private int passed;

    boolean isEmpty() {
        return waiting.isEmpty() && awaiting.isEmpty();
    }

    /** Returns false when it is a question and too many wait already. */
    boolean add(PendingCommand<?> turn) {
        boolean full = isQuestion(turn)
                && waiting.size() >= MAX_QUESTIONS
                && waiting.stream().filter(CommandQueue::isQuestion).count() >= MAX_QUESTIONS;
        return !full && waiting.add(turn);
    }

    private static boolean isQuestion(PendingCommand<?> turn) {
        return turn.command.urgency() == AtCommand.Urgency.QUESTION;
    }

    /** One that has to be asked again. */
    void addFirst(PendingCommand<?> turn) {
        waiting.addFirst(turn);
    }

    /** Returns false when it does not wait for the channel. */
    boolean remove(PendingCommand<?> turn) {
        return waiting.remove(turn);
    }

    /**
     * The first one whose answer cannot be taken for a result code that is still awaited, data and connections before questions; null when
     * there is none.
     */
    PendingCommand<?> firstReady() {
        PendingCommand<?> question = null;
        for (PendingCommand<?> turn : waiting) {
            if (awaiting.stream().anyMatch(pending -> turn.command.conflictsWith(pending.command))) {
                continue;
            }
            if (!isQuestion(turn)) {
                return question != null && passed >= PATIENCE ? question : turn;
            }
            question = question == null ? turn : question;
        }
        return question;
    }

    /** One that {@link #firstReady} named begins. */
    void begins(PendingCommand<?> turn) {
        boolean aQuestionWaits = !isQuestion(turn) && waiting.stream().anyMatch(CommandQueue::isQuestion);
        passed = aQuestionWaits ? passed + 1 : 0;
        waiting.remove(turn);
    }

    void awaitResult(PendingCommand<?> turn) {
        awaiting.add(turn);
    }

    /** Returns false when its result is not awaited any more. */
    boolean giveUp(PendingCommand<?> turn) {
        return awaiting.remove(turn);
    }

    /** Takes out a command that waits for the channel; null when it does not. */
    PendingCommand<?> withdraw(AtCommand<?> command) {
        return takeOut(waiting, command);
    }

    /** Gives up waiting for a command's result; null when it is not awaited. */
    PendingCommand<?> giveUp(AtCommand<?> command) {
        return takeOut(awaiting, command);
    }

    private static PendingCommand<?> takeOut(Collection<PendingCommand<?>> from, AtCommand<?> command) {
        for (Iterator<PendingCommand<?>> turns = from.iterator(); turns.hasNext(); ) {
            PendingCommand<?> turn = turns.next();
            if (turn.command == command) {
                turns.remove();
                return turn;
            }
        }
        return null;
    }

    /** The one whose awaited result this line belongs to; it waits no more when that was all. Null when there is none. */
    PendingCommand<?> takenBy(String line) {
        for (Iterator<PendingCommand<?>> turns = awaiting.iterator(); turns.hasNext(); ) {
            PendingCommand<?> turn = turns.next();
            if (turn.command.accept(line)) {
                if (turn.command.fulfilled()) {
                    turns.remove();
                }
                return turn;
            }
        }
        return null;
    }

    /** Takes all out: first those that await a result, then those that wait for the channel, {@code current} between. */
    List<PendingCommand<?>> clear(PendingCommand<?> current) {
        List<PendingCommand<?>> all = new ArrayList<>(awaiting);
        if (current != null) {
            all.add(current);
        }
        all.addAll(waiting);
        awaiting.clear();
        waiting.clear();
        return all;
    }
}
