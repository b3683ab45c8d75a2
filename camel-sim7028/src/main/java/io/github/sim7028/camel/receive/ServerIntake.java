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
package io.github.sim7028.camel.receive;

import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a consumer receives from the clients of a server: each has its own queue, order and framing, side by side. */
public final class ServerIntake implements Intake, ServerAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ServerIntake.class);

    private final String endpoint;
    private final IntakeSettings settings;
    private final RouteSettings route;
    private final ConsumerHealthCheck health;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientConnection, LinkIntake> connected = new HashMap<>();
    /** Of clients that have gone, with what the route has not seen yet. */
    private final Set<LinkIntake> leftOver = new HashSet<>();

    /** On the modem's loop. */
    private boolean outage;

    private boolean paused;
    private boolean draining;
    private boolean leaving;
    private boolean stopped;

    /**
     * @param endpoint what messages call it
     * @param health   is told of the server
     */
    public ServerIntake(String endpoint, IntakeSettings settings, RouteSettings route, ConsumerHealthCheck health) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.route = route;
        this.health = health;
    }

    // ---- what the server says, on the modem's loop

    @Override
    public LinkReceiver accepted(ClientConnection client) {
        LinkIntake intake = new LinkIntake(endpoint + ", " + client, settings, route, this::hasRoom, null);
        lock.lock();
        try {
            if (stopped) {
                intake.stop();
                return intake;
            }
            if (draining) {
                intake.drain();
            }
            if (paused) {
                intake.pause();
            }
            if (leaving) {
                intake.leave();
            }
            connected.put(client, intake);
        } finally {
            lock.unlock();
        }
        intake.connect(client::send, client::resume);
        return intake;
    }

    @Override
    public void gone(ClientConnection client, String reason) {
        LinkIntake intake;
        lock.lock();
        try {
            intake = connected.remove(client);
            if (intake == null) {
                return;
            }
            leftOver.add(intake);
        } finally {
            lock.unlock();
        }
        intake.end(() -> finished(intake));
    }

    @Override
    public void listening() {
        outage = false;
        health.listening();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        health.failed(reason.getMessage());
        if (outage) {
            LOG.debug("{} still does not listen: {}", endpoint, reason.getMessage());
            return;
        }
        outage = true;
        try {
            settings.workers().execute(() -> route.failures().lost(reason));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is being stopped and does not report: {}", endpoint, reason.getMessage());
        }
    }

    /** What clients leave behind counts against those that come after them, so that it does not pile up. */
    private boolean hasRoom() {
        lock.lock();
        try {
            int waiting = leftOver.stream().mapToInt(LinkIntake::pending).sum();
            return waiting <= settings.queueSize();
        } finally {
            lock.unlock();
        }
    }

    private void finished(LinkIntake intake) {
        lock.lock();
        try {
            leftOver.remove(intake);
        } finally {
            lock.unlock();
        }
        all().forEach(LinkIntake::roomAgain);
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
        all().forEach(LinkIntake::pause);
    }

    @Override
    public void resume() {
        delivering(false);
        all().forEach(LinkIntake::resume);
    }

    @Override
    public void drain() {
        delivering(true);
        all().forEach(LinkIntake::drain);
    }

    @Override
    public void leave() {
        lock.lock();
        try {
            leaving = true;
            paused = true;
        } finally {
            lock.unlock();
        }
        all().forEach(LinkIntake::leave);
    }

    private void delivering(boolean onlyWhatIsThere) {
        lock.lock();
        try {
            paused = false;
            leaving = false;
            draining = onlyWhatIsThere;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> delivered() {
        return CompletableFuture.allOf(all().stream().map(LinkIntake::delivered).toArray(CompletableFuture[]::new));
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        all().forEach(LinkIntake::stop);
    }

    @Override
    public int pending() {
        return all().stream().mapToInt(LinkIntake::pending).sum();
    }

    private List<LinkIntake> all() {
        lock.lock();
        try {
            List<LinkIntake> all = new ArrayList<>(leftOver);
            all.addAll(connected.values());
            return all;
        } finally {
            lock.unlock();
        }
    }
}
