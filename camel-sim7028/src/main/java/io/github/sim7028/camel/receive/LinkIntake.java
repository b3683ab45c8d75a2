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

import io.github.sim7028.camel.inbound.FrameDispatcher;
import io.github.sim7028.camel.inbound.InboundQueue;
import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What comes in over one connection, on its way to the route: queued, made frames of, and delivered in order. */
public final class LinkIntake implements LinkReceiver, Intake {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.camel.Sim7028Consumer");

    private record Connection(Function<Outbound, CompletableFuture<Receipt>> sending, Runnable resuming) {}

    private final String name;
    private final IntakeSettings settings;
    private final boolean waits;
    private final boolean pushed;
    private final BooleanSupplier welcome;
    private final ConsumerHealthCheck health;
    private final FailureReporter failures;
    private final InboundQueue queue;
    private final FrameDispatcher dispatcher;
    private volatile Connection connection;
    private volatile boolean draining;
    private volatile boolean leaving;
    private boolean outage;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * @param name   what messages call it
     * @param health is told of the link
     */
    public LinkIntake(String name, IntakeSettings settings, RouteSettings route, ConsumerHealthCheck health) {
        this(name, settings, route, () -> true, health);
    }

    /**
     * @param name    what messages call it
     * @param welcome whether more may come in, beside what the queue says
     * @param health  is told of the link; null where a lost one is no trouble
     */
    LinkIntake(
            String name,
            IntakeSettings settings,
            RouteSettings route,
            BooleanSupplier welcome,
            ConsumerHealthCheck health) {
        this.name = name;
        this.settings = settings;
        this.waits = settings.whenFull() == WhenFull.WAIT;
        this.pushed = settings.pushed();
        this.welcome = welcome;
        this.health = health;
        failures = route.failures();
        queue = new InboundQueue(settings.queueSize());
        dispatcher = new FrameDispatcher(
                name,
                queue,
                settings.framing(),
                new RouteDispatcher(route, this::send),
                this::roomAgain,
                settings.workers());
    }

    /** Sets the connection it receives from; reading resumes in case the queue was full before. */
    public void connect(Function<Outbound, CompletableFuture<Receipt>> sending, Runnable resuming) {
        connection = new Connection(sending, resuming);
        roomAgain();
    }

    /** Sends to where it comes from. */
    private CompletableFuture<Receipt> send(Outbound message) {
        Connection now = connection;
        if (now == null) {
            return CompletableFuture.failedFuture(NotSent.refused(name + " is being stopped; nothing was sent", null));
        }
        return now.sending.apply(message);
    }

    /** Tells the modem of room it was once refused. */
    void roomAgain() {
        Connection now = connection;
        if (now != null) {
            now.resuming.run();
        }
    }

    /** Nothing more comes in. Runs {@code done} when everything has been delivered. */
    void end(Runnable done) {
        queue.addMark(done);
        dispatcher.wake();
    }

    @Override
    public boolean hasRoom() {
        return (pushed || !draining) && welcome.getAsBoolean() && (!waits || queue.hasRoom());
    }

    @Override
    public void received(Inbound inbound) {
        if (waits || queue.hasRoom()) {
            queue.add(inbound);
        } else if (settings.whenFull() == WhenFull.DROP_OLDEST) {
            int dropped = queue.addDroppingOldest(inbound);
            settings.overflows()
                    .log(
                            LOG,
                            Level.WARN,
                            "{}: the queue of {} is full; dropped the oldest data ({})",
                            name,
                            settings.queueSize(),
                            Counted.of(dropped, "piece"));
        } else {
            queue.addBreak(new Sim7028Exception(
                    name + ": the queue of " + settings.queueSize() + " is full; the new data was refused"));
        }
        dispatcher.wake();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        if (health != null) {
            health.failed(reason.getMessage());
        }
        if (outage) {
            LOG.debug("{} still has no link: {}", name, reason.getMessage());
            return;
        }
        outage = true;
        queue.addBreak(reason);
        dispatcher.wake();
    }

    @Override
    public void opened(int number, long stream) {
        if (health != null) {
            health.opened();
        }
        outage = false;
        LOG.debug("{} is open on link {}", name, number);
        queue.addBreak(null);
        dispatcher.wake();
    }

    @Override
    public void pause() {
        dispatcher.pause();
    }

    @Override
    public void resume() {
        draining = false;
        deliver();
    }

    @Override
    public void drain() {
        draining = true;
        deliver();
    }

    @Override
    public void leave() {
        draining = true;
        leaving = true;
        pause();
    }

    private void deliver() {
        leaving = false;
        dispatcher.resume();
        roomAgain();
    }

    @Override
    public CompletableFuture<Void> delivered() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        end(() -> all.complete(null));
        stopped.thenRun(() -> all.complete(null));
        return all;
    }

    @Override
    public void stop() {
        draining = true;
        connection = null;
        int left = dispatcher.stop();
        stopped.complete(null);
        if (left > 0 && leaving) {
            String message =
                    name + ": the modem was given back while the route is suspended; dropped data that was still"
                            + " waiting (" + Counted.of(left, "piece") + ")";
            failures.report(message, null, new Sim7028Exception(message));
        } else if (left > 0) {
            LOG.warn(
                    "{}: the route is stopped; dropped data that was still waiting ({})",
                    name,
                    Counted.of(left, "piece"));
        }
    }

    @Override
    public int pending() {
        return dispatcher.pending();
    }
}
