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
package io.github.sim7028.simulator.power;

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.model.Times;
import java.time.Duration;
import java.util.Optional;

/**
 * When the network can reach the module. After traffic the connection lasts a while; with eDRX the module listens in a window
 * of each cycle from then on, without it all the time; with PSM it stops after the active time (T3324), until its own traffic or
 * the periodic update (T3412), after which it listens for the active time again.
 */
final class Reachability {

    private static final long NEVER = Long.MAX_VALUE;

    private final Times times;
    private final boolean granted;

    private final long inactivity;

    /** As the host has set it, and the part of it that the network is asked for. */
    private PowerSaving seen;

    private PowerSaving asked;
    private boolean registered;
    private long active;
    private long update;
    private long cycle;
    private long window;

    /** When the connection ends that the last traffic needed. */
    private long idleFrom;
    /** The last window of eDRX that was made use of, however short it was. */
    private long served;

    private boolean reachable = true;
    private long updates;

    /** @param granted whether the network grants PSM and eDRX at all */
    Reachability(Times times, boolean granted) {
        this.times = times;
        this.granted = granted;
        this.inactivity = times.of(ModuleTime.INACTIVITY).toNanos();
    }

    /** Something is sent or received. */
    void traffic(long now) {
        idleFrom = now + inactivity;
        served = -1;
        reachable = true;
    }

    /** Looks at the clock and at what the host has set; a change of that is negotiated with the network, which is traffic. */
    void look(long now, PowerSaving settings, boolean registeredNow) {
        if (registered != registeredNow || settings != seen) {
            negotiate(now, settings, registeredNow);
        }
        if (!registered) {
            reachable = true;
            return;
        }
        long idle = now - idleFrom;
        if (idle >= update) {
            updates++;
            traffic(now);
        } else if (idle >= active) {
            reachable = false;
        } else if (cycle != NEVER && idle >= 0) {
            long current = idle / cycle;
            reachable = current > served || idle % cycle < window;
            served = current;
        } else {
            reachable = true;
        }
    }

    private void negotiate(long now, PowerSaving settings, boolean registeredNow) {
        seen = settings;
        // how deep the module sleeps is no concern of the network
        PowerSaving wanted = settings.withSleep(0, 0);
        if (registered == registeredNow && wanted.equals(asked)) {
            return;
        }
        registered = registeredNow;
        asked = wanted;
        traffic(now);
        boolean psm = granted && wanted.psm();
        Optional<Duration> activeTime = NetworkTimers.activeTime(wanted.activeTime());
        active = psm && activeTime.isPresent() ? nanos(activeTime.get()) : NEVER;
        update = active == NEVER
                ? NEVER
                : NetworkTimers.periodicUpdate(wanted.periodicUpdate())
                        .map(this::nanos)
                        .orElse(NEVER);
        boolean edrx = granted && wanted.edrxMode() > 0;
        cycle = edrx ? Math.max(1, nanos(NetworkTimers.edrxCycle(wanted.edrxCycle()))) : NEVER;
        window = nanos(NetworkTimers.pagingWindow(PowerSaving.PAGING_WINDOW));
    }

    private long nanos(Duration time) {
        return times.scaled(time).toNanos();
    }

    /** Whether the network grants PSM with these settings. */
    boolean psm() {
        return active != NEVER;
    }

    /** Whether what the network sends arrives now. */
    boolean reachable() {
        return reachable;
    }

    /** Whether the radio is off between two windows or updates. */
    boolean rests() {
        return registered && !reachable;
    }

    /** How often the module has updated by itself. */
    long updates() {
        return updates;
    }

    void forgetCounts() {
        updates = 0;
    }

    /** Nanoseconds until {@link #look} may find something else. */
    long nanosToChange(long now) {
        if (!registered) {
            return NEVER;
        }
        long idle = now - idleFrom;
        long next = Math.min(until(update, idle), until(active, idle));
        if (cycle != NEVER && idle < active) {
            long phase = Math.floorMod(idle, cycle);
            next = Math.min(next, idle < 0 ? -idle : phase < window ? window - phase : cycle - phase);
        }
        return next;
    }

    private static long until(long when, long idle) {
        return when == NEVER || idle >= when ? NEVER : when - idle;
    }
}
