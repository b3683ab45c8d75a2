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
import io.github.sim7028.at.command.DiagnosticCommands.Domain;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.Diagnosis.Step;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ServerView;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Walks from the line to the links in the order of 1.2 and chapter 4, asking the module at each step; what the answers mean
 * is known to {@link DiagnosisRules}. Never fails and never waits for long.
 */
@OnLoop
final class DiagnosisRunner {

    /** After how long the diagnosis ends with its findings so far. */
    private static final long LIMIT_MILLIS = 50_000;

    private static final String LINE = "line";
    private static final String MODULE = "module";

    private final ModemProfile profile;
    private final Loop loop;
    private final StatusBoard board;
    private final LineManager line;
    private final DiagnosisRules findings;
    private final LinkManager links;
    private final AtDialogue dialogue;
    private final List<Step> steps = new ArrayList<>();
    private final CompletableFuture<Diagnosis> diagnosis = new CompletableFuture<>();
    /** Why the module is not asked any more; null while it is. */
    private String halted;

    DiagnosisRunner(ModemProfile profile, Loop loop, LineManager line, StatusBoard board, LinkManager links) {
        this.profile = profile;
        this.loop = loop;
        this.board = board;
        this.links = links;
        this.line = line;
        dialogue = line.dialogue();
        findings = new DiagnosisRules(profile, board);
    }

    CompletionStage<Diagnosis> diagnose() {
        line();
        Loop.Timer limit = loop.after(LIMIT_MILLIS, () -> finish("the time limit of the diagnosis was reached"));
        walk().whenComplete((v, failure) -> {
            limit.cancel();
            finish(failure == null ? "" : "the diagnosis failed: " + failure.getMessage());
        });
        return diagnosis;
    }

    private void finish(String interrupted) {
        List<Step> found = new ArrayList<>(steps);
        if (!interrupted.isEmpty()) {
            found.add(Step.notChecked("the rest", interrupted));
        }
        boolean toTheEnd = halted == null && interrupted.isEmpty();
        diagnosis.complete(Diagnosis.of(profile.name(), profile.line().toString(), found, toTheEnd));
    }

    private CompletionStage<Void> walk() {
        return check(MODULE, StandardCommands.attention(), v -> Step.right(MODULE, "the module answers AT"))
                .thenCompose(v -> check("SIM", StandardCommands.simState(), findings::sim, findings::noSim))
                .thenCompose(v -> check("function level", StandardCommands.functionality(), findings::functionality))
                .thenCompose(v -> check("signal", StandardCommands.signal(), findings::signal))
                .thenCompose(v -> registration(Domain.CREG))
                .thenCompose(v -> registration(Domain.CGREG))
                .thenCompose(v -> registration(Domain.CEREG))
                .thenCompose(v -> check("cell", DiagnosticCommands.cell(), findings::cell))
                .thenCompose(v -> check("APN", DiagnosticCommands.contexts(), findings::apn))
                .thenCompose(v -> check("network", StandardCommands.networkOpen(), findings::network))
                .thenCompose(v -> check("address", StandardCommands.address(), findings::address, findings::noAddress))
                .thenCompose(v -> links())
                .thenCompose(v -> servers());
    }

    private CompletionStage<Void> registration(Domain domain) {
        return check(
                DiagnosisRules.registrationName(domain),
                DiagnosticCommands.registration(domain),
                stat -> findings.registration(domain, stat));
    }

    private void line() {
        if (dialogue != null) {
            steps.add(Step.right(LINE, profile.line() + " is open"));
            return;
        }
        String failure = line.failure();
        ModemStatus status = board.current();
        if (!failure.isEmpty()) {
            steps.add(findings.lineFailed(failure));
            halted = "this step needs an open line";
        } else if (status.state() == ModemState.WAITING) {
            steps.add(Step.right(LINE, profile.line() + " could be opened"));
            steps.add(findings.silent(MODULE, status.reason()));
            halted = "this step needs a module that answers";
        } else {
            steps.add(Step.notChecked(
                    LINE, profile.line() + " is being opened or closed at the moment; run the diagnosis again"));
            halted = "this step needs an open line";
        }
    }

    private CompletionStage<Void> links() {
        if (halted != null || !findings.networkOpen()) {
            steps.add(Step.notChecked("links", halted == null ? "this step needs an open network" : halted));
            return CompletableFuture.completedFuture(null);
        }
        return new LinkQuery(links, dialogue).report().handle((report, failure) -> {
            steps.add(
                    failure == null
                            ? findings.links(report.links(), links.snapshots())
                            : Step.notChecked("links", failure.getMessage()));
            return null;
        });
    }

    /** Adds no step if no server is leased. */
    private CompletionStage<Void> servers() {
        List<ServerView> wanted = links.serverViews();
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (halted != null || !findings.networkOpen()) {
            steps.add(Step.notChecked("servers", halted == null ? "this step needs an open network" : halted));
            return CompletableFuture.completedFuture(null);
        }
        return check("servers", DiagnosticCommands.servers(), listening -> findings.servers(listening, wanted));
    }

    private <T> CompletionStage<Void> check(String name, AtCommand<T> question, Function<T, Step> meaning) {
        return check(name, question, meaning, error -> findings.refused(name, question.shown(), error));
    }

    private <T> CompletionStage<Void> check(
            String name, AtCommand<T> question, Function<T, Step> meaning, Function<AtError, Step> refusal) {
        if (halted != null) {
            if (steps.stream().noneMatch(step -> step.name().equals(name))) {
                steps.add(Step.notChecked(name, halted));
            }
            return CompletableFuture.completedFuture(null);
        }
        return dialogue.execute(question).handle((answer, failure) -> {
            if (failure == null) {
                steps.add(meaning.apply(answer));
            } else if (Futures.unwrapped(failure) instanceof AtErrorException refused) {
                steps.add(refusal.apply(refused.error()));
            } else {
                steps.add(findings.silent(name, failure.getMessage()));
                halted = "this step needs a module that answers";
            }
            return null;
        });
    }
}
