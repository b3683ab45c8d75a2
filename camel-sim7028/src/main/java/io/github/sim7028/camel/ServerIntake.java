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
package io.github.sim7028.camel;

import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a consumer receives from the clients of a server: each has its own queue, order and framing, side by side. */
final class ServerIntake implements Intake, ServerAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ServerIntake.class);

    private final Sim7028Consumer consumer;
    private final ModemProfile modem;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientConnection, Inflow> connected = new HashMap<>();
    /** Of clients that have gone, with what the route has not seen yet. */
    private final Set<Inflow> leftOver = new HashSet<>();

    /** On the modem's loop. */
    private boolean outage;

    private boolean paused;
    private boolean stopped;

    ServerIntake(Sim7028Consumer consumer, ModemProfile modem) {
        this.consumer = consumer;
        this.modem = modem;
    }

    // ---- what the server says, on the modem's loop

    @Override
    public LinkReceiver accepted(ClientConnection client) {
        Inflow inflow = new Inflow(consumer, consumer.getEndpoint() + ", " + client, modem, this::hasRoom, null);
        lock.lock();
        try {
            if (stopped) {
                inflow.stop();
                return inflow;
            }
            if (paused) {
                inflow.pause();
            }
            connected.put(client, inflow);
        } finally {
            lock.unlock();
        }
        inflow.connect(client::send, client::resume);
        return inflow;
    }

    @Override
    public void gone(ClientConnection client, String reason) {
        Inflow inflow;
        lock.lock();
        try {
            inflow = connected.remove(client);
            if (inflow == null) {
                return;
            }
            leftOver.add(inflow);
        } finally {
            lock.unlock();
        }
        inflow.end(() -> finished(inflow));
    }

    @Override
    public void listening() {
        outage = false;
        consumer.health().listening();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        consumer.health().failed(reason.getMessage());
        if (outage) {
            LOG.debug("{} still does not listen: {}", consumer, reason.getMessage());
            return;
        }
        outage = true;
        try {
            consumer.getEndpoint().getComponent().workers().execute(() -> consumer.lost(reason));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is being stopped and does not hear of: {}", consumer.getEndpoint(), reason.getMessage());
        }
    }

    /** What clients leave behind counts against those that come after them, so that it does not pile up. */
    private boolean hasRoom() {
        lock.lock();
        try {
            int waiting = leftOver.stream().mapToInt(Inflow::pending).sum();
            return waiting <= consumer.getEndpoint().getConfiguration().getQueueSize();
        } finally {
            lock.unlock();
        }
    }

    private void finished(Inflow inflow) {
        lock.lock();
        try {
            leftOver.remove(inflow);
        } finally {
            lock.unlock();
        }
        all().forEach(Inflow::roomAgain);
    }

    // ---- what the consumer says

    @Override
    public void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
        all().forEach(Inflow::pause);
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            paused = false;
        } finally {
            lock.unlock();
        }
        all().forEach(Inflow::resume);
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        all().forEach(Inflow::stop);
    }

    @Override
    public int pending() {
        return all().stream().mapToInt(Inflow::pending).sum();
    }

    private List<Inflow> all() {
        lock.lock();
        try {
            List<Inflow> all = new ArrayList<>(leftOver);
            all.addAll(connected.values());
            return all;
        } finally {
            lock.unlock();
        }
    }
}
