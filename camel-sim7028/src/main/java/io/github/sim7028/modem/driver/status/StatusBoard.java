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
package io.github.sim7028.modem.driver.status;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemReport.Power;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.event.Level;

/**
 * The state and the counters of a modem, readable by any thread; tells its listeners and, in a few lines,
 * the log.
 */
public final class StatusBoard {

    /** What a module passes through while it is woken. */
    private static final Set<ModemState> UNDER_WAY =
            EnumSet.of(ModemState.CONFIGURING, ModemState.SIM, ModemState.REGISTERING, ModemState.OPENING_NETWORK);

    private final String modem;
    private final EventPublisher events;
    private final RadioState radio;
    private final LongSupplier clock;
    private final ModemCounters counters;
    private volatile ModemStatus current = new ModemStatus(ModemState.STOPPED, "", Instant.now(), null);
    private volatile ModuleFacts facts;
    private volatile boolean incurable;
    private volatile Instant awaySince = current.since();
    private boolean warned;
    /** Why the last attempt failed; it stays the reason until one succeeds. */
    private String trouble = "";
    /** Why a modem that seems ready is not believed to be; empty when it is. */
    private String doubt = "";
    /** When the modem was last ready, and since when it is not ready; on the loop's clock. */
    private long downSince;

    /** Whether the module is being woken: until that has ended it counts as asleep. */
    private boolean waking;

    private volatile Power power;
    private boolean wasReady;
    private boolean advised;

    public StatusBoard(String modem, EventPublisher events, LongSupplier clock) {
        this.modem = modem;
        this.clock = clock;
        counters = new ModemCounters(clock);
        downSince = clock.getAsLong();
        this.events = events;
        radio = new RadioState(events);
    }

    public EventPublisher events() {
        return events;
    }

    public RadioState radio() {
        return radio;
    }

    public ModemCounters counters() {
        return counters;
    }

    public ModemStatus current() {
        return current;
    }

    /** What was learned at the last bring-up; null before the first. */
    public ModuleFacts facts() {
        return facts;
    }

    /** All that is known without asking. */
    public ModemSnapshot snapshot(String device, List<LinkSnapshot> links) {
        ModemStatus status = current;
        ModuleFacts learned = facts;
        boolean ready = status.state() == ModemState.READY;
        return new ModemSnapshot(
                modem,
                device,
                status.state(),
                status.reason(),
                status.since(),
                status.nextAttempt(),
                ready ? null : awaySince,
                radio.signal(),
                radio.cell(),
                radio.registration(),
                ready && learned != null ? learned.address() : "",
                links,
                counters.snapshot(),
                counters.lastError());
    }

    public void enter(ModemState state) {
        LOG.debug("Modem '{}' is {}", modem, state.words());
        if (waking && UNDER_WAY.contains(state)) {
            return;
        }
        waking = false;
        if (state == ModemState.STOPPED) {
            trouble = "";
        }
        publish(new ModemStatus(state, trouble, Instant.now(), null));
    }

    /** Enters a state on request, which is not an error. */
    public void enter(ModemState state, String reason) {
        LOG.debug("Modem '{}' is {}: {}", modem, state.words(), reason);
        trouble = "";
        publish(new ModemStatus(state, reason, Instant.now(), null));
    }

    /** The module sleeps, as it should. */
    public void asleep() {
        LOG.debug("Modem '{}' is asleep", modem);
        trouble = "";
        publish(new ModemStatus(ModemState.ASLEEP, "", Instant.now(), null));
        events.publish(new ModemEvent.Asleep(Instant.now()));
    }

    /** The module is being woken, which is no outage. */
    public void waking() {
        LOG.debug("Modem '{}' is being woken", modem);
        waking = true;
    }

    /** How the module sleeps; null before the first bring-up. */
    public Power power() {
        return power;
    }

    /** The network has granted something, or refused it. */
    public void power(Power granted) {
        Power before = power;
        power = granted;
        if (granted.equals(before) || granted.granted() == null) {
            return;
        }
        if (granted.granted()) {
            LOG.info(
                    "Modem '{}': the network has granted powerSaving={}: {}",
                    modem,
                    granted.mode(),
                    granted.edrxCycle() != null
                            ? "a cycle of " + Limits.words(granted.edrxCycle())
                            : "an active time of " + Limits.words(granted.activeTime())
                                    + (granted.periodicUpdate() == null
                                            ? ""
                                            : ", a periodic update every " + Limits.words(granted.periodicUpdate())));
        } else {
            LOG.info(
                    "Modem '{}': the network has not granted powerSaving={} (yet): the module stays reachable",
                    modem,
                    granted.mode());
        }
    }

    public void ready(ModuleFacts learned, String line) {
        facts = learned;
        power(learned.power());
        trouble = "";
        radio.signal(learned.signal());
        radio.registration(learned.registration());
        warned = !doubt.isEmpty();
        String signal = learned.signal() == ModuleFacts.SIGNAL_UNKNOWN ? "unknown" : learned.signal() + " of 31";
        boolean woken = waking;
        waking = false;
        LOG.atLevel(woken ? Level.DEBUG : Level.INFO)
                .log(
                        "Modem '{}' is ready {} {} on {}: address {}, signal {}, {} links",
                        modem,
                        wasReady ? "again after an outage of" : "after",
                        TimeWords.span(clock.getAsLong() - downSince),
                        line,
                        learned.address().isEmpty() ? "unknown" : learned.address(),
                        signal,
                        learned.links());
        wasReady = true;
        advised = false;
        publish(new ModemStatus(ModemState.READY, doubt, Instant.now(), null));
        if (woken) {
            events.publish(new ModemEvent.Awake(Instant.now()));
        }
    }

    /** Says why nothing is believed to get through though the modem seems ready; empty once something does. */
    public void doubt(String reason) {
        if (doubt.equals(reason)) {
            return;
        }
        doubt = reason;
        if (reason.isEmpty()) {
            LOG.info("Modem '{}': data is transferred again", modem);
        } else {
            counters.trouble(reason);
        }
        if (current.state() == ModemState.READY) {
            publish(new ModemStatus(ModemState.READY, reason, current.since(), null));
        }
    }

    /** A modem that was up has failed, and is brought up again immediately. */
    public void lost(String reason, String step) {
        tell(": " + reason + "; " + step, reason, null);
        trouble = reason;
        counters.trouble(reason);
    }

    /** A state takes its time; what else is known of it may be empty. */
    public void progress(ModemState state, String span, String known) {
        String more = known.isEmpty() ? "" : ", " + known;
        LOG.info("Modem '{}' is {}, {}{}", modem, state.words(), span, more);
        if (waking) {
            // that takes too long for a waking
            enterAfterAll(state);
        }
        if (current.state() == state && trouble.isEmpty() && !known.isEmpty()) {
            publish(new ModemStatus(state, known, current.since(), null));
        }
    }

    /** Logs a hint for the user, once for each outage. */
    public void advise(String what) {
        if (!advised) {
            advised = true;
            warned = true;
            LOG.warn("Modem '{}' {}", modem, what);
        }
    }

    /** Whether it is down for a reason that waiting does not cure. */
    public boolean incurable() {
        return incurable;
    }

    /** A step of recovery; logged at INFO only before the WARN of an outage. */
    public void trouble(String step, String why) {
        if (warned) {
            LOG.debug("Modem '{}': {}: {}", modem, step, why);
        } else {
            LOG.info("Modem '{}': {}: {}", modem, step, why);
        }
    }

    /** It is down, and is tried again after a pause. */
    public void waiting(String reason, Duration pause, Throwable cause) {
        waking = false;
        tell(" is down: " + reason + "; next attempt in " + TimeWords.span(pause.toMillis()), reason, cause);
        trouble = reason;
        counters.trouble(reason);
        Instant now = Instant.now();
        incurable = cause instanceof Sim7028ConfigurationException;
        publish(new ModemStatus(ModemState.WAITING, reason, now, now.plus(pause)));
    }

    /** One WARN an outage; another reason is progress, and the same one again is for who looks closer. */
    private void tell(String what, String reason, Throwable cause) {
        if (warned && reason.equals(trouble)) {
            LOG.debug("Modem '{}'{}", modem, what);
            return;
        }
        LOG.atLevel(warned ? Level.INFO : Level.WARN).log("Modem '{}'{}", modem, what);
        warned = true;
        if (cause != null) {
            LOG.debug("Modem '{}': what led to it", modem, cause);
        }
    }

    private void enterAfterAll(ModemState state) {
        waking = false;
        publish(new ModemStatus(state, trouble, Instant.now(), null));
    }

    private void publish(ModemStatus status) {
        incurable &= status.state() == ModemState.WAITING;
        if (status.state() == ModemState.READY || status.state() == ModemState.ASLEEP) {
            awaySince = null;
        } else if (awaySince == null) {
            awaySince = status.since();
            downSince = clock.getAsLong();
        }
        counters.changed(current.state(), status.state());
        current = status;
        events.publish(new ModemEvent.StatusChanged(status.since(), status));
    }
}
