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
package io.github.sim7028.console;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.modem.Modem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a history of each modem in use, as long as the modem is in use. */
final class ModemWatch {

    /** How often the watch looks for modems that are in use now. */
    private static final long LOOK_SECONDS = 10;

    /** After how many looks a sample is taken. */
    private static final int LOOKS_PER_SAMPLE = 6;

    private static final Logger LOG = LoggerFactory.getLogger(ModemWatch.class);

    private final CamelContext context;
    private final Map<String, ModemHistory> histories = new ConcurrentHashMap<>();
    private int looks;

    ModemWatch(CamelContext context) {
        this.context = context;
    }

    void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        histories.values().forEach(ModemHistory::end);
        histories.clear();
    }

    /** The modems in use, by name, of all components. */
    Map<String, Modem> modems() {
        Map<String, Modem> modems = new LinkedHashMap<>();
        for (String name : context.getComponentNames()) {
            if (context.hasComponent(name) instanceof Sim7028Component component) {
                modems.putAll(component.modemsInUse());
            }
        }
        return modems;
    }

    /** The history of a modem in use. */
    ModemHistory history(String name, Modem modem) {
        ModemHistory known = histories.get(name);
        if (known != null && known.modem() == modem) {
            return known;
        }
        ModemHistory history = new ModemHistory(modem);
        boolean taken =
                known == null ? histories.putIfAbsent(name, history) == null : histories.replace(name, known, history);
        if (!taken) {
            return histories.getOrDefault(name, history);
        }
        if (known != null) {
            known.end();
        }
        history.begin();
        return history;
    }

    private void look() {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.warn("The console cannot follow the modems: {}", e.toString());
            LOG.debug("What led to it", e);
        }
    }

    /** Runs on the timer alone. */
    private void follow() {
        Map<String, Modem> modems = modems();
        histories.entrySet().removeIf(entry -> {
            boolean gone = modems.get(entry.getKey()) != entry.getValue().modem();
            if (gone) {
                entry.getValue().end();
            }
            return gone;
        });
        modems.forEach(this::history);
        if (++looks % LOOKS_PER_SAMPLE == 0) {
            histories.values().forEach(ModemHistory::sample);
        }
    }
}
