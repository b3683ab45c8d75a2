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

import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.claim.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A partition that the group has given to this node. The poll thread only. */
final class OwnedPartition {

    /**
     * A command that the runner has.
     *
     * @param stay the stay of the modem in which the command was started, see {@link ModemSteps#stay}
     */
    record Started(Command command, Ownership ownership, Object stay) {}

    private final TopicPartition topicPartition;
    private final int partitions;
    private final Window window;
    /** The commands that the runner has, by offset. */
    private final Map<Long, Started> started = new LinkedHashMap<>();
    /** The generation of the group in which the partition was opened. */
    private final int epoch;
    /** Null until the first commit has succeeded. */
    private Ownership ownership;

    private boolean leaving;
    private boolean gone;
    private boolean full;
    private boolean suspected;

    OwnedPartition(TopicPartition topicPartition, int partitions, int epoch, Window window) {
        this.topicPartition = topicPartition;
        this.partitions = partitions;
        this.epoch = epoch;
        this.window = window;
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    int partition() {
        return topicPartition.partition();
    }

    /** The number of partitions of the topic. */
    int partitions() {
        return partitions;
    }

    Window window() {
        return window;
    }

    Map<Long, Started> started() {
        return started;
    }

    Ownership ownership() {
        return ownership;
    }

    int epoch() {
        return epoch;
    }

    void owned(Ownership by) {
        ownership = by;
    }

    /** Whether the modems of the partition have to be taken, for the first time or after the lease was over. */
    boolean withoutModems() {
        return !leaving && (ownership == null || ownership.ended());
    }

    /** Whether commands may be chosen. */
    boolean active() {
        return !leaving && ownership != null && ownership.mayTalk();
    }

    /** The partition goes to another node: no further command is started. */
    void leave() {
        leaving = true;
    }

    boolean leaving() {
        return leaving;
    }

    /** Whether the partition has gone, in order or not; what its commands do from now on changes no window. */
    boolean gone() {
        return gone;
    }

    void forget() {
        leaving = true;
        gone = true;
    }

    /** Whether no command of the partition is claimed by this node. */
    boolean quiet() {
        return window.claimed() == 0;
    }

    /** Whether Kafka is asked for commands of the partition. */
    boolean read() {
        return !full && !suspected;
    }

    void full(boolean now) {
        full = now;
    }

    /** The records of the partition may be those that cannot be read. */
    void suspected(boolean now) {
        suspected = now;
    }
}
