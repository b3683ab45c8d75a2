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
import io.github.sim7028.at.command.AttachCommands;
import io.github.sim7028.at.command.AttachCommands.Authentication;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.DiagnosticCommands.Activation;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks the module for what it has to know before it attaches, and finds what differs from the options. */
@OnLoop
final class RadioDifferences {

    private final NetworkSettings network;
    private final AttachSettings attach;
    private final OptionalCommands optional;
    private final SetupMemory memory;
    private PdpContexts contexts;
    private int context;

    RadioDifferences(NetworkSettings network, AtDialogue dialogue, SetupMemory memory) {
        this.network = network;
        optional = new OptionalCommands(dialogue, memory.refusals());
        this.memory = memory;
        attach = network.attach();
    }

    /** The number of the PDP context to use. */
    int context() {
        return context;
    }

    void use(int number) {
        context = number;
    }

    PdpContexts contexts() {
        return contexts;
    }

    /** @param again whether they are only looked at once more: the context is known then */
    CompletionStage<List<RadioChange>> find(boolean again) {
        List<RadioChange> changes = new ArrayList<>();
        return optional.ask(DiagnosticCommands::contexts, null, null)
                .thenCompose(defined -> {
                    contexts = new PdpContexts(network, defined == null ? List.of() : defined);
                    return (again || contexts.isObvious()
                                    ? CompletableFuture.completedFuture(List.<Activation>of())
                                    : listed(DiagnosticCommands::activations))
                            .thenAccept(active -> {
                                context = again ? context : contexts.choose(active);
                                if (!contexts.fits(context)) {
                                    changes.add(apnChange(defined != null));
                                }
                            });
                })
                .thenCompose(v -> bands(changes))
                .thenCompose(v -> user(changes))
                .thenApply(v -> changes);
    }

    private <T> CompletionStage<List<T>> listed(Supplier<AtCommand<List<T>>> query) {
        return optional.ask(query, List.of(), null);
    }

    /** @param known whether the module tells its access points: what it does not tell may be right */
    private RadioChange apnChange(boolean known) {
        return new RadioChange(
                RadioChange.Option.APN,
                known || memory.hasNetworkFailed(),
                () -> AttachCommands.context(context, network.ipFamily().pdpType(), network.apn()),
                "APN '" + network.apn() + "' (" + network.ipFamily().pdpType() + ") in PDP context " + context,
                known ? contexts.words(context) : "",
                "the module uses its own APN (" + contexts.words(context) + "), and most networks accept only the APN"
                        + " of the SIM's contract");
    }

    // ---- bands

    private CompletionStage<Void> bands(List<RadioChange> changes) {
        if (attach.bands().isEmpty()) {
            return BringUpSteps.done();
        }
        return optional.attempt(AttachCommands::bands).thenAccept(answer -> {
            Set<Integer> searched = new HashSet<>();
            if (answer.taken()) {
                answer.value().forEach(searched::addAll);
            }
            if (searched.isEmpty()) {
                // without the bands of now the driver would have to write at every bring-up
                memory.refusals()
                        .refused(
                                AttachCommands.bands().shown(),
                                answer.taken() ? "OK without bands" : answer.refusal(),
                                "the option bands has no effect, and the module searches all its bands");
            } else if (!searched.equals(new HashSet<>(attach.bands()))) {
                changes.add(bandsChange(searched.stream().sorted().toList()));
            }
        });
    }

    private RadioChange bandsChange(List<Integer> before) {
        return new RadioChange(
                RadioChange.Option.BANDS,
                true,
                () -> AttachCommands.searchBands(attach.bands()),
                "bands " + AttachSettings.listed(attach.bands()),
                "bands " + AttachSettings.listed(before),
                "the module searches the bands " + AttachSettings.listed(before)
                        + ", and a first search may take longer; check that the module has the bands of the option"
                        + " bands");
    }

    // ---- the user of the access point

    private CompletionStage<Void> user(List<RadioChange> changes) {
        if (!attach.authenticates()) {
            return BringUpSteps.done();
        }
        return optional.ask(AttachCommands::authentications, null, null).thenAccept(answer -> {
            Authentication set = (answer == null ? List.<Authentication>of() : answer)
                    .stream().filter(one -> one.number() == context).findFirst().orElse(null);
            boolean same = set != null
                    && set.protocol() == attach.apnAuthentication().code()
                    && set.user().equals(attach.apnUser());
            if (same && isShown(set.password()) && set.password().equals(password())) {
                return;
            }
            boolean differs = answer != null && !(same && !isShown(set.password()));
            changes.add(userChange(differs || memory.hasNetworkFailed()));
        });
    }

    /** A module may tell no password, or asterisks in place of it. */
    private boolean isShown(String password) {
        return !password.isEmpty() && !password.matches("\\*+");
    }

    private String password() {
        return attach.apnPassword() == null ? "" : attach.apnPassword();
    }

    private RadioChange userChange(boolean radioOff) {
        return new RadioChange(
                RadioChange.Option.USER,
                radioOff,
                () -> AttachCommands.authenticate(
                        context, attach.apnAuthentication().code(), attach.apnUser(), password()),
                "the user of the APN (" + attach.apnAuthentication().name().toLowerCase(Locale.ROOT)
                        + ") in PDP context " + context,
                "",
                "the module attaches without the user of the option apnUser, and the network may refuse the module");
    }
}
