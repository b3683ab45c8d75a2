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
package io.github.sim7028.modem.driver.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.LinkSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkNumberPoolTest {

    private final VirtualTime time = new VirtualTime();
    private int ranOut;
    private final LinkNumberPool numbers = new LinkNumberPool(time, Duration.ofSeconds(30), () -> ranOut++);

    LinkNumberPoolTest() {
        numbers.open(2);
    }

    private final class Seeker implements LinkNumberPool.Seeker {
        private final int wanted;
        private final List<String> told = new ArrayList<>();
        private int number = -1;
        private boolean idle;
        private boolean slow;
        private long used;

        Seeker(int wanted) {
            this.wanted = wanted;
        }

        Seeker asks() {
            numbers.request(this);
            return this;
        }

        void givesBack() {
            numbers.release(number, this, true);
        }

        @Override
        public int wantedNumber() {
            return wanted;
        }

        @Override
        public void granted(int granted) {
            number = granted;
        }

        @Override
        public void refused(String reason) {
            told.add(reason);
        }

        @Override
        public boolean evictable() {
            return idle;
        }

        @Override
        public long lastUsed() {
            return used;
        }

        @Override
        public void evict() {
            told.add("evicted");
            if (!slow) {
                givesBack();
            }
        }

        @Override
        public void numberTaken() {
            told.add("taken");
        }
    }

    private Seeker anyone() {
        return new Seeker(LinkSpec.ANY_NUMBER);
    }

    @Test
    void grantsTheLowestFreeNumberAndTheOneThatIsWanted() {
        assertThat(new Seeker(1).asks().number).isEqualTo(1);
        assertThat(anyone().asks().number).isZero();
        assertThat(ranOut).isZero();
    }

    @Test
    void whoWaitsGetsTheNumberThatComesFree() {
        Seeker first = anyone().asks();
        anyone().asks();
        Seeker waiting = anyone().asks();
        assertThat(ranOut).isEqualTo(1);
        assertThat(numbers.contended()).isTrue();
        first.givesBack();
        assertThat(waiting.number).isZero();
        time.pass(60_000);
        assertThat(waiting.told).isEmpty();
    }

    @Test
    void whoWaitsForACertainNumberIsNotGivenAnother() {
        Seeker first = anyone().asks();
        Seeker second = anyone().asks();
        Seeker wantsFirst = new Seeker(0).asks();
        Seeker any = anyone().asks();
        second.givesBack();
        assertThat(wantsFirst.number).isEqualTo(-1);
        assertThat(any.number).isEqualTo(1);
        first.givesBack();
        assertThat(wantsFirst.number).isZero();
    }

    @Test
    void refusesAfterTheTimeWithTheReason() {
        anyone().asks();
        anyone().asks();
        Seeker late = anyone().asks();
        time.pass(30_000);
        assertThat(late.told)
                .containsExactly("all 2 links of the module are in use and no link became free within 30s");
        assertThat(new Seeker(2).asks().told).containsExactly("link 2 does not exist: the module has links 0 to 1");
        assertThat(new Seeker(5).asks().told).containsExactly("link 5 does not exist: the module has links 0 to 1");
    }

    @Test
    void theIdleOneThatWasUsedLongestAgoMakesRoom() {
        Seeker newer = anyone().asks();
        Seeker older = anyone().asks();
        newer.used = 2;
        older.used = 1;
        newer.idle = true;
        older.idle = true;
        Seeker next = anyone().asks();
        assertThat(older.told).containsExactly("evicted");
        assertThat(newer.told).isEmpty();
        assertThat(next.number).isEqualTo(1);
    }

    @Test
    void everyoneWhoWaitsHearsThatAHolderHasBecomeIdle() {
        Seeker first = anyone().asks();
        Seeker second = anyone().asks();
        Seeker wantsFirst = new Seeker(0).asks();
        Seeker any = anyone().asks();
        second.idle = true;
        numbers.reconsider();
        assertThat(any.number).isEqualTo(1);
        assertThat(wantsFirst.number).isEqualTo(-1);
        assertThat(first.told).isEmpty();
    }

    @Test
    void aNumberTheModuleGivesAwayIsAnothersFromThenOn() {
        Seeker before = anyone().asks();
        Seeker client = new Seeker(0);
        numbers.occupy(0, client);
        assertThat(before.told).containsExactly("taken");
        // too late: it is not its own any more
        before.givesBack();
        assertThat(numbers.holder(0)).isSameAs(client);
        numbers.occupy(7, client);
        assertThat(numbers.holder(7)).isNull();
        assertThat(numbers.holder(2)).isNull();
        assertThat(numbers.holder(-1)).isNull();
    }

    @Test
    void remembersForHowLongANumberIsFree() {
        assertThat(numbers.freedWithin(0, 10_000)).isFalse();
        time.pass(60_000);
        Seeker first = anyone().asks();
        assertThat(numbers.freedWithin(0, 10_000)).isFalse();
        first.givesBack();
        time.pass(10_000);
        assertThat(numbers.freedWithin(0, 10_000)).isTrue();
        time.pass(1);
        assertThat(numbers.freedWithin(0, 10_000)).isFalse();
    }

    @Test
    void forgetsEveryoneWithTheModem() {
        anyone().asks();
        anyone().asks();
        Seeker waiting = anyone().asks();
        numbers.close();
        time.pass(60_000);
        assertThat(waiting.told).isEmpty();
        assertThat(numbers.contended()).isFalse();
        assertThat(numbers.has(0)).isFalse();
        assertThat(numbers.holder(0)).isNull();
    }

    @Test
    void whoWasRefusedIsNotGivenANumberLater() {
        Seeker first = anyone().asks();
        anyone().asks();
        Seeker late = anyone().asks();
        time.pass(30_000);
        assertThat(numbers.contended()).isFalse();
        first.givesBack();
        assertThat(late.number).isEqualTo(-1);
    }

    @Test
    void whoWithdrawsIsNeitherGrantedNorRefused() {
        Seeker first = anyone().asks();
        anyone().asks();
        Seeker gone = anyone().asks();
        Seeker waiting = anyone().asks();
        numbers.withdraw(gone);
        first.givesBack();
        assertThat(waiting.number).isZero();
        assertThat(numbers.contended()).isFalse();
        time.pass(60_000);
        assertThat(gone.number).isEqualTo(-1);
        assertThat(gone.told).isEmpty();
    }

    @Test
    void oneClosesForEachThatWaitsHoweverLongThatTakes() {
        Seeker first = anyone().asks();
        Seeker second = anyone().asks();
        first.idle = true;
        first.slow = true;
        second.used = 1;
        Seeker waiting = anyone().asks();
        second.idle = true;
        numbers.reconsider();
        assertThat(first.told).containsExactly("evicted");
        assertThat(second.told).isEmpty();
        // the module has given the number of the one that leaves away: another must make room
        numbers.occupy(0, new Seeker(0));
        numbers.reconsider();
        assertThat(second.told).containsExactly("evicted");
        assertThat(waiting.number).isEqualTo(1);
    }

    @Test
    void noOtherNumberIsFreedForWhoWantsACertainOne() {
        anyone().asks();
        Seeker second = anyone().asks();
        second.idle = true;
        Seeker wantsFirst = new Seeker(0).asks();
        assertThat(second.told).isEmpty();
        assertThat(wantsFirst.number).isEqualTo(-1);
    }

    @Test
    void aNumberIsPassedOnByItsHolderOnly() {
        Seeker holder = anyone().asks();
        Seeker heir = new Seeker(0);
        numbers.pass(0, heir, heir);
        assertThat(numbers.holder(0)).isSameAs(holder);
        numbers.pass(0, holder, heir);
        assertThat(numbers.holder(0)).isSameAs(heir);
        assertThat(holder.told).isEmpty();
    }

    @Test
    void aNumberThatTheModuleDoesNotHaveIsNotGivenBack() {
        Seeker first = anyone().asks();
        numbers.release(2, first, true);
        assertThat(numbers.holder(0)).isSameAs(first);
    }
}
