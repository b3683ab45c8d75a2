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

import io.github.sim7028.at.command.NetClose;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.LineManager;
import java.util.concurrent.CompletableFuture;

/** Leaves a module ready for its next user: the network closed, a payload it waits for sent, the line closed. */
@OnLoop
final class Shutdown {

    /** How long the network may take to close before the line is closed anyway. */
    private static final long STOP_MILLIS = 5000;

    /** What was written last has left the port by then, also at a slow baud rate. */
    private static final long SETTLE_MILLIS = 1000;

    private static final String STOPPED = "the modem has been stopped";

    private final Loop loop;
    private final LineManager line;
    /** When the network is given no more time to close. */
    private final CompletableFuture<Void> limit = new CompletableFuture<>();

    Shutdown(Loop loop, LineManager line) {
        this.loop = loop;
        this.line = line;
    }

    /** {@code closing} runs when the line is about to be closed, {@code then} when it is, both on the loop. */
    void run(boolean closeNetwork, Runnable closing, Runnable then) {
        if (!closeNetwork) {
            settle(closing, then);
            return;
        }
        Loop.Timer timer = loop.after(STOP_MILLIS, this::hurry);
        line.dialogue().execute(new NetClose()).whenComplete((v, failure) -> hurry());
        limit.thenRun(() -> {
            timer.cancel();
            settle(closing, then);
        });
    }

    /** Waits no longer for the network to close. */
    void hurry() {
        limit.complete(null);
    }

    /** A module that waits for a payload would take the next user's commands for it: it is given what it waits for. */
    private void settle(Runnable closing, Runnable then) {
        boolean owing = line.session() != null && line.dialogue().settle(STOPPED);
        if (owing) {
            loop.after(SETTLE_MILLIS, () -> close(STOPPED, closing, then));
        } else {
            close(STOPPED, closing, then);
        }
    }

    /** Closes the line without a word. */
    void close(String reason, Runnable closing, Runnable then) {
        line.close(reason, then);
        closing.run();
    }
}
