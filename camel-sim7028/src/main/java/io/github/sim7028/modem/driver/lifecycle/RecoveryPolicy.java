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

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.time.Duration;

/** Counts what went wrong with a modem since it was last up for a while, and decides how long to wait and which step of recovery is next. */
@OnLoop
final class RecoveryPolicy {

    /** After how many failures in a row a module is restarted for the first time; then after twice as many each time. */
    static final int FIRST_RESTART = 3;

    /** From this many failures on it is restarted after each so many. */
    static final int REGULAR_RESTART = 48;

    /** What the next attempt begins with. */
    public enum Step {
        NOTHING,
        RESTART,
        POWER_CYCLE
    }

    private final Backoff backoff;
    private final boolean power;
    private int curable;
    private int restarts;
    private boolean due;
    /** Whether no data is transferred although the modem seems to be up. */
    private boolean suspect;

    RecoveryPolicy(Loop loop, RecoverySettings settings) {
        backoff = Backoff.ofModem(loop, settings);
        power = settings.powerCycle() != null;
    }

    /** It has come up. */
    void ready() {
        due = false;
        backoff.opened();
    }

    /** It is up no more, whether asked for or not. */
    void down() {
        backoff.ended();
        if (backoff.failures() == 0 && !suspect) {
            begin();
        }
    }

    /** Something got through. */
    void through(boolean delivered) {
        if (suspect) {
            suspect = false;
            begin();
        }
        if (delivered && backoff.failures() > 0) {
            backoff.succeeded();
        }
    }

    private void begin() {
        curable = 0;
        restarts = 0;
        due = false;
    }

    /** A modem that was up has failed; returns how long to wait before it is brought up again: zero after real success. */
    Duration lost() {
        boolean first = backoff.failures() == 0;
        Duration pause = backoff.failed();
        return first ? Duration.ZERO : pause;
    }

    /**
     * An attempt to come up has failed; returns how long to wait before the next one.
     *
     * @param weight as how many failures that a restart of the module may cure it counts
     */
    Duration failed(int weight) {
        count(weight);
        return backoff.failed();
    }

    /** No data is transferred although the modem is up. */
    void suspect(int weight) {
        suspect = true;
        count(weight);
    }

    private void count(int weight) {
        for (int i = 0; i < weight; i++) {
            due |= isRestartAfter(++curable);
        }
    }

    /** After 3, 6, 12, 24 and 48 failures, and then after each 48. */
    private static boolean isRestartAfter(int failures) {
        return failures % REGULAR_RESTART == 0
                || failures % FIRST_RESTART == 0 && Integer.bitCount(failures / FIRST_RESTART) == 1;
    }

    /** How many failures there have been that a restart may cure. */
    int curable() {
        return curable;
    }

    /** Whether the next attempt begins with more than another bring-up. */
    boolean stepIsDue() {
        return due;
    }

    /** The step with which the next attempt begins; returned once. A module is restarted before its power is switched. */
    Step takeStep(boolean lineOpen) {
        if (!due || !lineOpen && !power) {
            return Step.NOTHING;
        }
        due = false;
        if (power && (!lineOpen || restarts > 0)) {
            return Step.POWER_CYCLE;
        }
        restarts++;
        return Step.RESTART;
    }

    /** A restart showed no boot: where there is a step above it, that comes next. */
    boolean restartFailed() {
        due = power;
        return power;
    }
}
