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

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long bytes need to leave a serial port. */
public final class LineRate {

    private static final int BITS_PER_BYTE = 10;

    /** What a driver, a USB adapter or a terminal server may hold bytes back. */
    private static final Duration HELD_BACK = Duration.ofMillis(50);

    private LineRate() {}

    /** Returns when the bytes have left: a change of the rate before that would spoil them. */
    public static void awaitSent(int bitRate, int bytes) {
        long until = System.nanoTime()
                + HELD_BACK.toNanos()
                + Duration.ofSeconds((long) bytes * BITS_PER_BYTE)
                        .dividedBy(bitRate)
                        .toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
