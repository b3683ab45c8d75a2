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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.RawCommand;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.driver.lifecycle.OperatorControl;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.setup.AddressQuery;
import io.github.sim7028.modem.driver.sim.SimUnlock;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.CommandAnswer;
import io.github.sim7028.modem.report.ContextsReport;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.HostPing;
import io.github.sim7028.modem.report.LinkTraffic;
import io.github.sim7028.modem.report.LinksReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ResolvedName;
import io.github.sim7028.modem.report.RoundTrip;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.report.SupplyVoltage;
import io.github.sim7028.modem.settings.Limits;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes what operators ask for onto the modem's loop, and what came of it off it. */
public final class DefaultModemOperations implements ModemOperations {

    /** How long a question may wait behind others, besides its own time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a control waits for a module that looks for a network, which goes on with it afterwards. */
    private static final Duration SEARCH = Duration.ofMinutes(5);

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final Loop loop;
    private final LineManager line;
    private final StatusBoard board;
    private final LinkManager links;
    private final OperatorControl steering;

    public DefaultModemOperations(
            ModemProfile profile,
            ModemRuntime runtime,
            Loop loop,
            LineManager line,
            StatusBoard board,
            LinkManager links,
            OperatorControl steering) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.line = line;
        this.board = board;
        this.links = links;
        this.steering = steering;
    }

    @Override
    public CompletableFuture<ModemReport> status() {
        return asItIs(() -> new StatusQuery(profile, board, links, line.dialogue()).report());
    }

    @Override
    public CompletableFuture<ModuleIdentity> identity() {
        return query(dialogue -> new ModuleQuery(dialogue).identity());
    }

    @Override
    public CompletableFuture<ModuleClock> clock() {
        return query(dialogue -> new ModuleQuery(dialogue).clock());
    }

    @Override
    public CompletableFuture<SupplyVoltage> battery() {
        return query(dialogue -> new ModuleQuery(dialogue).supplyVoltage());
    }

    @Override
    public CompletableFuture<SignalQuality> signal() {
        return question(() -> ask(StandardCommands.signal()).thenApply(board.radio()::signal));
    }

    @Override
    public CompletableFuture<ServingCell> cell() {
        return query(dialogue -> new CellQuery(dialogue).cell().thenApply(board.radio()::cell));
    }

    @Override
    public CompletableFuture<RegistrationState> registration() {
        return question(() -> ask(DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG))
                .thenApply(board.radio()::registration));
    }

    @Override
    public CompletableFuture<NetworkAddress> ipAddress() {
        return question(() -> askReady(StandardCommands.address())
                .thenCompose(told -> new AddressQuery(line.dialogue(), AddressQuery.ANY_CONTEXT).orOfContext(told))
                .thenApply(NetworkAddress::new));
    }

    @Override
    public CompletableFuture<LinksReport> links() {
        return question(() -> ready() ? new LinkQuery(links, line.dialogue()).report() : unavailable());
    }

    @Override
    public CompletableFuture<LinkTraffic> acknowledged(int link) {
        return question(() -> {
            Limits.within("link", link, 0, LinkSpec.MAX_NUMBER);
            return askReady(DiagnosticCommands.traffic(link, AtCommand.Urgency.QUESTION))
                    .thenApply(traffic ->
                            new LinkTraffic(link, traffic.sent(), traffic.acknowledged(), traffic.received()));
        });
    }

    @Override
    public CompletableFuture<ResolvedName> resolve(String name) {
        return question(
                () -> askReady(StandardCommands.resolve(name)).thenApply(address -> new ResolvedName(name, address)));
    }

    @Override
    public CompletableFuture<RoundTrip> ping() {
        long start = System.nanoTime();
        return question(() -> ask(StandardCommands.attention())
                .thenApply(v -> new RoundTrip(Duration.ofNanos(System.nanoTime() - start))));
    }

    @Override
    public CompletableFuture<HostPing> ping(String host) {
        return question(() -> ready() ? new HostQuery(line.dialogue()).ping(host) : unavailable());
    }

    @Override
    public CompletableFuture<ContextsReport> contexts() {
        return query(dialogue -> new ContextQuery(dialogue).contexts());
    }

    @Override
    public CompletableFuture<ModemStatus> netOpen() {
        return control(steering::openNetwork);
    }

    @Override
    public CompletableFuture<ModemStatus> netClose() {
        return control(() -> steering.awake().thenCompose(v -> steering.closeNetwork()));
    }

    @Override
    public CompletableFuture<ModemStatus> reconnect() {
        return control(steering::reconnect);
    }

    @Override
    public CompletableFuture<ModemStatus> restart() {
        return control(
                () -> steering.awake().thenCompose(v -> line.dialogue() == null ? unavailable() : steering.restart()));
    }

    @Override
    public CompletableFuture<Diagnosis> diagnose() {
        return question(() -> new DiagnosisRunner(profile, loop, line, board, links).diagnose());
    }

    @Override
    public CompletableFuture<CommandAnswer> command(String line) {
        return question(() -> {
            if (!profile.allowRawCommands()) {
                throw new Sim7028ConfigurationException("raw commands are not allowed on modem '" + profile.name()
                        + "': set the option allowRawCommands=true to allow them");
            }
            RawCommand command = new RawCommand(RawCommand.requireQuestion(line));
            return ask(command).thenApply(lines -> new CommandAnswer(command.shown(), lines));
        });
    }

    // ---- onto the loop and off it

    @OnLoop
    private <R> CompletionStage<R> ask(AtCommand<R> command) {
        AtDialogue dialogue = line.dialogue();
        return dialogue == null ? unavailable() : dialogue.execute(command);
    }

    @OnLoop
    private <R> CompletionStage<R> askReady(AtCommand<R> command) {
        return ready() ? ask(command) : unavailable();
    }

    /** Several commands make up the answer. */
    private <R> CompletableFuture<R> query(Function<AtDialogue, CompletionStage<R>> commands) {
        return question(() -> {
            AtDialogue dialogue = line.dialogue();
            return dialogue == null ? unavailable() : commands.apply(dialogue);
        });
    }

    private boolean ready() {
        return board.current().state() == ModemState.READY;
    }

    private <R> CompletionStage<R> unavailable() {
        return CompletableFuture.failedFuture(new Sim7028ModemUnavailableException(profile.name(), board.current()));
    }

    /** Wakes a module that sleeps, which then stays awake for a while. */
    private <R> CompletableFuture<R> question(Task<R> task) {
        return asItIs(() -> steering.awake().thenCompose(v -> begin(task)));
    }

    private <R> CompletableFuture<R> asItIs(Task<R> task) {
        return onLoop(task, PATIENCE.plus(profile.recovery().commandTimeout().multipliedBy(2)));
    }

    private CompletableFuture<ModemStatus> control(Supplier<CompletionStage<Void>> task) {
        NetworkSettings network = profile.network();
        Duration search = network.registrationTimeout();
        Duration limit = PATIENCE.plus(search.compareTo(SEARCH) < 0 ? search : SEARCH)
                .plus(network.netOpenTimeout().multipliedBy(2))
                .plusMillis(SimUnlock.SIM_MILLIS)
                .plus(profile.recovery().commandTimeout().multipliedBy(2));
        return onLoop(() -> steering.isStopped() ? unavailable() : task.get().thenApply(v -> board.current()), limit);
    }

    private <R> CompletableFuture<R> onLoop(Task<R> task, Duration limit) {
        CompletableFuture<R> result = new CompletableFuture<>();
        loop.execute(() -> {
            Loop.Timer timer = loop.after(
                    limit.toMillis(),
                    () -> finish(result, null, new Sim7028ModemUnavailableException(profile.name(), board.current())));
            begin(task).whenComplete((value, failure) -> {
                timer.cancel();
                finish(
                        result,
                        value,
                        failure == null
                                ? null
                                : OperationFailure.translated(
                                        Futures.unwrapped(failure), profile.name(), board.current()));
            });
        });
        return result;
    }

    private static <R> CompletionStage<R> begin(Task<R> task) {
        try {
            return task.run();
        } catch (Sim7028Exception | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <R> void finish(CompletableFuture<R> result, R value, Throwable failure) {
        runtime.run(() -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    @FunctionalInterface
    private interface Task<R> {
        CompletionStage<R> run() throws Sim7028Exception;
    }
}
