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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.setup.BringUpSteps;
import io.github.sim7028.modem.driver.setup.OptionalCommands;
import io.github.sim7028.modem.driver.setup.OptionalCommands.Answer;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Waits until the module has found its network, which takes many minutes the first time. */
@OnLoop
final class NetworkSearch {

    private static final long POLL_MILLIS = 1000;
    private static final long LONGEST_POLL_MILLIS = 5000;
    private static final int HOME = 1;
    private static final int DENIED = 3;
    private static final int ROAMING = 5;

    /** So many refusals of AT+CEREG? in a row are no trouble of a module that has just booted. */
    private static final int REFUSALS = 5;

    private final Loop loop;
    private final OptionalCommands optional;
    private final Duration timeout;
    private int signal = ModuleFacts.SIGNAL_UNKNOWN;
    private int registration;
    private int refusals;

    /** @param timeout after which a search without result has failed */
    NetworkSearch(Loop loop, OptionalCommands optional, Duration timeout) {
        this.loop = loop;
        this.optional = optional;
        this.timeout = timeout;
    }

    /** The signal before the search. */
    int signal() {
        return signal;
    }

    /** How it is registered, once it is. */
    int registration() {
        return registration;
    }

    /** Whether the module is looking for a network: it is left alone then. */
    CompletionStage<Boolean> searches() {
        return optional.ask(NetworkSearch::question, ModuleFacts.REGISTRATION_UNKNOWN, null)
                .thenApply(stat -> RegistrationState.of(stat).searching());
    }

    private static AtCommand<Integer> question() {
        return DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG);
    }

    /** Completes once it is registered, or exceptionally with what to do about it. */
    CompletionStage<Void> run() {
        return optional.ask(StandardCommands::signal, ModuleFacts.SIGNAL_UNKNOWN, null)
                .thenAccept(level -> signal = level)
                .thenCompose(v -> register(loop.now()));
    }

    /** Looks more and more seldom: a first search may take many minutes, and is no fault. */
    private CompletionStage<Void> register(long since) {
        return optional.attempt(NetworkSearch::question).thenCompose(answer -> {
            if (!answer.taken()) {
                return unknown(answer, since);
            }
            int stat = answer.value();
            long limit = timeout.toMillis();
            long passed = loop.now() - since;
            if (stat == HOME || stat == ROAMING) {
                registration = stat;
                return BringUpSteps.done();
            } else if (stat == DENIED) {
                return BringUpSteps.hopeless(
                        "+CEREG: 0,3 registration denied: check the SIM's NB-IoT subscription and the option apn");
            } else if (passed >= limit) {
                return CompletableFuture.failedFuture(new NotRegisteredException(notRegistered(stat)));
            }
            long pause = Math.max(POLL_MILLIS, Math.min(LONGEST_POLL_MILLIS, passed / 4));
            return after(Math.min(pause, limit - passed), () -> register(since));
        });
    }

    /** Early after a boot a query may be refused; by a firmware that does not know it, it always is. Then NETOPEN tells. */
    private CompletionStage<Void> unknown(Answer<Integer> answer, long since) {
        if (++refusals < REFUSALS) {
            return after(POLL_MILLIS, () -> register(since));
        }
        registration = ModuleFacts.REGISTRATION_UNKNOWN;
        optional.refused(
                question().shown(),
                answer,
                "the registration is unknown, so the driver opens the network without waiting for it");
        return BringUpSteps.done();
    }

    private String notRegistered(int stat) {
        String strength = signal == ModuleFacts.SIGNAL_UNKNOWN
                ? "no signal: check the antenna and the coverage"
                : ModuleFacts.signalWords(signal);
        return "not registered within " + Limits.words(timeout) + " (+CEREG: 0," + stat + ", " + strength + ")";
    }

    private CompletionStage<Void> after(long millis, Supplier<CompletionStage<Void>> step) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.after(millis, () -> later.complete(null));
        return later.thenCompose(v -> step.get());
    }
}
