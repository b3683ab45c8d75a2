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
package io.github.sim7028.soak;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How often a peer was connected to: in all, and within the worst minute. From any thread. */
final class Dials {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Long> latest = new ArrayDeque<>();
    private int count;
    private int worst;

    synchronized void one() {
        long now = System.nanoTime();
        while (!latest.isEmpty() && now - latest.peekFirst() > MINUTE) {
            latest.removeFirst();
        }
        latest.addLast(now);
        count++;
        worst = Math.max(worst, latest.size());
    }

    synchronized int count() {
        return count;
    }

    /** The most within one minute. */
    synchronized int worst() {
        return worst;
    }
}
