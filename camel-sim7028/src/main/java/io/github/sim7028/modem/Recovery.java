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
package io.github.sim7028.modem;

import java.time.Duration;

/** Counts what went wrong since the modem was last up for a while, and says how long to wait and how far recovery climbs. */
final class Recovery {

    /** After how long without trouble the pauses start short again. */
    static final long STABLE_MILLIS = 60_000;

    /** How many restarts of the module in a row are followed by another bring-up at once. */
    private static final int PROMPT_RESTARTS = 5;

    /** After how many failures in a row a module is restarted for the first time; then after twice as many each time. */
    static final int FIRST_RESTART = 3;

    /** From this many failures on it is restarted after each so many. */
    static final int REGULAR_RESTART = 48;

    private final RecoverySettings settings;
    private int failures;
    private int restarts;
    private int curable;
    private boolean restartDue;
    private boolean up;
    private long upSince;

    Recovery(RecoverySettings settings) {
        this.settings = settings;
    }

    void ready(long now) {
        restartDue = false;
        up = true;
        upSince = now;
    }

    void lost(long now) {
        if (up && now - upSince >= STABLE_MILLIS) {
            failures = 0;
            restarts = 0;
            curable = 0;
        }
        up = false;
    }

    /**
     * An attempt has failed; returns how long to wait before the next one.
     *
     * @param restartMayHelp whether this is of the kind that a restart of the module may cure
     */
    Duration failed(boolean restartMayHelp) {
        failures++;
        if (restartMayHelp) {
            curable++;
            restartDue = isRestartAfter(curable);
        }
        return settings.delayBefore(failures);
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

    /** Whether the next attempt begins with a restart of the module; says so once. */
    boolean takeRestart() {
        boolean due = restartDue;
        restartDue = false;
        return due;
    }

    /** Whether a module that restarted by itself is brought up again at once; false when it does so all the time. */
    boolean mayGoOnAfterRestart() {
        return ++restarts <= PROMPT_RESTARTS;
    }
}
