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

import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.receive.FailureReporter;
import io.github.sim7028.camel.receive.Intake;
import io.github.sim7028.camel.receive.IntakeSettings;
import io.github.sim7028.camel.receive.RouteSettings;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.ReceiveMode;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Makes an exchange of every message that comes in; those of one connection come one after the other. */
public class Sim7028Consumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final Sim7028Endpoint endpoint;
    private final Sim7028Configuration configuration;
    private final LogThrottle overflows = new LogThrottle();
    private final FailureReporter failures = new FailureReporter(this);
    private volatile Intake intake;
    private volatile ModemHandle modem;

    Sim7028Consumer(Sim7028Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ConsumerHealthCheck health = ConsumerHealthCheck.of(
                this, endpoint.getComponent().isHealthCheckConsumerEnabled(), endpoint::modemSnapshot);
        ModemHandle handle = endpoint.openModem();
        try {
            boolean pushed = pushes(handle.profile());
            IntakeSettings settings = intakeSettings(pushed);
            requireOverflow(handle.profile(), pushed);
            endpoint.warnOfWhatBufferingLoses(handle.profile());
            handle.awaitStartup();
            intake = endpoint.intake(settings, route(handle.profile()), health, handle);
            modem = handle;
        } catch (Sim7028Exception | RuntimeException e) {
            handle.release(endpoint.getComponent().stopTimeout());
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        setHealthCheck(null);
        ModemHandle handle = modem;
        modem = null;
        if (handle != null) {
            intake.stop();
            handle.release(endpoint.getComponent().stopTimeout());
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
        intake.resume();
        super.doResume();
    }

    /** Stays until what was read has gone through the route; where the module can keep it, nothing more is read. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        if (modem != null) {
            intake.drain();
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

    private IntakeSettings intakeSettings(boolean pushed) {
        return new IntakeSettings(
                configuration.getQueueSize(),
                configuration.whenFull(),
                overflows,
                configuration.deframing(),
                pushed,
                endpoint.getComponent().workers());
    }

    private RouteSettings route(ModemProfile profile) {
        return new RouteSettings(
                this,
                failures,
                endpoint.inboundMapper(profile),
                configuration.isSync() ? endpoint.outboundMapper() : null,
                profile.transfer().sendTimeout(),
                endpoint.isUdp());
    }

    /** Whether the module pushes what comes for this consumer, and so cannot be asked to keep it. */
    private boolean pushes(ModemProfile profile) {
        ReceiveMode mode = profile.transfer().receiveMode();
        return profile.transfer().transparent()
                || mode == ReceiveMode.PUSH
                || mode == ReceiveMode.AUTO && endpoint.isUdp();
    }

    private void requireOverflow(ModemProfile profile, boolean pushed) throws Sim7028ConfigurationException {
        if (configuration.getOverflow() != Overflow.BLOCK && !pushed) {
            throw new Sim7028ConfigurationException(
                    "overflow=" + OptionNames.of(configuration.getOverflow())
                            + " is not supported by " + endpoint + ": modem '" + profile.name()
                            + "' has receiveMode="
                            + OptionNames.of(profile.transfer().receiveMode())
                            + ", where data stays in the module until the queue has room; use overflow=block or receiveMode=push");
        }
    }
}
