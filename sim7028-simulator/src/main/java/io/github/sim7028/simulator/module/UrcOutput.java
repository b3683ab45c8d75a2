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

import io.github.sim7028.simulator.at.CommandHistory;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the module says without being asked: unsolicited lines and pushed data, and when it may. */
final class UrcOutput {

    private static final int WAITING_LIMIT = 100;

    /** A host that said something so long ago may say more at any time. */
    private static final long TYPING_NANOS = 100_000_000;

    /** So early the next push is made ready: as late as can be where it is to come after the answer to a command. */
    private static final long AHEAD_OF_TYPING_NANOS = 40_000;

    private static final long AHEAD_NANOS = 2_000_000;

    private final ModuleOutput output;
    private final ModuleState state;
    private final DataMode data;
    private final Dialect dialect;
    private final CommandInterpreter interpreter;
    private final HostInput input;
    private final CommandHistory history;
    private final Deque<String> waiting = new ArrayDeque<>();
    /** The count of commands when received data began to wait for one that was being typed; -1 when none does. */
    private long typedSince = -1;

    UrcOutput(
            ModuleOutput output,
            ModuleState state,
            DataMode data,
            Dialect dialect,
            CommandInterpreter interpreter,
            HostInput input,
            CommandHistory history) {
        this.output = output;
        this.state = state;
        this.data = data;
        this.dialect = dialect;
        this.interpreter = interpreter;
        this.input = input;
        this.history = history;
    }

    /** The modem restarts. */
    void reset() {
        waiting.clear();
    }

    /** Says an unsolicited line. */
    void say(String line) {
        say(line, () -> {});
    }

    /** Says an unsolicited line, and does something when it has been said. */
    void say(String line, Runnable then) {
        if (data.isActive()) {
            if (waiting.size() < WAITING_LIMIT) {
                waiting.add(line);
            }
            then.run();
        } else if (!state.booting()) {
            output.urc(line, then);
        }
    }

    /** Says an unsolicited line that may be lost when the host does not read. */
    void remark(String line) {
        if (data.isActive()) {
            say(line);
        } else if (!state.booting()) {
            output.chatter(line);
        }
    }

    /** Says what could not be said in data mode. */
    void sayWhatWaited() {
        while (!waiting.isEmpty() && !data.isActive()) {
            say(waiting.removeFirst());
        }
    }

    boolean mayTalk() {
        return !state.booting()
                && !data.isActive()
                && output.ready()
                && !(interpreter.takesInput() && dialect.has(Quirk.HOLD_DURING_INPUT));
    }

    /**
     * Whether received data may be pushed: the line is clear, and no command is being typed, as its answer would have to
     * wait. Data lets one command go before at the most. To a host that only listens it comes without a gap.
     */
    boolean mayPush() {
        if (!mayTalk() || !output.mayPush(input.silent(TYPING_NANOS) ? AHEAD_NANOS : AHEAD_OF_TYPING_NANOS)) {
            return false;
        }
        if (!interpreter.hearsCommand()) {
            typedSince = -1;
        } else if (typedSince < 0) {
            typedSince = history.count();
        }
        return typedSince != history.count();
    }

    void push(String header, byte[] chunk) {
        typedSince = -1;
        output.push(header, chunk);
    }
}
