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
import io.github.sim7028.at.command.RawCommand;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Every setting that the driver relies on or that its options ask for. Each is made at every bring-up: none of them survives a restart (all
 * are NO_SAVE).
 */
@OnLoop
public final class ModuleSetup {

    private static final int NUMBER_OF_THE_NOTE = 1;

    private final ModemProfile profile;
    private final AtDialogue dialogue;
    private final boolean buffered;
    private final RefusedSettings refusals;

    public ModuleSetup(ModemProfile profile, AtDialogue dialogue, boolean buffered, SetupMemory memory) {
        this.profile = profile;
        this.dialogue = dialogue;
        this.buffered = buffered;
        refusals = memory.refusals();
    }

    /** How the module sleeps. */
    public CompletionStage<Void> powerSaving() {
        return new SleepSettings(profile, dialogue, refusals).apply();
    }

    /** The commands of the option initCommands. */
    public CompletionStage<Void> siteCommands() {
        CompletionStage<Void> chain = BringUpSteps.done();
        for (String command : profile.network().initCommands()) {
            chain = chain.thenCompose(v -> dialogue.execute(new RawCommand(command)))
                    .handle((lines, failure) -> failure == null
                            ? BringUpSteps.done()
                            : AtErrorException.errorOf(failure) == null
                                    ? CompletableFuture.<Void>failedFuture(failure)
                                    : BringUpSteps.<Void>hopeless(
                                            "the module refused a command of the option initCommands: "
                                                    + Futures.unwrapped(failure).getMessage()))
                    .thenCompose(step -> step);
        }
        return chain;
    }

    /**
     * Before the module looks for a network.
     *
     * @param context the number of the PDP context
     */
    public CompletionStage<Void> configure(int context) {
        NetworkSettings network = profile.network();
        TransferSettings transfer = profile.transfer();
        return accessMode()
                .thenCompose(v -> socketContext(context))
                .thenCompose(v -> wish(
                        StandardCommands.socketParameters(
                                transfer.retransmissions(),
                                transfer.receiveDelay().toMillis(),
                                transfer.minRetransmissionTimeout().toMillis()),
                        buffered,
                        "the module uses its own values for retransmissions, minRetransmissionTimeout and"
                                + " receiveDelay"))
                .thenCompose(v -> ask(StandardCommands.showHeader()))
                .thenCompose(v -> wish(
                        StandardCommands.showSender(),
                        true,
                        "when data is pushed, the senders of datagrams are unknown"))
                .thenCompose(v -> wish(
                        StandardCommands.confirmAcknowledged(transfer.sendMode() == SendMode.ACK),
                        transfer.sendMode() == SendMode.STACK,
                        "the module decides when a message is confirmed"))
                .thenCompose(v -> wish(
                        StandardCommands.timeouts(
                                network.netOpenTimeout().toMillis(),
                                transfer.connectTimeout().toMillis(),
                                transfer.sendTimeout().toMillis()),
                        true,
                        "the driver applies netOpenTimeout, connectTimeout and sendTimeout, but the module uses"
                                + " timeouts of its own"))
                .thenCompose(v -> nameServers())
                .thenCompose(v -> ask(StandardCommands.receiveBuffered(buffered)));
    }

    /** Before NETOPEN (2.1.10). */
    private CompletionStage<Void> accessMode() {
        if (!profile.transfer().transparent()) {
            return tolerate(StandardCommands.commandMode());
        }
        if (!profile.recovery().dtrPulse().isZero()) {
            // DTR resets this one
            return ask(StandardCommands.transparentMode());
        }
        CompletionStage<Void> byDtr =
                dialogue.execute(StandardCommands.leaveByDtr()).thenRun(dialogue::leaveByDtr);
        return ask(StandardCommands.transparentMode()).thenCompose(v -> BringUpSteps.otherwise(byDtr, null));
    }

    /** A number is given only where the module takes it: the note knows only 1, and a firmware with a context 0 may take no number at all. */
    private CompletionStage<Void> socketContext(int context) {
        IpFamily family = profile.network().ipFamily();
        return BringUpSteps.otherwise(dialogue.execute(AttachCommands.socketContexts()), List.of())
                .thenCompose(answer -> {
                    Set<Integer> numbers = answer.isEmpty() ? Set.of(NUMBER_OF_THE_NOTE) : answer.get(0);
                    // where there is only one, it is in force anyway
                    boolean accepted = numbers.contains(context) || numbers.size() == 1 && !answer.isEmpty();
                    return accepted
                            ? wish(
                                    AttachCommands.socketContext(
                                            numbers.contains(context)
                                                    ? context
                                                    : numbers.iterator().next(),
                                            family.code()),
                                    true,
                                    "the PDP context and the IP version set in the module are used")
                            : BringUpSteps.done();
                });
    }

    private CompletionStage<Void> nameServers() {
        NetworkSettings network = profile.network();
        return network.primaryDns() == null
                ? BringUpSteps.done()
                : ask(StandardCommands.nameServers(
                        network.primaryDns(), network.secondaryDns(), network.ipFamily() == IpFamily.IPV6));
    }

    /** After NETOPEN, as 2.1.19 says. Switching it off is not essential: it is off after a restart. */
    public CompletionStage<Void> keepAlive() {
        TcpKeepAlive settings = profile.network().tcpKeepAlive();
        AtCommand<Void> command = StandardCommands.tcpKeepAlive(
                settings.enabled(),
                settings.idle().toMinutes(),
                settings.count(),
                settings.interval().toMinutes());
        return settings.enabled() ? ask(command) : tolerate(command);
    }

    private CompletionStage<Void> ask(AtCommand<Void> command) {
        return dialogue.execute(command);
    }

    /** A setting that a firmware may not know. If the driver does not need the setting, the refusal is logged and is no reason to stay down. */
    private CompletionStage<Void> wish(AtCommand<Void> command, boolean dispensable, String consequence) {
        return dialogue.execute(command)
                .handle((v, failure) -> {
                    AtError error = failure == null ? null : AtErrorException.errorOf(failure);
                    if (failure != null && (error == null || !dispensable)) {
                        return CompletableFuture.<Void>failedFuture(failure);
                    }
                    if (failure != null) {
                        refusals.refused(command.shown(), error, consequence);
                    }
                    return BringUpSteps.done();
                })
                .thenCompose(step -> step);
    }

    private CompletionStage<Void> tolerate(AtCommand<Void> command) {
        return BringUpSteps.otherwise(dialogue.execute(command), null);
    }
}
