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
package io.github.sim7028.simulator.at;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The command lines that came. */
public final class CommandHistory {

    private static final int LIMIT = 1000;

    private final Deque<String> latest = new ArrayDeque<>();
    private long count;

    /** Adds one. */
    public void add(String line) {
        count++;
        if (latest.size() == LIMIT) {
            latest.removeFirst();
        }
        latest.addLast(line);
    }

    /** The last thousand. */
    public List<String> latest() {
        return List.copyOf(latest);
    }

    /** How many came. */
    public long count() {
        return count;
    }
}
