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

import java.time.Duration;
import java.util.List;

/** What the module does not tell by itself: that it is busy or asleep, or what becomes of the next send. */
public final class ModuleCondition {

    private final long sleepAfterNanos;
    private final int wakeLoss;

    private boolean busy;
    private long busyUntil = System.nanoTime();
    private int asleep;
    private int shortening;
    private List<String> refusal;

    /**
     * @param sleepAfter how long nothing is sent and received before the module falls asleep; zero for never
     * @param wakeLoss how many bytes it loses when it wakes
     */
    ModuleCondition(Duration sleepAfter, int wakeLoss) {
        this.sleepAfterNanos = sleepAfter.toNanos();
        this.wakeLoss = wakeLoss;
    }

    /** The module restarts. */
    void reset() {
        busy = false;
        busyUntil = System.nanoTime();
        asleep = 0;
        sendBegins();
    }

    // ---- busy

    void busy(boolean on) {
        busy = on;
    }

    void busyFor(Duration time) {
        busyUntil = System.nanoTime() + time.toNanos();
    }

    /** Whether data is refused now because the module is busy. */
    public boolean isBusy() {
        return busy || busyUntil - System.nanoTime() > 0;
    }

    // ---- asleep

    void fallAsleep(int bytes) {
        asleep = bytes;
    }

    /**
     * The host says something to a module that has nothing to do.
     *
     * @param silent for how long neither side has said anything, in nanoseconds
     * @return how many of so many bytes are lost because the module slept
     */
    int lostAtWaking(int count, long silent) {
        if (sleepAfterNanos > 0 && silent > sleepAfterNanos) {
            asleep = Math.max(asleep, wakeLoss);
        }
        int lost = Math.min(count, asleep);
        asleep -= lost;
        return lost;
    }

    // ---- the next send

    /** A new CIPSEND: what was meant for an earlier one is void. */
    void sendBegins() {
        shortening = 0;
        refusal = null;
    }

    void shortenSend(int bytes) {
        shortening = bytes;
    }

    void refuseSend(List<String> lines) {
        refusal = lines;
    }

    /** How many bytes the CIPSEND under way shall lose. */
    public int takeShortening() {
        int by = shortening;
        shortening = 0;
        return by;
    }

    /** The lines that the CIPSEND under way says instead of sending its data; null for none. */
    public List<String> takeRefusal() {
        List<String> lines = refusal;
        refusal = null;
        return lines;
    }
}
