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
package io.github.sim7028.line.util;

import com.fazecast.jSerialComm.SerialPort;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the open serial lines of this JVM, for its end: jSerialComm closes all ports in a shutdown hook of its own, side by side
 * with the hook of the application that still shuts the modem down. This lets it wait until the lines are closed.
 */
public final class OpenSerialLines {

    /** An application that never closes its lines ends that much later. */
    private static final long GRACE_SECONDS = 10;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition ALL_CLOSED = LOCK.newCondition();
    private static int open;
    private static boolean hooked;

    private OpenSerialLines() {}

    public static void opened() {
        LOCK.lock();
        try {
            open++;
            if (!hooked) {
                hooked = true;
                SerialPort.addShutdownHook(new Thread(OpenSerialLines::awaitAllClosed, "sim7028-serial-shutdown"));
            }
        } finally {
            LOCK.unlock();
        }
    }

    public static void closed() {
        LOCK.lock();
        try {
            open--;
            ALL_CLOSED.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    private static void awaitAllClosed() {
        long nanos = TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        LOCK.lock();
        try {
            while (open > 0 && nanos > 0) {
                nanos = ALL_CLOSED.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LOCK.unlock();
        }
    }
}
