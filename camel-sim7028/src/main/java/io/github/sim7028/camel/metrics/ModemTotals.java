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
package io.github.sim7028.camel.metrics;

import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The modems in use, and the sums over all modems; what a modem counted is not lost when the modem is no longer in use. */
final class ModemTotals {

    private final Map<String, ModemReadings> inUse = new ConcurrentHashMap<>();
    /** What the modems counted that are no longer in use. */
    private volatile Counters past = new Counters.Builder().build();

    void add(ModemReadings modem) {
        inUse.put(modem.modem(), modem);
    }

    void remove(ModemReadings modem) {
        Counters last = modem.counters().get();
        inUse.remove(modem.modem(), modem);
        if (last != null) {
            past = past.plus(last);
        }
    }

    Stream<ModemReadings> modems() {
        return inUse.values().stream();
    }

    /** Sums over the modems in use and those that were. */
    Counters counters() {
        return modems().map(modem -> modem.counters().get())
                .filter(Objects::nonNull)
                .reduce(past, Counters::plus);
    }

    int count() {
        return inUse.size();
    }

    int ready() {
        return (int) now(modem -> ready(modem) ? 1 : 0);
    }

    /** A module that sleeps wakes for a message: nothing is wrong with it, as its health says too. */
    static boolean ready(ModemSnapshot modem) {
        return modem.ready() || modem.state() == ModemState.ASLEEP;
    }

    /** The sum of a value over the modems in use. */
    long now(ToLongFunction<ModemSnapshot> value) {
        return modems().map(modem -> modem.snapshot().get())
                .filter(Objects::nonNull)
                .mapToLong(value)
                .sum();
    }
}
