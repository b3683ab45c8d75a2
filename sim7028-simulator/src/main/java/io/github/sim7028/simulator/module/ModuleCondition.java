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

/** What the module does not tell by itself: that it is busy, or what becomes of the next send. */
public final class ModuleCondition {

    private boolean busy;
    private long busyUntil = System.nanoTime();
    private int shortening;
    private List<String> refusal;

    /** The module restarts. */
    void reset() {
        busy = false;
        busyUntil = System.nanoTime();
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
