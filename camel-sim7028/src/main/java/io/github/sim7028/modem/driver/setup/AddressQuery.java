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
package io.github.sim7028.modem.driver.setup;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.DiagnosticCommands.Addresses;
import io.github.sim7028.at.command.DiagnosticCommands.Context;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The module's own address (2.1.7). Some firmware leaves AT+IPADDR empty: then the PDP context tells it. After the network was opened the
 * address may come some seconds later.
 */
@OnLoop
public final class AddressQuery {

    /** No context is preferred. */
    public static final int ANY_CONTEXT = -1;

    private static final long FIRST_PAUSE_MILLIS = 500;

    /** After which an address is awaited no longer: 7.5 s in all, where it usually comes after 3. */
    private static final long LAST_PAUSE_MILLIS = 4000;

    private final AtDialogue dialogue;
    private final int context;
    /** Whether the firmware knows any of the commands that tell an address. */
    private boolean answered;

    /** @param context the number of the PDP context to ask first, or {@link #ANY_CONTEXT} */
    public AddressQuery(AtDialogue dialogue, int context) {
        this.dialogue = dialogue;
        this.context = context;
    }

    /** Whether a module shows with this address that its context is not usable. */
    public static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    /** Asks until there is an address; completes with an empty text, or a loopback address, when there is no other for too long. */
    public CompletionStage<String> await(Loop loop) {
        return await(loop, FIRST_PAUSE_MILLIS);
    }

    private CompletionStage<String> await(Loop loop, long pause) {
        return once().thenCompose(address -> {
            boolean usable = !address.isEmpty() && !isLoopback(address);
            if (usable || !answered || pause > LAST_PAUSE_MILLIS) {
                return CompletableFuture.completedFuture(address);
            }
            CompletableFuture<Void> later = new CompletableFuture<>();
            loop.after(pause, () -> later.complete(null));
            return later.thenCompose(v -> await(loop, 2 * pause));
        });
    }

    private CompletionStage<String> once() {
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.address()), null)
                .thenCompose(told -> {
                    answered |= told != null;
                    return told == null ? ofContext() : orOfContext(told);
                });
    }

    /** What AT+IPADDR has told, or the address of the context if that was nothing; empty when no command tells one. */
    public CompletionStage<String> orOfContext(String told) {
        return told.matches("[0.:]*") ? ofContext() : CompletableFuture.completedFuture(told);
    }

    private CompletionStage<String> ofContext() {
        return first(DiagnosticCommands.contexts(), Context::number, Context::addresses)
                .thenCompose(told -> told.isEmpty()
                        ? first(DiagnosticCommands.addresses(), Addresses::number, Addresses::list)
                        : CompletableFuture.completedFuture(told));
    }

    private <T> CompletionStage<String> first(
            AtCommand<List<T>> query, ToIntFunction<T> number, Function<T, List<String>> addresses) {
        return BringUpSteps.otherwise(dialogue.execute(query), null).thenApply(all -> {
            answered |= all != null;
            return (all == null ? List.<T>of() : all)
                    .stream()
                            .sorted(Comparator.comparing(one -> number.applyAsInt(one) != context))
                            .flatMap(one -> addresses.apply(one).stream())
                            .findFirst()
                            .orElse("");
        });
    }
}
