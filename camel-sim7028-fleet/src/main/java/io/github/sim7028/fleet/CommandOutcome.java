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

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.camel.message.SendObserver;
import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.member.Outcome;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What became of a command, from the end of its exchange and all attempts of the route to send. {@code CONFIRMED} and {@code NOT_SENT} are promises:
 * whatever does not prove one of the two is {@code UNKNOWN}.
 */
final class CommandOutcome implements SendObserver {

    private final Command command;
    /** Whether something was confirmed, or may have arrived. */
    private boolean perhapsSent;

    private boolean attempted;
    /** Attempts that have begun and not ended. */
    private int underWay;
    /** The outcome is known to others. */
    private boolean ended;
    /** The last attempt, if it was confirmed. */
    private Outcome confirmed;

    /** The modem of the last attempt. */
    private String sender;

    CommandOutcome(Command command) {
        this.command = command;
    }

    /** An attempt after the outcome, as of a wire tap, could break the promise. */
    @Override
    public synchronized boolean sending(Exchange exchange) {
        underWay += ended ? 0 : 1;
        return !ended;
    }

    @Override
    public synchronized void sent(Exchange exchange) {
        underWay--;
        attempted = true;
        Exception failure = exchange.getException();
        confirmed = failure == null ? confirmed(exchange.getMessage()) : null;
        sender = exchange.getMessage().getHeader(Sim7028Constants.MODEM, String.class);
        perhapsSent |= !isNotSent(failure);
    }

    /** Null if the module has not confirmed the message, as in transparent mode. */
    private static Outcome confirmed(Message message) {
        Long requested = message.getHeader(Sim7028Constants.REQUESTED_LENGTH, Long.class);
        Long confirmed = message.getHeader(Sim7028Constants.CONFIRMED_LENGTH, Long.class);
        boolean all = requested != null && requested.equals(confirmed);
        return all ? Outcome.confirmed(requested, confirmed) : null;
    }

    private static boolean isNotSent(Exception failure) {
        return failure instanceof Sim7028SendException send && send.getOutcome() == SendOutcome.NOT_SENT;
    }

    /** The exchange has come to its end. */
    synchronized Outcome of(Exchange exchange) {
        ended = true;
        if (underWay > 0) {
            return Outcome.unknown("the route has ended while it was still sending the command");
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            return ofSuccess(exchange.getMessage());
        }
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!(failure instanceof Sim7028SendException send)) {
            return Outcome.unknown("the route failed: " + why);
        }
        boolean notSent = send.getOutcome() == SendOutcome.NOT_SENT && !perhapsSent;
        return new Outcome(
                notSent ? Outcome.Kind.NOT_SENT : Outcome.Kind.UNKNOWN,
                notSent || send.getOutcome() == SendOutcome.UNKNOWN
                        ? why
                        : "an earlier attempt of the route may have arrived; the last one: " + why,
                send.getRequestedLength(),
                send.getConfirmedLength(),
                send.getError() == null ? null : send.getError().toString());
    }

    private Outcome ofSuccess(Message message) {
        if (!attempted) {
            String refused = message.getHeader(FleetConstants.NOT_SENT, String.class);
            return refused == null
                    ? Outcome.unknown("the route has ended without sending the command with an endpoint of sim7028")
                    : Outcome.notSent(refused);
        }
        if (confirmed == null) {
            return Outcome.unknown("the route has ended well, but its last attempt to send was not confirmed");
        }
        return command.modem().equals(sender)
                ? confirmed
                : Outcome.unknown("the route has sent the command with another modem than its own");
    }
}
