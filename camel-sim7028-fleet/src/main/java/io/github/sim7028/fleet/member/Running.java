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
package io.github.sim7028.fleet.member;

import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.member.OwnedPartition.Started;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The commands that the runner has: starts them, and reports how they end. The poll thread only. */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    /** For the commands of a modem whose lines were closed. */
    private static final Duration AFTER_CUT = Duration.ofSeconds(10);

    private final CommandRunner runner;
    private final Admission admission;
    private final ModemSteps steps;
    private final Outcomes outcomes;
    private final Consumer<Runnable> tell;
    private final LogThrottle throttle = new LogThrottle();
    /** Partitions that have gone, while the runner still has commands of them. */
    private final Set<OwnedPartition> left = new HashSet<>();

    private volatile boolean stopping;

    /** @param tell hands a step to the poll thread */
    Running(CommandRunner runner, Admission admission, ModemSteps steps, Outcomes outcomes, Consumer<Runnable> tell) {
        this.runner = runner;
        this.admission = admission;
        this.steps = steps;
        this.outcomes = outcomes;
        this.tell = tell;
    }

    /** This node stops: what is not sent because of that waits for the next owner. Any thread. */
    void stopping() {
        stopping = true;
    }

    /** The claim of a command was committed. */
    void start(OwnedPartition partition, Command command) {
        String refusal = admission.granted(command);
        if (refusal != null) {
            report(partition, command, Outcome.notSent(refusal));
            return;
        }
        partition
                .started()
                .put(command.offset(), new Started(command, partition.ownership(), steps.stay(command.modem())));
        try {
            runner.run(command, outcome -> tell.accept(() -> ended(partition, command, outcome)));
        } catch (Throwable e) {
            throttle.log(LOG, Level.ERROR, "The {} could not be run: {}", command, ForeignText.messageOf(e));
            ended(partition, command, Outcome.unknown("the node could not run the command"));
        }
    }

    private void ended(OwnedPartition partition, Command command, Outcome outcome) {
        Started started = partition.started().remove(command.offset());
        if (started == null) {
            // reported already, when the modem was cut
            return;
        }
        admission.ended(command, outcome.kind() == Outcome.Kind.CONFIRMED);
        if (outcome.kind() == Outcome.Kind.NOT_SENT && !partition.gone() && wasTakenAway(partition, started)) {
            partition.window().putBack(command.offset());
        } else {
            report(partition, command, outcome);
        }
    }

    /** Whether the modem was given back or cut after the command had been started: not sent because of that, the command waits again. */
    private boolean wasTakenAway(OwnedPartition partition, Started started) {
        return stopping
                || partition.leaving()
                || started.ownership().ended()
                || started.stay() == null
                || started.stay() != steps.stay(started.command().modem());
    }

    /** Commands whose modem was cut end soon; those that do not must not keep their places for ever. */
    void abandonCut(Collection<OwnedPartition> owned) {
        owned.forEach(partition -> abandonCut(partition, true));
        left.removeIf(partition -> {
            // the next owner reports them
            abandonCut(partition, false);
            return partition.started().isEmpty();
        });
    }

    private void abandonCut(OwnedPartition partition, boolean report) {
        for (Started started : List.copyOf(partition.started().values())) {
            if (!started.ownership().endedBefore(AFTER_CUT)) {
                continue;
            }
            if (report) {
                ended(
                        partition,
                        started.command(),
                        Outcome.unknown(started.ownership().why()));
            } else {
                partition.started().remove(started.command().offset());
                admission.ended(started.command(), false);
            }
        }
    }

    /** The partition has gone, in order or not. */
    void forget(OwnedPartition partition) {
        partition.forget();
        if (!partition.started().isEmpty()) {
            left.add(partition);
        }
    }

    /** Ends the commands of a partition that have not ended by themselves in time. */
    void abandon(OwnedPartition partition, String why) {
        for (Started started : List.copyOf(partition.started().values())) {
            ended(partition, started.command(), Outcome.unknown(why));
        }
    }

    /** Reports an outcome; then the command is done. */
    void report(OwnedPartition partition, Command command, Outcome outcome) {
        outcomes.report(command, outcome, partition.epoch())
                .thenRun(() -> tell.accept(() -> {
                    if (!partition.gone()) {
                        partition.window().done(command.offset());
                    }
                }));
    }
}
