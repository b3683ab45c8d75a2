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
package io.github.sim7028.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What this JVM uses.
 *
 * @param heap    bytes after a garbage collection
 * @param threads platform threads
 */
record Usage(long heap, int threads) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static Usage now() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            heap = Math.min(heap, MEMORY.getHeapMemoryUsage().getUsed());
        }
        return new Usage(heap, THREADS.getThreadCount());
    }

    /** CPU time of all threads so far. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Watches how many threads there are at most. */
    static final class Peak {

        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread watch = new Thread(this::watch, "peak");
        private int most;

        Peak() {
            watch.setDaemon(true);
            watch.start();
        }

        private void watch() {
            while (!over.get()) {
                most = Math.max(most, THREADS.getThreadCount());
                LockSupport.parkNanos(50_000_000);
            }
        }

        /** The most there were, without the one that watched. */
        int end() throws InterruptedException {
            over.set(true);
            watch.join(5000);
            return most - 1;
        }
    }
}
