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
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.status.ReceiveModes;
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
import java.util.function.Supplier;

/**
 * Every setting that the driver relies on or that its options ask for. Each is made at every bring-up: none of them survives a restart (all
 * are NO_SAVE).
 */
@OnLoop
public final class ModuleSetup {

    private static final int NUMBER_OF_THE_NOTE = 1;

    private final ModemProfile profile;
    private final AtDialogue dialogue;
    private final OptionalCommands optional;
    private final ReceptionSetup reception;
    private boolean configured;

    /** @param buffered whether received data is to stay in the module until it is read, if the firmware can do that */
    public ModuleSetup(
            ModemProfile profile,
            AtDialogue dialogue,
            OptionalCommands optional,
            boolean buffered,
            SetupMemory memory) {
        this.profile = profile;
        this.dialogue = dialogue;
        this.optional = optional;
        reception = new ReceptionSetup(profile.transfer(), optional, memory.refusals(), buffered);
    }

    /** Whether received data stays in the module until it is read; known once the settings are made. */
    public boolean buffered() {
        return reception.buffered();
    }

    /** The receive modes that the firmware can be used in; known once the settings are made. */
    public ReceiveModes receiveModes() {
        return reception.modes();
    }

    /** How to find out whether the module still has its settings; {@link SettingsProof#NONE} before they are made. */
    public SettingsProof proof() {
        return configured ? reception.proof() : SettingsProof.NONE;
    }

    /** How received data is handed over from now on; the other settings stay as they are. */
    public CompletionStage<Void> receive(boolean inModule) {
        return reception.mode(inModule);
    }

    /** How the module sleeps. */
    public CompletionStage<Void> powerSaving() {
        return new SleepSettings(profile, optional).apply();
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
     * Before NETOPEN: some of them the module refuses while the network is open.
     *
     * @param context the number of the PDP context
     */
    public CompletionStage<Void> configure(int context) {
        NetworkSettings network = profile.network();
        TransferSettings transfer = profile.transfer();
        return accessMode()
                .thenCompose(v -> socketContext(context))
                .thenCompose(v -> reception.linkNumbers())
                .thenCompose(v -> reception.lengths())
                .thenCompose(v -> optional.set(
                        StandardCommands::showSender, "when data is pushed, the senders of datagrams are unknown"))
                .thenCompose(v -> confirmations())
                .thenCompose(v -> optional.set(
                        () -> StandardCommands.timeouts(
                                network.netOpenTimeout().toMillis(),
                                transfer.connectTimeout().toMillis(),
                                transfer.sendTimeout().toMillis()),
                        "the driver applies netOpenTimeout, connectTimeout and sendTimeout, but the module uses"
                                + " timeouts of its own"))
                .thenCompose(v -> nameServers())
                .thenCompose(v -> reception.mode())
                .thenRun(() -> configured = true);
    }

    /** The number of a context is given only where the module takes it: the note knows only 1, and a SIM7028 makes a context 0. */
    private CompletionStage<Void> socketContext(int context) {
        return optional.ask(AttachCommands::socketContexts, List.of(), null).thenCompose(answer -> {
            Set<Integer> numbers = answer.isEmpty() ? Set.of(NUMBER_OF_THE_NOTE) : answer.get(0);
            return numbers.contains(context) ? socketContext(context, true) : socketFamily();
        });
    }

    /** The IP version alone: with another number the module could use a context that was left in it. */
    private CompletionStage<Void> socketFamily() {
        return optional.ask(AttachCommands::socketContext, List.of(), null).thenCompose(answer -> {
            int family = profile.network().ipFamily().code();
            boolean known = !answer.isEmpty();
            if (known && answer.get(0).family() != family) {
                return socketContext(answer.get(0).number(), false);
            }
            return BringUpSteps.done();
        });
    }

    private CompletionStage<Void> socketContext(int number, boolean chosen) {
        return optional.set(
                        () -> AttachCommands.socketContext(
                                number, profile.network().ipFamily().code()),
                        chosen
                                ? "the PDP context and the IP version set in the module are used"
                                : "the IP version set in the module is used")
                .thenAccept(v -> {});
    }

    private CompletionStage<Void> confirmations() {
        boolean acknowledged = profile.transfer().sendMode() == SendMode.ACK;
        Supplier<AtCommand<Void>> command = () -> StandardCommands.confirmAcknowledged(acknowledged);
        return acknowledged
                ? optional.require(command, "which sendMode=ack needs: set sendMode=stack")
                : optional.set(command, "the module decides when a message is confirmed")
                        .thenAccept(v -> {});
    }

    /** Before NETOPEN (2.1.10). */
    private CompletionStage<Void> accessMode() {
        if (!profile.transfer().transparent()) {
            return optional.set(StandardCommands::commandMode, "the access mode set in the module is used")
                    .thenAccept(v -> {});
        }
        CompletionStage<Void> mode = optional.require(
                StandardCommands::transparentMode, "which accessMode=transparent needs: set accessMode=command");
        if (!profile.recovery().dtrPulse().isZero()) {
            // DTR resets this one
            return mode;
        }
        return mode.thenCompose(v -> optional.set(StandardCommands::leaveByDtr, null))
                .thenAccept(taken -> {
                    if (taken) {
                        dialogue.leaveByDtr();
                    }
                });
    }

    private CompletionStage<Void> nameServers() {
        NetworkSettings network = profile.network();
        return network.primaryDns() == null
                ? BringUpSteps.done()
                : optional.set(
                                () -> StandardCommands.nameServers(
                                        network.primaryDns(),
                                        network.secondaryDns(),
                                        network.ipFamily() == IpFamily.IPV6),
                                "the name servers of the network are used, not primaryDns and secondaryDns")
                        .thenAccept(v -> {});
    }

    /** After NETOPEN, as 2.1.19 says. The TCP keep-alive is off after a restart. */
    public CompletionStage<Void> keepAlive() {
        TcpKeepAlive settings = profile.network().tcpKeepAlive();
        return optional.set(
                        () -> StandardCommands.tcpKeepAlive(
                                settings.enabled(),
                                settings.idle().toMinutes(),
                                settings.count(),
                                settings.interval().toMinutes()),
                        settings.enabled()
                                ? "there is no TCP keep-alive: a peer that vanishes is detected only when something"
                                        + " is sent"
                                : null)
                .thenAccept(v -> {});
    }
}
