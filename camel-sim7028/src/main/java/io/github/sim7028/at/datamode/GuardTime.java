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
package io.github.sim7028.at.datamode;

/** Since when nothing has arrived at the module, taking into account buffers that are behind what was written. */
public final class GuardTime {

    /** How far the line's buffers may be behind. */
    private static final long MAX_LAG_MILLIS = 1500;

    private static final int BITS_A_BYTE = 10;

    private long bitRate = 115_200;
    private long last;
    private long busyUntil;

    /** The line's rate, in bits a second. */
    void rate(long bitsPerSecond) {
        bitRate = bitsPerSecond;
    }

    /** Counts from now at the earliest. */
    void restart(long now) {
        last = now;
    }

    /** Bytes were written from {@code start} to {@code end}. */
    public void broken(int bytes, long start, long end) {
        last = end;
        long takes = 1000L * bytes * BITS_A_BYTE / bitRate;
        busyUntil = Math.min(Math.max(busyUntil, start) + takes, end + MAX_LAG_MILLIS);
    }

    /** Since when there has been silence. */
    long since() {
        return Math.max(last, busyUntil);
    }
}
