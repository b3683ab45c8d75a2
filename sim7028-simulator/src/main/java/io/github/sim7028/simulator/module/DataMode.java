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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.net.Link;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Transparent mode (1.3): the host's bytes go to link 0 and back as they are, until {@code +++} in silence, the drop of
 * DTR or the end of the connection.
 */
public final class DataMode {

    private static final long GUARD_MILLIS = 1000;
    private static final long GAP_MILLIS = 900;
    private static final long DATAGRAM_MILLIS = 20;
    private static final byte[] PLUSES = {'+', '+', '+'};

    private final EventLoop loop;
    private final ModuleOutput output;
    private final Transcript transcript;
    private final Dialect dialect;
    private final Runnable left;
    private Link link;
    private boolean active;
    private long lastByte;
    private int pluses;
    private EventLoop.Timer escape;
    private final byte[] datagram = new byte[ModuleContext.SEND_LIMIT];
    private int gathered;
    private EventLoop.Timer packing;

    /** @param left is run when the module is back in command mode and has said so */
    public DataMode(EventLoop loop, ModuleOutput output, Transcript transcript, Dialect dialect, Runnable left) {
        this.loop = loop;
        this.output = output;
        this.transcript = transcript;
        this.dialect = dialect;
        this.left = left;
    }

    boolean isActive() {
        return active;
    }

    /** Begins, or begins again. */
    void enter(Link with) {
        link = with;
        active = true;
        pluses = 0;
        gathered = 0;
        lastByte = System.nanoTime();
        transcript.event("data mode");
    }

    /** The modem restarts or its network is gone. */
    public void reset() {
        active = false;
        link = null;
        cancelTimers();
    }

    /** The host's bytes; returns how many were taken, fewer when the link cannot take more now. */
    int take(byte[] bytes, int offset, int length) {
        long now = System.nanoTime();
        boolean silence = TimeUnit.NANOSECONDS.toMillis(now - lastByte) >= GUARD_MILLIS;
        if ((silence || pluses > 0) && pluses + length <= PLUSES.length && onlyPluses(bytes, offset, length)) {
            pluses += length;
            lastByte = now;
            awaitMore();
            return length;
        }
        if (pluses > 0 && !passOnPluses()) {
            return 0;
        }
        int n = send(bytes, offset, length);
        if (n > 0) {
            lastByte = now;
            transcript.hostData(Arrays.copyOfRange(bytes, offset, offset + n));
        }
        return n;
    }

    private static boolean onlyPluses(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != '+') {
                return false;
            }
        }
        return true;
    }

    private void awaitMore() {
        if (escape != null) {
            escape.cancel();
        }
        boolean complete = pluses == PLUSES.length;
        escape = loop.schedule(complete ? GUARD_MILLIS : GAP_MILLIS, TimeUnit.MILLISECONDS, () -> {
            if (complete) {
                transcript.command("+++");
                leave("OK");
            } else {
                insistOnPluses();
            }
        });
    }

    private void insistOnPluses() {
        if (!passOnPluses()) {
            escape = loop.schedule(DATAGRAM_MILLIS, TimeUnit.MILLISECONDS, this::insistOnPluses);
        }
    }

    /** What looked like an escape was data. */
    private boolean passOnPluses() {
        if (escape != null) {
            escape.cancel();
            escape = null;
        }
        pluses -= send(PLUSES, 0, pluses);
        return pluses == 0;
    }

    private int send(byte[] bytes, int offset, int length) {
        if (link.type().equals("TCP")) {
            return link.stream(bytes, offset, length);
        }
        int n = Math.min(length, datagram.length - gathered);
        System.arraycopy(bytes, offset, datagram, gathered, n);
        gathered += n;
        if (gathered == datagram.length) {
            pack();
        } else if (packing == null) {
            awaitSilence(gathered);
        }
        return n;
    }

    /** A datagram ends when the host pauses. */
    private void awaitSilence(int before) {
        packing = loop.schedule(DATAGRAM_MILLIS, TimeUnit.MILLISECONDS, () -> {
            packing = null;
            if (gathered == before) {
                pack();
            } else if (gathered > 0) {
                awaitSilence(gathered);
            }
        });
    }

    private void pack() {
        if (gathered > 0 && link != null) {
            link.stream(datagram, 0, gathered);
        }
        gathered = 0;
    }

    /** Back to command mode; the connection stays. */
    private void leave(String result) {
        pack();
        active = false;
        cancelTimers();
        transcript.event("command mode");
        output.result(result, true, left);
    }

    private void cancelTimers() {
        pluses = 0;
        if (escape != null) {
            escape.cancel();
            escape = null;
        }
        if (packing != null) {
            packing.cancel();
            packing = null;
        }
    }

    /** The connection ended by itself. */
    public void ended(Link which) {
        if (active && link == which) {
            leave(closedWord());
        }
    }

    /** What says in a stream that the connection is closed. */
    String closedWord() {
        return dialect.has(Quirk.NO_CARRIER) ? "NO CARRIER" : "CLOSED";
    }

    /** Leaves data mode on request of the host; returns the link, which stays open. */
    public Link leave() {
        Link streaming = link;
        leave("OK");
        return streaming;
    }
}
