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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.setup.OptionalCommands;
import io.github.sim7028.modem.driver.setup.PowerGrant;
import io.github.sim7028.modem.driver.setup.SetupMemory;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemReport.Power;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerSettings;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Knows when a module with PSM has fallen asleep: nothing was said for the active time that the network has granted, and for as long as the
 * network keeps the radio connection. A module that does not tell what was granted is taken for one that got what it requested; one that
 * was refused PSM stays awake, and is asked again from time to time.
 */
@OnLoop
final class SleepWatch {

    /** The time before the first question for what the network has granted after all, and the pause between two. */
    private static final Duration ASK_FIRST = Duration.ofSeconds(15);

    private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

    /** How often a module that tells of no timers must be found asleep for the driver to let it sleep all the same. */
    private static final int CREDIBLE = 2;

    private final Loop loop;
    private final String modem;
    private final PowerSettings settings;
    private final StatusBoard board;
    private final BooleanSupplier busy;
    private final Runnable asleep;
    private Loop.Timer timer = () -> {};
    private int watch;
    private boolean asked;
    /** How often the module was found asleep that had been granted nothing, as it said. */
    private int sleptUngranted;

    /**
     * @param busy   whether messages wait or are under way
     * @param asleep runs when the module is taken to be asleep
     */
    SleepWatch(Loop loop, ModemProfile profile, StatusBoard board, BooleanSupplier busy, Runnable asleep) {
        this.loop = loop;
        modem = profile.name();
        settings = profile.power();
        this.board = board;
        this.busy = busy;
        this.asleep = asleep;
    }

    /** The modem is ready. */
    void start(AtDialogue dialogue) {
        stop();
        asked = false;
        if (settings.sleeps()) {
            arm(dialogue, watch);
        }
    }

    void stop() {
        watch++;
        timer.cancel();
    }

    /** The module, which was ready, does not answer any more. */
    void silent() {
        if (refused(board.power()) && ++sleptUngranted == CREDIBLE) {
            LOG.info(
                    "Modem '{}': the module reports that the network has granted no PSM, but it has stopped to answer {}"
                            + " times while it was idle; the driver takes it for one that sleeps after psmActiveTime",
                    modem,
                    CREDIBLE);
        }
    }

    private void arm(AtDialogue dialogue, int mine) {
        long left = Math.max(1, limit().toMillis() - dialogue.pause());
        timer = loop.after(busy(dialogue) ? limit().toMillis() : left, () -> {
            if (mine == watch) {
                look(dialogue, mine);
            }
        });
    }

    private boolean busy(AtDialogue dialogue) {
        return busy.getAsBoolean() || !dialogue.idle();
    }

    /** How long nothing must have been said. */
    private Duration limit() {
        Power power = board.power();
        if (refused(power)) {
            return asked ? ASK_AGAIN : ASK_FIRST;
        }
        Duration active = power == null || power.activeTime() == null ? settings.activeTime() : power.activeTime();
        return active.plus(settings.release());
    }

    private boolean refused(Power power) {
        return sleptUngranted < CREDIBLE && power != null && Boolean.FALSE.equals(power.granted());
    }

    private void look(AtDialogue dialogue, int mine) {
        if (busy(dialogue) || dialogue.pause() < limit().toMillis()) {
            arm(dialogue, mine);
        } else if (refused(board.power())) {
            boolean idleForLong = asked;
            asked = true;
            new PowerGrant(settings, new OptionalCommands(dialogue, new SetupMemory(modem).refusals()))
                    .ask()
                    .whenComplete((power, failure) -> {
                        if (mine == watch && failure == null) {
                            // a module that was idle for so long and answers does not sleep
                            sleptUngranted = idleForLong ? 0 : sleptUngranted;
                            board.power(power.granted() == null ? board.power() : power);
                            arm(dialogue, mine);
                        }
                    });
        } else {
            asleep.run();
        }
    }
}
