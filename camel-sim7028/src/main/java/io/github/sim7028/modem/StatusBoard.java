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
package io.github.sim7028.modem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a modem stands, what it has done, for everyone to read; tells its listeners and, in a few lines,
 * the log.
 */
final class StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    private final String modem;
    private final EventStream events;
    private final RadioState radio;
    private final ModemCounters counters = new ModemCounters();
    private volatile ModemStatus current = new ModemStatus(ModemState.STOPPED, "", Instant.now(), null);
    private volatile ModemFacts facts;
    private volatile Instant awaySince = current.since();
    private boolean warned;
    /** Why the last attempt failed; it stays the reason until one succeeds. */
    private String trouble = "";

    StatusBoard(String modem, EventStream events) {
        this.modem = modem;
        this.events = events;
        radio = new RadioState(events);
    }

    EventStream events() {
        return events;
    }

    RadioState radio() {
        return radio;
    }

    ModemCounters counters() {
        return counters;
    }

    ModemStatus current() {
        return current;
    }

    /** What was learned at the last bring-up; null before the first. */
    ModemFacts facts() {
        return facts;
    }

    /** All that is known without asking. */
    ModemSnapshot snapshot(String device, List<LinkSnapshot> links) {
        ModemStatus status = current;
        ModemFacts learned = facts;
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
                radio.registration(),
                ready && learned != null ? learned.address() : "",
                links,
                counters.snapshot(),
                counters.lastError());
    }

    void enter(ModemState state) {
        LOG.debug("Modem '{}' is {}", modem, state.words());
        if (state == ModemState.STOPPED) {
            trouble = "";
        }
        publish(new ModemStatus(state, trouble, Instant.now(), null));
    }

    /** Enters a state for a reason that is no trouble: somebody wanted it. */
    void enter(ModemState state, String reason) {
        LOG.debug("Modem '{}' is {}: {}", modem, state.words(), reason);
        trouble = "";
        publish(new ModemStatus(state, reason, Instant.now(), null));
    }

    void ready(ModemFacts learned, String line) {
        facts = learned;
        trouble = "";
        radio.signal(learned.signal());
        radio.registration(learned.registration());
        warned = false;
        String signal = learned.signal() == ModemFacts.SIGNAL_UNKNOWN ? "unknown" : learned.signal() + " of 31";
        LOG.info(
                "Modem '{}' is ready on {}: address {}, signal {}, {} links",
                modem,
                line,
                learned.address().isEmpty() ? "unknown" : learned.address(),
                signal,
                learned.links());
        publish(new ModemStatus(ModemState.READY, "", Instant.now(), null));
    }

    /** A step of recovery; the log hears of those of an outage once. */
    void trouble(String step, String why) {
        if (warned) {
            LOG.debug("Modem '{}': {}: {}", modem, step, why);
        } else {
            LOG.info("Modem '{}': {}: {}", modem, step, why);
        }
    }

    /** The log hears of an outage once; the rest is for who looks closer. */
    void waiting(String reason, Duration pause) {
        if (warned) {
            LOG.debug("Modem '{}' is still away: {}; trying again in {} ms", modem, reason, pause.toMillis());
        } else {
            LOG.warn("Modem '{}' is away: {}; trying again in {} ms", modem, reason, pause.toMillis());
        }
        warned = true;
        trouble = reason;
        counters.trouble(reason);
        Instant now = Instant.now();
        publish(new ModemStatus(ModemState.WAITING, reason, now, now.plus(pause)));
    }

    private void publish(ModemStatus status) {
        if (status.state() == ModemState.READY) {
            awaySince = null;
        } else if (awaySince == null) {
            awaySince = status.since();
        }
        current = status;
        events.publish(new ModemEvent.StatusChanged(status.since(), status));
    }
}
