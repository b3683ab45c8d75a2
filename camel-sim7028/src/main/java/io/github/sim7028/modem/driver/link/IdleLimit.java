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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Closes a link that has had nothing to do for {@code linkIdleTimeout}. */
@OnLoop
final class IdleLimit {

    private final Loop loop;
    private final Duration limit;
    private final BooleanSupplier idle;
    private final LongSupplier lastUsed;
    private final Consumer<String> close;
    private Loop.Timer timer = () -> {};

    /**
     * @param limit    zero for none
     * @param idle     whether the link has nothing to do now
     * @param lastUsed when something last went over the link, on the loop's clock
     * @param close    closes the link for the reason given
     */
    IdleLimit(Loop loop, Duration limit, BooleanSupplier idle, LongSupplier lastUsed, Consumer<String> close) {
        this.loop = loop;
        this.limit = limit;
        this.idle = idle;
        this.lastUsed = lastUsed;
        this.close = close;
    }

    /** The link has nothing to do now, or has been asked for data in vain: that alone is no use of it. */
    void begin() {
        if (limit.toMillis() > 0 && idle.getAsBoolean()) {
            timer.cancel();
            timer = loop.after(Math.max(left(), 0), this::look);
        }
    }

    private void look() {
        if (left() > 0) {
            begin();
        } else if (idle.getAsBoolean()) {
            close.accept("the link has been idle for " + Limits.words(limit));
        }
    }

    private long left() {
        return lastUsed.getAsLong() + limit.toMillis() - loop.now();
    }

    void cancel() {
        timer.cancel();
    }
}
