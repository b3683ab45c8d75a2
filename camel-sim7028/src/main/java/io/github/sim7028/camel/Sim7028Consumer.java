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
import io.github.sim7028.camel.group.Modems;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.camel.management.GroupHealthCheck;
import io.github.sim7028.camel.management.GroupReport;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Makes an exchange of every message that comes in, from one modem or a group; those of one connection come one after the other. */
public class Sim7028Consumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final Sim7028Endpoint endpoint;
    private final Sim7028Configuration configuration;
    private final LogThrottle overflows = new LogThrottle();
    private final FailureReporter failures = new FailureReporter(this);
    private final Set<Reception> receptions = ConcurrentHashMap.newKeySet();
    private volatile Delivery delivery = Delivery.RUNNING;
    /** Null while it is stopped. */
    private volatile Modems<Reception> modems;

    /** What becomes of what was received. */
    private enum Delivery {
        RUNNING,
        PAUSED,
        /** It is delivered, and nothing more is read. */
        DRAINING
    }

    Sim7028Consumer(Sim7028Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        delivery = Delivery.RUNNING;
        modems = endpoint.isGroup() ? joinGroup() : joinModem();
    }

    private Modems<Reception> joinModem() throws Sim7028Exception {
        ConsumerHealthCheck health = ConsumerHealthCheck.of(this, isHealthWanted(), endpoint::modemSnapshot);
        return endpoint.join(modem -> begin(modem, health));
    }

    private Modems<Reception> joinGroup() throws Sim7028Exception {
        GroupHealthCheck.show(
                this, isHealthWanted(), this::report, endpoint.getComponent().groups()::limit);
        return endpoint.join(modem -> begin(modem, ConsumerHealthCheck.ofMember(this, modem::snapshot)));
    }

    private boolean isHealthWanted() {
        return endpoint.getComponent().isHealthCheckConsumerEnabled();
    }

    private Reception begin(ModemHandle modem, ConsumerHealthCheck health) throws Sim7028Exception {
        boolean pushed = pushes(modem.profile());
        IntakeSettings settings = intakeSettings(pushed);
        requireOverflow(modem.profile(), pushed);
        endpoint.warnOfWhatBufferingLoses(modem.profile());
        modem.awaitStartup();
        Reception begun = new Reception(
                modem.profile().name(), endpoint.intake(settings, route(modem.profile()), health, modem), health);
        receptions.add(begun);
        begun.adjust();
        return begun;
    }

    /** What is wrong at the modems of the group, their links included. */
    private GroupReport report() {
        GroupReport modemsOnly = endpoint.groupReport();
        Map<String, Reception> here = new HashMap<>();
        receptions.forEach(reception -> here.put(reception.modem, reception));
        return modemsOnly.refine(modem -> {
            Reception reception = here.get(endpoint.getComponent().directory().label(modem));
            return reception == null ? null : reception.health.problem();
        });
    }

    /** Receives from one modem. */
    private final class Reception implements Post {
        private final String modem;
        private final Intake intake;
        private final ConsumerHealthCheck health;
        private final ReentrantLock lock = new ReentrantLock();
        private Delivery does = Delivery.RUNNING;
        /** The modem is being given back. */
        private boolean leaving;
        /** Completes when the route has what was received before, or gets no more of it as it is suspended. */
        private CompletableFuture<Void> drained;

        Reception(String modem, Intake intake, ConsumerHealthCheck health) {
            this.modem = modem;
            this.intake = intake;
            this.health = health;
        }

        /** Does as the consumer wants now: with the lock, so that its last word is the last one that is heard. */
        void adjust() {
            lock.lock();
            try {
                Delivery before = does;
                does = delivery;
                if (leaving) {
                    leave();
                } else if (does != before) {
                    switch (does) {
                        case RUNNING -> intake.resume();
                        case PAUSED -> intake.pause();
                        case DRAINING -> intake.drain();
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public CompletableFuture<Void> drain() {
            lock.lock();
            try {
                leaving = true;
                drained = new CompletableFuture<>();
                leave();
                return drained;
            } finally {
                lock.unlock();
            }
        }

        /** Takes nothing more. A route that is suspended is not waited for, and what it does not get is reported. */
        private void leave() {
            CompletableFuture<Void> end = drained;
            if (does == Delivery.PAUSED) {
                intake.leave();
                end.complete(null);
            } else {
                intake.drain();
                intake.delivered().thenRun(() -> end.complete(null));
            }
        }

        @Override
        public void stop() {
            receptions.remove(this);
            intake.stop();
        }
    }

    @Override
    protected void doStop() throws Exception {
        setHealthCheck(null);
        Modems<Reception> last = modems;
        modems = null;
        if (last != null) {
            last.close();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        deliver(Delivery.PAUSED);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        deliver(Delivery.RUNNING);
        super.doResume();
    }

    /** Stays until what was read has gone through the route; where the module can keep it, nothing more is read. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        if (modems != null) {
            deliver(Delivery.DRAINING);
        }
        return true;
    }

    private void deliver(Delivery wanted) {
        delivery = wanted;
        receptions.forEach(Reception::adjust);
    }

    @Override
    public int getPendingExchangesSize() {
        return receptions.stream()
                .mapToInt(reception -> reception.intake.pending())
                .sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced) {
            receptions.forEach(reception -> reception.intake.stop());
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
            throw new Sim7028ConfigurationException("overflow=" + OptionNames.of(configuration.getOverflow())
                    + " is not supported by " + endpoint + ": modem '" + profile.name()
                    + "' has receiveMode="
                    + OptionNames.of(profile.transfer().receiveMode())
                    + ", where data stays in the module until the queue has room; use overflow=block or"
                    + " receiveMode=push");
        }
    }
}
