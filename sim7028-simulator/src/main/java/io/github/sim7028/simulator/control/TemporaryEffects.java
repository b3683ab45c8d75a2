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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends effects that hold for a time. Where a second effect on the same aspect of a modem begins before the first is over, the second
 * holds, and what was before the first comes back at its end. An effect without a time ends the times of earlier ones. Each modem has a lock
 * of its own: one that hangs holds up no other.
 */
final class TemporaryEffects {

    private static final System.Logger LOG = System.getLogger(TemporaryEffects.class.getName());

    private record Running(Runnable undo) {}

    private final Timeline timeline;
    /** Of each modem, under its lock: the map. */
    private final Map<VirtualModem, Map<Aspect, Running>> running = new ConcurrentHashMap<>();

    TemporaryEffects(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Applies an effect; returns its text. {@code time} zero for an effect that holds. */
    String apply(VirtualModem modem, Effect effect, Aspect aspect, Duration time) {
        Map<Aspect, Running> here = running.computeIfAbsent(modem, one -> new EnumMap<>(Aspect.class));
        synchronized (here) {
            return apply(modem, here, effect, aspect, time);
        }
    }

    private String apply(VirtualModem modem, Map<Aspect, Running> here, Effect effect, Aspect aspect, Duration time) {
        boolean forTime = !time.isZero();
        Effect.Done done = effect.on(modem, forTime);
        if (aspect == Aspect.ALL) {
            here.clear();
        }
        if (done.undo() == null) {
            return done.text();
        }
        if (aspect == Aspect.OWN_FAULTS) {
            if (forTime) {
                timeline.after(time, () -> undo(modem, done.undo()));
            }
            return done.text();
        }
        Running before = here.remove(aspect);
        if (forTime) {
            Running now = new Running(before == null ? done.undo() : before.undo());
            here.put(aspect, now);
            timeline.after(time, () -> end(modem, here, aspect, now));
        }
        return done.text();
    }

    private static void end(VirtualModem modem, Map<Aspect, Running> here, Aspect aspect, Running ended) {
        synchronized (here) {
            // a later one has taken over, though it may be equal
            if (here.get(aspect) == ended) {
                here.remove(aspect);
                undo(modem, ended.undo());
            }
        }
    }

    private static void undo(VirtualModem modem, Runnable undo) {
        try {
            undo.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The modem " + modem.name().orElse("") + " is gone", e);
        }
    }
}
