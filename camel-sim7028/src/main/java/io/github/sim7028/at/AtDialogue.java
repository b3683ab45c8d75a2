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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
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
public final class AtDialogue implements AtDecoder.Sink {

    /** How many commands may wait for their turn. */
    static final int MAX_QUEUED = 256;

    /** How long a counted body may pause before its rest is taken for lost. */
    static final long BODY_STALL_MILLIS = 2000;

    private static final byte[] NO_INPUT = {};

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final Loop loop;
    private final AtTransport transport;
    private final AtListener listener;
    private final long commandTimeout;
    private final AtDecoder decoder = new AtDecoder(this);
    private final UrcReader urcs;
    private final Resync resync;
    private final Deque<Turn<?>> queue = new ArrayDeque<>();
    private final List<Turn<?>> awaiting = new ArrayList<>();
    private Turn<?> current;
    private AtCommand<?> abandoned;
    private CompletableFuture<Void> whenInStep;
    private Loop.Timer stallTimer;
    private long lastReceived;
    private long noise;
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
        urcs = new UrcReader(listener::received);
        resync = new Resync(this, loop, commandTimeout);
        lastReceived = loop.now();
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
        } else if (queue.size() >= MAX_QUEUED) {
            turn.fail(new AtAbortedException(command, MAX_QUEUED + " commands wait already", null));
        } else {
            queue.add(turn);
            next();
        }
        return turn.future;
    }

    /**
     * Makes sure that somebody answers and that nothing of an earlier dialogue is under way; ends with
     * {@link AtListener#silent} when nobody does.
     */
    public CompletionStage<Void> synchronise() {
        CompletableFuture<Void> inStep = new CompletableFuture<>();
        whenInStep = inStep;
        resync.start(NO_INPUT);
        return inStep;
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
        return current == null && queue.isEmpty() && awaiting.isEmpty() && !resync.running();
    }

    /** Awaits the result of a command no longer; one that still has the channel is left to its own limit. */
    public void forget(AtCommand<?> command, String reason) {
        for (Turn<?> turn : awaiting) {
            if (turn.command == command) {
                awaiting.remove(turn);
                turn.fail(new AtAbortedException(command, reason, null));
                next();
                return;
            }
        }
    }

    /** Fails everything under way: the module has forgotten it. */
    public void abortAll(String reason, Throwable cause) {
        List<Turn<?>> all = new ArrayList<>(awaiting);
        if (current != null) {
            all.add(current);
        }
        all.addAll(queue);
        awaiting.clear();
        queue.clear();
        current = null;
        abandoned = null;
        resync.stop();
        decoder.expectPrompt(false);
        urcs.forgetSender();
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
        if (stallTimer != null) {
            stallTimer.cancel();
        }
        abortAll(reason, cause);
    }

    // ---- the decoder's findings

    @Override
    public int bodyLength(String line) {
        if (current != null) {
            int length = current.command.bodyLength(line);
            if (length != AtDecoder.NO_BODY) {
                return length;
            }
        }
        int late = abandoned == null ? AtDecoder.NO_BODY : abandoned.bodyLength(line);
        return late != AtDecoder.NO_BODY ? late : urcs.bodyLength(line);
    }

    @Override
    public void body(String header, byte[] bytes) {
        logReceived(header, bytes);
        if (urcs.bodyLength(header) != AtDecoder.NO_BODY) {
            urcs.body(header, bytes);
        } else if (current != null && current.command instanceof CipRead read && read.arrived()) {
            read.body(header, bytes);
        } else if (abandoned != null) {
            abandoned.body(header, bytes);
        }
        next();
    }

    @Override
    public void line(String line) {
        LOG.debug("{} << {}", name, line);
        if (UrcReader.isRestart(line)) {
            urcs.line(line);
        } else if (isEcho(line)) {
            listener.received(new Urc.EchoReturned());
        } else if (!takenByAwaiting(line) && !takenByCurrent(line)) {
            takeUnasked(line);
        }
    }

    private boolean isEcho(String line) {
        return current != null && line.equalsIgnoreCase(current.command.text())
                || resync.running() && line.equalsIgnoreCase(Resync.WAKE);
    }

    private void takeUnasked(String line) {
        if (ResultCode.parse(line) == null && ResultCode.reason(line) == null) {
            urcs.line(line);
        } else {
            LOG.debug("{}: this {} belongs to nothing that was asked", name, line);
        }
    }

    @Override
    public void prompt() {
        LOG.debug("{} << >", name);
        if (current != null && current.command instanceof CipSend send && !send.begun()) {
            writePayload(send);
        }
    }

    @Override
    public void noise(int bytes) {
        noise += bytes;
        LOG.debug("{} << {} bytes of line noise ({} so far)", name, bytes, noise);
    }

    private boolean takenByAwaiting(String line) {
        for (Iterator<Turn<?>> turns = awaiting.iterator(); turns.hasNext(); ) {
            Turn<?> turn = turns.next();
            if (turn.command.accept(line)) {
                if (turn.command.fulfilled()) {
                    turns.remove();
                    settle(turn);
                    next();
                }
                return true;
            }
        }
        return false;
    }

    private boolean takenByCurrent(String line) {
        if (current == null) {
            return false;
        }
        ResultCode code = ResultCode.parse(line);
        if (code == null) {
            return current.command.accept(line) || current.command.acceptError(line);
        }
        if (code.error() == null && !current.command.mayEnd() || current.fence && !current.command.mayEnd()) {
            LOG.debug("{}: this {} belongs to nothing that was asked", name, line);
        } else if (code.error() == null) {
            succeed();
        } else {
            refuse(current.command.reasonOf(code.error()));
        }
        return true;
    }

    // ---- turns

    private void next() {
        if (closed || current != null) {
            return;
        }
        Turn<?> turn = resync.running() ? resync.peek() : firstReady();
        sayWhetherBusy();
        if (turn == null) {
            return;
        }
        if (decoder.insideBody()) {
            watchBody();
            return;
        }
        queue.remove(turn);
        resync.begun(turn);
        begin(turn);
    }

    private void sayWhetherBusy() {
        if (busy == idle()) {
            busy = !busy;
            listener.busy(busy);
        }
    }

    /** The first one whose answer cannot be taken for a result code that is still awaited. */
    private Turn<?> firstReady() {
        for (Turn<?> turn : queue) {
            if (awaiting.stream().noneMatch(pending -> turn.command.conflictsWith(pending.command))) {
                return turn;
            }
        }
        return null;
    }

    void begin(Turn<?> turn) {
        current = turn;
        AtCommand<?> command = turn.command;
        turn.deadline = loop.now() + turn.timeout;
        turn.timer = loop.after(Math.min(turn.timeout, commandTimeout), () -> answerOverdue(turn));
        decoder.expectPrompt(command.payload() != null);
        LOG.debug("{} >> {}", name, command.shown());
        write((command.text() + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    private void writePayload(CipSend send) {
        send.begin();
        decoder.expectPrompt(false);
        current.timer.cancel();
        Turn<?> turn = current;
        turn.timer = loop.after(commandTimeout, () -> answerOverdue(turn));
        byte[] payload = send.payload();
        LOG.debug("{} >> {} bytes", name, payload.length);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} >> {}", name, new String(payload, StandardCharsets.ISO_8859_1));
        }
        write(payload);
    }

    void write(byte[] bytes) {
        try {
            transport.write(bytes);
        } catch (IOException e) {
            listener.silent("writing to the line failed: " + e.getMessage(), e);
        }
    }

    private void succeed() {
        Turn<?> turn = endCurrent();
        if (turn.command.fulfilled()) {
            settle(turn);
        } else {
            long left = Math.max(1, turn.deadline - loop.now());
            turn.timer = loop.after(left, () -> resultOverdue(turn));
            awaiting.add(turn);
        }
        next();
    }

    private void refuse(AtError reason) {
        Turn<?> turn = endCurrent();
        if (turn.command.forgives(reason)) {
            settle(turn);
        } else {
            // before the turn fails: whoever waits for it may ask something at once
            if (turn.command.leavesDoubt(reason)) {
                resync.fenceOnly();
            }
            turn.fail(new AtErrorException(turn.command, reason));
        }
        next();
    }

    private Turn<?> endCurrent() {
        Turn<?> turn = current;
        turn.timer.cancel();
        current = null;
        decoder.expectPrompt(false);
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

    private void answerOverdue(Turn<?> turn) {
        if (current != turn) {
            return;
        }
        AtCommand<?> command = turn.command;
        if (command instanceof CipSend send && !send.begun() && send.mayGoLate()) {
            // the module may wait for the payload though its prompt was lost: then these bytes and no others end its
            // wait
            LOG.debug("{}: no prompt; sending the payload in case only the prompt was lost", name);
            writePayload(send);
            return;
        }
        endCurrent();
        abandoned = command;
        if (turn.fence) {
            resync.unanswered();
        } else {
            resync.start(command instanceof CipSend send ? send.inputEnd() : NO_INPUT);
        }
        turn.fail(new AtTimeoutException(command, "answer", commandTimeout));
    }

    private void resultOverdue(Turn<?> turn) {
        if (awaiting.remove(turn)) {
            turn.fail(new AtTimeoutException(turn.command, "result", turn.timeout));
            next();
        }
    }

    /** Whether a body whose bytes have stopped coming keeps a command waiting. */
    private void watchBody() {
        if (stallTimer == null) {
            stallTimer = loop.after(BODY_STALL_MILLIS, () -> {
                stallTimer = null;
                if (!closed && !loseBody(BODY_STALL_MILLIS)) {
                    next();
                }
            });
        }
    }

    /** Gives up a body that has had no byte for a while; false when there is none. */
    boolean loseBody(long quietMillis) {
        if (!decoder.insideBody() || loop.now() - lastReceived < quietMillis) {
            return false;
        }
        listener.bodyLost(decoder.abandonBody());
        next();
        return true;
    }

    // ---- what resynchronising needs

    <R> Turn<R> fenceTurn(AtCommand<R> command, long timeout) {
        return new Turn<>(command, timeout, true);
    }

    void resynchronised() {
        abandoned = null;
        LOG.debug("{}: in step", name);
        if (whenInStep != null) {
            CompletableFuture<Void> waiting = whenInStep;
            whenInStep = null;
            waiting.complete(null);
        }
        next();
    }

    void proceed() {
        next();
    }

    void giveUp(String reason) {
        listener.silent(reason, null);
    }

    private void logReceived(String header, byte[] bytes) {
        LOG.debug("{} << {} ({} bytes follow)", name, header, bytes.length);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} << {}", name, new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    /** One command with the future that waits for it. */
    static final class Turn<R> {
        final AtCommand<R> command;
        final CompletableFuture<R> future = new CompletableFuture<>();
        final long timeout;
        /** Only its own recognisable answer counts: every other result, ERROR included, is a late one. */
        final boolean fence;

        private long deadline;
        private Loop.Timer timer = () -> {};

        Turn(AtCommand<R> command, long timeout, boolean fence) {
            this.command = command;
            this.timeout = timeout;
            this.fence = fence;
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

        void fail(AtException reason) {
            timer.cancel();
            future.completeExceptionally(reason);
        }
    }
}
