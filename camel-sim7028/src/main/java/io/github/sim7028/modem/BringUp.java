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

import io.github.sim7028.at.AtCommand;
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Futures;
import io.github.sim7028.at.Inquiries;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.NetClose;
import io.github.sim7028.at.NetOpen;
import io.github.sim7028.at.OnLoop;
import io.github.sim7028.at.RawCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a module from its first answer to an open network, in the order of 1.2 and 3.1. Every setting is made each time:
 * none of them survives a restart (all are NO_SAVE).
 */
@OnLoop
final class BringUp {

    private static final long POLL_MILLIS = 1000;
    private static final long LONGEST_POLL_MILLIS = 5000;
    private static final int HOME = 1;
    private static final int DENIED = 3;
    private static final int ROAMING = 5;
    private static final Logger LOG = LoggerFactory.getLogger(BringUp.class);

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final AtDialogue dialogue;
    private final Loop loop;
    private final boolean buffered;
    private final BooleanSupplier current;
    private final Consumer<ModemState> progress;
    private final RefusedSettings refusals;
    private int signal = ModemFacts.SIGNAL_UNKNOWN;
    private int registration;
    private String address = "";

    /** @param current whether this attempt is still wanted */
    BringUp(
            ModemProfile profile,
            ModemRuntime runtime,
            AtDialogue dialogue,
            Loop loop,
            boolean buffered,
            RefusedSettings refusals,
            BooleanSupplier current,
            Consumer<ModemState> progress) {
        this.refusals = refusals;
        this.profile = profile;
        this.runtime = runtime;
        this.current = current;
        this.dialogue = dialogue;
        this.loop = loop;
        this.buffered = buffered;
        this.progress = progress;
    }

    /** Completes with what was learned, or exceptionally with a {@link Sim7028Exception} that says what to do. */
    CompletionStage<ModemFacts> run() {
        progress.accept(ModemState.CONFIGURING);
        return dialogue.synchronise()
                .thenCompose(v -> ask(Commands.echoOff()))
                .thenCompose(v -> tolerate(Commands.numericErrors()))
                .thenCompose(v -> tolerate(Commands.reportRegistration()))
                .thenCompose(v -> closeLeftOver())
                .thenCompose(v -> functionality())
                .thenCompose(v -> enter(ModemState.SIM, this::unlock))
                .thenCompose(v -> siteCommands())
                .thenCompose(v -> configure())
                .thenCompose(v -> enter(ModemState.REGISTERING, this::register))
                .thenCompose(v -> enter(ModemState.OPENING_NETWORK, this::openNetwork))
                .thenCompose(v -> keepAlive())
                .thenCompose(v -> linkCount())
                .thenCompose(links -> serverCount()
                        .thenApply(servers -> new ModemFacts(links, servers, address, signal, registration)));
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
        return otherwise(dialogue.execute(Commands.networkOpen()), false)
                .thenCompose(open -> open ? dialogue.execute(new NetClose(), netOpenMillis()) : done());
    }

    private CompletionStage<Void> functionality() {
        return otherwise(dialogue.execute(Commands.functionality()), 1)
                .thenCompose(level -> level == 1 ? done() : ask(Commands.fullFunctionality()));
    }

    // ---- settings

    private CompletionStage<Void> siteCommands() {
        CompletionStage<Void> chain = done();
        for (String command : profile.network().initCommands()) {
            chain = chain.thenCompose(v -> dialogue.execute(new RawCommand(command)))
                    .handle((lines, failure) -> failure == null
                            ? done()
                            : AtErrorException.errorOf(failure) == null
                                    ? CompletableFuture.<Void>failedFuture(failure)
                                    : this.<Void>hopeless("the module refused a command of the option initCommands: "
                                            + Futures.unwrapped(failure).getMessage()))
                    .thenCompose(step -> step);
        }
        return chain;
    }

    private CompletionStage<Void> configure() {
        NetworkSettings network = profile.network();
        TransferSettings transfer = profile.transfer();
        CompletionStage<Void> context = network.apn() == null
                ? done()
                : ask(Commands.context(network.ipFamily().pdpType(), network.apn()));
        return context.thenCompose(v -> accessMode())
                .thenCompose(v -> wish(
                        Commands.ipFamily(network.ipFamily().code()),
                        network.ipFamily() == IpFamily.IPV4,
                        "the IP version is the one that the module has set"))
                .thenCompose(v -> wish(
                        Commands.socketParameters(
                                transfer.retransmissions(),
                                transfer.receiveDelay().toMillis(),
                                transfer.minRetransmissionTimeout().toMillis()),
                        buffered,
                        "retransmissions, minRetransmissionTimeout and receiveDelay are the module's own"))
                .thenCompose(v -> ask(Commands.showHeader()))
                .thenCompose(v -> wish(
                        Commands.showSender(), true, "where data is pushed, the senders of datagrams are not known"))
                .thenCompose(v -> wish(
                        Commands.confirmAcknowledged(transfer.sendMode() == SendMode.ACK),
                        transfer.sendMode() == SendMode.STACK,
                        "when a message is confirmed is the module's choice"))
                .thenCompose(v -> wish(
                        Commands.timeouts(
                                network.netOpenTimeout().toMillis(),
                                transfer.connectTimeout().toMillis(),
                                transfer.sendTimeout().toMillis()),
                        true,
                        "netOpenTimeout, connectTimeout and sendTimeout hold here, but the module gives up by its own"))
                .thenCompose(v -> nameServers())
                .thenCompose(v -> ask(Commands.receiveBuffered(buffered)));
    }

    /** Before NETOPEN (2.1.10). */
    private CompletionStage<Void> accessMode() {
        if (!profile.transfer().transparent()) {
            return tolerate(Commands.commandMode());
        }
        if (!profile.recovery().dtrPulse().isZero()) {
            // DTR resets this one
            return ask(Commands.transparentMode());
        }
        CompletionStage<Void> byDtr = dialogue.execute(Commands.leaveByDtr()).thenRun(dialogue::leaveByDtr);
        return ask(Commands.transparentMode()).thenCompose(v -> otherwise(byDtr, null));
    }

    private CompletionStage<Void> nameServers() {
        NetworkSettings network = profile.network();
        return network.primaryDns() == null
                ? done()
                : ask(Commands.nameServers(
                        network.primaryDns(), network.secondaryDns(), network.ipFamily() == IpFamily.IPV6));
    }

    /** After NETOPEN, as 2.1.19 says. Switching it off is not essential: it is off after a restart. */
    private CompletionStage<Void> keepAlive() {
        TcpKeepAlive settings = profile.network().tcpKeepAlive();
        AtCommand<Void> command = Commands.tcpKeepAlive(
                settings.enabled(),
                settings.idle().toMinutes(),
                settings.count(),
                settings.interval().toMinutes());
        return settings.enabled() ? ask(command) : tolerate(command);
    }

    // ---- network

    private CompletionStage<Void> register() {
        return otherwise(dialogue.execute(Commands.signal()), ModemFacts.SIGNAL_UNKNOWN)
                .thenAccept(level -> signal = level)
                .thenCompose(v -> register(loop.now()));
    }

    /** Looks more and more seldom: a first search may take many minutes, and is no fault. */
    private CompletionStage<Void> register(long since) {
        return dialogue.execute(Inquiries.registration(Inquiries.Domain.CEREG)).thenCompose(stat -> {
            long limit = profile.network().registrationTimeout().toMillis();
            long passed = loop.now() - since;
            if (stat == HOME || stat == ROAMING) {
                registration = stat;
                return done();
            } else if (stat == DENIED) {
                return hopeless(
                        "+CEREG: 0,3 registration denied: check the SIM's NB-IoT subscription and the option apn");
            } else if (passed >= limit) {
                return CompletableFuture.failedFuture(new NotRegisteredException(notRegistered(stat)));
            }
            long pause = Math.max(POLL_MILLIS, Math.min(LONGEST_POLL_MILLIS, passed / 4));
            return after(Math.min(pause, limit - passed), () -> register(since));
        });
    }

    private String notRegistered(int stat) {
        String strength = signal == ModemFacts.SIGNAL_UNKNOWN
                ? "no signal: check the antenna and the coverage"
                : ModemFacts.signalWords(signal);
        return "not registered within " + Limits.words(profile.network().registrationTimeout()) + " (+CEREG: 0," + stat
                + ", " + strength + ")";
    }

    private CompletionStage<Void> openNetwork() {
        return dialogue.execute(new NetOpen(), netOpenMillis())
                .handle((alreadyOpen, failure) -> {
                    if (failure != null) {
                        return this.<Void>fail(netOpenFailed(failure), failure);
                    }
                    return alreadyOpen ? verifyOpen() : done();
                })
                .thenCompose(step -> step)
                .thenCompose(v -> otherwise(dialogue.execute(Commands.address()), ""))
                .thenAccept(ip -> address = ip);
    }

    /** "Already opened" is believed only when the module says so again. */
    private CompletionStage<Void> verifyOpen() {
        return dialogue.execute(Commands.networkOpen())
                .thenCompose(open -> open
                        ? done()
                        : this.<Void>fail("the module says that the network is open and that it is not", null));
    }

    private String netOpenFailed(Throwable failure) {
        String apn = profile.network().apn();
        String hint = apn == null
                ? "no APN is set: most networks want one, set the option apn to the one of your SIM's contract"
                : "check that the APN '" + apn + "' is the one of your SIM's contract";
        return "the network could not be opened (" + failure.getMessage() + "): " + hint;
    }

    private CompletionStage<Integer> linkCount() {
        return otherwise(dialogue.execute(Commands.linkCount()), ModemFacts.DEFAULT_LINKS);
    }

    private CompletionStage<Integer> serverCount() {
        return otherwise(dialogue.execute(Commands.serverCount()), ModemFacts.DEFAULT_SERVERS);
    }

    private long netOpenMillis() {
        return profile.network().netOpenTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
    }

    // ---- steps

    private CompletionStage<Void> ask(AtCommand<Void> command) {
        return dialogue.execute(command);
    }

    /** A setting that a firmware may not know. Where the driver can do without, that is told and no reason to stay down. */
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
                    return done();
                })
                .thenCompose(step -> step);
    }

    private CompletionStage<Void> tolerate(AtCommand<Void> command) {
        return otherwise(dialogue.execute(command), null);
    }

    /** A step that the module may refuse: then it says nothing. */
    private static <T> CompletionStage<T> otherwise(CompletionStage<T> step, T value) {
        return step.handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    if (AtErrorException.errorOf(failure) != null) {
                        LOG.debug("Not essential: {}", failure.getMessage());
                        return CompletableFuture.completedFuture(value);
                    }
                    return CompletableFuture.<T>failedFuture(failure);
                })
                .thenCompose(result -> result);
    }

    private CompletionStage<Void> after(long millis, Supplier<CompletionStage<Void>> step) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.after(millis, () -> later.complete(null));
        return later.thenCompose(v -> step.get());
    }

    private <T> CompletionStage<T> fail(String reason, Throwable cause) {
        return CompletableFuture.failedFuture(new Sim7028Exception(reason, Futures.unwrapped(cause)));
    }

    /** What only another configuration, SIM or contract can cure, and no restart of the module. */
    private <T> CompletionStage<T> hopeless(String reason) {
        return CompletableFuture.failedFuture(new Sim7028ConfigurationException(reason));
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
