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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.member.Outcome;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CommandOutcomeTest {

    private final CommandOutcome outcome =
            new CommandOutcome(new Command(1, 2, "id", "roof", new byte[0], Map.of(), 0));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private static Sim7028SendException failure(SendOutcome outcome, String why) {
        return new Sim7028SendException(why, outcome, 5, outcome == SendOutcome.UNKNOWN ? 3 : 0, null, true, null);
    }

    /** An attempt to send, as the producer of sim7028 ends it. */
    private void attempt(Exception failure, Long confirmed) {
        exchange.setException(failure);
        if (failure == null) {
            exchange.getMessage().setHeader(Sim7028Constants.MODEM, "roof");
            exchange.getMessage().setHeader(Sim7028Constants.REQUESTED_LENGTH, 5L);
            exchange.getMessage().setHeader(Sim7028Constants.CONFIRMED_LENGTH, confirmed);
        }
        outcome.sent(exchange);
    }

    @Test
    void whatTheModuleConfirmedIsConfirmed() {
        attempt(null, 5L);
        // what the route does to headers afterwards has no effect
        exchange.getMessage().removeHeaders("*");

        assertThat(outcome.of(exchange)).isEqualTo(Outcome.confirmed(5, 5));
    }

    @Test
    void whatTheModuleDidNotConfirmIsUnknown() {
        attempt(null, null);

        assertThat(outcome.of(exchange).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    }

    @Test
    void theFailureOfTheOnlyAttemptIsTheOutcome() {
        attempt(failure(SendOutcome.NOT_SENT, "the modem is away"), null);

        assertThat(outcome.of(exchange)).isEqualTo(new Outcome(Outcome.Kind.NOT_SENT, "the modem is away", 5, 0, null));
    }

    @Test
    void anUnknownAttemptSaysHowMuchWasConfirmed() {
        attempt(failure(SendOutcome.UNKNOWN, "no answer"), null);

        assertThat(outcome.of(exchange)).isEqualTo(new Outcome(Outcome.Kind.UNKNOWN, "no answer", 5, 3, null));
    }

    @Test
    void nothingIsNotSentWhenAnEarlierAttemptMayHaveArrived() {
        attempt(failure(SendOutcome.UNKNOWN, "no answer"), null);
        attempt(failure(SendOutcome.NOT_SENT, "the modem is away"), null);

        assertThat(outcome.of(exchange).toString())
                .isEqualTo("UNKNOWN an earlier attempt of the route may have arrived; the last one: the modem is away");
    }

    @Test
    void nothingIsNotSentWhenPartOfTheRouteWasConfirmed() {
        attempt(null, 5L);
        attempt(failure(SendOutcome.NOT_SENT, "the modem is away"), null);

        assertThat(outcome.of(exchange).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    }

    @Test
    void aSecondAttemptThatIsConfirmedIsConfirmed() {
        attempt(failure(SendOutcome.NOT_SENT, "the modem is away"), null);
        attempt(null, 5L);

        assertThat(outcome.of(exchange)).isEqualTo(Outcome.confirmed(5, 5));
    }

    @Test
    void aFailureThatTheRouteHandledIsNoConfirmation() {
        attempt(failure(SendOutcome.NOT_SENT, "the modem is away"), null);
        exchange.setException(null);

        assertThat(outcome.of(exchange).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    }

    @Test
    void aRouteThatFailsOtherwiseIsUnknown() {
        exchange.setException(new IllegalArgumentException("no such table"));

        assertThat(outcome.of(exchange).toString()).isEqualTo("UNKNOWN the route failed: no such table");
    }

    @Test
    void aRouteThatSendsNothingIsUnknownUnlessItSaysThatItRefusesTheCommand() {
        assertThat(outcome.of(exchange).toString())
                .isEqualTo("UNKNOWN the route has ended without sending the command with an endpoint of sim7028");
        exchange.getMessage().setHeader(FleetConstants.NOT_SENT, "the valve is locked");
        assertThat(outcome.of(exchange)).isEqualTo(Outcome.notSent("the valve is locked"));

        attempt(null, 5L);
        assertThat(outcome.of(exchange).kind()).as("after an attempt").isEqualTo(Outcome.Kind.CONFIRMED);
    }

    @Test
    void aCommandThatAnotherModemSentIsUnknown() {
        attempt(null, 5L);
        exchange.getMessage().setHeader(Sim7028Constants.MODEM, "cellar");
        outcome.sent(exchange);

        assertThat(outcome.of(exchange).toString())
                .isEqualTo("UNKNOWN the route has sent the command with another modem than its own");
    }

    @Test
    void whileTheRouteStillSendsTheOutcomeIsUnknown() {
        Exchange copy = new DefaultExchange(exchange);
        assertThat(outcome.sending(copy)).isTrue();
        assertThat(outcome.sending(exchange)).isTrue();
        attempt(null, 5L);

        assertThat(outcome.of(exchange))
                .isEqualTo(Outcome.unknown("the route has ended while it was still sending the command"));
    }

    @Test
    void nothingIsSentAfterTheOutcome() {
        assertThat(outcome.sending(exchange)).isTrue();
        attempt(failure(SendOutcome.NOT_SENT, "the modem is down"), null);
        assertThat(outcome.of(exchange).kind()).isEqualTo(Outcome.Kind.NOT_SENT);

        assertThat(outcome.sending(new DefaultExchange(exchange))).isFalse();
    }
}
