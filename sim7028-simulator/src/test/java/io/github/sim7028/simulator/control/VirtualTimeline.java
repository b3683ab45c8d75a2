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
package io.github.sim7028.simulator.control;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so. */
public final class VirtualTimeline implements Timeline {

    private record Due(Duration at, long order, Runnable action) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private Duration now = Duration.ZERO;
    private long order;

    @Override
    public void after(Duration time, Runnable action) {
        queue.add(new Due(now.plus(time), order++, action));
    }

    /** Lets time pass, and what is due happen. */
    public void pass(Duration time) {
        Duration end = now.plus(time);
        while (!queue.isEmpty() && queue.peek().at().compareTo(end) <= 0) {
            Due due = queue.poll();
            now = due.at();
            due.action().run();
        }
        now = end;
    }
}
