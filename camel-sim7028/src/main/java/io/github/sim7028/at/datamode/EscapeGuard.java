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

/**
 * Ensures that payload is never taken for the escape (1.3): three {@code +} alone, no more than 900 ms apart, with 1000
 * ms of silence before and after. What the module sees is a little earlier or later than what was written, so it keeps every
 * count of {@code +} since a silence that the module may have come to, and stops before one of them rests at three.
 */
final class EscapeGuard {

    /** A pause the module may take for silence. */
    static final long MAYBE_SILENCE_MILLIS = 500;

    /** A pause the module certainly takes for silence, and never for one between two characters of an escape. */
    static final long SILENCE_MILLIS = 1500;

    private static final int ESCAPE_LENGTH = 3;
    private static final int JUST_SILENT = 1;
    private static final int RESTS_AT_ESCAPE = 1 << ESCAPE_LENGTH;
    private static final int ALL = (RESTS_AT_ESCAPE << 1) - 1;

    /** A bit for each count of {@code +}, and nothing else, since a silence. */
    private int counts = JUST_SILENT;

    private long last;

    /** Something that is no payload was written. */
    void restart(long now) {
        counts = JUST_SILENT;
        last = now;
    }

    /** How many of these bytes may go in one write now. */
    int allowed(byte[] bytes, int offset, int length, long now) {
        int before = countsAt(now);
        for (int n = length; n > 0; n--) {
            if ((after(before, bytes, offset, n) & RESTS_AT_ESCAPE) == 0) {
                return n;
            }
        }
        return 0;
    }

    /** When bytes that may not go now may, in milliseconds from now. */
    long pause(long now) {
        return Math.max(1, SILENCE_MILLIS - (now - last));
    }

    /** They were written from {@code start} to {@code end}. */
    void written(byte[] bytes, int offset, int length, long start, long end) {
        counts = after(countsAt(start), bytes, offset, length);
        last = end;
    }

    private int countsAt(long now) {
        long idle = now - last;
        if (idle >= SILENCE_MILLIS) {
            return JUST_SILENT;
        }
        return idle >= MAYBE_SILENCE_MILLIS ? counts | JUST_SILENT : counts;
    }

    private static int after(int before, byte[] bytes, int offset, int length) {
        int now = before;
        for (int i = offset; i < offset + length && now != 0; i++) {
            now = bytes[i] == '+' ? now << 1 & ALL : 0;
        }
        return now;
    }
}
