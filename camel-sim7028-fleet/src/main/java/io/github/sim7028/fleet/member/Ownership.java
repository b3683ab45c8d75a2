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
package io.github.sim7028.fleet.member;

import io.github.sim7028.fleet.claim.Lease;
import io.github.sim7028.line.LineGuard;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One time during which this node owns a partition; the guard of the lines of the partition's modems. An ownership that has ended does not begin
 * again: what is left of an earlier ownership cannot write in the name of a later one.
 */
public final class Ownership implements LineGuard {

    private final int partition;
    private final int partitions;
    private final int epoch;
    private final Lease lease;
    private final AtomicReference<End> ended = new AtomicReference<>();

    private record End(String why, long at) {}

    Ownership(int partition, int partitions, int epoch, Lease lease) {
        this.partition = partition;
        this.partitions = partitions;
        this.epoch = epoch;
        this.lease = lease;
    }

    public int partition() {
        return partition;
    }

    /** The number of partitions of the topic. */
    public int partitions() {
        return partitions;
    }

    /** The generation of the consumer group in which the ownership began. */
    public int epoch() {
        return epoch;
    }

    @Override
    public boolean mayTalk() {
        return ended.get() == null && lease.valid();
    }

    @Override
    public String why() {
        End end = ended.get();
        return end == null ? "Kafka has not confirmed for too long that this node owns the modem" : end.why();
    }

    /** @return whether the ownership had not ended before */
    boolean end(String why) {
        return ended.compareAndSet(null, new End(why, lease.now().nanos()));
    }

    /** Whether the ownership ended so long ago that its lines must have been closed. */
    boolean endedBefore(Duration time) {
        End end = ended.get();
        return end != null && lease.now().nanos() - end.at() >= time.toNanos();
    }

    boolean ended() {
        return ended.get() != null;
    }
}
