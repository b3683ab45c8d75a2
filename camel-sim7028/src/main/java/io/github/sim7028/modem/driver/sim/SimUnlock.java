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
package io.github.sim7028.modem.driver.sim;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.setup.OptionalCommands;
import io.github.sim7028.modem.driver.setup.OptionalCommands.Answer;
import io.github.sim7028.modem.driver.sim.PinGuard.Decision;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.settings.ModemProfile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for the SIM card to be ready, and gives it its PIN (1.2) where {@link PinGuard} allows it. Only +CME ERROR 16 and 12 mean that the
 * PIN is wrong; after any other answer, or none, it looks again, with pauses that grow. A PIN that was taken counts as given until the card
 * is ready, whatever it asks.
 */
@OnLoop
public final class SimUnlock {

    /** How long a SIM may take to show up (1.2). */
    public static final long SIM_MILLIS = 20_000;

    private static final long POLL_MILLIS = 1000;
    private static final long FIRST_LOOK_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8000;
    private static final int PUK_REQUIRED = 12;
    private static final int INCORRECT_PASSWORD = 16;
    private final ModemProfile profile;
    private final AtDialogue dialogue;
    private final Loop loop;
    private final PinGuard guard;
    private final Executor aside;
    private final BooleanSupplier current;
    private final SimQueries questions;
    private final OptionalCommands optional;
    private final String pin;
    private final Path directory;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private long deadline;
    private SimIdentity sim;
    private int given;
    private boolean taken;
    private int unanswered;
    private long look = FIRST_LOOK_MILLIS;

    /**
     * @param aside   runs what may wait for the disk
     * @param current whether this attempt is still wanted
     */
    public SimUnlock(
            ModemProfile profile,
            AtDialogue dialogue,
            OptionalCommands optional,
            Loop loop,
            PinGuard guard,
            Executor aside,
            BooleanSupplier current) {
        this.profile = profile;
        this.dialogue = dialogue;
        this.optional = optional;
        this.loop = loop;
        this.guard = guard;
        this.aside = aside;
        this.current = current;
        questions = new SimQueries(dialogue);
        pin = profile.network().simPin();
        directory = profile.network().stateDirectory();
    }

    /** Completes when the SIM is ready, or exceptionally with what to do about it. */
    public CompletionStage<Void> run() {
        deadline = loop.now() + SIM_MILLIS;
        look();
        return outcome;
    }

    private void look() {
        if (!current.getAsBoolean()) {
            return;
        }
        dialogue.execute(StandardCommands.simState()).whenComplete((state, failure) -> {
            if (failure == null) {
                looked(state);
            } else if (SimQueries.isUnanswered(failure)) {
                if (++unanswered > 1) {
                    unlessInUse("no answer", failure);
                } else {
                    later(failure);
                }
            } else if (Futures.unwrapped(failure) instanceof AtErrorException refused) {
                String why = refused.error().describe();
                Sim7028Exception reason = new Sim7028Exception(
                        "no usable SIM (AT+CPIN?: " + why + "): check that a SIM card is inserted and fits well",
                        refused);
                if (SimQueries.saysNothing(refused)) {
                    unlessInUse(why, reason);
                } else {
                    later(reason);
                }
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    /**
     * A module that is registered uses its SIM: then its firmware only lacks the query. Unless there is a PIN to give, the same goes for one that
     * searches, and for one that reports neither: opening the network tells.
     */
    private void unlessInUse(String why, Throwable reason) {
        optional.attempt(() -> DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        outcome.completeExceptionally(failure);
                    } else if (answer.taken() ? isInUse(answer.value()) : pin == null && loop.now() >= deadline) {
                        optional.refused(
                                StandardCommands.simState().shown(),
                                new Answer<>(null, why),
                                "the state of the SIM is unknown, so the driver goes on without it");
                        outcome.complete(null);
                    } else {
                        later(reason);
                    }
                });
    }

    private boolean isInUse(int stat) {
        RegistrationState registration = RegistrationState.of(stat);
        return registration.registered() || pin == null && registration.searching();
    }

    private void looked(String state) {
        switch (state) {
            case "READY" -> ready();
            case "SIM PIN" -> pinWanted();
            case "SIM PUK" ->
                hopeless("the SIM is locked and requires its PUK: unlock the SIM in a phone, and correct the"
                        + " option simPin");
            default -> later(new Sim7028Exception("the SIM is not ready: +CPIN: " + AtSyntax.foreign(state)));
        }
    }

    private void ready() {
        if (pin == null) {
            outcome.complete(null);
            return;
        }
        SimIdentity known = sim == null ? identity(null) : sim;
        aside(() -> guard.knows(known, directory), noted -> {
            if (!noted) {
                outcome.complete(null);
            } else {
                identified(() -> aside(
                        () -> {
                            guard.ready(sim, directory);
                            return null;
                        },
                        v -> outcome.complete(null)));
            }
        });
    }

    /** Finds out which card it is, and goes on. */
    private void identified(Runnable then) {
        questions.card().whenComplete((number, failure) -> {
            if (failure == null) {
                sim = identity(number);
                then.run();
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private SimIdentity identity(String number) {
        Set<String> device = profile.line().identities();
        return SimIdentity.of(number, device);
    }

    private void pinWanted() {
        if (pin == null) {
            hopeless("the SIM requires a PIN: set the option simPin");
        } else if (taken) {
            later(new Sim7028Exception("the SIM accepted the PIN, but still requires a PIN"));
        } else {
            identified(() -> questions.tries().whenComplete((tries, failure) -> {
                if (failure == null) {
                    aside(() -> guard.take(sim, pin, tries, directory), decision -> decided(decision, tries));
                } else if (SimQueries.passes(failure)) {
                    later(failure);
                } else {
                    outcome.completeExceptionally(failure);
                }
            }));
        }
    }

    private void decided(Decision decision, int tries) {
        boolean told = tries != PinGuard.UNKNOWN;
        if (decision.verdict() == PinGuard.Verdict.GIVE) {
            warn(decision, told);
            give(decision);
        } else {
            hopeless(PinAdvice.on(decision, told));
        }
    }

    private void warn(Decision decision, boolean told) {
        if (decision.notRemembered() == null || told && directory == null || !guard.firstWarning(sim)) {
            return;
        }
        LOG.warn(
                "Modem '{}': {}, so a PIN that the SIM refuses is not remembered beyond this JVM{}; set"
                        + " stateDirectory to a directory of this program's own",
                profile.name(),
                decision.notRemembered(),
                told
                        ? ""
                        : ", and the SIM does not report how many tries are left: three starts with a wrong PIN"
                                + " lock the SIM");
    }

    private void give(Decision decision) {
        if (!current.getAsBoolean()) {
            aside(() -> untouched(decision), v -> {});
            return;
        }
        if (given++ == 0) {
            deadline = loop.now() + SIM_MILLIS;
        }
        dialogue.execute(StandardCommands.enterPin(pin)).whenComplete((v, failure) -> {
            if (failure == null) {
                taken = true;
                deadline = loop.now() + SIM_MILLIS;
                later(new Sim7028Exception("the SIM accepted the PIN, but still requires a PIN"));
            } else if (Futures.unwrapped(failure) instanceof AtErrorException refused) {
                notTaken(decision, refused);
            } else if (SimQueries.isUnanswered(failure)) {
                later(failure);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private void notTaken(Decision decision, AtErrorException refused) {
        if (SimQueries.isBusy(refused)) {
            aside(() -> untouched(decision), v -> later(refused(refused)));
        } else if (SimQueries.isCme(refused, PUK_REQUIRED) || SimQueries.isCme(refused, INCORRECT_PASSWORD)) {
            aside(
                    () -> {
                        guard.refused(decision, directory);
                        return null;
                    },
                    v -> hopeless("the SIM refused the PIN; the PIN is not tried again: correct the option simPin"));
        } else {
            later(refused(refused));
        }
    }

    private static Sim7028Exception refused(AtErrorException refused) {
        return new Sim7028Exception(
                "the SIM did not accept the PIN (" + refused.error().describe() + ")", refused);
    }

    private Void untouched(Decision decision) {
        guard.untouched(decision, directory);
        return null;
    }

    // ---- pauses and ends

    /** Looks again after a pause, unless the time is over. */
    private void later(Throwable reason) {
        if (loop.now() >= deadline) {
            outcome.completeExceptionally(Futures.unwrapped(reason));
            return;
        }
        loop.after(Math.min(pause(), deadline - loop.now()), this::look);
    }

    private long pause() {
        if (taken) {
            long now = look;
            look = Math.min(2 * look, POLL_MILLIS);
            return now;
        }
        return Math.min(LONGEST_PAUSE_MILLIS, POLL_MILLIS << Math.min(Math.max(0, given - 1), 8));
    }

    /** Does what may wait for the disk, and goes on on the loop. */
    private <T> void aside(Supplier<T> work, Consumer<T> then) {
        aside.execute(() -> {
            try {
                T result = work.get();
                loop.execute(() -> then.accept(result));
            } catch (RuntimeException | Error e) {
                loop.execute(() -> outcome.completeExceptionally(
                        new Sim7028Exception("the stored state of the SIM's PIN cannot be read", e)));
            }
        });
    }

    private void hopeless(String reason) {
        outcome.completeExceptionally(new Sim7028ConfigurationException(reason));
    }
}
