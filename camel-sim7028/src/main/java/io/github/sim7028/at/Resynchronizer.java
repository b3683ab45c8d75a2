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
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a dialogue back in step after an answer went missing: waits until the line is quiet, ends what input the module
 * may still wait for, then puts up a fence: a question whose answer cannot be mistaken. Everything before that answer is
 * late and completes nothing.
 */
public final class Resynchronizer {

    /** How long no byte may come for the line to be called quiet. */
    public static final long QUIET_MILLIS = 150;

    private static final long LOOK_MILLIS = 50;

    /** How long a module may take to say what it kept to itself while a line was being typed. */
    private static final long SPEECH_MILLIS = 300;

    /** How long to wait for quiet at most. */
    public static final long DRAIN_MILLIS = 2000;

    /** How long a fence may go unanswered at most. */
    static final long FENCE_MILLIS = 3000;

    static final String WAKE = "AT";

    /** What is owed to a module that waits for no input. */
    static final byte[] NOTHING = {};

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    /** Three different ones in turn, so that the late answer to one is not taken for the answer to the next. */
    private static final List<Supplier<AtCommand<?>>> FENCES =
            List.of(StandardCommands::headerShown, StandardCommands::senderShown, StandardCommands::sendMode);

    /** Each takes the place of one that a firmware refuses. */
    private static final List<Supplier<AtCommand<?>>> SPARES =
            List.of(StandardCommands::errorNumbers, StandardCommands::attached, StandardCommands::accessMode);

    private static final int MAX_ATTEMPTS = FENCES.size();

    private final Owner owner;
    private final AtPort port;
    private final BodyTimeout bodies;
    private final Loop loop;
    private final long fenceTimeout;
    private Loop.Timer timer = () -> {};
    private Turn<?> fence;
    /** What the module may still wait for: every attempt gives it first. */
    private byte[] owed = NOTHING;

    private boolean running;
    private int attempts;
    private int turns;
    private final List<Supplier<AtCommand<?>>> fences = new ArrayList<>(FENCES);
    private final Deque<Supplier<AtCommand<?>>> spares = new ArrayDeque<>(SPARES);
    /** Where the fence that was put up last stands among them. */
    private int standing;
    /** Whether an error came that may be the answer to that fence. */
    private boolean errorSeen;

    /** Whose dialogue it is. */
    interface Owner {

        /** Whether what is written now would go to a connection's peer. */
        boolean belongsToPeer();

        /** A fence is ready to be put up. */
        void proceed();

        /** The fence was answered: the dialogue is in step. */
        void resynchronised();

        /** No fence was answered. */
        void silent(String reason);
    }

    Resynchronizer(Owner owner, Loop loop, AtPort port, BodyTimeout bodies, long commandTimeout) {
        this.owner = owner;
        this.loop = loop;
        this.port = port;
        this.bodies = bodies;
        fenceTimeout = Math.min(commandTimeout, FENCE_MILLIS);
    }

    boolean running() {
        return running;
    }

    /** The fence to put up next; null while the line is being drained. */
    Turn<?> peek() {
        return fence;
    }

    void begun(Turn<?> turn) {
        if (turn == fence) {
            fence = null;
        }
    }

    /**
     * Starts after a timeout.
     *
     * @param inputEnd what ends the input the module may still wait for; empty when it waits for none
     */
    void start(byte[] inputEnd) {
        running = true;
        attempts = 0;
        owed = inputEnd;
        drain(loop.now() + DRAIN_MILLIS, () -> endInput(owed));
    }

    /** Starts when the module has had time to say something by itself. */
    void startLater() {
        running = true;
        attempts = 0;
        owed = NOTHING;
        timer = loop.after(SPEECH_MILLIS, () -> drain(loop.now() + DRAIN_MILLIS, () -> endInput(owed)));
    }

    /** Starts after an error that a stray result may follow: a fence is enough. */
    void fenceOnly() {
        running = true;
        attempts = 0;
        putUpFence();
    }

    /** The line is a connection's own: what was to be typed waits until data mode has been left, and begins with a fence. */
    void interrupt() {
        timer.cancel();
        fence = null;
    }

    /** An error came while a fence is up: a stray one, or the module does not know that query. */
    void errorCame() {
        errorSeen = true;
    }

    /** The last fence was not answered. */
    void unanswered() {
        if (!running) {
            return;
        }
        if (errorSeen && !spares.isEmpty()) {
            // a module that refuses a query is no silent one
            fences.set(standing, spares.remove());
        } else {
            attempts++;
        }
        if (attempts < MAX_ATTEMPTS) {
            // before the last attempt: perhaps an earlier user of the modem left it waiting for a payload
            byte[] inputEnd = attempts == MAX_ATTEMPTS - 1 ? filled(owed) : owed;
            drain(loop.now() + DRAIN_MILLIS, () -> endInput(inputEnd));
        } else {
            running = false;
            owner.silent("the modem does not answer any more");
        }
    }

    /** What the module may still wait for. */
    byte[] owed() {
        return owed;
    }

    /** This input and behind it as many CRs as a module can wait for. */
    private static byte[] filled(byte[] input) {
        byte[] all = Arrays.copyOf(input, input.length + CipSend.MAX_LENGTH);
        Arrays.fill(all, input.length, all.length, (byte) '\r');
        return all;
    }

    void stop() {
        running = false;
        owed = NOTHING;
        fence = null;
        timer.cancel();
    }

    private void drain(long deadline, Runnable then) {
        long now = loop.now();
        long quiet = now - port.lastReceived();
        boolean wait = quiet < QUIET_MILLIS && now < deadline || bodies.mayGoOn() || owner.belongsToPeer();
        if (wait) {
            timer = loop.after(Math.max(LOOK_MILLIS, QUIET_MILLIS - quiet), () -> drain(deadline, then));
            return;
        }
        bodies.loseBody(BodyTimeout.PATIENCE_MILLIS);
        if (running) {
            then.run();
        }
    }

    /** CRs do nothing to a module that listens for commands, and fill the count of one that still waits for payload. */
    private void endInput(byte[] inputEnd) {
        if (inputEnd.length == 0) {
            wake();
            return;
        }
        LOG.debug("ending an input of up to {} bytes", inputEnd.length);
        port.write(inputEnd);
        afterSilence(this::wake);
    }

    /** An AT whose answer does not matter ends whatever half a command the module may hold. */
    private void wake() {
        port.write((WAKE + "\r").getBytes(StandardCharsets.ISO_8859_1));
        afterSilence(this::putUpFence);
    }

    private void afterSilence(Runnable then) {
        if (running) {
            long deadline = loop.now() + DRAIN_MILLIS;
            timer = loop.after(QUIET_MILLIS, () -> drain(deadline, then));
        }
    }

    private void putUpFence() {
        standing = turns++ % fences.size();
        errorSeen = false;
        fence = new Turn<>(fences.get(standing).get(), fenceTimeout, true);
        fence.future.thenRun(() -> {
            running = false;
            owed = NOTHING;
            owner.resynchronised();
        });
        owner.proceed();
    }
}
