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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long recovery waits, and what it does next. */
class RecoveryPolicyTest {

    private final VirtualTime time = new VirtualTime();

    private static RecoverySettings pauses(Duration first, Duration longest) {
        return new RecoverySettings(
                Duration.ofSeconds(9), Duration.ZERO, first, longest, 2, Duration.ZERO, Duration.ZERO);
    }

    @Test
    void pausesGrowFromTheFirstToTheLongestWithAFifthOfJitter() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(recovery.failed(0).toMillis());
        }
        assertThat(pauses.get(0)).isBetween(4000L, 6000L);
        assertThat(pauses.get(1)).isBetween(8000L, 12_000L);
        assertThat(pauses.subList(7, 20)).allSatisfy(pause -> assertThat(pause).isBetween(240_000L, 300_000L));
        assertThat(pauses.subList(7, 20).stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void pausesStartShortAgainAfterTwiceTheLastOneAndNotBefore() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            last = recovery.failed(1);
        }
        recovery.ready();
        time.pass(2 * last.toMillis() - 1);
        recovery.down();
        assertThat(recovery.failed(1)).isGreaterThan(Duration.ofMinutes(3));

        recovery.ready();
        time.pass(Duration.ofMinutes(11).toMillis());
        recovery.down();
        assertThat(recovery.failed(1)).isLessThan(Duration.ofSeconds(7));
        assertThat(recovery.curable()).isEqualTo(1);
    }

    @Test
    void aConfirmedMessageIsSuccessAtOnce() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        for (int i = 0; i < 10; i++) {
            recovery.failed(1);
        }
        recovery.ready();
        recovery.through(true);
        recovery.down();
        assertThat(recovery.lost()).isZero();
        assertThat(recovery.failed(1)).isLessThan(Duration.ofSeconds(13));
    }

    @Test
    void whatEndsByItselfAgainAndAgainIsBroughtUpAfterLongerAndLongerPauses() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            recovery.ready();
            time.pass(1000);
            recovery.down();
            pauses.add(recovery.lost().toSeconds());
        }
        assertThat(pauses.get(0)).isZero();
        assertThat(pauses.get(1)).isBetween(8L, 12L);
        assertThat(pauses.get(4)).isBetween(64L, 96L);
    }

    @Test
    void theModuleIsRestartedAfterThreeFailuresAndThenMoreAndMoreSeldom() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, pauses(Duration.ofMillis(1), Duration.ofMillis(1)));
        List<Integer> restarts = new ArrayList<>();
        for (int failure = 1; failure <= 200; failure++) {
            recovery.failed(1);
            if (recovery.takeStep(true) == RecoveryPolicy.Step.RESTART) {
                restarts.add(failure);
            }
            assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.NOTHING);
        }
        assertThat(restarts).containsExactly(3, 6, 12, 24, 48, 96, 144, 192);
    }

    @Test
    void thePowerIsSwitchedWhereARestartDidNotHelp() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT.with((PowerCycle) modem -> {}));
        recovery.failed(3);
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.RESTART);
        recovery.failed(3);
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.POWER_CYCLE);
    }

    @Test
    void aModemThroughWhichNothingGetsIsNotTakenForHealthyByBeingUp() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        for (int i = 0; i < 2; i++) {
            recovery.ready();
            time.pass(Duration.ofMinutes(20).toMillis());
            recovery.suspect(2);
            recovery.down();
        }
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.RESTART);
        recovery.through(false);
        assertThat(recovery.curable()).isZero();
    }

    @Test
    void aStepIsDueUntilItIsTaken() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        recovery.failed(2);
        assertThat(recovery.stepIsDue()).isFalse();
        recovery.failed(1);
        assertThat(recovery.stepIsDue()).isTrue();
        // nobody can restart a module whose line is closed, so that is done when it is open
        assertThat(recovery.takeStep(false)).isEqualTo(RecoveryPolicy.Step.NOTHING);
        assertThat(recovery.stepIsDue()).isTrue();
        assertThat(recovery.takeStep(true)).isEqualTo(RecoveryPolicy.Step.RESTART);
        assertThat(recovery.stepIsDue()).isFalse();
    }

    @Test
    void thePowerIsSwitchedAtOnceWhereTheLineIsClosed() {
        RecoveryPolicy recovery = new RecoveryPolicy(time, RecoverySettings.DEFAULT.with((PowerCycle) modem -> {}));
        recovery.failed(3);
        assertThat(recovery.takeStep(false)).isEqualTo(RecoveryPolicy.Step.POWER_CYCLE);
    }

    @Test
    void aRestartThatShowedNoBootIsFollowedByThePowerWhereThereIsASwitch() {
        RecoveryPolicy without = new RecoveryPolicy(time, RecoverySettings.DEFAULT);
        without.failed(3);
        without.takeStep(true);
        assertThat(without.restartFailed()).isFalse();
        assertThat(without.stepIsDue()).isFalse();
        RecoveryPolicy with = new RecoveryPolicy(time, RecoverySettings.DEFAULT.with((PowerCycle) modem -> {}));
        with.failed(3);
        with.takeStep(true);
        assertThat(with.restartFailed()).isTrue();
        assertThat(with.takeStep(true)).isEqualTo(RecoveryPolicy.Step.POWER_CYCLE);
    }
}
