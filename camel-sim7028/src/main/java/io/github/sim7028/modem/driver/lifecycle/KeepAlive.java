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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ServingCell;
import java.util.function.Supplier;

/**
 * Queries a module that has sent nothing for a while, so that a dead or restarted module is detected before the next message; and,
 * while there are listeners of events, how good its signal is. A module that restarted without a report has its network closed
 * or its settings as they come from the factory.
 */
@OnLoop
final class KeepAlive {

    /** How long a module that is silent over a long command is left alone before the next look, in milliseconds. */
    private static final long BUSY_MILLIS = 1000;

    private final Loop loop;
    private final long interval;
    private final StatusBoard board;
    private final ModuleListener module;
    private Supplier<AtCommand<Boolean>> proof;
    private Loop.Timer timer = () -> {};
    private int watch;

    /**
     * @param interval how long the AT channel may be idle, in milliseconds; 0 for ever
     * @param module   is called when the network is closed, or when the module has lost its settings
     */
    KeepAlive(Loop loop, long interval, StatusBoard board, ModuleListener module) {
        this.loop = loop;
        this.interval = interval;
        this.board = board;
        this.module = module;
    }

    /** @param settings asks whether the module still has its settings; null if no query tells */
    void start(AtDialogue dialogue, Supplier<AtCommand<Boolean>> settings) {
        stop();
        proof = settings;
        if (interval > 0) {
            arm(dialogue, watch);
        }
    }

    void stop() {
        watch++;
        timer.cancel();
    }

    private void arm(AtDialogue dialogue, int mine) {
        long quiet = asksAnyway(dialogue) ? 0 : loop.now() - dialogue.lastReceived();
        // a command may take longer than the interval: then it is looked now and then whether it has ended
        long pause = quiet < interval ? interval - quiet : Math.min(interval, BUSY_MILLIS);
        timer = loop.after(pause, () -> {
            if (mine == watch) {
                look(dialogue, mine);
            }
        });
    }

    private void look(AtDialogue dialogue, int mine) {
        boolean quiet = dialogue.idle() && loop.now() - dialogue.lastReceived() >= interval;
        if (!quiet && !asksAnyway(dialogue)) {
            arm(dialogue, mine);
            return;
        }
        dialogue.execute(StandardCommands.networkOpen()).whenComplete((open, failure) -> {
            if (mine == watch && failure == null && !open) {
                module.networkLost("the module reports that its network is closed");
            } else if (mine == watch) {
                lookAtSettings(dialogue, mine);
            }
        });
    }

    private void lookAtSettings(AtDialogue dialogue, int mine) {
        if (proof == null) {
            goOn(dialogue, mine);
            return;
        }
        AtCommand<Boolean> question = proof.get();
        dialogue.execute(question).whenComplete((kept, failure) -> {
            if (mine != watch) {
                return;
            }
            if (failure == null && !kept) {
                module.restarted("the module has lost its settings (" + question.shown() + " returned 0): the module"
                        + " must have restarted");
                return;
            }
            goOn(dialogue, mine);
        });
    }

    /** A module that did not answer at all has been given up by the dialogue. */
    private void goOn(AtDialogue dialogue, int mine) {
        if (board.events().wanted()) {
            askSignal(dialogue);
        }
        arm(dialogue, mine);
    }

    /** Listeners of events get the signal periodically; but a stream that flows is not interrupted for this. */
    private boolean asksAnyway(AtDialogue dialogue) {
        return board.events().wanted() && !dialogue.streaming();
    }

    private void askSignal(AtDialogue dialogue) {
        dialogue.execute(StandardCommands.signal()).whenComplete((rssi, failure) -> {
            if (failure == null) {
                dialogue.execute(DiagnosticCommands.servingCell()).whenComplete((cell, refused) -> board.radio()
                        .measured(rssi, refused == null && !cell.isEmpty() ? ServingCell.of(cell.get(0)) : null));
            }
        });
    }
}
