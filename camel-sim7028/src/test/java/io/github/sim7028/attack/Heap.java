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
package io.github.sim7028.attack;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.TimeUnit;

/** The heap of this JVM: the most that was used at a time, and what is left of it after a collection. */
final class Heap {

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private long peak;

    Heap() {
        Attackers.daemon("heap", () -> {
            while (true) {
                look(used());
                TimeUnit.MILLISECONDS.sleep(5);
            }
        });
    }

    private static long used() {
        return MEMORY.getHeapMemoryUsage().getUsed();
    }

    private synchronized void look(long used) {
        peak = Math.max(peak, used);
    }

    synchronized void begin() {
        System.gc();
        peak = used();
    }

    synchronized long peak() {
        return peak;
    }

    /** What is in use after a collection. */
    long live() {
        look(used());
        System.gc();
        return used();
    }
}
