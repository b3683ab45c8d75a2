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
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.setup.AddressQuery;
import io.github.sim7028.modem.driver.setup.BringUpSteps;
import io.github.sim7028.modem.driver.setup.ModuleSetup;
import io.github.sim7028.modem.driver.setup.RadioSetup;
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

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final AtDialogue dialogue;
    private final Loop loop;
    private final BooleanSupplier current;
    private final Consumer<ModemState> progress;
    private final ModuleSetup setup;
    private final RadioSetup radio;
    private final NetworkSearch search;
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
        setup = new ModuleSetup(profile, dialogue, buffered, memory);
        radio = new RadioSetup(profile, dialogue, memory);
        search = new NetworkSearch(dialogue, loop, profile.network().registrationTimeout());
        this.progress = progress;
    }

    /** Completes with the facts about the module, or exceptionally with a {@link Sim7028Exception} that says what to do. */
    CompletionStage<ModuleFacts> run() {
        progress.accept(ModemState.CONFIGURING);
        return dialogue.synchronise()
                .thenCompose(v -> ask(StandardCommands.echoOff()))
                .thenCompose(v -> tolerate(StandardCommands.numericErrors()))
                .thenCompose(v -> tolerate(StandardCommands.reportRegistration()))
                .thenCompose(v -> closeLeftOver())
                .thenCompose(v -> functionality())
                .thenCompose(v -> enter(ModemState.SIM, this::unlock))
                .thenCompose(v -> setup.powerSaving())
                .thenCompose(v -> setup.siteCommands())
                .thenCompose(v -> radio.run())
                .thenCompose(cycled -> cycled ? unlock() : BringUpSteps.done())
                .thenCompose(v -> setup.configure(radio.context()))
                .thenCompose(v -> enter(ModemState.REGISTERING, search::run))
                .thenCompose(v -> enter(ModemState.OPENING_NETWORK, this::openNetwork))
                .thenCompose(v -> setup.keepAlive())
                .thenCompose(v -> linkCount())
                .thenCompose(links -> serverCount().thenApply(servers -> facts(links, servers)));
    }

    private ModuleFacts facts(int links, int servers) {
        return new ModuleFacts(links, servers, address, search.signal(), search.registration());
    }

    private CompletionStage<Void> unlock() {
        return new SimUnlock(profile, dialogue, loop, PinGuard.INSTANCE, runtime::runNative, current).run();
    }

    private <T> CompletionStage<T> enter(ModemState state, Supplier<CompletionStage<T>> step) {
        progress.accept(state);
        return step.get();
    }

    /** A network left open by an earlier user of the module would keep its settings and links. */
    private CompletionStage<Void> closeLeftOver() {
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.networkOpen()), false)
                .thenCompose(open -> open ? dialogue.execute(new NetClose(), netOpenMillis()) : BringUpSteps.done());
    }

    private CompletionStage<Void> functionality() {
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.functionality()), 1)
                .thenCompose(level ->
                        level == 1 ? BringUpSteps.done() : radio.prepare().thenCompose(v -> radio.switchOn()));
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
        return dialogue.execute(StandardCommands.networkOpen())
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
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.linkCount()), ModuleFacts.DEFAULT_LINKS);
    }

    private CompletionStage<Integer> serverCount() {
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.serverCount()), ModuleFacts.DEFAULT_SERVERS);
    }

    private long netOpenMillis() {
        return profile.network().netOpenTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
    }

    // ---- steps

    private CompletionStage<Void> ask(AtCommand<Void> command) {
        return dialogue.execute(command);
    }

    private CompletionStage<Void> tolerate(AtCommand<Void> command) {
        return BringUpSteps.otherwise(dialogue.execute(command), null);
    }

    private <T> CompletionStage<T> fail(String reason, Throwable cause) {
        return CompletableFuture.failedFuture(new Sim7028Exception(reason, Futures.unwrapped(cause)));
    }
}
