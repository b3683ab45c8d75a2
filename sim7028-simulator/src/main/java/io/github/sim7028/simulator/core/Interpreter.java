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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final int LINE_LIMIT = 2048;
    private static final int CHUNK = 4096;
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;
    private static final int ETX = 0x03;

    private final Machine modem;
    private final Map<String, Command> table;

    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;

    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private boolean lineTooLong;
    /** The last line ended with CR LF, so this host's LF may also come late, behind the prompt. */
    private boolean lastLineHadLf;
    /** A LF that comes now belongs to the line before and is no data. */
    private boolean skipLf;

    private final Deque<AtCommand> commands = new ArrayDeque<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean lineRuns;
    private Pending pending;

    private Input input;
    private byte[] data = {};
    private int dataLength;
    private boolean escaped;
    /** In data mode: the link takes no more now. */
    private boolean stalled;

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
        line.setLength(0);
        echo.reset();
        lineTooLong = false;
        skipLf = false;
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
        return !lineRuns && input == null && line.length() == 0;
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

    /** Does whatever the host has typed, as far as it may. */
    void turn() {
        stalled = false;
        while (!lineRuns && !stalled && modem.mayListen() && available()) {
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
        }
        return position < limit;
    }

    private int peek() {
        return position < limit
                ? chunk[position] & 0xff
                : modem.uart().toModem().peek();
    }

    private void stream() {
        if (skipStrayLf()) {
            return;
        }
        int n = modem.data().take(chunk, position, limit - position);
        position += n;
        stalled = n == 0;
    }

    private boolean skipStrayLf() {
        boolean stray = skipLf && chunk[position] == '\n';
        skipLf = false;
        lastLineHadLf |= stray;
        position += stray ? 1 : 0;
        return stray;
    }

    private void takeLine() {
        while (position < limit && !lineRuns && input == null) {
            int c = chunk[position++] & 0xff;
            if (c == '\r' || (c == '\n' && line.length() > 0)) {
                echo("\r");
                boolean lfFollows = c == '\r' && peek() == '\n';
                skipLf = c == '\r' && (lfFollows || lastLineHadLf);
                lastLineHadLf = lfFollows;
                endLine();
            } else if (c == '\n') {
                lastLineHadLf = true;
            } else if (c == '\b' || c == 0x7f) {
                line.setLength(Math.max(0, line.length() - 1));
                echo("\b \b");
            } else if (c == CTRL_Z || c == ESC) {
                line.setLength(0);
                lineTooLong = false;
            } else if (line.length() < LINE_LIMIT) {
                line.append((char) c);
                echo(String.valueOf((char) c));
            } else {
                lineTooLong = true;
            }
        }
    }

    private void echo(String text) {
        if (modem.settings().echo) {
            echo.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void flushEcho() {
        if (echo.size() > 0) {
            modem.output().raw(echo.toByteArray());
            echo.reset();
        }
    }

    private void endLine() {
        flushEcho();
        String text = line.toString();
        boolean tooLong = lineTooLong;
        line.setLength(0);
        lineTooLong = false;
        if (text.isBlank()) {
            return;
        }
        modem.sawCommand(text);
        lineRuns = true;
        try {
            Optional<List<AtCommand>> parsed = AtLine.parse(text);
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
                    modem.output().stream(Output.lines(fault.argument()));
                    abandonLine();
                    return;
                }
                case BEFORE -> modem.output().stream(Output.lines(fault.argument()));
                case SHORT -> modem.shortenNextSend(fault.count());
                case DROP, CUT, DOUBLE, NOISE -> onAnswer.add(fault);
                case REBOOT, HANGUP, NETWORKLOSS, MUTE -> modem.happen(fault);
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
            input = prompt.input();
            data = new byte[Math.max(input.length(), 64)];
            dataLength = 0;
            escaped = false;
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

    private void takeData() {
        if (skipStrayLf()) {
            return;
        }
        if (input.length() >= 0) {
            int n = Math.min(input.length() - dataLength, limit - position);
            append(chunk, position, n);
            position += n;
            if (dataLength == input.length()) {
                endInput(Ending.DONE);
            }
            return;
        }
        while (position < limit && input != null) {
            int c = chunk[position++] & 0xff;
            if (!escaped && c == ETX) {
                escaped = true;
            } else if (!escaped && c == CTRL_Z) {
                endInput(Ending.DONE);
            } else if (!escaped && c == ESC) {
                endInput(Ending.CANCELLED);
            } else if (dataLength == Machine.SEND_LIMIT) {
                endInput(Ending.TOO_LONG);
            } else {
                escaped = false;
                append(chunk, position - 1, 1);
            }
        }
    }

    private enum Ending {
        DONE,
        CANCELLED,
        TOO_LONG
    }

    private void append(byte[] bytes, int offset, int length) {
        if (dataLength + length > data.length) {
            data = Arrays.copyOf(data, Math.min(Machine.SEND_LIMIT, 2 * (dataLength + length)));
        }
        System.arraycopy(bytes, offset, data, dataLength, length);
        dataLength += length;
    }

    private void endInput(Ending ending) {
        Input ended = input;
        byte[] typed = Arrays.copyOf(data, dataLength);
        input = null;
        data = new byte[0];
        lineRuns = true;
        modem.transcript().hostData(typed);
        finish(
                switch (ending) {
                    case DONE -> ended.done(typed);
                    case CANCELLED -> ended.cancelled();
                    case TOO_LONG -> ended.tooLong();
                });
        runCommands();
    }
}
