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

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.model.Times;
import io.github.sim7028.simulator.model.Transcript;
import java.util.concurrent.TimeUnit;

/**
 * The sleep of a module. It sleeps when its radio rests (PSM, eDRX), the UART has been silent for a while and the host lets it
 * ({@code QCPMUCFG}); or, lightly, after a silence of the UART alone. How deep it sleeps decides what wakes it, what is lost then,
 * and what is left of its state. All on the loop's thread.
 */
public final class Sleep {

    /** The rate at which the low-power UART listens in deep sleep. */
    public static final int WAKING_RATE = 9600;

    private final EventLoop loop;
    private final Sleeper module;
    private final SleepSetup setup;
    private final long silenceNanos;
    private final long wakeMillis;
    private final long sleepAfterNanos;
    private final SleepTally tally;
    private final Reachability reach;

    private Depth depth = Depth.AWAKE;
    /** Whether the state is lost at waking. */
    private boolean losesState;
    /** Whether the module sleeps because it was told to, and nothing but bytes of the host wakes it. */
    private boolean ordered;
    /** How many bytes are still lost before the module is awake, in light sleep. */
    private int toLose;

    /** How much time was skipped: this clock is ahead of the system's. */
    private long skipped;

    /** When the last byte came or went, by the system's clock and by this one. */
    private long lastByte;

    private long lastByteHere = System.nanoTime();

    private boolean waking;
    /** When the module had said something last as it fell asleep. */
    private long saidBefore;

    private long wokeAt = System.nanoTime();
    /** Changes with each sleep, each waking and each restart. */
    private int era;

    /** A module that is awake. */
    public Sleep(EventLoop loop, Sleeper module, SleepSetup setup, Times times, Transcript transcript) {
        this.loop = loop;
        this.module = module;
        this.setup = setup;
        this.silenceNanos = times.of(ModuleTime.UART_SILENCE).toNanos();
        this.wakeMillis = times.of(ModuleTime.WAKE).toMillis();
        this.sleepAfterNanos = setup.sleepAfter().toNanos();
        this.tally = new SleepTally(transcript);
        this.reach = new Reachability(times, setup.granted());
    }

    // ---- what the rest of the module asks and tells

    /** Whether the module sleeps, or is just waking. */
    public boolean asleep() {
        return depth != Depth.AWAKE;
    }

    /** Whether what peers send reaches the module now. */
    public boolean reachable() {
        return reach.reachable() && !(asleep() && losesState);
    }

    /** What the network grants of what the host has set. */
    public PowerSaving granted() {
        return setup.granted() ? module.settings() : module.settings().refused();
    }

    /** Something is sent to the network. */
    public void traffic() {
        reach.traffic(now());
    }

    /** Something was received from the network. */
    public void received() {
        traffic();
        if (!losesState) {
            wake(WakeCause.NETWORK);
        }
    }

    /**
     * Bytes of the host arrive.
     *
     * @param idle whether the module has nothing to do, so that it may have slept
     * @return how many of them are lost
     */
    public int lostOf(int count, boolean idle) {
        if (depth == Depth.AWAKE || depth == Depth.LIGHT && !losesState && !idle) {
            return 0;
        }
        int lost = depth == Depth.LIGHT && !losesState ? Math.min(count, toLose) : count;
        tally.loses(lost, depth);
        toLose -= Math.min(lost, toLose);
        if (depth == Depth.LIGHT ? losesState || toLose == 0 : setup.rxWakes()) {
            wake(WakeCause.HOST);
        }
        return lost;
    }

    /** Bytes of the host arrive at {@link #WAKING_RATE}, and the UART has another rate. */
    public void hearsLowRate(int count) {
        if (asleep()) {
            tally.loses(count, depth);
            wake(WakeCause.HOST);
        }
    }

    /** An edge at the wake pin. */
    public void wakePin() {
        wake(WakeCause.PIN);
    }

    /** The host raised its DTR, which makes an edge at the pin of a board that is wired so. */
    public void dtrRaised() {
        if (setup.dtrWakes()) {
            wakePin();
        }
    }

    /** Sleeps lightly until so many bytes of the host were lost. */
    public void order(int bytes) {
        if (bytes == 0) {
            wake(WakeCause.HOST);
        } else if (depth == Depth.AWAKE || depth == Depth.LIGHT) {
            fall(Depth.LIGHT, false, bytes);
            ordered = true;
        }
    }

    /** The module restarts. */
    public void restarted() {
        if (asleep()) {
            if (!waking) {
                tally.wakes(WakeCause.POWER);
            }
            awake();
        }
        wokeAt = now();
    }

    /** As at first. */
    public void forgetCounts() {
        tally.clear();
        reach.forgetCounts();
    }

    /** What was counted. */
    public SleepCounts counts() {
        return tally.counts(reach.updates());
    }

    // ---- by the clock

    /** Falls asleep if it is time to, before anything else of the turn. */
    public void turn() {
        long now = now();
        reach.look(now, module.settings(), module.registered());
        if (depth == Depth.LIGHT && !ordered && module.said() != saidBefore) {
            // it has said something
            wake(WakeCause.NETWORK);
        }
        if (asleep() || !module.idle()) {
            return;
        }
        Depth allowed = Depth.allowed(module.settings());
        if (allowed != Depth.AWAKE && reach.rests() && silence(now) >= silenceNanos && module.quiet()) {
            fall(allowed, !setup.after().keeps(allowed), setup.wakeLoss());
        } else if (sleepAfterNanos > 0 && silence(now) > sleepAfterNanos) {
            fall(Depth.LIGHT, false, setup.wakeLoss());
        }
    }

    private long silence(long now) {
        return Math.min(now - lastByte(), now - wokeAt);
    }

    private long lastByte() {
        long last = module.lastByte();
        if (last != lastByte) {
            lastByte = last;
            lastByteHere = last + skipped;
        }
        return lastByteHere;
    }

    private long now() {
        return System.nanoTime() + skipped;
    }

    /** Lets time pass at once; at most {@link #nanosToNext}, so that nothing is missed. */
    public void skip(long nanos) {
        lastByte();
        skipped += nanos;
    }

    /** Nanoseconds until {@link #turn} may have something to do. */
    public long nanosToNext() {
        long now = now();
        long next = reach.nanosToChange(now);
        if (!asleep() && module.idle()) {
            long silence = silence(now);
            if (reach.rests() && Depth.allowed(module.settings()) != Depth.AWAKE && silence < silenceNanos) {
                next = Math.min(next, silenceNanos - silence);
            }
            if (sleepAfterNanos > 0 && silence <= sleepAfterNanos) {
                next = Math.min(next, sleepAfterNanos - silence + 1);
            }
        }
        return next;
    }

    // ---- falling asleep and waking

    private void fall(Depth into, boolean stateIsLost, int bytes) {
        tally.sleeps(into);
        era++;
        depth = into;
        losesState = stateIsLost;
        ordered = false;
        toLose = bytes;
        saidBefore = module.said();
        if (into == Depth.HIBERNATE) {
            module.uart(false);
        }
    }

    private void wake(WakeCause cause) {
        if (!asleep() || waking) {
            return;
        }
        tally.wakes(cause);
        if (!losesState && (depth == Depth.LIGHT || cause == WakeCause.NETWORK)) {
            awake();
            return;
        }
        waking = true;
        int began = era;
        loop.schedule(wakeMillis, TimeUnit.MILLISECONDS, () -> {
            if (era == began) {
                boolean boots = losesState;
                awake();
                if (boots) {
                    module.startAgain(setup.after() != AfterSleep.SILENT_BOOT);
                }
            }
        });
    }

    private void awake() {
        if (depth == Depth.HIBERNATE) {
            module.uart(true);
        }
        era++;
        depth = Depth.AWAKE;
        losesState = false;
        ordered = false;
        waking = false;
        toLose = 0;
        wokeAt = now();
    }
}
