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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import org.junit.jupiter.api.Test;

/** A result that is owed may come in place of one that is awaited, so none may be forgotten or counted twice. */
class OwedResultsTest {

    private final VirtualTime time = new VirtualTime();
    private final OwedResults owed = new OwedResults(time);

    OwedResultsTest() {
        time.pass(1000);
    }

    @Test
    void eachResultThatHasNotComeIsOwedOnceForItsNumber() {
        owed.oweSend(0);
        owed.oweSend(0);
        owed.oweSend(1);
        assertThat(owed.owedSends(0)).isEqualTo(2);
        assertThat(owed.owedSends(1)).isEqualTo(1);
        assertThat(owed.owedSends(2)).isZero();
        assertThat(owed.cameUnasked(0)).isTrue();
        assertThat(owed.owedSends(0)).isEqualTo(1);
        assertThat(owed.owedSends(1)).isEqualTo(1);
        assertThat(owed.cameUnasked(0)).isTrue();
        assertThat(owed.cameUnasked(0)).isFalse();
        assertThat(owed.cameUnasked(2)).isFalse();
    }

    @Test
    void whatHasNotComeForFiveMinutesIsOwedNoMore() {
        owed.oweSend(0);
        time.pass(OwedResults.NEVER_LATER_MILLIS - 1);
        assertThat(owed.owedSends(0)).isEqualTo(1);
        time.pass(1);
        assertThat(owed.owedSends(0)).isZero();
        assertThat(owed.cameUnasked(0)).isFalse();
        owed.oweSend(0);
        assertThat(owed.owedSends(0)).isEqualTo(1);
    }

    @Test
    void theLastOneCountsForHowLongTheyAreOwed() {
        owed.oweSend(0);
        time.pass(OwedResults.NEVER_LATER_MILLIS - 1);
        owed.oweSend(0);
        time.pass(OwedResults.NEVER_LATER_MILLIS - 1);
        assertThat(owed.owedSends(0)).isEqualTo(2);
        time.pass(OwedResults.NEVER_LATER_MILLIS);
        owed.oweSend(0);
        assertThat(owed.owedSends(0))
                .as("those of long ago are not counted again")
                .isEqualTo(1);
    }

    @Test
    void forgivingANumberLeavesTheOthers() {
        owed.oweSend(0);
        owed.oweSend(1);
        owed.forgiveSends(0, time.now());
        assertThat(owed.owedSends(0)).isZero();
        assertThat(owed.owedSends(1)).isEqualTo(1);
        owed.forgiveSends(2, time.now());
        assertThat(owed.owedSends(2)).isZero();
    }

    /** The number may have gone to another link meanwhile. */
    @Test
    void whoWaitedForTheResultsOfOneConnectionForgivesNoneOfTheNext() {
        owed.oweSend(0);
        long began = time.now();
        time.pass(5000);
        owed.oweSend(0);
        time.pass(5000);
        owed.forgiveSends(0, began);
        assertThat(owed.owedSends(0)).isEqualTo(2);
        time.pass(5000);
        owed.forgiveSends(0, began + 5000);
        assertThat(owed.owedSends(0)).isZero();
    }

    @Test
    void anOpeningIsOwedForFiveMinutes() {
        assertThat(owed.opening(0)).isFalse();
        owed.oweOpening(0);
        assertThat(owed.opening(0)).isTrue();
        assertThat(owed.opening(1)).isFalse();
        time.pass(OwedResults.NEVER_LATER_MILLIS - 1);
        assertThat(owed.opening(0)).isTrue();
        time.pass(1);
        assertThat(owed.opening(0)).isFalse();
    }

    @Test
    void anOwedSendKeepsItsNumberFromBeingOpenedInGoodFaith() {
        owed.oweSend(1);
        assertThat(owed.opening(1)).isTrue();
        assertThat(owed.opening(0)).isFalse();
        assertThat(owed.cameUnasked(1)).isTrue();
        assertThat(owed.opening(1)).isFalse();
    }

    @Test
    void aModuleThatHasForgottenOwesNothing() {
        owed.oweSend(0);
        owed.oweOpening(1);
        owed.clear();
        assertThat(owed.owedSends(0)).isZero();
        assertThat(owed.opening(0)).isFalse();
        assertThat(owed.opening(1)).isFalse();
    }
}
