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

import io.github.sim7028.line.Counted;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ModemProfile;
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
final class Inflow implements LinkReceiver, Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Sim7028Consumer.class);

    private record Connection(Function<Outbound, CompletableFuture<Receipt>> sending, Runnable resuming) {}

    private final Sim7028Consumer consumer;
    private final String name;
    private final Overflow overflow;
    private final int queueSize;
    private final BooleanSupplier welcome;
    private final ConsumerHealth health;
    private final Arrivals arrivals;
    private final Delivery delivery;
    private volatile Connection connection;
    private boolean outage;

    /** @param health hears of the link */
    Inflow(Sim7028Consumer consumer, String name, ModemProfile modem, ConsumerHealth health) {
        this(consumer, name, modem, () -> true, health);
    }

    /**
     * @param name    what messages call it
     * @param welcome whether more may come in, beside what the queue says
     * @param health  hears of the link; null where a lost one is no trouble
     */
    Inflow(Sim7028Consumer consumer, String name, ModemProfile modem, BooleanSupplier welcome, ConsumerHealth health) {
        this.health = health;
        Sim7028Configuration configuration = consumer.getEndpoint().getConfiguration();
        this.consumer = consumer;
        this.name = name;
        this.overflow = configuration.getOverflow();
        this.queueSize = configuration.getQueueSize();
        this.welcome = welcome;
        arrivals = new Arrivals(queueSize);
        delivery = new Delivery(
                name,
                arrivals,
                consumer.framing(),
                new RouteFeed(consumer, modem, this::send),
                this::roomAgain,
                consumer.getEndpoint().getComponent().workers());
    }

    /** Says where it comes from. In case the queue was full before there was somebody to say so to, it is said now. */
    void connect(Function<Outbound, CompletableFuture<Receipt>> sending, Runnable resuming) {
        connection = new Connection(sending, resuming);
        roomAgain();
    }

    /** Sends to where it comes from. */
    private CompletableFuture<Receipt> send(Outbound message) {
        Connection now = connection;
        if (now == null) {
            return CompletableFuture.failedFuture(
                    MessageBody.refused(name + " is being stopped; nothing was sent", null));
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
        arrivals.addMark(done);
        delivery.wake();
    }

    @Override
    public boolean hasRoom() {
        return consumer.takesMore() && welcome.getAsBoolean() && (overflow != Overflow.BLOCK || arrivals.hasRoom());
    }

    @Override
    public void received(Inbound inbound) {
        if (overflow == Overflow.BLOCK || arrivals.hasRoom()) {
            arrivals.add(inbound);
        } else if (overflow == Overflow.DROP_OLDEST) {
            int dropped = arrivals.addDroppingOldest(inbound);
            consumer.overflows()
                    .log(
                            LOG,
                            Level.WARN,
                            "{}: the queue of {} is full; dropped what had waited longest ({})",
                            name,
                            queueSize,
                            Counted.of(dropped, "piece"));
        } else {
            arrivals.addBreak(
                    new Sim7028Exception(name + ": the queue of " + queueSize + " is full; what came was refused"));
        }
        delivery.wake();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        if (health != null) {
            health.failed(reason.getMessage());
        }
        if (outage) {
            LOG.debug("{} is still without its link: {}", name, reason.getMessage());
            return;
        }
        outage = true;
        arrivals.addBreak(reason);
        delivery.wake();
    }

    @Override
    public void opened(int number) {
        if (health != null) {
            health.opened();
        }
        outage = false;
        LOG.debug("{} is open on link {}", name, number);
        arrivals.addBreak(null);
        delivery.wake();
    }

    @Override
    public void pause() {
        delivery.pause();
    }

    @Override
    public void resume() {
        delivery.resume();
        roomAgain();
    }

    @Override
    public void stop() {
        connection = null;
        int left = delivery.stop();
        if (left > 0) {
            LOG.warn(
                    "{}: the route is stopped; dropped what it had not taken yet ({})",
                    name,
                    Counted.of(left, "piece"));
        }
    }

    @Override
    public int pending() {
        return delivery.pending();
    }
}
