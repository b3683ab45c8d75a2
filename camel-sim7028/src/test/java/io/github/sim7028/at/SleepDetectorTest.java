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

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** After which pauses a module is called before it is told anything. */
class SleepDetectorTest {

    private static final long SHORT = SleepDetector.SHORT_MILLIS;

    private final SleepDetector sleep = new SleepDetector("bench");

    private void wakesUpTo(long pause) {
        assertThat(sleep.mayBeAsleep(pause)).as("%d ms", pause).isFalse();
        assertThat(sleep.mayBeAsleep(pause + 1)).as("%d ms", pause + 1).isTrue();
    }

    @Test
    void aModuleIsKnownToBeAwakeAfterThePausesThatItWasAwakeAfter() {
        wakesUpTo(SHORT);
        sleep.heard(60_000);
        wakesUpTo(60_000);
        sleep.heard(20_000);
        wakesUpTo(60_000);
    }

    @Test
    void aModuleThatIsMeantToSleepIsCalledAfterEachPause() {
        sleep.heard(60_000);
        sleep.expect();
        wakesUpTo(SHORT);
    }

    @Test
    void aModuleThatSleptIsCalledAfterHalfThatPause() {
        sleep.heard(60_000);
        sleep.slept(20_000);
        wakesUpTo(10_000);
        sleep.heard(19_999);
        wakesUpTo(19_999);
        sleep.slept(6000);
        wakesUpTo(SHORT);
    }

    @Test
    void aModuleThatSleptAfterAPauseIsBelievedAwakeAfterItTheThirdTime() {
        sleep.slept(20_000);
        sleep.heard(20_000);
        sleep.heard(30_000);
        wakesUpTo(SHORT);
        sleep.slept(20_000);
        sleep.heard(20_000);
        sleep.heard(20_000);
        wakesUpTo(SHORT);
        sleep.heard(25_000);
        wakesUpTo(25_000);
    }

    @Test
    void aCommandThatWasNotAnsweredWasMissedWhenTheModuleAnswersAgain() {
        sleep.heard(60_000);
        sleep.unheard(SHORT - 1);
        sleep.answers();
        wakesUpTo(60_000);
        sleep.unheard(SHORT);
        wakesUpTo(60_000);
        sleep.answers();
        wakesUpTo(SHORT);
        for (int i = 0; i < 3; i++) {
            sleep.heard(60_000);
        }
        sleep.answers();
        wakesUpTo(60_000);
    }
}
