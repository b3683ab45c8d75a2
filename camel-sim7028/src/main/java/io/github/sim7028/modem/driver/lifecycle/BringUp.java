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

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.NetClose;
import io.github.sim7028.at.command.NetOpen;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.setup.AddressQuery;
import io.github.sim7028.modem.driver.setup.BringUpSteps;
import io.github.sim7028.modem.driver.setup.ModuleSetup;
import io.github.sim7028.modem.driver.setup.OptionalCommands;
import io.github.sim7028.modem.driver.setup.PowerGrant;
import io.github.sim7028.modem.driver.setup.RadioSetup;
import io.github.sim7028.modem.driver.setup.SettingsProof;
import io.github.sim7028.modem.driver.setup.SetupMemory;
import io.github.sim7028.modem.driver.sim.PinGuard;
import io.github.sim7028.modem.driver.sim.SimUnlock;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes a module from its first answer to an open network, in the order of 1.2 and 3.1.
 */
@OnLoop
final class BringUp {

    /** {@code <fun>} of AT+CFUN: full functionality. */
    private static final int FULL = 1;

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final AtDialogue dialogue;
    private final Loop loop;
    private BooleanSupplier current;
    private final Consumer<ModemState> progress;
    private final OptionalCommands optional;
    private final SetupMemory memory;
    private final ModuleSetup setup;
    private final RadioSetup radio;
    private NetworkSearch search;
    /** Whether an earlier user left the network open, and the module searches: it is closed when that is over. */
    private boolean leftOpen;

    private int links;
    private int servers;
    private String address = "";

    /** @param current whether this attempt is still wanted */
    BringUp(
            ModemProfile profile,
            ModemRuntime runtime,
            AtDialogue dialogue,
            Loop loop,
            boolean buffered,
            SetupMemory memory,
            BooleanSupplier current,
            Consumer<ModemState> progress) {
        this.profile = profile;
        this.runtime = runtime;
        this.current = current;
        this.dialogue = dialogue;
        this.loop = loop;
        optional = new OptionalCommands(dialogue, memory.refusals());
        setup = new ModuleSetup(profile, dialogue, optional, buffered, memory);
        radio = new RadioSetup(profile, dialogue, memory);
        this.progress = progress;
        this.memory = memory;
    }

    /** Completes with the facts about the module, or exceptionally with a {@link Sim7028Exception} that says what to do. */
    CompletionStage<ModuleFacts> run() {
        return begin().thenCompose(v -> echoOff())
                .thenCompose(v -> optional.set(
                        StandardCommands::numericErrors,
                        "errors come without a number, so their reason may stay unknown"))
                .thenCompose(v -> optional.set(
                        StandardCommands::reportRegistration, "changes of the registration are not reported as events"))
                .thenCompose(v -> closeLeftOver())
                .thenCompose(v -> functionality())
                .thenCompose(v -> enter(ModemState.SIM, this::unlock))
                .thenCompose(v -> setup.powerSaving())
                .thenCompose(v -> setup.siteCommands())
                .thenCompose(v -> radio.run())
                .thenCompose(cycled -> cycled ? unlock() : BringUpSteps.done())
                .thenCompose(v -> join())
                .thenCompose(v -> setup.keepAlive())
                .thenCompose(v -> keptSettings())
                .thenCompose(v -> linkCount())
                .thenAccept(count -> links = count)
                .thenCompose(v -> serverCount())
                .thenAccept(count -> servers = count)
                .thenCompose(v -> facts());
    }

    /** Whether {@link #again} is possible on this dialogue. What a module that slept still has, one question does not tell. */
    boolean canRepeat(AtDialogue now) {
        return now == dialogue
                && !profile.power().maySleep()
                && !profile.transfer().transparent()
                && proof().afterBoot() != null;
    }

    /**
     * Opens the network again after the module has lost it. What the module was told, and what it has told, is not repeated if the module
     * shows that it still has its settings: all of them end together, with a restart (NO_SAVE).
     *
     * @param still    whether this attempt is still wanted
     * @param buffered whether received data is to be buffered now
     * @return the facts about the module; null if the module does not show its settings, and needs the whole bring-up
     */
    CompletionStage<ModuleFacts> again(BooleanSupplier still, boolean buffered) {
        current = still;
        return begin().thenCompose(v -> optional.ask(proof().afterBoot(), false, null))
                .thenCompose(kept -> kept ? openAgain(buffered) : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<ModuleFacts> openAgain(boolean buffered) {
        return closeLeftOver()
                .thenCompose(v -> functionality())
                .thenCompose(v -> enter(ModemState.SIM, this::unlock))
                .thenCompose(v -> setup.siteCommands())
                .thenCompose(v -> setup.receive(buffered))
                .thenCompose(v -> search())
                .thenCompose(v -> leftOpen ? close() : BringUpSteps.done())
                .thenCompose(v -> enter(ModemState.OPENING_NETWORK, this::openNetwork))
                .whenComplete(this::noteFailure)
                .thenCompose(v -> setup.keepAlive())
                .thenCompose(v -> keptSettings())
                .thenCompose(v -> facts());
    }

    private CompletionStage<Void> begin() {
        progress.accept(ModemState.CONFIGURING);
        leftOpen = false;
        search = new NetworkSearch(loop, optional, profile.network().registrationTimeout());
        return dialogue.synchronise();
    }

    private CompletionStage<Void> join() {
        return register()
                .thenCompose(v -> enter(ModemState.OPENING_NETWORK, this::openNetwork))
                .whenComplete(this::noteFailure);
    }

    private void noteFailure(Void done, Throwable failure) {
        if (failure != null) {
            memory.networkFailed();
        }
    }

    /** Some settings are refused while the network is open, and a module that searches is not told to close it. */
    private CompletionStage<Void> register() {
        return leftOpen
                ? search().thenCompose(v -> close()).thenCompose(v -> setup.configure(radio.context()))
                : setup.configure(radio.context()).thenCompose(v -> search());
    }

    private CompletionStage<Void> search() {
        return enter(ModemState.REGISTERING, search::run);
    }

    /** A module that restarted without a word while a command was not answered has lost what was set before. */
    private CompletionStage<Void> keptSettings() {
        Supplier<AtCommand<Boolean>> question = setup.proof().afterBoot();
        if (!optional.metSilence() || question == null) {
            return BringUpSteps.done();
        }
        return optional.ask(question, true, null)
                .thenCompose(kept -> kept
                        ? BringUpSteps.done()
                        : fail("the module lost its settings while it was configured: it must have restarted", null));
    }

    /** How to find out whether the module still has the settings of this bring-up. */
    SettingsProof proof() {
        return setup.proof();
    }

    private CompletionStage<ModuleFacts> facts() {
        return new PowerGrant(profile.power(), optional)
                .ask()
                .thenApply(power -> new ModuleFacts(
                        links,
                        servers,
                        address,
                        search.signal(),
                        search.registration(),
                        setup.receiveModes(),
                        setup.buffered(),
                        power));
    }

    private CompletionStage<Void> unlock() {
        return new SimUnlock(profile, dialogue, optional, loop, PinGuard.INSTANCE, runtime::runNative, current).run();
    }

    private <T> CompletionStage<T> enter(ModemState state, Supplier<CompletionStage<T>> step) {
        progress.accept(state);
        return step.get();
    }

    /**
     * A module that repeats what it receives could repeat a payload, which must not be taken for answers; one that does not may know no
     * ATE0.
     */
    private CompletionStage<Void> echoOff() {
        return optional.attempt(StandardCommands::echoOff).thenCompose(answer -> {
            if (answer.taken()) {
                return BringUpSteps.done();
            }
            // of the ATE0 itself, which is the last that may be repeated
            dialogue.repeats();
            return dialogue.execute(StandardCommands.attention())
                    .thenCompose(v -> dialogue.repeats()
                            ? BringUpSteps.hopeless("the module repeats what it receives, and its firmware refuses "
                                    + StandardCommands.echoOff().shown() + " (" + answer.refusal()
                                    + "): the driver cannot work so, another firmware is needed")
                            : BringUpSteps.done());
        });
    }

    /** A network left open by an earlier user of the module would keep its settings and links. */
    private CompletionStage<Void> closeLeftOver() {
        return optional.ask(
                        StandardCommands::networkOpen,
                        false,
                        "the driver does not see that the network was closed until a link fails")
                .thenCompose(open -> {
                    if (!open) {
                        return BringUpSteps.done();
                    }
                    return search.searches().thenCompose(searches -> {
                        leftOpen = searches;
                        return searches ? BringUpSteps.done() : close();
                    });
                });
    }

    private CompletionStage<Void> close() {
        NetClose command = new NetClose();
        return optional.unless(
                dialogue.execute(command, netOpenMillis()),
                command.shown(),
                "the network that an earlier program left open is used with the settings of that program");
    }

    private CompletionStage<Void> functionality() {
        return optional.ask(
                        StandardCommands::functionality,
                        FULL,
                        "the driver assumes that the module's radio is switched on")
                .thenCompose(level -> level == FULL
                        ? BringUpSteps.done()
                        : radio.prepare().thenCompose(v -> radio.switchOn()).exceptionallyCompose(failure -> {
                            AtError error = AtErrorException.errorOf(failure);
                            return error == null
                                    ? CompletableFuture.failedFuture(failure)
                                    : fail(
                                            "the module's radio is switched off (+CFUN: " + level + "), and the module"
                                                    + " refuses AT+CFUN=1 (" + error.describe() + "): check the SIM"
                                                    + " card, and restart the module",
                                            failure);
                        }));
    }

    // ---- network

    private CompletionStage<Void> openNetwork() {
        return dialogue.execute(new NetOpen(), netOpenMillis())
                .handle((alreadyOpen, failure) -> {
                    if (failure != null) {
                        return this.<Void>fail(netOpenFailed(failure), failure);
                    }
                    return alreadyOpen ? verifyOpen() : BringUpSteps.done();
                })
                .thenCompose(step -> step)
                .thenCompose(v -> new AddressQuery(dialogue, radio.context()).await(loop))
                .thenCompose(told -> AddressQuery.isLoopback(told)
                        ? this.<Void>fail(noContext(told), null)
                        : BringUpSteps.done().thenRun(() -> address = told));
    }

    /** "Already opened" is believed only if the module reports it again. */
    private CompletionStage<Void> verifyOpen() {
        return optional.ask(StandardCommands::networkOpen, true, null)
                .thenCompose(open -> open
                        ? BringUpSteps.done()
                        : this.<Void>fail("the module reports the network both as open and as closed", null));
    }

    private String netOpenFailed(Throwable failure) {
        return "the network could not be opened (" + failure.getMessage() + "): " + apnHint();
    }

    private String apnHint() {
        String apn = profile.network().apn();
        return apn == null
                ? "no APN is set: most networks require an APN, set the option apn to the APN of your SIM's contract"
                : "check that the APN '" + apn + "' is the APN of your SIM's contract";
    }

    /** What a module shows that has no connection behind its network. */
    private String noContext(String loopback) {
        return "the network opened without a usable address (" + loopback + " in PDP context " + radio.context() + "): "
                + apnHint();
    }

    private CompletionStage<Integer> linkCount() {
        return optional.ask(
                StandardCommands::linkCount,
                ModuleFacts.DEFAULT_LINKS,
                "the driver assumes that the module has " + ModuleFacts.DEFAULT_LINKS + " links");
    }

    private CompletionStage<Integer> serverCount() {
        return optional.ask(StandardCommands::serverCount, ModuleFacts.DEFAULT_SERVERS, null);
    }

    private long netOpenMillis() {
        return profile.network().netOpenTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
    }

    // ---- steps

    private <T> CompletionStage<T> fail(String reason, Throwable cause) {
        return CompletableFuture.failedFuture(new Sim7028Exception(reason, Futures.unwrapped(cause)));
    }
}
