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
package io.github.sim7028.fleet.claim;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this node may talk to its modems without hearing from Kafka. Each successful commit extends the lease, as the commit restarts
 * the session of the group's member: the lease is shorter than the session, so that it ends before another node gets the modems.
 *
 * <p>Uses two clocks, as {@link System#nanoTime()} stands still while a virtual machine is suspended, and the wall clock may be set back: the
 * lease is over when one of the two says so.
 *
 * <p>A member that does not call {@code poll} for the rebalance timeout is evicted although its session lives, so no commit extends
 * the lease beyond that limit.
 */
public final class Lease {

    /** A point in time on both clocks. */
    public record Moment(long nanos, long millis) {

        Moment plus(Duration time) {
            return new Moment(nanos + time.toNanos(), millis + time.toMillis());
        }

        /** The earlier one, on each clock. */
        Moment min(Moment other) {
            return new Moment(nanos - other.nanos < 0 ? nanos : other.nanos, Math.min(millis, other.millis));
        }
    }

    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final Duration length;
    private final Duration withoutPoll;
    /** When the lease is over; null without a lease. */
    private volatile Moment end;

    /** When {@code poll} was called last. */
    private volatile Moment polled;

    /**
     * @param nanos       {@link System#nanoTime()}
     * @param millis      {@link System#currentTimeMillis()}
     * @param length      shorter than the session
     * @param withoutPoll the longest time from the begin of a call of {@code poll} to the end of the lease, shorter than the rebalance
     *                    timeout
     */
    public Lease(LongSupplier nanos, LongSupplier millis, Duration length, Duration withoutPoll) {
        this.nanos = nanos;
        this.millis = millis;
        this.length = length;
        this.withoutPoll = withoutPoll;
        this.polled = now();
    }

    public Moment now() {
        return new Moment(nanos.getAsLong(), millis.getAsLong());
    }

    /** {@code poll} is about to be called. */
    public void polling() {
        polled = now();
    }

    /**
     * A commit succeeded.
     *
     * @param sent the time before the commit was sent
     */
    public void extend(Moment sent) {
        end = sent.plus(length).min(polled.plus(withoutPoll));
    }

    /** The node is no longer a member of the group. */
    public void end() {
        end = null;
    }

    public boolean valid() {
        Moment until = end;
        return until != null && nanos.getAsLong() - until.nanos() < 0 && millis.getAsLong() < until.millis();
    }

    /** The time that is left, zero if the lease is over. */
    public Duration left() {
        Moment until = end;
        if (until == null) {
            return Duration.ZERO;
        }
        long left = Math.min(until.nanos() - nanos.getAsLong(), (until.millis() - millis.getAsLong()) * 1_000_000);
        return Duration.ofNanos(Math.max(0, left));
    }
}
