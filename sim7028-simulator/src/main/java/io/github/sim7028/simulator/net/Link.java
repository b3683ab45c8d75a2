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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.report.LinkState;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One of the module's sockets, numbered. Lives on the loop's thread. */
public abstract class Link {

    /** The most data one URC or one read carries (2.1.5). */
    public static final int CHUNK = 1500;

    /** So much of one link goes out before the others have their turn. */
    private static final int CHUNKS_A_TURN = 40;

    /** Where a link stands. */
    public enum State {
        /** Being opened. */
        OPENING,
        /** Usable. */
        OPEN,
        /** Ended; data received before may still be read. */
        ENDED
    }

    private final int number;
    private final int serverIndex;
    private final String host;
    private final int port;
    private State state = State.OPENING;
    private final Arrivals arrivals = new Arrivals();
    private boolean notified;
    private boolean endReported;
    private boolean unusable;
    private boolean pushDelayed;
    private boolean pushDue;
    private int endReason = -1;

    /** Bytes sent and received, for {@code CIPACK}. */
    protected long sent;

    protected long received;

    /** The module it belongs to. */
    protected final NetworkHost module;

    protected Link(NetworkHost module, int number, int serverIndex, String host, int port) {
        this.module = module;
        this.number = number;
        this.serverIndex = serverIndex;
        this.host = host;
        this.port = port;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** The server that accepted it, or -1. */
    public int serverIndex() {
        return serverIndex;
    }

    /** {@code TCP} or {@code UDP}. */
    public abstract String type();

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** Whether data can be sent and {@code CIPCLOSE} closes it. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether a send was not fully confirmed, after which the socket "cannot be used further" (2.1.4). */
    public boolean unusable() {
        return unusable;
    }

    /** Makes it so. */
    public void spoil() {
        unusable = true;
    }

    /** Bytes sent. */
    public long sent() {
        return sent;
    }

    /** Bytes received. */
    public long received() {
        return received;
    }

    /** The answer to {@code CIPOPEN?} for it. */
    public String describe() {
        return number + ",\"" + type() + "\",\"" + host + "\"," + port + ',' + serverIndex;
    }

    /** What it is and has done. */
    public LinkState report() {
        return new LinkState(number, type(), host + ':' + port, sent, received);
    }

    /** Its opening has been reported: from now on it may speak. */
    public void opened() {
        if (state == State.OPENING) {
            state = State.OPEN;
            turn();
        }
    }

    /**
     * Sends data.
     *
     * @param to where to, for UDP
     * @param confirmed is told how much was sent: all, fewer, 0 when the peer takes nothing, -1 when disconnected
     */
    public abstract void send(byte[] data, InetSocketAddress to, IntConsumer confirmed);

    /**
     * Sends data of transparent mode, as much as goes now; for UDP one datagram to the peer named at opening.
     *
     * @return how many bytes were taken
     */
    public abstract int stream(byte[] bytes, int offset, int length);

    /** Whether a send has not been confirmed yet. */
    public abstract boolean sending();

    /** Takes what the socket has, as far as the buffer has room; nothing while the network does not reach the module. */
    protected final void fill() {
        if (!module.reachable()) {
            rest();
            return;
        }
        int before = stored();
        if (receive()) {
            module.received();
        }
        int came = stored() - before;
        if (came > 0 && module.path().delays()) {
            long nanos = arrivals.add(came, module.path().next(), System.nanoTime());
            // the turn that this makes delivers it
            module.loop().schedule(nanos, TimeUnit.NANOSECONDS, () -> {});
        }
    }

    /** Takes what the socket has, as far as the buffer has room; returns whether something came, an end included. */
    protected abstract boolean receive();

    /** Leaves what the socket has where it is. */
    protected abstract void rest();

    /** Bytes that wait to be read. */
    public final int buffered() {
        return stored() - arrivals.onTheWay(System.nanoTime());
    }

    /** Bytes that the socket has received, those among them that are still on the way to the module. */
    protected abstract int stored();

    /** Takes up to so many bytes out of the buffer, over the borders of datagrams. */
    protected abstract byte[] take(int most);

    /** Reads up to so many bytes; when that empties the buffer, the next data is announced again. */
    public byte[] read(int most) {
        byte[] data = take(most);
        notified &= buffered() > 0;
        return data;
    }

    /** The peer that sent what {@link #nextChunk} would return. */
    protected abstract InetSocketAddress nextSender();

    /** The next piece for a push: at most {@link #CHUNK} bytes, of one datagram. */
    protected abstract byte[] nextChunk(int most);

    /** Closes the socket in good order. */
    public abstract void close();

    /** Ends the socket at once, as when the power goes. */
    public abstract void abort();

    /** Takes what the socket has, so that a length told to the host is the latest. */
    public void refresh() {
        if (state == State.OPEN) {
            fill();
        }
    }

    /** The socket ended by itself. */
    protected void end(int reason) {
        if (state == State.OPEN && endReason < 0) {
            endReason = reason;
        }
    }

    /** Whether the socket has ended by itself, reported or not. */
    protected boolean ended() {
        return endReason >= 0;
    }

    /** Reads, pushes, notifies and reports the end, whatever is due and may be said now. */
    public void turn() {
        if (state == State.OPENING) {
            return;
        }
        if (state == State.OPEN) {
            fill();
        }
        if (module.streams(number)) {
            stream();
        } else if (module.mayTalk()) {
            deliver();
        }
        if (ended() && !endReported && mayReportEnd()) {
            endReported = true;
            state = State.ENDED;
            abort();
            module.ended(number, endReason);
        }
    }

    private boolean mayReportEnd() {
        boolean readable = module.settings().receiveMode == 1 && !module.streams(number);
        boolean arrived = arrivals.onTheWay(System.nanoTime()) == 0;
        return module.mayReportEnd(number) && arrived && (buffered() == 0 || readable);
    }

    private void stream() {
        for (int i = 0; i < CHUNKS_A_TURN && buffered() > 0 && module.mayStream(); i++) {
            module.stream(nextChunk(CHUNK));
            fill();
        }
        if (buffered() > 0 && module.mayStream()) {
            module.loop().signal();
        }
    }

    private void deliver() {
        if (buffered() == 0) {
            notified = false;
            return;
        }
        if (module.settings().receiveMode == 1) {
            if (!notified) {
                notified = true;
                module.say("+CIPRXGET: 1," + number);
            }
            return;
        }
        notified = false;
        if (module.settings().receiveDelay > 0 && !pushDue) {
            delayPush();
            return;
        }
        for (int i = 0; i < CHUNKS_A_TURN && buffered() > 0 && module.mayPush(); i++) {
            InetSocketAddress sender = module.internet().seen(nextSender());
            byte[] chunk = nextChunk(CHUNK);
            module.push(number, header(sender, chunk.length), chunk);
            fill();
        }
        pushDue = buffered() > 0;
        if (pushDue && module.mayPush()) {
            module.loop().signal();
        }
    }

    private void delayPush() {
        if (!pushDelayed) {
            pushDelayed = true;
            module.loop().schedule(module.settings().receiveDelay, TimeUnit.MILLISECONDS, () -> {
                pushDelayed = false;
                pushDue = true;
            });
        }
    }

    /** What stands before pushed data, by CIPHEAD, CIPSRIP and CIPCCFG's HeaderType. */
    private String header(InetSocketAddress sender, int length) {
        Settings settings = module.settings();
        StringBuilder header = new StringBuilder();
        if (settings.showSender == 1) {
            String word = module.dialect().has(Quirk.RCV_FROM)
                    ? "RCV FROM:"
                    : module.dialect().has(Quirk.PLUS_RECV_FROM) ? "+RECV FROM:" : "RECV FROM:";
            header.append("\r\n")
                    .append(word)
                    .append(Internet.text(sender.getAddress()))
                    .append(':')
                    .append(sender.getPort())
                    .append("\r\n");
        }
        if (settings.header == 1) {
            header.append(header.isEmpty() ? "\r\n" : "");
            if (settings.headerType == 1) {
                header.append("+RECEIVE,").append(number).append(',').append(length);
                header.append(module.dialect().has(Quirk.RECEIVE_COLON) ? ":" : "");
            } else {
                header.append(module.dialect().has(Quirk.IPD_SPACE) ? "+IPD " : "+IPD")
                        .append(length);
            }
            header.append("\r\n");
        }
        return header.toString();
    }
}
