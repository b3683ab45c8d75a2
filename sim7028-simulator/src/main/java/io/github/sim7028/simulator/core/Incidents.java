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
package io.github.sim7028.simulator.core;

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.model.ErrorCode;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Faults that concern the whole module rather than a line, and those that go by the clock. */
final class Incidents {

    private static final int HANG_UP_STEPS = 500;
    private static final int HANG_UP_STEP_MILLIS = 2;

    private final Machine modem;
    private final Faults faults;

    Incidents(Machine modem, long seed) {
        this.modem = modem;
        this.faults = new Faults(seed, fault -> modem.loop().execute(() -> arrange(fault)));
    }

    Faults faults() {
        return faults;
    }

    /** Lets it happen, now. */
    void happen(Fault fault) {
        switch (fault.action()) {
            case REBOOT -> modem.rebootSoon(!fault.argument().equals("silent"));
            case NETWORKLOSS -> {
                if (fault.argument().equals("silent")) {
                    modem.closeNetwork();
                } else {
                    modem.loseNetwork(!fault.argument().equals("quiet"), true);
                }
            }
            case DEADCONTEXT ->
                modem.killContext(fault.argument().equals("10") ? ErrorCode.TIMEOUT : ErrorCode.NETWORK_FAILURE);
            case BUSY -> modem.condition().busyFor(fault.duration());
            case SLEEP -> modem.condition().fallAsleep(fault.count());
            case HANGUP -> {
                modem.fallSilent();
                hangUpWhenRead(HANG_UP_STEPS);
            }
            case MUTE -> {
                modem.mute(true);
                modem.loop().schedule(fault.duration().toMillis(), TimeUnit.MILLISECONDS, () -> modem.mute(false));
            }
            case BEFORE -> modem.output().chatter(Spoiler.lines(fault.argument()));
            case NOISE -> modem.output().chatter(faults.noise(fault.count()));
            default -> throw new IllegalArgumentException(fault + " does not concern the whole module");
        }
    }

    /** Hangs up once the host has read what was said before, or has had time to. */
    private void hangUpWhenRead(int steps) {
        if (steps > 0 && modem.uart().toHost().peek() >= 0) {
            modem.loop().schedule(HANG_UP_STEP_MILLIS, TimeUnit.MILLISECONDS, () -> hangUpWhenRead(steps - 1));
            return;
        }
        modem.uart().hangUp();
        modem.speakAgain();
    }

    private void arrange(Fault fault) {
        modem.loop().schedule(fault.time().toMillis(), TimeUnit.MILLISECONDS, () -> {
            Optional<Boolean> due = faults.due(fault);
            if (due.isEmpty()) {
                return;
            }
            if (due.get()) {
                modem.transcript().event("fault: " + fault);
                happen(fault);
            }
            if (fault.when() == Fault.When.EVERY) {
                arrange(fault);
            }
        });
    }
}
