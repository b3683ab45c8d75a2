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
package io.github.sim7028.fleet.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration LENGTH = Duration.ofMillis(4500);
    private static final Duration WITHOUT_POLL = Duration.ofSeconds(18);

    private long nanos = 7_000_000_000L;
    private long millis = 1_700_000_000_000L;
    private final Lease lease = new Lease(() -> nanos, () -> millis, LENGTH, WITHOUT_POLL);

    @Test
    void withoutACommitThereIsNoLease() {
        lease.polling();
        assertThat(lease.valid()).isFalse();
        assertThat(lease.left()).isZero();
    }

    @Test
    void aCommitExtendsTheLeaseFromTheTimeBeforeItWasSent() {
        Lease.Moment sent = lease.now();
        pass(4000);
        lease.extend(sent);
        assertThat(lease.valid()).isTrue();
        assertThat(lease.left()).isEqualTo(Duration.ofMillis(500));
        pass(499);
        assertThat(lease.valid()).isTrue();
        pass(1);
        assertThat(lease.valid()).isFalse();
        assertThat(lease.left()).isZero();
    }

    @Test
    void aCommitWhoseAnswerCameTooLateGivesNoLease() {
        Lease.Moment sent = lease.now();
        pass(4500);
        lease.extend(sent);
        assertThat(lease.valid()).isFalse();
    }

    @Test
    void theLeaseEndsThoughTheOneClockStandsStill() {
        lease.extend(lease.now());
        millis += 4500;
        assertThat(lease.valid()).as("suspended: nanoTime stands still").isFalse();

        lease.extend(lease.now());
        assertThat(lease.valid()).isTrue();
        nanos += 4_500_000_000L;
        millis -= 3_600_000;
        assertThat(lease.valid()).as("the wall clock was set back").isFalse();
    }

    @Test
    void aMemberThatDoesNotPollHasNoLeaseBeyondTheRebalanceTimeoutHoweverOftenItCommits() {
        lease.polling();
        for (int i = 0; i < 179; i++) {
            pass(100);
            lease.extend(lease.now());
            assertThat(lease.valid()).isTrue();
        }
        pass(100);
        lease.extend(lease.now());
        assertThat(lease.valid()).isFalse();

        lease.polling();
        lease.extend(lease.now());
        assertThat(lease.valid()).isTrue();
    }

    @Test
    void aMemberThatWasEvictedHasNoLease() {
        lease.extend(lease.now());
        lease.end();
        assertThat(lease.valid()).isFalse();
    }

    /** The broker's clock runs right; ours is up to a quarter slower, and stands still from time to time. */
    @Property
    void theLeaseIsOverWhenTheBrokerEndsTheSession(
            @ForAll @IntRange(min = 75, max = 130) int rate,
            @ForAll @IntRange(max = 20_000) int suspendedAfter,
            @ForAll @IntRange(max = 20_000) int suspended,
            @ForAll @IntRange(max = 10_000) int answerTakes) {
        Lease.Moment sent = lease.now();
        long brokerReceived = 0;
        boolean extended = false;
        for (long time = 0; time < 40_000; time += 50) {
            boolean running = time < suspendedAfter || time >= suspendedAfter + suspended;
            nanos += running ? 50 * 10_000L * rate : 0;
            millis += 50L * rate / 100;
            if (running && !extended && time >= answerTakes) {
                lease.extend(sent);
                extended = true;
            }
            if (time >= brokerReceived + SESSION.toMillis()) {
                assertThat(lease.valid()).as("after %d ms", time).isFalse();
            }
        }
    }

    private void pass(long time) {
        nanos += time * 1_000_000;
        millis += time;
    }
}
