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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.pacing.Backoff;
import java.time.Duration;

/**
 * How many pieces of a link may await their confirmation, and when the next may go: fewer, and later, while the module is busy.
 */
@OnLoop
final class SendWindow {

    /** After how many confirmations more is tried again on a link that was busy. */
    private static final int WIDEN_AFTER = 64;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final int widest;
    private final Loop loop;
    private final Runnable again;
    private final Backoff pauses;
    private int window;
    private int confirmed;
    /** The module takes nothing more on this link until it has confirmed something. */
    private boolean full;

    private boolean pausing;
    private Loop.Timer pause = () -> {};

    /** @param again runs when a pause is over */
    SendWindow(int widest, Loop loop, Runnable again) {
        this.widest = widest;
        this.loop = loop;
        this.again = again;
        pauses = new Backoff(loop, FIRST_PAUSE, LONGEST_PAUSE, 2);
        window = widest;
    }

    /** A connection begins. */
    void opened() {
        full = false;
        pausing = false;
        pause.cancel();
    }

    /** Whether any may go now. */
    boolean open() {
        return !pausing;
    }

    /** How many may be under way at once. */
    int size() {
        return full ? 1 : window;
    }

    /** The module was busy while so many others were under way. It is asked again when one is confirmed, or after a growing pause. */
    void busy(int others) {
        confirmed = 0;
        if (others > 0) {
            full = true;
            window = others;
            return;
        }
        pausing = true;
        pause.cancel();
        pause = loop.after(pauses.failed().toMillis(), () -> {
            pausing = false;
            again.run();
        });
    }

    /** The result of a started piece is known. */
    void settled() {
        full = false;
    }

    void confirmed() {
        pauses.succeeded();
        if (window < widest && ++confirmed >= WIDEN_AFTER) {
            window = Math.min(widest, 2 * window);
            confirmed = 0;
        }
    }
}
