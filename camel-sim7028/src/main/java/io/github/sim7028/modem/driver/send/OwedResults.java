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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import java.util.HashMap;
import java.util.Map;

/**
 * Results that the module still owes, for each link number: each may come in place of one that is awaited, and is counted until it has
 * come or cannot come any more.
 */
@OnLoop
public final class OwedResults {

    /** No result comes so late: the module itself gives up sending and opening after 2 min at most. */
    static final long NEVER_LATER_MILLIS = 300_000;

    private static final class Owed {
        private int results;
        private long since;
    }

    private final Loop loop;
    private final Map<Integer, Owed> sends = new HashMap<>();
    /** Since when, on the loop's clock. */
    private final Map<Integer, Long> openings = new HashMap<>();

    OwedResults(Loop loop) {
        this.loop = loop;
    }

    /** A {@code +CIPSEND} of this number has not come. */
    void oweSend(int number) {
        Owed owed = sends.computeIfAbsent(number, n -> new Owed());
        forgetLongAgo(owed);
        owed.results++;
        owed.since = loop.now();
    }

    /** A {@code +CIPSEND} came that was not awaited; returns whether it was owed. */
    public boolean cameUnasked(int number) {
        if (owedSends(number) == 0) {
            return false;
        }
        sends.get(number).results--;
        return true;
    }

    /** How many {@code +CIPSEND} of this number may still come without being the one that is awaited. */
    int owedSends(int number) {
        Owed owed = sends.get(number);
        if (owed == null) {
            return 0;
        }
        forgetLongAgo(owed);
        return owed.results;
    }

    private void forgetLongAgo(Owed owed) {
        if (loop.now() - owed.since >= NEVER_LATER_MILLIS) {
            owed.results = 0;
        }
    }

    /**
     * The results owed have not come in time. Nothing is forgiven if one has been owed since: another link may have the number now,
     * and its own are not late yet.
     *
     * @param began when the wait for them began, on the loop's clock
     */
    void forgiveSends(int number, long began) {
        sends.computeIfPresent(number, (n, owed) -> owed.since > began ? owed : null);
    }

    /** The result of opening or closing this number has not come. */
    public void oweOpening(int number) {
        openings.put(number, loop.now());
    }

    /** Whether the next result of opening this number may be an earlier one. */
    public boolean opening(int number) {
        openings.values().removeIf(since -> loop.now() - since >= NEVER_LATER_MILLIS);
        return openings.containsKey(number) || owedSends(number) > 0;
    }

    public void clear() {
        sends.clear();
        openings.clear();
    }
}
