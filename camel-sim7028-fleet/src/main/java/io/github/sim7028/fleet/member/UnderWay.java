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
package io.github.sim7028.fleet.member;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The commands that modems have under way, and when a modem last confirmed a command. The poll thread only. */
final class UnderWay {

    private static final class Modem {
        int commands;
        long confirmedAt;
    }

    private final Map<String, Modem> modems = new HashMap<>();
    private final LongSupplier nanos;
    private final long keep;

    /** @param keep how long a modem without a command is remembered, in ns */
    UnderWay(LongSupplier nanos, long keep) {
        this.nanos = nanos;
        this.keep = keep;
    }

    int of(String modem) {
        Modem known = modems.get(modem);
        return known == null ? 0 : known.commands;
    }

    void begin(String modem) {
        modems.computeIfAbsent(modem, name -> {
                    Modem fresh = new Modem();
                    fresh.confirmedAt = nanos.getAsLong() - keep;
                    return fresh;
                })
                .commands++;
    }

    void end(String modem, boolean confirmed) {
        Modem known = modems.get(modem);
        if (known == null) {
            return;
        }
        known.commands--;
        if (confirmed) {
            known.confirmedAt = nanos.getAsLong();
        } else if (known.commands == 0 && nanos.getAsLong() - known.confirmedAt >= keep) {
            modems.remove(modem);
        }
    }

    /** Whether the modem has confirmed a command not longer ago than it is remembered. */
    boolean answers(String modem) {
        Modem known = modems.get(modem);
        return known != null && nanos.getAsLong() - known.confirmedAt < keep;
    }

    int total() {
        return modems.values().stream().mapToInt(modem -> modem.commands).sum();
    }
}
