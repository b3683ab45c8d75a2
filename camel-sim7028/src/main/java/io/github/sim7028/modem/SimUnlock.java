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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Loop;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for the SIM card to be ready, and gives it its PIN (1.2). On the modem's loop. */
final class SimUnlock {

    private static final long POLL_MILLIS = 1000;

    private final ModemProfile profile;
    private final AtDialogue dialogue;
    private final Loop loop;
    private final PinGuard guard;
    private final String pin;

    SimUnlock(ModemProfile profile, AtDialogue dialogue, Loop loop, PinGuard guard) {
        this.profile = profile;
        this.dialogue = dialogue;
        this.loop = loop;
        this.guard = guard;
        pin = profile.network().simPin();
    }

    /** Completes when the SIM is ready, or exceptionally with what to do about it. */
    CompletionStage<Void> run() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        look(loop.now() + BringUp.SIM_MILLIS, outcome);
        return outcome;
    }

    private void look(long deadline, CompletableFuture<Void> outcome) {
        dialogue.execute(Commands.simState()).whenComplete((state, failure) -> {
            if (failure == null) {
                looked(state, deadline, outcome);
            } else if (BringUp.unwrapped(failure) instanceof AtErrorException refused) {
                String reason = "no usable SIM (AT+CPIN?: " + refused.error().describe()
                        + "): check that a SIM card is inserted and fits well";
                later(deadline, new Sim7028Exception(reason, refused), outcome);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private void looked(String state, long deadline, CompletableFuture<Void> outcome) {
        switch (state) {
            case "READY" -> {
                if (pin != null) {
                    guard.ready(device(), pin);
                }
                outcome.complete(null);
            }
            case "SIM PIN" -> enterPin(deadline, outcome);
            case "SIM PUK" ->
                hopeless(
                        "the SIM is locked and wants its PUK: unlock it in a phone, and correct the option simPin",
                        outcome);
            default -> later(deadline, new Sim7028Exception("the SIM is not ready: +CPIN: " + state), outcome);
        }
    }

    private void later(long deadline, Sim7028Exception reason, CompletableFuture<Void> outcome) {
        if (loop.now() >= deadline) {
            outcome.completeExceptionally(reason);
        } else {
            loop.after(Math.min(POLL_MILLIS, deadline - loop.now()), () -> look(deadline, outcome));
        }
    }

    private void enterPin(long deadline, CompletableFuture<Void> outcome) {
        if (pin == null) {
            hopeless("the SIM wants a PIN: set the option simPin", outcome);
            return;
        }
        Set<String> device = device();
        if (!guard.take(device, pin)) {
            hopeless(
                    "the SIM refused the PIN and it is not tried again, as three wrong ones lock a SIM: correct the"
                            + " option simPin",
                    outcome);
            return;
        }
        dialogue.execute(Commands.enterPin(pin)).whenComplete((v, failure) -> {
            if (failure == null) {
                guard.accepted(device, pin);
                look(deadline, outcome);
            } else if (BringUp.unwrapped(failure) instanceof AtErrorException) {
                guard.refused(device, pin);
                hopeless("the SIM refused the PIN; it is not tried again: correct the option simPin", outcome);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private Set<String> device() {
        return profile.line().identities();
    }

    private static void hopeless(String reason, CompletableFuture<Void> outcome) {
        outcome.completeExceptionally(new Sim7028ConfigurationException(reason));
    }
}
