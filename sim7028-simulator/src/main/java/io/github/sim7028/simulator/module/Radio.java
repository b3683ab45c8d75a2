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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.Bands;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.model.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The SIM card, the signal and the registration, which takes its time. */
public final class Radio {

    /** Quality of the reference signal in dB. */
    public static final int RSRQ = -9;

    private static final int RSSI = 23;
    /** So much of the received power is not the reference signal, in dB. */
    private static final int REST = 31;

    private final EventLoop loop;
    private final Duration registrationDelay;
    private final Duration addressDelay;
    private final Supplier<String> apn;
    private final Consumer<Registration> changed;
    private SimCard sim;
    private Registration target;
    private Registration registration = Registration.OFF;
    private EventLoop.Timer searching;
    private int searches;
    /** When the module was registered last. */
    private long registeredAt = System.nanoTime();

    private boolean on;
    private boolean detached;
    private int signalAsked;
    /** What waits for the end of the search. */
    private final List<Runnable> awaiting = new ArrayList<>();

    private List<Integer> bands = Bands.all();
    private int rssi = RSSI;
    private int bitErrors;

    /**
     * @param apn that of the context which the module attaches with; a change in the middle of a search does not take effect, and
     *     the search does not end
     * @param changed is told how the registration stands
     */
    Radio(
            EventLoop loop,
            SimCard sim,
            Registration target,
            Times times,
            Supplier<String> apn,
            Consumer<Registration> changed) {
        this.loop = loop;
        this.sim = sim;
        this.target = target;
        this.registrationDelay = times.of(ModuleTime.REGISTRATION);
        this.addressDelay = times.of(ModuleTime.ADDRESS);
        this.apn = apn;
        this.changed = changed;
    }

    /** The card. */
    public SimCard sim() {
        return sim;
    }

    /** Whether the card is there and unlocked. */
    public boolean simReady() {
        return sim.state() == SimCard.State.READY;
    }

    /** How it stands. */
    public Registration registration() {
        return registration;
    }

    /** How often the module began to search for a network. */
    public int searches() {
        return searches;
    }

    /** How long until the module has the address that its registration brings; zero when it has one. */
    public Duration untilAddress() {
        Duration since = Duration.ofNanos(System.nanoTime() - registeredAt);
        return registration.registered() && since.compareTo(addressDelay) < 0
                ? addressDelay.minus(since)
                : Duration.ZERO;
    }

    /** Signal strength of {@code CSQ}, 0 to 31, 99 unknown. */
    public int rssi() {
        return on && simReady() ? rssi : 99;
    }

    /** The same in dBm. */
    public int rssiDbm() {
        return rssi > 31 ? -113 : -113 + 2 * rssi;
    }

    /** The band of the serving cell. */
    public int band() {
        return Bands.serving(bands);
    }

    /** The channel of the serving cell. */
    public int earfcn() {
        return Bands.earfcn(band());
    }

    /** Power of the reference signal in dBm. */
    public int rsrp() {
        return rssiDbm() - REST;
    }

    /** Bit error rate of {@code CSQ}. */
    public int bitErrors() {
        return on && simReady() ? bitErrors : 99;
    }

    /** What a search finds. */
    Registration network() {
        return target;
    }

    /** The strength of the network's signal, whether the radio is on or not. */
    int strength() {
        return rssi;
    }

    /** The bit error rate, whether the radio is on or not. */
    int errors() {
        return bitErrors;
    }

    /** Puts another card in. */
    public void sim(SimCard card) {
        sim = card;
        refresh();
    }

    /** As at the start, before {@link #restart}. */
    void restore(SimCard card, Registration wanted) {
        sim = card;
        target = wanted;
        rssi = RSSI;
        bitErrors = 0;
    }

    /** How often the signal was asked since the start; counts this time, too. */
    public int signalAsked() {
        return signalAsked++;
    }

    /** Sets what {@code CSQ} says. */
    public void signal(int strength, int errors) {
        rssi = strength;
        bitErrors = errors;
    }

    /** The card was unlocked: registering may begin. */
    public void simUnlocked() {
        refresh();
    }

    /** Sets the result of the registration, at once. */
    public void registration(Registration wanted) {
        target = wanted;
        cancelSearch();
        set(on && simReady() && !detached ? wanted : Registration.OFF);
    }

    /** Switches the transmitter, {@code CFUN}; from then on it searches these bands. */
    void power(boolean onNow, List<Integer> searched) {
        on = onNow;
        detached = false;
        bands = searched;
        refresh();
    }

    /** Registers, or deregisters and stays so, {@code COPS} and {@code CGATT}. */
    void attach(boolean attached) {
        detached = !attached;
        refresh();
    }

    /** The module restarts, and does not search yet. */
    void restart() {
        sim.powerCycle();
        signalAsked = 0;
        awaiting.clear();
        off();
        on = false;
    }

    /** Switches the transmitter on, off before; nothing says that it was off. */
    void start(List<Integer> searched) {
        off();
        power(true, searched);
    }

    private void off() {
        cancelSearch();
        registration = Registration.OFF;
    }

    /** Runs this when the search that is under way ends, or after so many milliseconds. */
    public void whenSettled(long millis, Runnable then) {
        awaiting.add(then);
        loop.schedule(millis, TimeUnit.MILLISECONDS, () -> {
            if (awaiting.remove(then)) {
                then.run();
            }
        });
    }

    /** Something changed that registering needs: begins to search, or gives up. */
    private void refresh() {
        if (!on || !simReady() || detached) {
            cancelSearch();
            set(Registration.OFF);
        } else if (registration == Registration.OFF && searching == null) {
            searches++;
            set(Registration.SEARCHING);
            if (registrationDelay.isZero()) {
                set(target);
                return;
            }
            String attachesWith = apn.get();
            searching = loop.schedule(registrationDelay.toMillis(), TimeUnit.MILLISECONDS, () -> {
                searching = null;
                if (attachesWith.equals(apn.get())) {
                    set(target);
                }
            });
        }
    }

    private void cancelSearch() {
        if (searching != null) {
            searching.cancel();
            searching = null;
        }
    }

    private void set(Registration now) {
        if (registration != now) {
            if (now.registered() && !registration.registered()) {
                registeredAt = System.nanoTime();
            }
            registration = now;
            changed.accept(now);
            if (now != Registration.SEARCHING) {
                List<Runnable> settled = List.copyOf(awaiting);
                awaiting.clear();
                settled.forEach(Runnable::run);
            }
        }
    }
}
