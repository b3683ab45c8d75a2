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
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells of a state that takes its time: after 10 s, 20 s, 40 s and so on, at most every 10 min. Of a search for a network with the signal,
 * and after some minutes with advice.
 */
@OnLoop
final class ProgressReporter {

    private static final long FIRST_MILLIS = 10_000;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();

    /** A search that takes so long, or a quarter of its time, may have a reason that the user can remove. */
    private static final long ADVICE_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Loop loop;
    private final StatusBoard board;
    private final Supplier<AtDialogue> dialogue;
    private final Duration registrationTimeout;
    private Loop.Timer timer = () -> {};
    private int stage;

    ProgressReporter(Loop loop, StatusBoard board, Supplier<AtDialogue> dialogue, Duration registrationTimeout) {
        this.loop = loop;
        this.board = board;
        this.dialogue = dialogue;
        this.registrationTimeout = registrationTimeout;
    }

    /** It has come to this state. */
    void enter(ModemState state) {
        stop();
        arm(state, loop.now(), FIRST_MILLIS, stage);
    }

    /** It is up, or waits for another attempt. */
    void stop() {
        stage++;
        timer.cancel();
    }

    private void arm(ModemState state, long since, long after, int mine) {
        timer = loop.after(Math.min(after, LONGEST_MILLIS), () -> {
            AtDialogue asked = dialogue.get();
            if (mine != stage) {
                return;
            }
            arm(state, since, loop.now() - since, mine);
            if (state != ModemState.REGISTERING || asked == null) {
                board.progress(state, TimeWords.span(loop.now() - since), "");
                return;
            }
            asked.execute(StandardCommands.signal()).whenComplete((rssi, failure) -> {
                if (mine == stage) {
                    searching(since, failure == null ? rssi : ModuleFacts.SIGNAL_UNKNOWN);
                }
            });
        });
    }

    private void searching(long since, int rssi) {
        board.radio().signal(rssi);
        long passed = loop.now() - since;
        board.progress(ModemState.REGISTERING, TimeWords.span(passed), ModuleFacts.signalWords(rssi));
        if (passed >= Math.min(ADVICE_MILLIS, registrationTimeout.toMillis() / 4)) {
            board.advise("is still looking for a network after " + TimeWords.span(passed) + ", "
                    + ModuleFacts.signalWords(rssi) + ": check the antenna, the coverage and the SIM's NB-IoT"
                    + " subscription. A first search may take more than 15 min, so the module is left alone until"
                    + " registrationTimeout=" + Limits.words(registrationTimeout) + " is over");
        }
    }
}
