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
package io.github.sim7028.at.datamode;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.Loop;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data mode (1.3): the line is the connection's own until a command is to be run. Then it is left by the drop of DTR or by
 * {@code +++} in silence, and entered again with ATO as soon as no command waits.
 *
 * <p>Nothing in the stream is believed by itself. Where its end looks like the module's word that the connection has closed,
 * data mode is left, too: only a module that was still in it says OK to that, and otherwise it is asked for its links.
 */
public final class DataMode implements EscapeSequence.Owner, StreamTailVerifier.Owner {

    /** For how long an end that looks like the connection's must be the end before the module is asked. */
    static final long SUSPICION_MILLIS = 300;

    /** For how long the beginning of such an end is held back from the receivers. */
    static final long BEGINNING_MILLIS = 50;

    private static final long FLOWING_MILLIS = 500;
    private static final byte[] LINE_END = {'\r'};
    private static final Pattern CONNECT = Pattern.compile("CONNECT(?: ([0-9]{3,8}).*| .*)?");
    /** Only server 0 and link 0 have data mode (3.4.1). */
    private static final Pattern CLIENT = Pattern.compile("\\+CLIENT: ?0, ?0, ?.*");

    private static final long CONNECT_DUE_MILLIS = 2000;
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private enum State {
        /** The module listens for commands. */
        COMMANDS,
        STREAM,
        /** The escape is under way. */
        LEAVING,
        /** The module should listen for commands; a question finds out. */
        PROVING
    }

    private final Owner owner;
    private final Consumer<byte[]> line;
    private final Loop loop;
    private final AtDecoder decoder;
    private final AtListener listener;
    private final GuardTime silence;
    private final StreamTailFilter tail = new StreamTailFilter();
    private final EscapeSequence escape;
    private final StreamWriter writer;
    private final StreamTailVerifier lastWords;
    private State state = State.COMMANDS;
    private boolean enabled;
    /** Whether there is a connection to go back to. */
    private boolean connected;
    /** Whether the module may be in data mode although the driver has not entered it. */
    private boolean unsure;

    /** A client was accepted: what is typed before its CONNECT might go to it. */
    private boolean connectDue;

    private long lastStreamed;
    private Loop.Timer connectTimer = () -> {};
    private Loop.Timer tailTimer = () -> {};

    /** Who speaks to the module in commands. */
    public interface Owner {

        /** Whether the command under way leads to data mode. */
        boolean connecting();

        /** The command that leads to data mode has failed. */
        void refuse(AtError reason);

        /** The line is a connection's own now. */
        void connected();

        /** Commands that wait may be said now, or have to be looked at again. */
        void proceed();

        /** The module has left data mode; a question makes sure. */
        void escaped();

        /** The module says nothing to the escape: it is to be found out whether it listens. */
        void escapedUnheard();

        /** Asks something before everything that waits. */
        <R> CompletionStage<R> ask(AtCommand<R> command);
    }

    /** What there is of the line to the module.
     *
     * @param write        writes bytes
     * @param lastReceived when the last byte came, on the loop's clock
     * @param silence      since when nothing was sent to the module
     */
    public record Wire(AtTransport transport, Consumer<byte[]> write, LongSupplier lastReceived, GuardTime silence) {}

    public DataMode(Owner owner, Loop loop, Wire wire, AtDecoder decoder, AtListener listener) {
        this.owner = owner;
        this.line = wire.write();
        this.loop = loop;
        this.decoder = decoder;
        this.listener = listener;
        silence = wire.silence();
        escape = new EscapeSequence(this, line, wire.lastReceived(), loop, wire.transport(), tail, silence);
        writer = new StreamWriter(line, loop);
        lastWords = new StreamTailVerifier(this, decoder);
    }

    /** Reckons with data mode from now on; the module may already be in it. */
    public void enable(boolean byDtr) {
        enabled = true;
        unsure = true;
        escape.useDtr(byDtr);
        silence.restart(loop.now());
    }

    public void useDtr() {
        escape.useDtr(true);
    }

    // ---- asked by the dialogue

    /** Whether commands may be written now. */
    public boolean commandMode() {
        return !connectDue && (state == State.PROVING || state == State.COMMANDS && !unsure);
    }

    /** Whether what is typed would go to a client, now or in a moment. */
    public boolean belongsToPeer() {
        return connectDue || state == State.STREAM;
    }

    /** Whether a command interrupts a connection that waits to be gone back to. */
    public boolean suspended() {
        return state == State.COMMANDS && connected && !unsure;
    }

    /** Whether nothing here is under way. */
    public boolean settled() {
        return state == State.STREAM || state == State.COMMANDS && !connected;
    }

    public boolean streaming() {
        return state == State.STREAM;
    }

    /** Whether commands would go to the peer for all that is known. */
    public boolean unsure() {
        return unsure || state != State.COMMANDS;
    }

    public StreamWriter writer() {
        return writer;
    }

    // ---- the connection

    /** Takes a line that belongs to data mode; false when it does not. */
    public boolean takes(String line) {
        if (!enabled) {
            return false;
        }
        boolean connecting = owner.connecting();
        if (line.equals("CONNECT FAIL") || line.equals("NO CARRIER") && connecting) {
            if (connecting) {
                owner.refuse(new AtError(AtError.Kind.PLAIN, AtError.NO_CODE, line));
            }
            return true;
        }
        Matcher connect = CONNECT.matcher(line);
        if (connect.matches()) {
            connected(connect.group(1), connecting);
            return true;
        }
        if (CLIENT.matcher(line).matches()) {
            if (connected) {
                // link 0 is free for another one only when its last connection has ended
                lastWords.drop();
                closed();
            }
            connectDue = true;
            connectTimer.cancel();
            connectTimer = loop.after(CONNECT_DUE_MILLIS, () -> {
                connectDue = false;
                owner.proceed();
            });
            return false;
        }
        if (connected && (line.equals("CLOSED") || line.equals("NO CARRIER"))) {
            closed();
            return true;
        }
        return false;
    }

    private void connected(String rate, boolean asked) {
        if (rate != null) {
            silence.rate(Long.parseLong(rate));
        }
        connected = true;
        connectDue = false;
        connectTimer.cancel();
        tail.serving(!asked || tail.serving());
        begin();
        owner.connected();
    }

    private void begin() {
        state = State.STREAM;
        unsure = false;
        tail.clear();
        silence.restart(loop.now());
        decoder.stream(true);
        writer.open();
    }

    private void closed() {
        ended("the connection is closed");
        listener.received(new Urc.StreamClosed());
    }

    /** Nothing is left to go back to. */
    public void ended(String reason) {
        connected = false;
        tail.serving(false);
        writer.fail(reason, null);
    }

    /** Everything above the line is forgotten; the module may still be in data mode. */
    public void reset(String reason, Throwable cause, boolean connecting) {
        connectTimer.cancel();
        tailTimer.cancel();
        writer.rest();
        unsure |= enabled && (state != State.COMMANDS || connecting || connectDue);
        state = State.COMMANDS;
        connected = false;
        connectDue = false;
        lastWords.forget();
        tail.serving(false);
        tail.clear();
        escape.stop();
        if (!unsure) {
            decoder.stream(false);
        }
        writer.fail(reason, cause);
    }

    // ---- bytes down

    public void received(byte[] bytes, int offset, int length) {
        boolean before = tail.tellsOfNextClient();
        byte[] data = tail.take(bytes, offset, length);
        if (!before && tail.tellsOfNextClient()) {
            // silence counts from the beginning of its connection
            silence.restart(loop.now());
        }
        deliver(data);
        tailTimer.cancel();
        if (state == State.STREAM && !tail.isEmpty()) {
            boolean suspicious = tail.suspicious();
            tailTimer = loop.after(suspicious ? SUSPICION_MILLIS : BEGINNING_MILLIS, () -> {
                if (state == State.STREAM && suspicious) {
                    LOG.debug("the stream seems to have ended; asking the module");
                    leave();
                } else if (state == State.STREAM) {
                    deliver(tail.releaseBeginning());
                }
            });
        }
    }

    @Override
    public void deliver(byte[] data) {
        if (data.length > 0) {
            lastStreamed = loop.now();
            listener.streamed(data);
        }
    }

    // ---- out of data mode

    /** Begins to leave data mode; what waits for the module to listen runs afterwards. */
    public void leave() {
        if (!escape.blind() && (state == State.STREAM || state == State.COMMANDS && unsure)) {
            tailTimer.cancel();
            decoder.stream(true);
            state = State.LEAVING;
            writer.rest();
            escape.start();
        }
    }

    /** The module may or may not have gone to data mode: finds out. */
    public void lostTrack() {
        unsure = true;
        leave();
        owner.proceed();
    }

    /**
     * Runs something that a module in data mode must not take for data, without asking whether it listens.
     *
     * @return in how many milliseconds; -1 when something waits already
     */
    public long blindly(Runnable then) {
        if (!enabled || !unsure()) {
            then.run();
            return 0;
        }
        return escape.blindly(() -> {
            then.run();
            owner.proceed();
        });
    }

    @Override
    public boolean flowing() {
        return connected && loop.now() - lastStreamed < FLOWING_MILLIS;
    }

    @Override
    public boolean uncertain() {
        return unsure;
    }

    @Override
    public void left() {
        byte[] data = tail.releaseBeforeOk();
        byte[] lines = tail.release();
        arrive();
        StreamTailFilter.NextClient next = tail.nextClient(data);
        if (next != null) {
            lastWords.keep(data, next);
        } else {
            lastWords.forget();
            deliver(data);
        }
        owner.escaped();
        decoder.feed(lines, 0, lines.length);
    }

    @Override
    public void leftUnproven() {
        lastWords.keep(tail.release(), connected);
        arrive();
        // whatever the module took the escape for
        line.accept(LINE_END);
        // only now a module may say what it kept to itself while a line was being typed: that the next client is
        // connected
        owner.escapedUnheard();
    }

    private void arrive() {
        escape.arrived();
        state = State.PROVING;
        unsure = false;
        decoder.stream(false);
    }

    /** The module listens. */
    public void proven() {
        if (state != State.PROVING) {
            return;
        }
        state = State.COMMANDS;
        lastWords.judge();
    }

    @Override
    public CompletionStage<Map<Integer, OpenLinksQuery.Peer>> askForLinks() {
        return owner.ask(new OpenLinksQuery());
    }

    @Override
    public void serves() {
        connectDue = false;
        connectTimer.cancel();
        connected = true;
        tail.serving(true);
    }

    @Override
    public void gone() {
        if (connected) {
            closed();
        }
    }
}
