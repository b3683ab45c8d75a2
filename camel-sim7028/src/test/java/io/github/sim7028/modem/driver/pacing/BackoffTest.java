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
package io.github.sim7028.modem.driver.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final VirtualTime time = new VirtualTime();
    private final Backoff link = Backoff.ofLink(time, RecoverySettings.DEFAULT);

    @Test
    void growsToAMinuteForALink() {
        for (long seconds : new long[] {5, 10, 20, 40, 60, 60, 60}) {
            assertThat(link.failed()).isBetween(seconds(0.8 * seconds), seconds(Math.min(60, 1.2 * seconds)));
        }
    }

    @Test
    void spreadsPausesByAFifthAndNotMore() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            pauses.add(link.failed().toMillis());
            link.succeeded();
        }
        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(4000L, 6000L));
        assertThat(pauses).anyMatch(pause -> pause < 4200).anyMatch(pause -> pause > 5800);
    }

    @Test
    void countsTheFailuresInARow() {
        fail(3);
        assertThat(link.failures()).isEqualTo(3);
        link.succeeded();
        assertThat(link.failures()).isZero();
    }

    @Test
    void mayBeUsedOnItsLoopOnly() {
        Loop elsewhere = (Loop) Proxy.newProxyInstance(
                Loop.class.getClassLoader(),
                new Class<?>[] {Loop.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "now" -> 0L;
                    case "inLoop" -> false;
                    default -> InvocationHandler.invokeDefault(proxy, method, arguments);
                });
        Backoff backoff = Backoff.ofLink(elsewhere, RecoverySettings.DEFAULT);
        for (Runnable use : List.<Runnable>of(backoff::failed, backoff::opened, backoff::succeeded, backoff::ended)) {
            assertThatThrownBy(use::run).isInstanceOf(AssertionError.class).hasMessageContaining("loop");
        }
    }

    @Test
    void growsToMaxReconnectDelayForAModem() {
        Backoff modem = Backoff.ofModem(time, RecoverySettings.DEFAULT);
        Duration last = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            last = modem.failed();
        }
        assertThat(last).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void neverWaitsLongerThanMaxReconnectDelay() {
        RecoverySettings quick = new RecoverySettings(
                Duration.ofSeconds(9),
                Duration.ZERO,
                Duration.ofMillis(10),
                Duration.ofMillis(40),
                2,
                Duration.ofSeconds(1),
                Duration.ZERO);
        Backoff backoff = Backoff.ofLink(time, quick);
        for (int i = 0; i < 10; i++) {
            assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofMillis(40));
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        fail(4);
        link.succeeded();
        assertThat(link.failed()).isLessThanOrEqualTo(seconds(6));
    }

    @Test
    void beingOpenForAShortWhileIsNoSuccess() {
        fail(4);
        link.opened();
        time.pass(59_000);
        assertThat(link.failed()).isGreaterThanOrEqualTo(seconds(48));
    }

    @Test
    void beingOpenForAMinuteIsASuccess() {
        time.pass(3_600_000);
        fail(2);
        link.opened();
        time.pass(59_999);
        link.ended();
        assertThat(link.failures()).isEqualTo(2);
        link.opened();
        time.pass(60_000);
        link.ended();
        assertThat(link.failures()).isZero();
    }

    @Test
    void beingOpenForTwiceTheLastPauseIsASuccess() {
        fail(6);
        link.opened();
        time.pass(121_000);
        assertThat(link.failed()).isLessThanOrEqualTo(seconds(6));
    }

    @Test
    void aMinuteOpenIsNotEnoughAfterAPauseOfAMinute() {
        fail(6);
        link.opened();
        time.pass(90_000);
        assertThat(link.failed()).isGreaterThanOrEqualTo(seconds(48));
    }

    @Test
    void anEndThatWasAskedForIsNoFailure() {
        link.opened();
        link.ended();
        assertThat(link.failures()).isZero();
        assertThat(link.failed()).isLessThanOrEqualTo(seconds(6));
    }

    @Test
    void tellsWhenTheNextAttemptIsMade() {
        assertThat(link.nextAttempt()).isNull();
        Instant before = Instant.now();
        Duration pause = link.failed();
        assertThat(link.nextAttempt())
                .isBetween(before.plus(pause), Instant.now().plus(pause));
        link.opened();
        assertThat(link.nextAttempt()).isNull();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            link.failed();
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }
}
