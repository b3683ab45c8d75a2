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
import java.util.Map;
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
final class DataMode {

    /** Silence before and after the escape: the note's 1000 ms and a margin. */
    static final long GUARD_MILLIS = 1200;

    /** How long the escape's OK may take. */
    static final long ESCAPE_MILLIS = 2500;

    /** How long the OK to a drop of DTR may take. */
    static final long DTR_MILLIS = 800;

    /** For how long an end that looks like the connection's must be the end before the module is asked. */
    static final long SUSPICION_MILLIS = 300;

    /** For how long the beginning of such an end is kept from those who wait for it. */
    static final long BEGINNING_MILLIS = 50;

    /** The first moment at which an OK can be the escape's. */
    private static final long EARLIEST_OK_MILLIS = 900;

    private static final long LOOK_MILLIS = 50;
    private static final long OK_QUIET_MILLIS = 100;
    private static final long FLOWING_MILLIS = 500;
    /** How far the line's buffers may be behind what was written. */
    private static final long MAX_LAG_MILLIS = 1500;

    private static final int MAX_ATTEMPTS = 5;
    private static final int QUIET_ATTEMPTS = 2;
    private static final int BITS_A_BYTE = 10;
    private static final byte[] ESCAPE = {'+', '+', '+'};
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
        /** About to leave: waits for silence. */
        QUIET,
        /** The escape has been made; its OK is awaited. */
        ESCAPED,
        /** The module should listen for commands; a question finds out. */
        PROVING
    }

    private final AtDialogue dialogue;
    private final Loop loop;
    private final AtTransport transport;
    private final AtListener listener;
    private final TailWatch tail = new TailWatch();
    private final PlusGuard guard = new PlusGuard();
    private State state = State.COMMANDS;
    private boolean enabled;
    /** Whether there is a connection to go back to. */
    private boolean connected;
    /** Whether the module may be in data mode without anybody here knowing. */
    private boolean unsure;

    /** A client was accepted: what is typed before its CONNECT might go to it. */
    private boolean connectDue;

    private boolean dtrUsable;
    private boolean dtrProven;
    private boolean dtrDropped;
    /** It was dropped this time, in vain. */
    private boolean dtrTried;

    private boolean verdictNeeded;
    private TailWatch.NextClient nextClient;
    private byte[] doubtful = {};
    private int attempts;
    private long bitRate = 115_200;
    private long lastWritten;
    private long lineBusyUntil;
    private long escapedAt;
    private long lastStreamed;
    private StreamChunk chunk;
    private Loop.Timer timer = () -> {};
    private Loop.Timer tailTimer = () -> {};
    private Loop.Timer writeTimer = () -> {};

    DataMode(AtDialogue dialogue, Loop loop, AtTransport transport, AtListener listener) {
        this.dialogue = dialogue;
        this.loop = loop;
        this.transport = transport;
        this.listener = listener;
    }

    /** Reckons with data mode from now on; the module may already be in it. */
    void enable(boolean byDtr) {
        enabled = true;
        unsure = true;
        dtrUsable = byDtr;
        lastWritten = loop.now();
    }

    void useDtr() {
        dtrUsable = true;
    }

    // ---- asked by the dialogue

    /** Whether commands may be written now. */
    boolean commandMode() {
        return state == State.PROVING || state == State.COMMANDS && !unsure && !connectDue;
    }

    /** Whether a command interrupts a connection that waits to be gone back to. */
    boolean suspended() {
        return state == State.COMMANDS && connected && !unsure;
    }

    /** Whether nothing here is under way. */
    boolean settled() {
        return state == State.STREAM || state == State.COMMANDS && !connected;
    }

    boolean streaming() {
        return state == State.STREAM;
    }

    /** Whether commands would go to the peer for all that is known. */
    boolean unsure() {
        return unsure || state != State.COMMANDS;
    }

    // ---- the connection

    /** Takes a line that belongs to data mode; false when it does not. */
    boolean takes(String line) {
        if (!enabled) {
            return false;
        }
        Turn<?> current = dialogue.current();
        boolean connecting = current != null && current.command.connects();
        if (line.equals("CONNECT FAIL") || line.equals("NO CARRIER") && connecting) {
            if (connecting) {
                dialogue.refuse(new AtError(AtError.Kind.PLAIN, AtError.NO_CODE, line));
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
                verdictNeeded = false;
                doubtful = new byte[0];
                closed();
            }
            connectDue = true;
            timer.cancel();
            timer = loop.after(CONNECT_DUE_MILLIS, () -> {
                connectDue = false;
                dialogue.proceed();
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
            bitRate = Long.parseLong(rate);
        }
        connected = true;
        connectDue = false;
        timer.cancel();
        tail.serving(!asked || tail.serving());
        begin();
        dialogue.connected();
    }

    private void begin() {
        state = State.STREAM;
        unsure = false;
        tail.clear();
        lastWritten = loop.now();
        guard.restart(lastWritten);
        dialogue.decoder().stream(true);
        pump();
    }

    private void closed() {
        ended("the connection is closed");
        listener.received(new Urc.StreamClosed());
    }

    /** Nothing is left to go back to. */
    void ended(String reason) {
        connected = false;
        tail.serving(false);
        failChunk(reason, null);
    }

    /** Everything above the line is forgotten; the module may still be in data mode. */
    void reset(String reason, Throwable cause, boolean connecting) {
        timer.cancel();
        tailTimer.cancel();
        writeTimer.cancel();
        unsure |= enabled && (state != State.COMMANDS || connecting || connectDue);
        state = State.COMMANDS;
        connected = false;
        connectDue = false;
        verdictNeeded = false;
        nextClient = null;
        tail.serving(false);
        tail.clear();
        raiseDtr();
        if (!unsure) {
            dialogue.decoder().stream(false);
        }
        failChunk(reason, cause);
    }

    private void failChunk(String reason, Throwable cause) {
        StreamChunk failed = chunk;
        chunk = null;
        writeTimer.cancel();
        if (failed != null) {
            failed.fail(new AtAbortedException(StreamOpen.again(), reason, cause));
        }
    }

    // ---- bytes down

    void received(byte[] bytes, int offset, int length) {
        boolean before = tail.tellsOfNextClient();
        byte[] data = tail.take(bytes, offset, length);
        if (!before && tail.tellsOfNextClient()) {
            // silence counts from the beginning of its connection
            lastWritten = loop.now();
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

    private void deliver(byte[] data) {
        if (data.length > 0) {
            lastStreamed = loop.now();
            listener.streamed(data);
        }
    }

    // ---- bytes up

    /** Writes it as soon as there is a connection and the line is its own; one at a time. */
    void send(StreamChunk next) {
        if (chunk != null) {
            throw new IllegalStateException("one chunk is under way already");
        }
        chunk = next;
        pump();
    }

    /** Takes a chunk back of which nothing has left. */
    void withdraw(StreamChunk unwanted) {
        if (chunk == unwanted) {
            chunk = null;
            writeTimer.cancel();
        }
    }

    private void pump() {
        writeTimer.cancel();
        StreamChunk mine = chunk;
        while (mine != null && mine == chunk && state == State.STREAM && mine.left() > 0) {
            long now = loop.now();
            int count = guard.allowed(mine.bytes(), mine.taken(), mine.left(), now);
            if (count == 0) {
                writeTimer = loop.after(guard.pause(now), this::pump);
                return;
            }
            byte[] piece = new byte[count];
            System.arraycopy(mine.bytes(), mine.taken(), piece, 0, count);
            mine.take(count);
            write(piece);
            guard.written(piece, 0, count, now, loop.now());
        }
        if (mine != null && mine == chunk && mine.left() == 0) {
            chunk = null;
            // not at once: reading and commands get their turn between two chunks
            loop.execute(mine::complete);
        }
    }

    private void write(byte[] bytes) {
        long now = loop.now();
        dialogue.write(bytes);
        lastWritten = loop.now();
        long takes = bytes.length * BITS_A_BYTE * 1000L / bitRate;
        lineBusyUntil = Math.min(Math.max(lineBusyUntil, now) + takes, lastWritten + MAX_LAG_MILLIS);
    }

    // ---- out of data mode

    /** Begins to leave data mode; what waits for the module to listen runs afterwards. */
    void leave() {
        if (state == State.STREAM || state == State.COMMANDS && unsure) {
            tailTimer.cancel();
            dialogue.decoder().stream(true);
            attempts = 0;
            dtrTried = false;
            quiet();
        }
    }

    /** The module may or may not have gone to data mode: finds out. */
    void lostTrack() {
        unsure = true;
        leave();
        dialogue.proceed();
    }

    private void quiet() {
        state = State.QUIET;
        long silentFrom = Math.max(lastWritten, lineBusyUntil);
        long wait = silentFrom + (byDtr() ? LOOK_MILLIS : GUARD_MILLIS) - loop.now();
        if (wait > 0) {
            timer = loop.after(wait, this::quiet);
        } else {
            escape();
        }
    }

    private boolean byDtr() {
        return dtrUsable && !dtrTried;
    }

    private void escape() {
        state = State.ESCAPED;
        escapedAt = loop.now();
        tail.escaped(true);
        if (byDtr() && dropDtr()) {
            LOG.debug("leaving data mode by DTR");
        } else if (byDtr()) {
            dtrUsable = false;
            quiet();
            return;
        } else {
            attempts++;
            LOG.debug("leaving data mode with +++ ({})", attempts);
            write(ESCAPE);
        }
        look();
    }

    private boolean dropDtr() {
        try {
            dtrDropped = transport.setDtr(false);
        } catch (IOException e) {
            LOG.debug("DTR cannot be dropped: {}", e.getMessage());
        }
        return dtrDropped;
    }

    private void raiseDtr() {
        if (dtrDropped) {
            dtrDropped = false;
            try {
                transport.setDtr(true);
            } catch (IOException e) {
                LOG.debug("DTR cannot be raised: {}", e.getMessage());
            }
        }
    }

    private void look() {
        if (state != State.ESCAPED) {
            return;
        }
        long now = loop.now();
        long since = now - escapedAt;
        long cameAfter = dialogue.lastReceived() - escapedAt;
        boolean inTime = cameAfter >= (dtrDropped ? 0 : EARLIEST_OK_MILLIS);
        if (inTime && tail.hasOk() && since - cameAfter >= OK_QUIET_MILLIS) {
            dtrProven |= dtrDropped;
            // a module that hears the escape and not the wire has no such wire
            dtrUsable &= dtrDropped || !dtrTried;
            left();
        } else if (since < (dtrDropped ? DTR_MILLIS : ESCAPE_MILLIS)) {
            timer = loop.after(LOOK_MILLIS, this::look);
        } else {
            unanswered(now);
        }
    }

    /** No OK: the module was not in data mode, or it has not seen the escape. */
    private void unanswered(long now) {
        boolean flowing = connected && now - lastStreamed < FLOWING_MILLIS || tail.tellsOfNextClient();
        boolean enough = unsure || tail.suspicious() || attempts >= QUIET_ATTEMPTS;
        if (dtrDropped) {
            raiseDtr();
            if (dtrProven && !flowing) {
                leftUnproven();
                return;
            }
            dtrTried = true;
            quiet();
        } else if (enough && !flowing || attempts >= MAX_ATTEMPTS) {
            leftUnproven();
        } else {
            quiet();
        }
    }

    private void left() {
        byte[] data = tail.releaseBeforeOk();
        byte[] lines = tail.release();
        arrive();
        nextClient = tail.nextClient(data);
        verdictNeeded = nextClient != null;
        if (verdictNeeded) {
            doubtful = data;
        } else {
            deliver(data);
        }
        dialogue.resync().fenceOnly();
        dialogue.decoder().feed(lines, 0, lines.length);
    }

    private void leftUnproven() {
        doubtful = tail.release();
        arrive();
        verdictNeeded = connected;
        // whatever the module took the escape for
        dialogue.write(LINE_END);
        dialogue.resync().start(new byte[0]);
    }

    private void arrive() {
        raiseDtr();
        tail.escaped(false);
        state = State.PROVING;
        unsure = false;
        dialogue.decoder().stream(false);
    }

    /** The module listens. */
    void proven() {
        if (state != State.PROVING) {
            return;
        }
        state = State.COMMANDS;
        if (verdictNeeded) {
            verdictNeeded = false;
            dialogue.ask(new OpenLinks()).whenComplete((open, failure) -> {
                if (!(failure instanceof AtAbortedException)) {
                    judge(failure == null ? open : Map.of());
                }
            });
        }
    }

    private void judge(Map<Integer, OpenLinks.Peer> open) {
        OpenLinks.Peer peer = open.get(0);
        byte[] tailBytes = doubtful;
        TailWatch.NextClient next = nextClient;
        doubtful = new byte[0];
        nextClient = null;
        if (next != null && peer != null && peer.port() == next.port()) {
            dialogue.decoder().feed(next.lines(), 0, next.lines().length);
            connectDue = false;
            timer.cancel();
            connected = true;
            tail.serving(true);
            deliver(next.data());
        } else if (peer != null || next != null) {
            deliver(tailBytes);
        } else {
            // what looked like the module's own words was; behind them may stand the echo of the escape
            int length = tailBytes.length;
            while (length > 0 && tailBytes[length - 1] == '+') {
                length--;
            }
            dialogue.decoder().feed(tailBytes, 0, length);
            if (connected && !restarts(tailBytes)) {
                closed();
            }
        }
    }

    private static boolean restarts(byte[] lines) {
        return new String(lines, StandardCharsets.ISO_8859_1).lines().anyMatch(UrcReader::isRestart);
    }
}
