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
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtException;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.spi.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The commands that wait for the channel, and those that have had it and wait for their result. */
final class CommandQueue {

    /** How many questions may wait for their turn; what the driver cannot do without is bounded by its links. */
    static final int MAX_QUESTIONS = 256;

    /** After how many others a question gets its turn. */
    static final int PATIENCE = 8;

    /** The turn of one command: the command, the future that waits for it, and its limits in time. */
    static final class Turn<R> {

        final AtCommand<R> command;
        final CompletableFuture<R> future = new CompletableFuture<>();
        final long timeout;
        /** Only its own recognisable answer counts: every other result, ERROR included, is a late one. */
        final boolean fence;

        /** How long nothing had been said when it began. */
        long pause;
        /** When it began. */
        long begun;

        private long deadline;
        private Loop.Timer timer = () -> {};

        /** @param timeout how long the whole of it may take once it has begun, in milliseconds */
        Turn(AtCommand<R> command, long timeout, boolean fence) {
            this.command = command;
            this.timeout = timeout;
            this.fence = fence;
        }

        /** Its time has begun; {@code overdue} runs when its answer has not come by then. */
        void begin(Loop loop, long answerTimeout, Runnable overdue) {
            deadline = loop.now() + timeout;
            arm(loop, Math.min(timeout, answerTimeout), overdue);
        }

        /** Starts waiting for the answer again. */
        void arm(Loop loop, long millis, Runnable overdue) {
            timer.cancel();
            timer = loop.after(millis, overdue);
        }

        /** Its answer has come, its result may take what is left of its time. */
        void awaitResult(Loop loop, Runnable overdue) {
            arm(loop, Math.max(1, deadline - loop.now()), overdue);
        }

        void stopClock() {
            timer.cancel();
        }

        /** Returns what is wrong with the answer instead when it contradicts itself. */
        AtProtocolException complete() {
            timer.cancel();
            R result;
            try {
                result = command.result();
            } catch (AtProtocolException e) {
                return e;
            }
            future.complete(result);
            return null;
        }

        void abort(String reason, Throwable cause) {
            fail(new AtAbortedException(command.shown(), reason, cause));
        }

        void fail(AtException reason) {
            timer.cancel();
            command.failed();
            future.completeExceptionally(reason);
        }
    }

    private final Deque<Turn<?>> waiting = new ArrayDeque<>();
    private final List<Turn<?>> awaiting = new ArrayList<>();
    /** How many have passed a question since the last one was asked. */
    private int passed;

    boolean isEmpty() {
        return waiting.isEmpty() && awaiting.isEmpty();
    }

    /** Returns false when it is a question and too many wait already. */
    boolean add(Turn<?> turn) {
        boolean full = isQuestion(turn)
                && waiting.size() >= MAX_QUESTIONS
                && waiting.stream().filter(CommandQueue::isQuestion).count() >= MAX_QUESTIONS;
        return !full && waiting.add(turn);
    }

    private static boolean isQuestion(Turn<?> turn) {
        return turn.command.urgency() == AtCommand.Urgency.QUESTION;
    }

    /** One that has to be asked again. */
    void addFirst(Turn<?> turn) {
        waiting.addFirst(turn);
    }

    /** Returns false when it does not wait for the channel. */
    boolean remove(Turn<?> turn) {
        return waiting.remove(turn);
    }

    /**
     * The first one whose answer cannot be taken for a result code that is still awaited, data and connections before questions; null when
     * there is none.
     */
    Turn<?> firstReady() {
        Turn<?> question = null;
        for (Turn<?> turn : waiting) {
            if (conflicts(turn)) {
                continue;
            }
            if (!isQuestion(turn)) {
                return question != null && passed >= PATIENCE ? question : turn;
            }
            question = question == null ? turn : question;
        }
        return question;
    }

    private boolean conflicts(Turn<?> turn) {
        for (Turn<?> pending : awaiting) {
            if (turn.command.conflictsWith(pending.command)) {
                return true;
            }
        }
        return false;
    }

    /** One that {@link #firstReady} named begins. */
    void begins(Turn<?> turn) {
        passed = !isQuestion(turn) && aQuestionWaits() ? passed + 1 : 0;
        waiting.remove(turn);
    }

    private boolean aQuestionWaits() {
        for (Turn<?> turn : waiting) {
            if (isQuestion(turn)) {
                return true;
            }
        }
        return false;
    }

    void awaitResult(Turn<?> turn) {
        awaiting.add(turn);
    }

    /** Returns false when its result is not awaited any more. */
    boolean giveUp(Turn<?> turn) {
        return awaiting.remove(turn);
    }

    /** Takes out a command that waits for the channel; null when it does not. */
    Turn<?> withdraw(AtCommand<?> command) {
        return takeOut(waiting, command);
    }

    /** Gives up waiting for a command's result; null when it is not awaited. */
    Turn<?> giveUp(AtCommand<?> command) {
        return takeOut(awaiting, command);
    }

    private static Turn<?> takeOut(Collection<Turn<?>> from, AtCommand<?> command) {
        for (Iterator<Turn<?>> turns = from.iterator(); turns.hasNext(); ) {
            Turn<?> turn = turns.next();
            if (turn.command == command) {
                turns.remove();
                return turn;
            }
        }
        return null;
    }

    /** The one whose awaited result this line belongs to; it waits no more when that was all. Null when there is none. */
    Turn<?> takenBy(String line) {
        for (Iterator<Turn<?>> turns = awaiting.iterator(); turns.hasNext(); ) {
            Turn<?> turn = turns.next();
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
    List<Turn<?>> clear(Turn<?> current) {
        List<Turn<?>> all = new ArrayList<>(awaiting);
        if (current != null) {
            all.add(current);
        }
        all.addAll(waiting);
        awaiting.clear();
        waiting.clear();
        return all;
    }
}
