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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.FaultAction;
import io.github.sim7028.simulator.fault.FaultTrigger;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.fault.LineBytes;
import java.util.List;
import java.util.function.Consumer;

/** What faults do to the bytes of a line, or of a whole answer. */
final class FaultInjector {

    private final Faults faults;
    private final Consumer<Fault> moduleFaults;
    private List<Fault> answerFaults = List.of();
    private int answerBudget;

    /** @param moduleFaults lets happen what concerns more than a line */
    FaultInjector(Faults faults, Consumer<Fault> moduleFaults) {
        this.faults = faults;
        this.moduleFaults = moduleFaults;
    }

    /** Faults that hold for every line up to the final result of the command that begins. */
    void beginAnswer(List<Fault> now) {
        answerFaults = now;
        answerBudget = Integer.MAX_VALUE;
        for (Fault fault : now) {
            if (fault.action() instanceof FaultAction.Cut cut) {
                answerBudget = cut.bytes();
                return;
            }
        }
    }

    /** Whether lines of the present answer are changed. */
    boolean changesAnswers() {
        return !answerFaults.isEmpty();
    }

    /** A line of the present answer. */
    byte[] answer(byte[] said) {
        byte[] bytes = line(said, answerFaults);
        int budget = Math.min(bytes.length, answerBudget);
        answerBudget -= budget;
        return LineBytes.first(bytes, budget);
    }

    /** A line that sets these faults off. */
    byte[] line(byte[] said, List<Fault> found) {
        byte[] bytes = said;
        for (Fault fault : found) {
            bytes = apply(bytes, fault);
        }
        return bytes;
    }

    private byte[] apply(byte[] bytes, Fault fault) {
        FaultAction action = fault.action();
        if (action instanceof FaultAction.OnLine onLine) {
            // of a whole answer only so many bytes are left, however many lines they are
            boolean ofAnswer =
                    action instanceof FaultAction.Cut && fault.trigger().kind() == FaultTrigger.Kind.COMMAND;
            return ofAnswer ? bytes : onLine.applyTo(bytes, faults::noise);
        } else if (action instanceof FaultAction.OnModule) {
            moduleFaults.accept(fault);
            return action instanceof FaultAction.Reboot ? LineBytes.NONE : bytes;
        }
        // what concerns the time is the output's matter
        return bytes;
    }
}
