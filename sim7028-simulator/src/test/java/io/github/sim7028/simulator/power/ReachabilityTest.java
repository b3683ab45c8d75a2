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
package io.github.sim7028.simulator.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.model.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The network's side of power saving, on a clock of the test. */
class ReachabilityTest {

    private static final Duration INACTIVITY = Duration.ofSeconds(10);
    private static final Duration ACTIVE = Duration.ofMinutes(5);
    private static final Duration UPDATE = Duration.ofHours(20);
    private static final Duration CYCLE = Duration.ofMillis(20_480);
    private static final Duration WINDOW = Duration.ofMillis(10_240);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final PowerSaving EDRX = PowerSaving.AWAKE.withEdrx(1, "0010");

    private Reachability reach = new Reachability(Times.FAST.with(ModuleTime.INACTIVITY, INACTIVITY), true);
    private PowerSaving settings = PowerSaving.FACTORY;
    private boolean registered = true;
    /** Any beginning: the clock of a JVM may be negative. */
    private long now = -Duration.ofMinutes(1).toNanos();

    private boolean after(Duration time) {
        now += time.toNanos();
        reach.look(now, settings, registered);
        return reach.reachable();
    }

    /** As the loop does: a look whenever something may change. */
    private void passes(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            long next = reach.nanosToChange(now);
            assertThat(next).isPositive();
            now = next > end - now ? end : now + next;
            reach.look(now, settings, registered);
        }
    }

    @Test
    void psmBeginsWhenTheActiveTimeHasPassedAfterTheRelease() {
        assertThat(after(Duration.ZERO)).isTrue();
        assertThat(after(INACTIVITY.plus(ACTIVE).minus(MOMENT))).isTrue();
        assertThat(reach.nanosToChange(now)).isEqualTo(MOMENT.toNanos());
        assertThat(after(MOMENT)).isFalse();
        assertThat(reach.rests()).isTrue();
        assertThat(after(Duration.ofHours(1))).isFalse();
    }

    @Test
    void trafficBeginsAllOfItAgain() {
        after(Duration.ZERO);
        after(Duration.ofHours(1));
        reach.traffic(now);
        assertThat(reach.reachable()).isTrue();
        assertThat(after(ACTIVE)).isTrue();
        assertThat(after(INACTIVITY)).isFalse();
    }

    @Test
    void anUpdateComesByItselfAndOpensAnotherActiveTime() {
        after(Duration.ZERO);
        passes(INACTIVITY.plus(UPDATE).minus(MOMENT));
        assertThat(reach.updates()).isZero();
        passes(MOMENT);
        assertThat(reach.updates()).isEqualTo(1);
        assertThat(reach.reachable()).isTrue();
        passes(INACTIVITY.plus(ACTIVE));
        assertThat(reach.reachable()).isFalse();
        passes(UPDATE.plus(INACTIVITY).multipliedBy(9));
        assertThat(reach.updates()).isEqualTo(10);
    }

    @Test
    void anUpdateThatIsLookedAtLateIsNotLost() {
        after(Duration.ZERO);
        assertThat(after(UPDATE.multipliedBy(2))).isTrue();
        assertThat(reach.updates()).isEqualTo(1);
    }

    @Test
    void withoutPsmOrActiveTimeOrGrantTheModuleIsAlwaysReached() {
        settings = PowerSaving.AWAKE;
        after(Duration.ZERO);
        assertThat(after(UPDATE)).isTrue();
        settings = PowerSaving.FACTORY.withPsm(true, "00110100", "11100000");
        after(Duration.ZERO);
        assertThat(after(UPDATE)).isTrue();
        assertThat(reach.psm()).isFalse();
        reach = new Reachability(Times.FAST, false);
        settings = PowerSaving.FACTORY.withEdrx(1, "0010");
        after(Duration.ZERO);
        assertThat(after(UPDATE)).isTrue();
        assertThat(reach.updates()).isZero();
    }

    @Test
    void withEdrxTheModuleListensInAWindowOfEachCycle() {
        settings = EDRX;
        assertThat(after(Duration.ZERO)).isTrue();
        assertThat(after(INACTIVITY.plus(WINDOW).minus(MOMENT))).isTrue();
        assertThat(after(MOMENT)).isFalse();
        assertThat(after(CYCLE.minus(WINDOW).minus(MOMENT))).isFalse();
        assertThat(reach.nanosToChange(now)).isEqualTo(MOMENT.toNanos());
        assertThat(after(MOMENT)).isTrue();
        assertThat(after(WINDOW)).isFalse();
    }

    @Test
    void aWindowThatBeganAndEndedBetweenTwoLooksIsMadeUseOfOnce() {
        settings = EDRX;
        after(Duration.ZERO);
        after(INACTIVITY.plus(WINDOW));
        assertThat(after(CYCLE.multipliedBy(3))).isTrue();
        assertThat(after(MOMENT)).isFalse();
    }

    @Test
    void edrxWorksWithinTheActiveTimeOfPsm() {
        settings = PowerSaving.FACTORY.withEdrx(1, "0010");
        after(Duration.ZERO);
        passes(INACTIVITY.plus(WINDOW));
        assertThat(reach.reachable()).isFalse();
        passes(CYCLE.minus(WINDOW));
        assertThat(reach.reachable()).isTrue();
        passes(ACTIVE);
        passes(CYCLE.multipliedBy(2));
        assertThat(reach.reachable()).isFalse();
    }

    @Test
    void aChangeOfWhatIsAskedForIsTrafficAndADepthIsNone() {
        after(Duration.ZERO);
        after(Duration.ofHours(1));
        settings = settings.withSleep(1, 2);
        assertThat(after(Duration.ZERO)).isFalse();
        settings = settings.withPsm(true, "00110100", "00000001");
        assertThat(after(Duration.ZERO)).isTrue();
        assertThat(after(INACTIVITY.plusSeconds(2))).isFalse();
    }

    @Test
    void aModuleThatIsNotRegisteredDoesNotRest() {
        after(Duration.ZERO);
        after(Duration.ofHours(1));
        registered = false;
        assertThat(after(Duration.ofHours(40))).isTrue();
        assertThat(reach.rests()).isFalse();
        assertThat(reach.nanosToChange(now)).isEqualTo(Long.MAX_VALUE);
        registered = true;
        assertThat(after(Duration.ZERO)).isTrue();
        assertThat(after(INACTIVITY.plus(ACTIVE))).isFalse();
    }

    @Test
    void theScaleDividesEveryTimer() {
        reach = new Reachability(
                Times.FAST.with(ModuleTime.INACTIVITY, INACTIVITY).withScale(1000), true);
        after(Duration.ZERO);
        assertThat(after(INACTIVITY.plus(ACTIVE).dividedBy(1000).minus(Duration.ofNanos(1000))))
                .isTrue();
        assertThat(after(Duration.ofNanos(1000))).isFalse();
        passes(UPDATE.dividedBy(1000));
        assertThat(reach.updates()).isEqualTo(1);
    }
}
