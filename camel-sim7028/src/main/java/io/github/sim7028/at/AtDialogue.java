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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with one module: one command at a time until its final result, any number of result codes awaited
 * after that, and whatever the module says by itself. After a timeout it is <em>dirty</em>: nothing else is asked until
 * a question with a recognisable answer has been answered ({@link Resync}).
 *
 * <p>Lives on its {@link Loop}; futures complete there.
 */
public final class AtDialogue {

    /** How long a command may wait for the channel: longer than anything has it, or keeps others from it by its result. */
    static final long TURN_MILLIS = 180_000;

    private static final byte[] NO_INPUT = {};

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final Loop loop;
    private final AtTransport transport;
    private final AtListener listener;
    private final long commandTimeout;
    private final Hearing hearing;
    private final AtDecoder decoder;
    private final BodyWatch bodies;
    private final Resync resync;
    private final DataMode data;
    private final TurnQueue turns = new TurnQueue();
    private Turn<?> current;
    private CompletableFuture<Void> whenInStep;
    private long lastReceived;
    /** What the module may still wait for when the dialogue begins anew. */
    private byte[] owed = NO_INPUT;

    private boolean closed;
    private boolean busy;

    /**
     * @param name           the modem's name, for logs
     * @param commandTimeout how long a final result may take, in milliseconds
     */
    public AtDialogue(String name, Loop loop, AtTransport transport, AtListener listener, long commandTimeout) {
        this.name = name;
        this.loop = loop;
        this.transport = transport;
        this.listener = listener;
        this.commandTimeout = commandTimeout;
        hearing = new Hearing(name, this, listener);
        decoder = new AtDecoder(hearing);
        bodies = new BodyWatch(this, decoder, listener, loop);
        resync = new Resync(this, loop, commandTimeout);
        data = new DataMode(this, loop, transport, listener);
        lastReceived = loop.now();
    }

    /**
     * Reckons with data mode (1.3) from now on: the module may even be in it already.
     *
     * @param byDtr whether the module has been told to leave it when DTR drops; otherwise the escape does
     */
    public void expectDataMode(boolean byDtr) {
        data.enable(byDtr);
    }

    /** The module has been told to leave data mode when DTR drops. */
    public void leaveByDtr() {
        data.useDtr();
    }

    /** Whether the line is a connection's own now. */
    public boolean streaming() {
        return data.streaming();
    }

    /** Writes bytes into the connection in data mode as soon as the line is its own; one chunk at a time. */
    public void stream(StreamChunk chunk) {
        data.writer().send(chunk);
    }

    /** Takes a chunk back of which nothing has left. */
    public void withdraw(StreamChunk chunk) {
        data.writer().withdraw(chunk);
    }

    /** Asks something that is answered within the command timeout. */
    public <R> CompletionStage<R> execute(AtCommand<R> command) {
        return execute(command, commandTimeout);
    }

    /**
     * Asks something whose result may take longer than its final result.
     *
     * @param resultTimeout how long the whole of it may take once it has begun, in milliseconds
     */
    public <R> CompletionStage<R> execute(AtCommand<R> command, long resultTimeout) {
        Turn<R> turn = new Turn<>(command, Math.max(resultTimeout, commandTimeout), false);
        if (closed) {
            turn.fail(new AtAbortedException(command, "the line is closed", null));
        } else if (!turns.add(turn)) {
            turn.fail(new AtBusyException(command, TurnQueue.MAX_QUEUED + " commands wait already"));
        } else {
            awaitTurn(turn);
            proceed();
        }
        return turn.future;
    }

    /**
     * Says a command to a module that may not answer; whatever it answers belongs to nothing that was asked. Where the module may be in
     * data mode, the escape comes first, and what else is to be told meanwhile is not.
     *
     * @return in how many milliseconds it is said
     */
    public long tell(AtCommand<?> command) {
        if (closed) {
            return 0;
        }
        return Math.max(0, data.blindly(() -> say(command)));
    }

    /**
     * Makes sure that somebody answers and that nothing of an earlier dialogue is under way; ends with
     * {@link AtListener#silent} when nobody does.
     */
    public CompletionStage<Void> synchronise() {
        CompletableFuture<Void> inStep = new CompletableFuture<>();
        whenInStep = inStep;
        if (data.unsure()) {
            data.leave();
        } else {
            resync.start(owed);
        }
        return inStep;
    }

    /** The module may wait for this input since an earlier line to it ended. */
    public void owe(byte[] input) {
        owed = input;
    }

    /** What input the module may still wait for; empty when it waits for none. */
    public byte[] owed() {
        return owed;
    }

    /** Takes bytes from the module. */
    public void feed(byte[] bytes, int offset, int length) {
        lastReceived = loop.now();
        decoder.feed(bytes, offset, length);
    }

    /** When the last byte came, on the loop's clock. */
    public long lastReceived() {
        return lastReceived;
    }

    /** Whether nothing is under way that an answer is awaited for. */
    public boolean idle() {
        return current == null && turns.isEmpty() && !resync.running() && data.settled();
    }

    /** Awaits the result of a command no longer; one that still has the channel is left to its own limit. */
    public void forget(AtCommand<?> command, String reason) {
        Turn<?> turn = turns.giveUp(command);
        if (turn != null) {
            turn.fail(new AtAbortedException(command, reason, null));
            proceed();
        }
    }

    /** Takes back a command that has not begun; leaves it alone when it has. */
    public void withdraw(AtCommand<?> command, String reason) {
        Turn<?> turn = turns.withdraw(command);
        if (turn != null) {
            turn.fail(new AtAbortedException(command, reason, null));
        }
    }

    /** Fails everything under way; the module has not forgotten it and may still wait for a payload. */
    public void cutOff(String reason, Throwable cause) {
        byte[] awaited = resync.owed();
        if (current != null && current.command instanceof CipSend send) {
            awaited = send.inputEnd();
            if (send.mayGoLate()) {
                // it goes as soon as the module can be spoken to again
                send.begin();
            }
        }
        byte[] owedStill = awaited.length > 0 ? awaited : owed;
        abortAll(reason, cause);
        owed = owedStill;
    }

    /** Fails everything under way: the module has forgotten it. */
    public void abortAll(String reason, Throwable cause) {
        owed = NO_INPUT;
        List<Turn<?>> all = turns.clear(current);
        boolean connecting = current != null && current.command.connects();
        current = null;
        resync.stop();
        data.reset(reason, cause, connecting);
        decoder.expectPrompt(false);
        hearing.reset();
        all.forEach(turn -> turn.fail(new AtAbortedException(turn.command, reason, cause)));
        if (whenInStep != null) {
            CompletableFuture<Void> waiting = whenInStep;
            whenInStep = null;
            waiting.completeExceptionally(new AtAbortedException(Commands.attention(), reason, cause));
        }
        sayWhetherBusy();
    }

    /** Ends the dialogue with its line. */
    public void close(String reason, Throwable cause) {
        closed = true;
        bodies.close();
        cutOff(reason, cause);
    }

    // ---- turns

    /** Begins the next command if the channel is free. */
    void proceed() {
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
        turns.remove(turn);
        resync.begun(turn);
        begin(turn);
    }

    /** To data mode, as no command waits any more. */
    private void goBack() {
        ask(StreamOpen.again()).whenComplete((v, failure) -> {
            if (failure instanceof AtErrorException) {
                data.ended("the module has no connection any more");
                listener.received(new Urc.StreamClosed());
            }
        });
    }

    /** Asks something before everything that waits. */
    <R> CompletionStage<R> ask(AtCommand<R> command) {
        Turn<R> turn = new Turn<>(command, commandTimeout, false);
        begin(turn);
        return turn.future;
    }

    private void sayWhetherBusy() {
        if (busy == idle()) {
            busy = !busy;
            listener.busy(busy);
        }
    }

    private void begin(Turn<?> turn) {
        current = turn;
        AtCommand<?> command = turn.command;
        turn.begin(loop, command.connects() ? turn.timeout : commandTimeout, () -> answerOverdue(turn));
        decoder.expectPrompt(command.payload() != null);
        say(command);
    }

    private void say(AtCommand<?> command) {
        LOG.debug("{} >> {}", name, command.shown());
        write((command.text() + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    void writePayload(CipSend send) {
        send.begin();
        decoder.expectPrompt(false);
        Turn<?> turn = current;
        turn.arm(loop, commandTimeout, () -> answerOverdue(turn));
        byte[] payload = send.payload();
        LOG.debug("{} >> {} bytes", name, payload.length);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} >> {}", name, new String(payload, StandardCharsets.ISO_8859_1));
        }
        write(payload);
    }

    void write(byte[] bytes) {
        long start = loop.now();
        try {
            transport.write(bytes);
            data.wrote(bytes.length, start);
        } catch (IOException e) {
            listener.silent("writing to the line failed: " + e.getMessage(), e);
        }
    }

    void succeed() {
        Turn<?> turn = endCurrent();
        if (turn.command.fulfilled()) {
            settle(turn);
        } else {
            turn.awaitResult(loop, () -> resultOverdue(turn));
            turns.awaitResult(turn);
            turn.command.taken();
        }
        proceed();
    }

    void refuse(AtError reason) {
        Turn<?> turn = endCurrent();
        // before the turn ends: whoever waits for it may ask something at once, and take a second ERROR for its answer
        if (turn.command.leavesDoubt(reason)) {
            hearing.abandon(turn.command);
            resync.fenceOnly();
        }
        if (turn.command.forgives(reason)) {
            settle(turn);
        } else {
            turn.fail(new AtErrorException(turn.command, reason));
        }
        proceed();
    }

    private Turn<?> endCurrent() {
        Turn<?> turn = current;
        turn.stopClock();
        current = null;
        decoder.expectPrompt(false);
        if (turn.command.disconnects()) {
            data.ended("the connection was closed");
        }
        return turn;
    }

    /** Ends a turn whose contract is met. */
    private void settle(Turn<?> turn) {
        AtError refusal = turn.command.refusal();
        if (refusal != null && !turn.command.forgives(refusal)) {
            turn.fail(new AtErrorException(turn.command, refusal));
            return;
        }
        AtProtocolException contradiction = turn.complete();
        if (contradiction != null) {
            resync.start(NO_INPUT);
            turn.fail(contradiction);
        }
    }

    private void awaitTurn(Turn<?> turn) {
        turn.arm(loop, TURN_MILLIS, () -> {
            if (turns.remove(turn)) {
                turn.fail(new AtBusyException(turn.command, "its turn did not come within " + TURN_MILLIS + " ms"));
                proceed();
            }
        });
    }

    private void answerOverdue(Turn<?> turn) {
        if (current != turn) {
            return;
        }
        AtCommand<?> command = turn.command;
        if (command instanceof CipSend send && !send.begun() && send.mayGoLate()) {
            // the module may wait for the payload though its prompt was lost: then these bytes and no others end its
            // wait
            LOG.debug("{}: no prompt; sending the payload in case only the prompt was lost", name);
            // a module that restarted in the middle of a push repeats these bytes: they are not the rest of it
            bodies.loseBody(Resync.QUIET_MILLIS);
            writePayload(send);
            return;
        }
        endCurrent();
        hearing.abandon(command);
        if (command.connects()) {
            data.lostTrack();
        } else if (turn.fence) {
            resync.unanswered();
        } else {
            listener.outOfStep(command.shown());
            resync.start(command instanceof CipSend send ? send.inputEnd() : NO_INPUT);
        }
        turn.fail(new AtTimeoutException(command, "answer", commandTimeout));
    }

    private void resultOverdue(Turn<?> turn) {
        if (turns.giveUp(turn)) {
            turn.fail(new AtTimeoutException(turn.command, "result", turn.timeout));
            proceed();
        }
    }

    // ---- what hearing needs

    /** The command that has the channel; null when none has. */
    Turn<?> current() {
        return current;
    }

    boolean isEcho(String line) {
        return current != null && line.equalsIgnoreCase(current.command.text())
                || resync.running() && line.equalsIgnoreCase(Resync.WAKE);
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

    // ---- what data mode needs

    DataMode dataMode() {
        return data;
    }

    AtDecoder decoder() {
        return decoder;
    }

    Resync resync() {
        return resync;
    }

    /** The line is a connection's own now; a command that was typed at that very moment has gone to the peer. */
    void connected() {
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

    // ---- what resynchronising needs

    boolean loseBody(long quietMillis) {
        return bodies.loseBody(quietMillis);
    }

    void resynchronised() {
        hearing.forgetAbandoned();
        owed = NO_INPUT;
        LOG.debug("{}: in step", name);
        data.proven();
        if (whenInStep != null) {
            CompletableFuture<Void> waiting = whenInStep;
            whenInStep = null;
            waiting.complete(null);
        }
        proceed();
    }

    void giveUp(String reason) {
        listener.silent(reason, null);
    }
}
