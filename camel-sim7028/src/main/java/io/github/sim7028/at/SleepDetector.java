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
package io.github.sim7028.at;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns after which pauses a module receives the first command. A module that sleeps loses the first characters when it wakes, and a command
 * with them; so after a pause of which it is not known that the module stays awake, {@code AT} is said until it answers, and only then
 * the command. A module that stays awake is asked so once for each new length of pause.
 */
final class SleepDetector {

    /** How long an {@code AT} may go unanswered before it is said again. */
    static final long ATTEMPT_MILLIS = 1000;

    /** How often it is said. */
    static final int ATTEMPTS = 7;

    /** After so short a pause no module is expected to sleep. */
    static final long SHORT_MILLIS = 5000;

    /** How often a module must receive the first command at once, after it had missed one, to be regarded as awake. */
    private static final int CREDIBLE = 3;

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    /** The longest pause after which a module is known to receive the first command. */
    private long awake = SHORT_MILLIS;
    /** After this pause the module missed the first command. */
    private long asleep = Long.MAX_VALUE;

    private int heardAsleep;
    /** After this pause a command was not answered, and it is not known yet why. */
    private long unanswered;

    private boolean expected;

    private boolean told;

    SleepDetector(String name) {
        this.name = name;
    }

    /** The module is meant to sleep: that it was awake after a pause says nothing of the next one. */
    void expect() {
        expected = true;
    }

    boolean mayBeAsleep(long pause) {
        return pause > (expected ? SHORT_MILLIS : awake);
    }

    /** The first command after the pause was answered; after a short one that is no news. */
    void heard(long pause) {
        if (pause >= asleep && ++heardAsleep >= CREDIBLE) {
            asleep = Long.MAX_VALUE;
        }
        if (pause < asleep) {
            awake = Math.max(awake, pause);
        }
    }

    /** The first command after the pause was not answered. */
    void unheard(long pause) {
        unanswered = pause;
    }

    /** The module answers again: so it was present and missed the command. */
    void answers() {
        if (unanswered >= SHORT_MILLIS) {
            slept(unanswered);
        }
        unanswered = 0;
    }

    /** The module had to be called more than once after the pause. */
    void slept(long pause) {
        asleep = Math.min(asleep, pause);
        awake = Math.min(awake, Math.max(SHORT_MILLIS, pause / 2));
        heardAsleep = 0;
        if (!told) {
            told = true;
            LOG.info(
                    "{}: the module missed the first command after a pause of {} s; it seems to sleep, so after such pauses AT is sent first from now on",
                    name,
                    pause / 1000);
        }
    }
}
