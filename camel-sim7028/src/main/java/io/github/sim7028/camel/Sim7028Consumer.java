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

import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an exchange of every message that comes in on a link, one after the other. */
public class Sim7028Consumer extends DefaultConsumer implements LinkReceiver, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(Sim7028Consumer.class);

    private final Sim7028Configuration configuration;
    private volatile Arrivals arrivals;
    private volatile Delivery delivery;
    private volatile ModemShare modem;
    private volatile LinkLease link;
    private volatile ConsumerHealth health;
    private volatile boolean pushed;
    private volatile boolean closing;
    private boolean outage;
    private boolean overflowing;

    Sim7028Consumer(Sim7028Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    public Sim7028Endpoint getEndpoint() {
        return (Sim7028Endpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        closing = false;
        outage = false;
        overflowing = false;
        health = ConsumerHealth.of(this, getEndpoint());
        ModemShare share = getEndpoint().share();
        try {
            pushed = pushes(share.profile());
            requireOverflow(share.profile());
            getEndpoint().warnOfWhatBufferingLoses(share.profile());
            share.awaitStartup();
            arrivals = new Arrivals(configuration.getQueueSize());
            delivery = new Delivery(
                    getEndpoint().toString(),
                    arrivals,
                    configuration.toFraming(),
                    new RouteFeed(this, share.profile()),
                    this::roomAgain,
                    getEndpoint().getComponent().workers());
            link = share.keepLink(getEndpoint().linkSpec(), this);
            modem = share;
            // in case the queue was full before there was a link to say so
            roomAgain();
        } catch (Sim7028Exception | RuntimeException e) {
            share.release(getEndpoint().getComponent().releaseLimit());
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        closing = true;
        setHealthCheck(null);
        ModemShare share = modem;
        modem = null;
        link = null;
        if (share != null) {
            delivery.stop();
            share.release(getEndpoint().getComponent().releaseLimit());
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        delivery.pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        closing = false;
        delivery.resume();
        roomAgain();
        super.doResume();
    }

    /** Stays until what was read has gone through the route; where the module can keep it, nothing more is read. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        closing = true;
        if (modem != null) {
            delivery.resume();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return modem == null ? 0 : delivery.pending();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced && modem != null) {
            delivery.stop();
        }
    }

    @Override
    public boolean hasRoom() {
        if (closing && !pushed) {
            return false;
        }
        return configuration.getOverflow() != Overflow.BLOCK || arrivals.hasRoom();
    }

    @Override
    public void received(Inbound inbound) {
        if (configuration.getOverflow() == Overflow.BLOCK || arrivals.hasRoom()) {
            overflowing = false;
            arrivals.add(inbound);
        } else if (configuration.getOverflow() == Overflow.DROP_OLDEST) {
            int dropped = arrivals.addDroppingOldest(inbound);
            overflowed(dropped);
        } else {
            arrivals.addBreak(new Sim7028Exception(getEndpoint() + ": the queue of " + configuration.getQueueSize()
                    + " is full; what came was refused"));
        }
        delivery.wake();
    }

    private void overflowed(int dropped) {
        String message = "{}: the queue of {} is full; dropped what had waited longest ({} pieces)";
        if (overflowing) {
            LOG.debug(message, getEndpoint(), configuration.getQueueSize(), dropped);
        } else {
            LOG.warn(message, getEndpoint(), configuration.getQueueSize(), dropped);
        }
        overflowing = true;
    }

    @Override
    public void failed(Sim7028Exception reason) {
        health.failed(reason.getMessage());
        if (outage) {
            LOG.debug("{} is still without its link: {}", getEndpoint(), reason.getMessage());
            return;
        }
        outage = true;
        arrivals.addBreak(reason);
        delivery.wake();
    }

    @Override
    public void opened(int number) {
        health.opened(number);
        outage = false;
        LOG.debug("{} is open on link {}", getEndpoint(), number);
        arrivals.addBreak(null);
        delivery.wake();
    }

    /** Tells the modem of room it was once refused. */
    private void roomAgain() {
        LinkLease lease = link;
        if (lease != null) {
            lease.resume();
        }
    }

    /** Sends over the link that the consumer receives from. */
    CompletableFuture<Receipt> send(Outbound message) {
        LinkLease lease = link;
        if (lease == null) {
            return CompletableFuture.failedFuture(
                    MessageBody.refused(getEndpoint() + " is being stopped; nothing was sent", null));
        }
        return lease.send(message);
    }

    /** Hands a failure to the exception handler, so that bridgeErrorHandler works. */
    void report(String message, Exchange exchange, Throwable failure) {
        getExceptionHandler().handleException(message, exchange, failure);
    }

    /** Whether the module pushes what comes for this consumer, and so cannot be asked to keep it. */
    private boolean pushes(ModemProfile profile) {
        ReceiveMode mode = profile.transfer().receiveMode();
        return mode == ReceiveMode.PUSH
                || mode == ReceiveMode.AUTO && getEndpoint().isUdp();
    }

    private void requireOverflow(ModemProfile profile) throws Sim7028ConfigurationException {
        if (configuration.getOverflow() != Overflow.BLOCK && !pushed) {
            throw new Sim7028ConfigurationException("overflow=" + Names.of(configuration.getOverflow())
                    + " has no meaning for " + getEndpoint() + ": modem '" + profile.name() + "' has receiveMode="
                    + Names.of(profile.transfer().receiveMode())
                    + ", where data waits in the module until there is room; use overflow=block or receiveMode=push");
        }
    }
}
