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
package io.github.sim7028.fleet.kafka;

import java.time.Duration;

/** A pause that doubles with each failure. */
public final class Backoff {

    private final long first;
    private final long longest;
    private long next;

    public Backoff(Duration first, Duration longest) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.next = this.first;
    }

    /** The pause before the next attempt, in ms. */
    public long next() {
        long pause = next;
        next = Math.min(longest, next * 2);
        return pause;
    }

    public void reset() {
        next = first;
    }
}
