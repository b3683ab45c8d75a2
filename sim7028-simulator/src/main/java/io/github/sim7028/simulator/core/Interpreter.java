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
package io.github.sim7028.simulator.core;

import io.github.sim7028.simulator.at.AtCommand;
import io.github.sim7028.simulator.at.AtLine;
import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Turns what the host types into commands, one line after the other, and data. It takes a byte only when it may act on
 * it: while a command is being done or the host does not read, the bytes stay in the UART.
 */
final class Interpreter {

    private static final int CHUNK = 4096;

    private final Machine modem;
    private final Map<String, Command> table;

    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;

    private final LineEditor editor = new LineEditor();
    private final Deque<AtCommand> commands = new ArrayDeque<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean lineRuns;
    private Pending pending;

    private DataEntry input;
    /** In data mode: the link takes no more now. */
    private boolean stalled;
    /** When the host was heard last. */
    private long heard = System.nanoTime();

    /** A command that has not been answered yet. After a restart of the modem its answer goes nowhere. */
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

    Interpreter(Machine modem, Map<String, Command> table) {
        this.modem = modem;
        this.table = table;
    }

    /** Forgets everything: the modem restarts. */
    void reset() {
        position = 0;
        limit = 0;
        editor.reset();
        stalled = false;
        commands.clear();
        afterwards.clear();
        lineRuns = false;
        pending = null;
        input = null;
    }

    /** Whether data is being typed behind a prompt. */
    boolean takesInput() {
        return input != null;
    }

    /** Whether the host is between two commands: a server may switch to data mode. */
    boolean idle() {
        return !lineRuns && input == null && editor.isEmpty();
    }

    /** Whether it has dealt with everything it was told. */
    boolean quiet() {
        return !lineRuns && position == limit && modem.uart().toModem().peek() < 0;
    }

    /** Marks the running command as one that is answered later. */
    Pending begin() {
        pending = new Pending();
        return pending;
    }

    /** Whether it would act on more bytes: no command is under way and, in data mode, the link takes them. */
    boolean listens() {
        return !lineRuns && !stalled;
    }

    /** Whether the host has not been heard for so long. */
    boolean silent(long nanos) {
        return System.nanoTime() - heard > nanos;
    }

    /** When the host was heard last, as {@link System#nanoTime} says. */
    long heard() {
        return heard;
    }

    /** Whether a command is just coming in. */
    boolean hearsCommand() {
        return listens() && input == null && modem.mayListen() && peek() >= 0;
    }

    /** Does whatever the host has typed, as far as it may. */
    void turn() {
        stalled = false;
        while (listens() && modem.mayListen() && available()) {
            if (modem.data().isActive()) {
                stream();
            } else if (input != null) {
                takeData();
            } else {
                takeLine();
            }
        }
        flushEcho();
    }

    private boolean available() {
        if (position == limit) {
            position = 0;
            limit = modem.uart().toModem().poll(chunk, 0, chunk.length);
            if (limit > 0) {
                position = lostAtWaking(limit);
                heard = System.nanoTime();
            }
        }
        return position < limit;
    }

    /** How many of the bytes that have just come are lost because the module slept. */
    private int lostAtWaking(int count) {
        if (!idle() || modem.data().isActive()) {
            return 0;
        }
        int lost = modem.condition().lostAtWaking(count, modem.silence());
        if (lost > 0) {
            modem.transcript().event("lost at waking: " + lost + (lost == 1 ? " byte" : " bytes"));
        }
        return lost;
    }

    private int peek() {
        return position < limit
                ? chunk[position] & 0xff
                : modem.uart().toModem().peek();
    }

    private void stream() {
        if (editor.isStrayLf(chunk[position])) {
            position++;
            return;
        }
        int n = modem.data().take(chunk, position, limit - position);
        position += n;
        stalled = n == 0;
    }

    private void takeData() {
        if (editor.isStrayLf(chunk[position])) {
            position++;
            return;
        }
        position += input.take(chunk, position, limit - position);
        if (input.hasEnded()) {
            DataEntry ended = input;
            input = null;
            lineRuns = true;
            modem.transcript().hostData(ended.typed());
            finish(ended.finish());
            runCommands();
        }
    }

    private void takeLine() {
        while (position < limit && !lineRuns && input == null && !modem.data().isActive()) {
            LineEditor.Line ended = editor.type(chunk[position++] & 0xff, modem.settings().echo, this::peek);
            if (ended != null) {
                flushEcho();
                execute(ended);
            }
        }
    }

    private void flushEcho() {
        byte[] echo = editor.takeEcho();
        if (echo.length > 0) {
            modem.output().raw(echo);
        }
    }

    private void execute(LineEditor.Line ended) {
        if (ended.text().isBlank()) {
            return;
        }
        modem.sawCommand(ended.text());
        lineRuns = true;
        try {
            Optional<List<AtCommand>> parsed = AtLine.parse(ended.text());
            if (parsed.isEmpty()) {
                lineRuns = false;
                return;
            }
            if (ended.tooLong()) {
                throw new AtSyntaxException("the line is too long");
            }
            commands.addAll(parsed.get());
            runCommands();
        } catch (AtSyntaxException e) {
            modem.transcript().event("not understood: " + e.getMessage());
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
        modem.condition().sendBegins();
        List<Fault> faults = modem.faults().onCommand(command.name(), command.text());
        if (!faults.isEmpty()) {
            modem.transcript().event("fault: " + faults + " at " + command.text());
        }
        long delay = 0;
        List<Fault> onAnswer = new ArrayList<>();
        for (Fault fault : faults) {
            switch (fault.action()) {
                case FAIL, IPERROR -> {
                    finish(failed(command, fault));
                    return;
                }
                case DELAY -> delay += fault.duration().toMillis();
                case IGNORE -> {
                    abandonLine();
                    return;
                }
                case REPLACE -> {
                    modem.output().stream(Spoiler.lines(fault.argument()));
                    abandonLine();
                    return;
                }
                case BEFORE -> modem.output().stream(Spoiler.lines(fault.argument()));
                case SHORT -> modem.condition().shortenSend(fault.count());
                case REFUSE -> modem.condition().refuseSend(fault.argument());
                case DROP, CUT, DOUBLE, NOISE -> onAnswer.add(fault);
                case REBOOT, HANGUP, NETWORKLOSS, MUTE, BUSY, DEADCONTEXT, SLEEP -> modem.happen(fault);
                default -> {
                    // no matter of commands
                }
            }
            if (!lineRuns) {
                return;
            }
        }
        modem.output().answerFaults(onAnswer);
        if (delay == 0) {
            run(command);
            return;
        }
        Pending waiting = begin();
        modem.loop().schedule(delay, TimeUnit.MILLISECONDS, () -> {
            if (pending == waiting) {
                pending = null;
                run(command);
                runCommands();
            }
        });
    }

    private void run(AtCommand command) {
        Command known = table.get(command.name());
        finish(known == null ? Outcome.ERROR : known.run(modem, command));
    }

    private Outcome failed(AtCommand command, Fault fault) {
        Command known = table.get(command.name());
        return fault.action() == Fault.Action.IPERROR || known == null
                ? modem.ipError(ErrorInfo.values()[fault.count()])
                : known.fail(modem, command, ErrorCode.values()[fault.count()]);
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
            input = new DataEntry(prompt.input());
            modem.output().prompt(modem.promptText(), () -> {});
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
        modem.output().result(text, () -> then.forEach(Runnable::run));
    }
}
