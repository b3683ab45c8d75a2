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
import io.github.sim7028.at.codec.SentSecrets;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.datamode.DataMode;
import io.github.sim7028.at.datamode.GuardTime;
import io.github.sim7028.at.datamode.StreamChunk;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.line.Line;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with one module: one command at a time until its final result, any number of result codes awaited
 * after that, and whatever the module says by itself. After a timeout it is <em>dirty</em>: nothing else is asked until
 * a question with a recognisable answer has been answered ({@link Resynchronizer}).
 *
 * <p>Lives on its {@link Loop}; futures complete there.
 */
public final class AtDialogue {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final AtListener listener;
    private final Loop loop;
    private final AtPort port;
    private final CommandScheduler channel;
    private final ResponseDispatcher hearing;
    private final BodyTimeout bodies;
    private final Resynchronizer resync;
    private final DataMode data;
    private CompletableFuture<Void> whenInStep;
    /** What the module may still wait for when the dialogue starts again. */
    private byte[] owed = Resynchronizer.NOTHING;

    /**
     * @param log            shows people what is said and heard
     * @param commandTimeout how long a final result may take, in milliseconds
     */
    public AtDialogue(DialogueLog log, Loop loop, AtTransport transport, AtListener listener, long commandTimeout) {
        name = log.name();
        this.listener = listener;
        this.loop = loop;
        SentSecrets said = new SentSecrets();
        GuardTime silence = new GuardTime();
        Parts parts = new Parts();
        port = new AtPort(log, loop, transport, listener, said, silence);
        hearing = new ResponseDispatcher(log, listener, said);
        AtDecoder decoder = new AtDecoder(hearing);
        channel = new CommandScheduler(name, loop, port, decoder, listener, commandTimeout);
        DataMode.Wire wire = new DataMode.Wire(transport, port::write, port::lastReceived, silence);
        data = new DataMode(channel, loop, wire, decoder, listener);
        bodies = new BodyTimeout(parts, decoder, loop, transport, port::lastReceived);
        resync = new Resynchronizer(parts, loop, port, bodies, commandTimeout);
        port.reads(decoder, bodies);
        channel.waitsFor(data, resync, bodies);
        hearing.hearsFor(channel, data);
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
        loop.requireHere();
        data.writer().send(chunk);
    }

    /** Takes a chunk back of which nothing has left. */
    public void withdraw(StreamChunk chunk) {
        data.writer().withdraw(chunk);
    }

    /** Where commands are given. */
    public CommandChannel commands() {
        return channel;
    }

    /** Asks something that is answered within the command timeout. */
    public <R> CompletionStage<R> execute(AtCommand<R> command) {
        return channel.execute(command);
    }

    /** Asks something whose result may take longer, see {@link CommandChannel#execute(AtCommand, long)}. */
    public <R> CompletionStage<R> execute(AtCommand<R> command, long resultTimeout) {
        return channel.execute(command, resultTimeout);
    }

    /**
     * Says a command to a module that may not answer; whatever it answers belongs to nothing that was asked. Where the module may be in
     * data mode, the escape comes first, and what else is to be told meanwhile is not.
     *
     * @return in how many milliseconds it is said
     */
    public long tell(AtCommand<?> command) {
        loop.requireHere();
        if (channel.closed()) {
            return 0;
        }
        return Math.max(0, data.blindly(() -> {
            payOwed();
            port.say(command);
        }));
    }

    /** Gives the module the input it may still wait for, or the command that follows would be taken for it. */
    private void payOwed() {
        if (owed.length > 0) {
            port.write(owed);
            owed = Resynchronizer.NOTHING;
        }
    }

    /**
     * Makes sure that the module answers and that nothing of an earlier dialogue is under way; ends with
     * {@link AtListener#silent} if the module does not answer.
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

    /** Takes what is read of the line. */
    public AtInput input() {
        return port;
    }

    /** Whether the module has repeated a command since this was last asked. */
    public boolean repeats() {
        return hearing.repeats();
    }

    /** When the last byte came, on the loop's clock. */
    public long lastReceived() {
        return port.lastReceived();
    }

    /** The module is meant to sleep: from now on no command is sent after a pause before the module has answered AT. */
    public void expectSleep() {
        channel.expectSleep();
    }

    /** For how long nothing was sent or received, in milliseconds. */
    public long pause() {
        return port.pause();
    }

    /** Whether nothing is under way that an answer is awaited for. */
    public boolean idle() {
        return channel.idle();
    }

    /** @param observer runs when {@link #idle} changes; null for none */
    public void watch(Runnable observer) {
        channel.watch(observer);
    }

    /** Fails everything under way; the module has not forgotten it and may still wait for a payload. */
    public void cutOff(String reason, Throwable cause) {
        byte[] awaited = resync.owed();
        Turn<?> current = channel.current();
        if (current != null && current.command instanceof CipSend send && !neverSaid(send, cause)) {
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

    /** The command itself was kept back, so that the module awaits no payload. */
    private static boolean neverSaid(CipSend send, Throwable cause) {
        return cause instanceof Line.NotWrittenException && !send.begun();
    }

    /** Fails everything under way, and gives the module what it still waits for; returns whether it waited for anything. */
    public boolean settle(String reason) {
        cutOff(reason, null);
        boolean owing = owed.length > 0 && !channel.closed();
        payOwed();
        return owing;
    }

    /** Fails everything under way: the module has forgotten it. */
    public void abortAll(String reason, Throwable cause) {
        owed = Resynchronizer.NOTHING;
        boolean connecting = channel.connecting();
        List<Turn<?>> all = channel.clear();
        resync.stop();
        data.reset(reason, cause, connecting);
        hearing.reset();
        all.forEach(turn -> turn.abort(reason, cause));
        if (whenInStep != null) {
            CompletableFuture<Void> waiting = whenInStep;
            whenInStep = null;
            waiting.completeExceptionally(
                    new AtAbortedException(StandardCommands.attention().shown(), reason, cause));
        }
        channel.sayWhetherBusy();
    }

    /** Ends the dialogue with its line. */
    public void close(String reason, Throwable cause) {
        channel.close();
        bodies.close();
        port.close();
        cutOff(reason, cause);
    }

    /** A module that answers again; what waited for that goes on. */
    private void inStep() {
        channel.inStep();
        boolean echoed = hearing.resynchronised();
        owed = Resynchronizer.NOTHING;
        LOG.debug("{}: in step", name);
        data.proven();
        if (whenInStep != null) {
            CompletableFuture<Void> waiting = whenInStep;
            whenInStep = null;
            waiting.complete(null);
        }
        if (echoed) {
            listener.received(new Urc.EchoReturned());
        }
        channel.proceed();
    }

    /** A counted body broke off. */
    private void bodyLost(String header) {
        // its rest may still come, and is no word of the module
        hearing.mute();
        if (channel.current() == null && !resync.running()) {
            resync.start(Resynchronizer.NOTHING);
        }
        listener.bodyLost(header);
    }

    /** What the parts need of each other. */
    private final class Parts implements Resynchronizer.Owner, BodyTimeout.Owner {

        @Override
        public boolean belongsToPeer() {
            return data.belongsToPeer();
        }

        @Override
        public void proceed() {
            channel.proceed();
        }

        @Override
        public void resynchronised() {
            inStep();
        }

        @Override
        public void silent(String reason) {
            listener.silent(reason);
        }

        @Override
        public void lost(String header) {
            bodyLost(header);
        }
    }
}
