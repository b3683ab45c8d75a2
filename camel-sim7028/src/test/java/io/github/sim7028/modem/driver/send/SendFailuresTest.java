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

import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import org.junit.jupiter.api.Test;

/** What the exception of a message that was not confirmed claims, and how its reason is found again. */
class SendFailuresTest {

    @Test
    void theReasonAloneIsTakenFromAMessageThatWasNotSent() {
        assertThat(SendFailures.reasonOf(SendFailures.notSent("no link", null, true, false, null)))
                .isEqualTo("no link");
    }

    @Test
    void theReasonAloneIsTakenFromAnUnknownOutcome() {
        assertThat(SendFailures.reasonOf(SendFailures.unknown("the line (a cable): ended", 5, 3, 5, null, null)))
                .isEqualTo("the line (a cable): ended");
    }

    @Test
    void otherTextsAreTheirOwnReason() {
        for (String text : new String[] {
            "something (else): happened", "it is unknown whether the message arrived", "it is unknown whether"
        }) {
            assertThat(SendFailures.reasonOf(new IllegalStateException(text))).isEqualTo(text);
        }
        assertThat(SendFailures.reasonOf(new IllegalStateException())).isEqualTo("null");
    }

    @Test
    void anUnknownOutcomeCountsAgainstTheWholeMessageWhereItsLengthIsKnown() {
        Sim7028SendException known = SendFailures.unknown("why", 5, 3, 8, null, null);
        assertThat(known.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        assertThat(known.getRequestedLength()).isEqualTo(8);
        assertThat(known.getConfirmedLength()).isEqualTo(3);
        assertThat(known.isRetryable()).isFalse();
        assertThat(known).hasMessageContaining("3 of 8 bytes confirmed");
        Sim7028SendException empty = SendFailures.unknown("why", 5, 0, 0, null, null);
        assertThat(empty.getRequestedLength()).isZero();
        assertThat(empty).hasMessageContaining("0 of 0 bytes confirmed");
        Sim7028SendException endless = SendFailures.unknown("why", 5, 3, -1, null, null);
        assertThat(endless.getRequestedLength()).isEqualTo(5);
        assertThat(endless).hasMessageContaining("3 bytes confirmed, the end of the message was not reached");
    }

    @Test
    void whatWasNotSentIsRetryableUnlessItsBodyIsLost() {
        Sim7028SendException again = SendFailures.notSent("why", null, true, false, null);
        assertThat(again.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(again.isRetryable()).isTrue();
        Sim7028SendException lost = SendFailures.notSent("why", null, true, true, null);
        assertThat(lost.isRetryable()).isFalse();
        assertThat(lost).hasMessageEndingWith("the message body has been read and cannot be read again");
        assertThat(SendFailures.notSent("why", null, false, false, null).isRetryable())
                .isFalse();
    }
}
