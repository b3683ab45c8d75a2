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
package io.github.sim7028.tool.modem;

import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What arrives on a link or at a server of the module, in order, for one thread that prints it. Data waits in a bounded queue; while the
 * queue is full the driver takes no more from the module, where that is possible.
 */
final class Arrivals implements ServerAcceptor {

    private static final int MAX_DATA = 256;
    /** A driver that has just been told that there is room may have some more at hand. */
    private static final int MAX_MORE = 256;

    private static final int MAX_EVENTS = 1024;

    /**
     * Something that has arrived.
     *
     * @param data  the data; null for an event
     * @param from  the client of a server that has sent the data, null otherwise
     * @param event what has happened, null for data
     */
    record Arrival(Inbound data, String from, String event) {}

    private final BlockingQueue<Arrival> queue = new LinkedBlockingQueue<>(MAX_EVENTS + MAX_DATA + MAX_MORE);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    /** Those that were told that there is no room. */
    private final Set<Receiver> starving = ConcurrentHashMap.newKeySet();

    private volatile Runnable resume = () -> {};

    /** The next arrival; null if none came within the limit. */
    Arrival next(long millis) throws InterruptedException {
        Arrival arrival = queue.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
        if (arrival != null) {
            (arrival.data() == null ? events : waiting).decrementAndGet();
        }
        return arrival;
    }

    /** The last arrival has been printed: whoever waits for room goes on. */
    void printed() {
        for (Receiver receiver : List.copyOf(starving)) {
            if (starving.remove(receiver)) {
                receiver.hasRoom.run();
            }
        }
    }

    /** Makes {@link #next} return. */
    void wake() {
        event("stopping");
    }

    /** The receiver of the one link of a client. */
    LinkReceiver link() {
        return new Receiver(null, () -> resume.run());
    }

    /** @param hasRoom tells the link that there is room again */
    void resumedBy(Runnable hasRoom) {
        resume = hasRoom;
    }

    @Override
    public LinkReceiver accepted(ClientConnection client) {
        String peer = new Peer(client.host(), client.port()).toString();
        event("client " + peer + " has connected");
        return new Receiver(peer, client::resume);
    }

    @Override
    public void gone(ClientConnection client, String reason) {
        event("client " + new Peer(client.host(), client.port()) + " has gone: " + reason);
    }

    @Override
    public void listening() {
        event("listening");
    }

    @Override
    public void failed(Sim7028Exception reason) {
        event(reason.getMessage());
    }

    private void event(String text) {
        // too many of them are lost: the room for data is not theirs
        if (events.incrementAndGet() > MAX_EVENTS || !queue.offer(new Arrival(null, null, text))) {
            events.decrementAndGet();
        }
    }

    private final class Receiver implements LinkReceiver {
        private final String from;
        private final Runnable hasRoom;

        Receiver(String from, Runnable hasRoom) {
            this.from = from;
            this.hasRoom = hasRoom;
        }

        @Override
        public boolean hasRoom() {
            // asked again after being noted: the last arrival may have been printed in between
            return waiting.get() < MAX_DATA || starving.add(this) && waiting.get() < MAX_DATA;
        }

        @Override
        public void received(Inbound inbound) {
            waiting.incrementAndGet();
            if (!queue.offer(new Arrival(inbound, from, null))) {
                waiting.decrementAndGet();
                event(Counted.of(inbound.data().length, "byte") + " were lost: they were not printed fast enough");
            }
        }

        @Override
        public void failed(Sim7028Exception reason) {
            event(reason.getMessage());
        }

        @Override
        public void opened(int link, long connection) {
            event("connected on link " + link);
        }
    }
}
