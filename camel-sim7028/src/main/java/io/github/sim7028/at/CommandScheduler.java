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

import io.github.sim7028.at.CommandQueue.Turn;
import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.EnterDataMode;
import io.github.sim7028.at.command.ReadLayout;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.datamode.DataMode;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtBusyException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Loop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may speak: one command at a time until its final result, then the next; any number whose result codes are awaited
 * after that.
 */
final class CommandScheduler implements CommandChannel, DataMode.Owner {

    /** How long a command may wait for the channel: longer than anything has it, or keeps others from it by its result. */
    static final long TURN_MILLIS = 180_000;

    /** How long a body may pause before what comes is taken for the echo of a payload rather than its rest. */
    private static final long ECHO_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final Loop loop;
    private final AtPort port;
    private final AtDecoder decoder;
    private final AtListener listener;
    private final SleepDetector sleep;
    private final long commandTimeout;
    private final CommandQueue turns = new CommandQueue();
    /** How the module lays out what is read, raw and as hex digits. */
    private final ReadLayout rawReads = new ReadLayout();

    private final ReadLayout hexReads = new ReadLayout();
    private DataMode data;
    private Resynchronizer resync;
    private BodyTimeout bodies;
    private Turn<?> current;
    /** One that was answered too late, or not at all: what belongs to it is recognised and dropped. */
    private AtCommand<?> abandoned;

    private boolean closed;
    private boolean busy;
    /** Runs when {@link #idle} changes; null for none. */
    private Runnable watcher;

    /** How often AT has been said to wake the module; 0 while that is not being done. */
    private int calling;

    CommandScheduler(String name, Loop loop, AtPort port, AtDecoder decoder, AtListener listener, long commandTimeout) {
        this.name = name;
        this.loop = loop;
        this.port = port;
        this.decoder = decoder;
        this.listener = listener;
        sleep = new SleepDetector(name);
        this.commandTimeout = commandTimeout;
    }

    /** What may keep a command from its turn; given once, before anything else. */
    void waitsFor(DataMode mode, Resynchronizer inStep, BodyTimeout body) {
        data = mode;
        resync = inStep;
        bodies = body;
    }

    // ---- who waits

    @Override
    public <R> CompletableFuture<R> execute(AtCommand<R> command) {
        return execute(command, commandTimeout);
    }

    @Override
    public <R> CompletableFuture<R> execute(AtCommand<R> command, long resultTimeout) {
        loop.requireHere();
        if (closed) {
            return CompletableFuture.failedFuture(new AtAbortedException(command.shown(), "the line is closed", null));
        }
        if (command instanceof CipRxGet read) {
            read.layout(read.isHex() ? hexReads : rawReads);
        }
        Turn<R> turn = new Turn<>(command, Math.max(resultTimeout, commandTimeout), false);
        if (turns.add(turn)) {
            awaitTurn(turn);
            proceed();
        } else {
            turn.fail(
                    new AtBusyException(command.shown(), CommandQueue.MAX_QUESTIONS + " queries are waiting already"));
        }
        return turn.future;
    }

    @Override
    public <R> CompletionStage<R> ask(AtCommand<R> command) {
        Turn<R> turn = new Turn<>(command, commandTimeout, false);
        begin(turn);
        return turn.future;
    }

    @Override
    public void forget(AtCommand<?> command, String reason) {
        Turn<?> turn = turns.giveUp(command);
        if (turn != null) {
            turn.abort(reason, null);
            proceed();
        }
    }

    @Override
    public void withdraw(AtCommand<?> command, String reason) {
        Turn<?> turn = turns.withdraw(command);
        if (turn != null) {
            turn.abort(reason, null);
        }
    }

    @Override
    public void withhold(CipSend send, String reason) {
        send.withhold();
        Turn<?> turn = current;
        if (turn == null || turn.command != send || send.begun()) {
            return;
        }
        endCurrent();
        abandoned = send;
        listener.outOfStep(send.shown());
        resync.start(send.inputEnd());
        turn.abort(reason, null);
        proceed();
    }

    /** Whether nothing is under way that an answer is awaited for. */
    boolean idle() {
        return current == null && turns.isEmpty() && !resync.running() && data.settled();
    }

    /** The command that has the channel; null when none has. */
    Turn<?> current() {
        return current;
    }

    /** One whose answer may still come late; null when there is none. */
    AtCommand<?> abandoned() {
        return abandoned;
    }

    /** The module answers: nothing can come late any more. */
    void inStep() {
        abandoned = null;
        sleep.answers();
    }

    /** The module is meant to sleep. */
    void expectSleep() {
        sleep.expect();
    }

    /** Nothing begins any more. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    /** Takes everything out; who waits for it has to be told. */
    List<Turn<?>> clear() {
        List<Turn<?>> all = turns.clear(current);
        current = null;
        abandoned = null;
        return all;
    }

    /** @param observer runs when {@link #idle} changes; null for none */
    void watch(Runnable observer) {
        watcher = observer;
        busy = !idle();
    }

    void sayWhetherBusy() {
        if (watcher != null && busy == idle()) {
            busy = !busy;
            watcher.run();
        }
    }

    // ---- whose turn it is

    /** Begins the next command if the channel is free. */
    @Override
    public void proceed() {
        if (closed || current != null) {
            return;
        }
        if (!data.commandMode()) {
            if (!turns.isEmpty() || resync.running()) {
                data.leave();
            }
            sayWhetherBusy();
            return;
        }
        Turn<?> turn = resync.running() ? resync.peek() : turns.firstReady();
        if (turn == null && data.suspended() && turns.isEmpty() && !resync.running()) {
            goBack();
        }
        sayWhetherBusy();
        if (turn == null) {
            return;
        }
        if (decoder.insideBody()) {
            bodies.start();
            return;
        }
        if (!turn.fence && sleep.mayBeAsleep(port.pause())) {
            wake();
            return;
        }
        turns.begins(turn);
        if (turn.fence) {
            resync.begun(turn);
        }
        begin(turn);
    }

    /** To data mode, as no command waits any more. */
    private void goBack() {
        ask(EnterDataMode.again()).whenComplete((v, failure) -> {
            if (failure instanceof AtErrorException) {
                data.ended("the module has no connection any more");
                listener.received(new Urc.StreamClosed());
            }
        });
    }

    /** Says AT until the module answers, or for long enough to know that it does not. */
    private void wake() {
        Turn<Void> turn = new Turn<>(StandardCommands.attention(), SleepDetector.ATTEMPT_MILLIS, false);
        turn.pause = port.pause();
        current = turn;
        call(turn, 1);
        turn.future.whenComplete((v, failure) -> calling = 0);
    }

    private void call(Turn<Void> turn, int attempt) {
        calling = attempt;
        turn.arm(loop, SleepDetector.ATTEMPT_MILLIS, () -> {
            if (current == turn && attempt < SleepDetector.ATTEMPTS) {
                call(turn, attempt + 1);
            } else if (current == turn) {
                answerOverdue(turn);
            }
        });
        port.say(turn.command);
    }

    /** An answer has come; one to a call that was repeated may come again. */
    private void heard(Turn<?> turn) {
        if (calling > 1) {
            sleep.slept(turn.pause);
            resync.fenceOnly();
        } else if (!turn.fence && turn.pause >= SleepDetector.SHORT_MILLIS) {
            sleep.heard(turn.pause);
        }
    }

    private void begin(Turn<?> turn) {
        turn.pause = port.pause();
        turn.begun = loop.now();
        calling = 0;
        current = turn;
        AtCommand<?> command = turn.command;
        if (command instanceof CipSend send) {
            send.say();
        }
        turn.begin(loop, command.isSlow() ? turn.timeout : commandTimeout, () -> answerOverdue(turn));
        port.say(command);
    }

    private void awaitTurn(Turn<?> turn) {
        if (turn.command.urgency() == AtCommand.Urgency.NEEDED) {
            return;
        }
        turn.arm(loop, TURN_MILLIS, () -> {
            if (turns.remove(turn)) {
                turn.fail(new AtBusyException(
                        turn.command.shown(), "other commands kept the line busy for " + TURN_MILLIS + " ms"));
                proceed();
            }
        });
    }

    // ---- what the module says

    boolean isEcho(String line) {
        return current != null && line.equalsIgnoreCase(current.command.text())
                || resync.running() && line.equalsIgnoreCase(Resynchronizer.WAKE);
    }

    boolean takenByAwaiting(String line) {
        Turn<?> turn = turns.takenBy(line);
        if (turn == null) {
            return false;
        }
        if (turn.command.fulfilled()) {
            settle(turn);
            proceed();
        }
        return true;
    }

    /** The module waits for the payload. */
    void writePayload(CipSend send) {
        send.begin();
        Turn<?> turn = current;
        turn.arm(loop, commandTimeout, () -> answerOverdue(turn));
        port.writePayload(send.payload());
    }

    void succeed() {
        Turn<?> turn = endCurrent();
        heard(turn);
        if (turn.command.fulfilled()) {
            settle(turn);
        } else {
            turn.awaitResult(loop, () -> resultOverdue(turn));
            turns.awaitResult(turn);
            turn.command.taken();
        }
        proceed();
    }

    @Override
    public void refuse(AtError reason) {
        Turn<?> turn = endCurrent();
        heard(turn);
        if (turn.fence) {
            // behind its answer: whichever command the error belongs to, the dialogue is not in step
            abandoned = turn.command;
            resync.unanswered();
            turn.fail(new AtErrorException(turn.command.shown(), reason));
            return;
        }
        // before the turn ends: the caller may send a command at once, and take a second ERROR for its answer
        if (turn.command.leavesDoubt(reason)) {
            abandoned = turn.command;
            resync.fenceOnly();
        }
        if (turn.command.forgives(reason)) {
            settle(turn);
        } else {
            turn.fail(new AtErrorException(turn.command.shown(), reason));
            listener.refused(reason);
        }
        proceed();
    }

    /** An error came while a fence is up. */
    void fenceRefused() {
        resync.errorCame();
    }

    // ---- into data mode and out of it

    @Override
    public boolean connecting() {
        return current != null && current.command.connects();
    }

    /** The line is a connection's own now; a command that was typed at that very moment has gone to the peer. */
    @Override
    public void connected() {
        resync.interrupt();
        Turn<?> turn = current;
        if (turn == null) {
            // what was asked since the client was accepted
            proceed();
            return;
        }
        endCurrent();
        if (turn.command.connects()) {
            settle(turn);
        } else if (!turn.fence) {
            turns.addFirst(turn);
            awaitTurn(turn);
        }
        proceed();
    }

    @Override
    public void escaped() {
        resync.fenceOnly();
    }

    @Override
    public void escapedUnheard() {
        resync.startLater();
    }

    // ---- how a turn ends

    private Turn<?> endCurrent() {
        Turn<?> turn = current;
        turn.stopClock();
        current = null;
        if (turn.command.disconnects()) {
            data.ended("the connection was closed");
        }
        return turn;
    }

    /** Ends a turn whose contract is met. */
    private void settle(Turn<?> turn) {
        AtError refusal = turn.command.refusal();
        if (refusal != null && !turn.command.forgives(refusal)) {
            turn.fail(new AtErrorException(turn.command.shown(), refusal));
            listener.refused(refusal);
            return;
        }
        AtProtocolException contradiction = turn.complete();
        if (contradiction != null) {
            resync.start(Resynchronizer.NOTHING);
            turn.fail(contradiction);
        }
    }

    // ---- what the module does not say

    private void answerOverdue(Turn<?> turn) {
        if (current != turn) {
            return;
        }
        AtCommand<?> command = turn.command;
        if (port.lastReceived() <= turn.begun) {
            sleep.unheard(turn.pause);
        }
        if (command instanceof CipSend send && !send.begun() && send.mayGoLate()) {
            // the module may wait for the payload though its prompt was lost: then these bytes and no others end its
            // wait
            LOG.debug("{}: no prompt; sending the payload in case only the prompt was lost", name);
            // a module that restarted in the middle of a push repeats these bytes: they are not the rest of it
            bodies.loseBody(ECHO_MILLIS);
            writePayload(send);
            return;
        }
        endCurrent();
        abandoned = command;
        if (command.connects()) {
            data.lostTrack();
        } else if (turn.fence) {
            resync.unanswered();
        } else {
            listener.outOfStep(command.shown());
            resync.start(command instanceof CipSend send ? send.inputEnd() : Resynchronizer.NOTHING);
        }
        turn.fail(new AtTimeoutException(command.shown(), "answer", commandTimeout));
    }

    private void resultOverdue(Turn<?> turn) {
        if (turns.giveUp(turn)) {
            turn.fail(new AtTimeoutException(turn.command.shown(), "result", turn.timeout));
            proceed();
        }
    }
}
