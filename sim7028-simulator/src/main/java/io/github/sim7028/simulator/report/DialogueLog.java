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
package io.github.sim7028.simulator.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Keeps the latest lines of a transcript. Thread-safe. */
public final class DialogueLog implements Consumer<String> {

    private final ReentrantLock lock = new ReentrantLock();
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();
    private long next;

    /** Keeps so many lines. */
    public DialogueLog(int most) {
        this.most = most;
    }

    @Override
    public void accept(String line) {
        lock.lock();
        try {
            if (most == 0) {
                return;
            }
            if (lines.size() == most) {
                lines.removeFirst();
            }
            lines.addLast(line);
            next++;
        } finally {
            lock.unlock();
        }
    }

    /** The lines that are kept from this number on. */
    public Dialogue from(long number) {
        lock.lock();
        try {
            long known = Math.max(0, Math.min(lines.size(), next - number));
            List<String> latest = lines.stream().skip(lines.size() - known).toList();
            return new Dialogue(next, latest);
        } finally {
            lock.unlock();
        }
    }
}
