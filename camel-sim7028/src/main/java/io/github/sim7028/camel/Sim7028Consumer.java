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

import io.github.sim7028.modem.LogThrottle;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Makes an exchange of every message that comes in; those of one connection come one after the other. */
public class Sim7028Consumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final Sim7028Configuration configuration;
    private final LogThrottle overflows = new LogThrottle();
    private final Reports reports = new Reports(this);
    private volatile Deframer.Rules framing;
    private volatile Intake intake;
    private volatile ModemShare modem;
    private volatile ConsumerHealth health;
    private volatile boolean pushed;
    private volatile boolean closing;

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
        framing = Deframer.Rules.of(configuration);
        health = ConsumerHealth.of(this, getEndpoint());
        ModemShare share = getEndpoint().share();
        try {
            pushed = pushes(share.profile());
            requireOverflow(share.profile());
            getEndpoint().warnOfWhatBufferingLoses(share.profile());
            share.awaitStartup();
            intake = getEndpoint().intake(this, share);
            modem = share;
        } catch (Sim7028Exception | RuntimeException e) {
            share.release(getEndpoint().getComponent().patience());
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        closing = true;
        setHealthCheck(null);
        ModemShare share = modem;
        modem = null;
        if (share != null) {
            intake.stop();
            share.release(getEndpoint().getComponent().patience());
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        intake.pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        closing = false;
        intake.resume();
        super.doResume();
    }

    /** Stays until what was read has gone through the route; where the module can keep it, nothing more is read. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        closing = true;
        if (modem != null) {
            intake.resume();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return modem == null ? 0 : intake.pending();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced && modem != null) {
            intake.stop();
        }
    }

    /** Whether it still takes what comes in; while it is being stopped not, where the module can keep it. */
    boolean takesMore() {
        return pushed || !closing;
    }

    /** What is known of whether it can receive. */
    ConsumerHealth health() {
        return health;
    }

    /** Tells of full queues, of all clients together. */
    LogThrottle overflows() {
        return overflows;
    }

    /** How what comes in is made frames of. */
    Deframer.Rules framing() {
        return framing;
    }

    /** Tells the exception handler that a connection was lost. */
    void lost(Sim7028Exception reason) {
        reports.lost(reason);
    }

    /** Hands a failure to the exception handler, so that bridgeErrorHandler works. Never throws, whatever the handler does. */
    void report(String message, Exchange exchange, Throwable failure) {
        reports.report(message, exchange, failure);
    }

    /** Whether the module pushes what comes for this consumer, and so cannot be asked to keep it. */
    private boolean pushes(ModemProfile profile) {
        ReceiveMode mode = profile.transfer().receiveMode();
        return profile.transfer().transparent()
                || mode == ReceiveMode.PUSH
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
