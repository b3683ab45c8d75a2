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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.at.AtCommand;
import io.github.sim7028.simulator.at.AtLine;
import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.at.CommandHistory;
import io.github.sim7028.simulator.at.LineEditor;
import io.github.sim7028.simulator.fault.CommandFaultTarget;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.FaultAction;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.fault.LineBytes;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.model.Transcript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does the commands of a line, one after the other, and says its final result; faults of commands are applied here. */
final class CommandRunner {

    private final ModuleContext module;
    private final Map<String, Command> table;
    private final ModuleOutput output;
    private final Faults faults;
    private final Consumer<Fault> moduleFaults;
    private final CommandHistory history;
    private final Transcript transcript;

    private final Deque<AtCommand> commands = new ArrayDeque<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private String lastLine = "AT";
    private boolean lineRuns;
    private Pending pending;
    private PromptInput input;

    /** A command that has not been answered yet. After a restart of the modem its answer is dropped. */
    final class Pending {

        /** The command has ended. */
        void complete(Outcome outcome) {
            if (pending == this) {
                pending = null;
                finish(outcome);
                runCommands();
            }
        }
    }

    /** @param moduleFaults lets happen what concerns more than a command */
    CommandRunner(
            ModuleContext module,
            Map<String, Command> table,
            ModuleOutput output,
            Faults faults,
            Consumer<Fault> moduleFaults,
            CommandHistory history,
            Transcript transcript) {
        this.module = module;
        this.table = table;
        this.output = output;
        this.faults = faults;
        this.moduleFaults = moduleFaults;
        this.history = history;
        this.transcript = transcript;
    }

    /** Forgets everything: the modem restarts. */
    void reset() {
        commands.clear();
        afterwards.clear();
        lineRuns = false;
        pending = null;
        input = null;
        lastLine = "AT";
    }

    /** Whether a command line is under way. */
    boolean busy() {
        return lineRuns;
    }

    /** Where data goes that is typed behind a prompt; null when none is wanted. */
    PromptInput promptInput() {
        return input;
    }

    /** Marks the running command as one that is answered later. */
    Pending begin() {
        pending = new Pending();
        return pending;
    }

    /** The data behind the prompt has ended. */
    void dataEntered() {
        PromptInput ended = input;
        input = null;
        lineRuns = true;
        transcript.hostData(ended.typed());
        finish(ended.finish());
        runCommands();
    }

    /** Does a command line, or the last one again. */
    void execute(String typed, boolean tooLong) {
        if (typed.isBlank()) {
            return;
        }
        String line = typed.equals(LineEditor.REPEAT) ? lastLine : typed;
        lastLine = line;
        history.add(line);
        transcript.command(line);
        lineRuns = true;
        try {
            Optional<List<AtCommand>> parsed = AtLine.parse(line);
            if (parsed.isEmpty()) {
                lineRuns = false;
                return;
            }
            if (tooLong) {
                throw new AtSyntaxException("the line is too long");
            }
            commands.addAll(parsed.get());
            runCommands();
        } catch (AtSyntaxException e) {
            transcript.event("syntax error: " + e.getMessage());
            finish(Outcome.ERROR);
        }
    }

    private void runCommands() {
        while (lineRuns && pending == null) {
            AtCommand next = commands.poll();
            if (next == null) {
                result("OK");
                return;
            }
            begin(next);
        }
    }

    private void begin(AtCommand command) {
        module.condition().sendBegins();
        List<Fault> found = faults.onCommand(command.name(), command.text());
        if (!found.isEmpty()) {
            transcript.event("fault: " + found + " at " + command.text());
        }
        FaultyCommand faulty = new FaultyCommand(command);
        for (Fault fault : found) {
            faulty.meet(fault);
            if (faulty.over || !lineRuns) {
                return;
            }
        }
        output.answerFaults(faulty.onAnswer);
        if (faulty.delayMillis == 0) {
            run(command);
            return;
        }
        Pending waiting = begin();
        module.loop().schedule(faulty.delayMillis, TimeUnit.MILLISECONDS, () -> {
            if (pending == waiting) {
                pending = null;
                run(command);
                runCommands();
            }
        });
    }

    private void run(AtCommand command) {
        Command known = table.get(command.name());
        finish(known == null ? Outcome.ERROR : known.run(module, command));
    }

    private void abandonLine() {
        commands.clear();
        afterwards.clear();
        lineRuns = false;
    }

    private void finish(Outcome outcome) {
        if (outcome instanceof Outcome.Ok ok) {
            afterwards.add(ok.then());
        } else if (outcome instanceof Outcome.Final end) {
            commands.clear();
            result(end.result());
        } else if (outcome instanceof Outcome.Prompt prompt) {
            commands.clear();
            lineRuns = false;
            input = new PromptInput(prompt.handler());
            output.prompt(module.dialect().has(Quirk.PROMPT_SPACE) ? "\r\n> " : "\r\n>", () -> {});
        } else if (outcome instanceof Outcome.Stream stream) {
            commands.clear();
            afterwards.add(stream.then());
            result(stream.result());
        }
    }

    private void result(String text) {
        List<Runnable> then = List.copyOf(afterwards);
        afterwards.clear();
        lineRuns = false;
        Settings settings = module.settings();
        if (settings.quiet) {
            output.noResult(() -> then.forEach(Runnable::run));
        } else {
            output.result(text, settings.words, () -> then.forEach(Runnable::run));
        }
    }

    /** What faults do to a command before it is done. */
    private final class FaultyCommand implements CommandFaultTarget {

        private final AtCommand command;
        private final List<Fault> onAnswer = new ArrayList<>();
        private long delayMillis;
        private boolean over;

        FaultyCommand(AtCommand command) {
            this.command = command;
        }

        void meet(Fault fault) {
            FaultAction action = fault.action();
            if (action instanceof FaultAction.OnCommand onCommand) {
                onCommand.applyTo(this);
            } else if (action instanceof FaultAction.OnLine) {
                onAnswer.add(fault);
            } else if (action instanceof FaultAction.OnModule) {
                moduleFaults.accept(fault);
            } else if (action instanceof FaultAction.Delay delay) {
                delayMillis += faults.timeOf(delay).toMillis();
            }
        }

        @Override
        public void fail(ErrorCode error) {
            Command known = table.get(command.name());
            end(
                    known == null
                            ? module.ipError(ErrorInfo.values()[error.number()])
                            : known.fail(module, command, error));
        }

        @Override
        public void fail(ErrorInfo error) {
            end(module.ipError(error));
        }

        private void end(Outcome outcome) {
            over = true;
            finish(outcome);
        }

        @Override
        public void ignore() {
            over = true;
            abandonLine();
        }

        @Override
        public void answerInstead(List<String> lines) {
            output.stream(LineBytes.of(lines));
            ignore();
        }

        @Override
        public void sayBefore(List<String> lines) {
            output.stream(LineBytes.of(lines));
        }

        @Override
        public void shortenSend(int bytes) {
            module.condition().shortenSend(bytes);
        }

        @Override
        public void refuseSend(List<String> lines) {
            module.condition().refuseSend(lines);
        }
    }
}
