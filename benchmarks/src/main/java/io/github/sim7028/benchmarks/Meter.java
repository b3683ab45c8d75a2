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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the time between two marks in what goes by; what is before the first one is warming up. */
final class Meter {

    private final long from;
    private final long to;
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile RuntimeException failure;
    private long count;
    private long latest;
    private long atFrom;
    private long started;
    private double perSecond;

    /** @param from where measuring begins, in bytes or whatever is counted */
    Meter(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** One without marks: it counts, and measures from {@link #begin} to {@link #end}. */
    Meter() {
        this(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Counts what has just arrived. Any thread. */
    synchronized void add(long more) {
        count += more;
        latest = System.nanoTime();
        if (started == 0 && count >= from) {
            started = latest;
            atFrom = count;
        } else if (started != 0 && perSecond == 0 && count >= to) {
            perSecond = rate();
            reached.countDown();
        }
    }

    private double rate() {
        return latest == started ? 0 : (count - atFrom) * 1e9 / (latest - started);
    }

    void fail(RuntimeException cause) {
        failure = cause;
        reached.countDown();
    }

    boolean done() {
        return reached.getCount() == 0;
    }

    synchronized long count() {
        return count;
    }

    /** What went by in a second between the marks. */
    double perSecond(long limitSeconds) throws InterruptedException, TimeoutException {
        boolean came = reached.await(limitSeconds, TimeUnit.SECONDS);
        check();
        if (!came) {
            throw new TimeoutException(count() + " of " + to + " came within " + limitSeconds + " s");
        }
        synchronized (this) {
            return perSecond;
        }
    }

    /** Fails when something was wrong with what went by. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Begins to measure with the latest arrival. */
    synchronized void begin() {
        started = latest;
        atFrom = count;
    }

    /** What went by in a second from {@link #begin} to the latest arrival; ends measuring. */
    double end() {
        check();
        reached.countDown();
        synchronized (this) {
            return rate();
        }
    }
}
