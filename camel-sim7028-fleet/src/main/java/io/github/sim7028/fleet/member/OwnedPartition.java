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

    private final TopicPartition topicPartition;
    private final int partitions;
    private final Window window;
    /** The commands that the runner has, by offset. */
    private final Map<Long, Command> started = new LinkedHashMap<>();
    /** Null until the first commit has succeeded. */
    private Ownership ownership;

    private boolean leaving;
    private boolean gone;
    private boolean paused;

    OwnedPartition(TopicPartition topicPartition, int partitions, Window window) {
        this.topicPartition = topicPartition;
        this.partitions = partitions;
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

    Map<Long, Command> started() {
        return started;
    }

    Ownership ownership() {
        return ownership;
    }

    int epoch() {
        return ownership == null ? -1 : ownership.epoch();
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

    /** Whether what was not sent waits again: because of the hand-over, or because the modem was cut. */
    boolean putsBack(boolean stopping) {
        return !gone && (stopping || leaving || ownership == null || ownership.ended());
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

    boolean paused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }
}
