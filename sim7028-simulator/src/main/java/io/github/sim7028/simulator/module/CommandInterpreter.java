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

import io.github.sim7028.simulator.at.LineEditor;

/**
 * Turns what the host types into command lines and data, one after the other. It takes a byte only when it may act on
 * it: while a command is being done or the host does not read, the bytes stay in the UART.
 */
final class CommandInterpreter {

    private final HostInput input;
    private final ModuleOutput output;
    private final ModuleState state;
    private final DataMode data;
    private final CommandRunner runner;
    private final LineEditor editor = new LineEditor();
    /** In data mode: the link takes no more now. */
    private boolean stalled;

    CommandInterpreter(HostInput input, ModuleOutput output, ModuleState state, DataMode data, CommandRunner runner) {
        this.input = input;
        this.output = output;
        this.state = state;
        this.data = data;
        this.runner = runner;
    }

    /** Forgets everything: the modem restarts. */
    void reset() {
        input.reset();
        editor.reset();
        stalled = false;
        runner.reset();
    }

    /** Whether data is being typed behind a prompt. */
    boolean takesInput() {
        return runner.promptInput() != null;
    }

    /** Whether the host is between two commands: a server may switch to data mode. */
    boolean idle() {
        return !runner.busy() && !takesInput() && editor.isEmpty();
    }

    /** Whether it has dealt with everything it was told. */
    boolean quiet() {
        return !runner.busy() && input.isEmpty();
    }

    /** Whether the next input is processed: the module receives, no command is under way and, in data mode, the link accepts the data. */
    boolean listens() {
        return mayListen() && acceptsMore();
    }

    private boolean acceptsMore() {
        return !runner.busy() && !stalled;
    }

    private boolean mayListen() {
        return !state.booting() && !state.muted() && output.ready() && !output.holding();
    }

    /** Whether a command is just coming in. */
    boolean hearsCommand() {
        return acceptsMore() && !takesInput() && mayListen() && input.peek() >= 0;
    }

    /** Does whatever the host has typed, as far as it may. */
    void turn() {
        stalled = false;
        while (acceptsMore() && mayListen() && input.available(idle() && !data.isActive())) {
            if (data.isActive()) {
                stream();
            } else if (takesInput()) {
                takeData();
            } else {
                takeLine();
            }
        }
        flushEcho();
    }

    private void stream() {
        if (skippedStrayLf()) {
            return;
        }
        stalled = input.give(data::take) == 0;
    }

    private void takeData() {
        if (skippedStrayLf()) {
            return;
        }
        PromptInput typed = runner.promptInput();
        input.give(typed::take);
        if (typed.hasEnded()) {
            runner.dataEntered();
        }
    }

    private boolean skippedStrayLf() {
        boolean stray = editor.isStrayLf(input.peek());
        if (stray) {
            input.next();
        }
        return stray;
    }

    private void takeLine() {
        while (input.remaining() > 0 && !runner.busy() && !takesInput() && !data.isActive()) {
            LineEditor.Line ended = editor.type(input.next(), state.settings().echo, input::peek);
            if (ended != null) {
                flushEcho();
                runner.execute(ended.text(), ended.tooLong());
            }
        }
    }

    private void flushEcho() {
        byte[] echo = editor.takeEcho();
        if (echo.length > 0) {
            output.raw(echo);
        }
    }
}
