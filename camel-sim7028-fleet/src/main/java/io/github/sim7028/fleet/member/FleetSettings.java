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

import io.github.sim7028.fleet.claim.Window;
import java.time.Duration;

/**
 * How this node takes part in the fleet. All times that have to fit together are derived here.
 *
 * @param node            the name of this node in records and logs
 * @param group           the consumer group
 * @param sessionTimeout  after this time without a sign of life the group gives the partitions of a node to others
 * @param handOverTimeout how long a modem that goes to another node may finish what has begun
 * @param maxUnderWay     how many commands a modem has under way at once
 * @param maxUnfinished   how many commands a partition may have unfinished
 * @param maxWait         how long a command may wait for a modem that does not answer
 * @param onNoOffset      what to do with a partition whose committed offset is missing
 */
public record FleetSettings(
        String node,
        String group,
        String downTopic,
        String upTopic,
        String outcomesTopic,
        String eventsTopic,
        Duration sessionTimeout,
        Duration handOverTimeout,
        int maxUnderWay,
        int maxUnfinished,
        Duration maxWait,
        OnNoOffset onNoOffset) {

    private static final Duration LEASE_MARGIN = Duration.ofMillis(500);

    /** What to do with a partition whose committed offset is missing, although the partition has had commands. */
    public enum OnNoOffset {
        /** Do not run the commands of the partition; the health check says so. */
        FAIL,
        /** Run all commands that Kafka still has. */
        EARLIEST,
        /** Skip all commands that Kafka has. */
        LATEST
    }

    public FleetSettings {
        within("sessionTimeout", sessionTimeout, Duration.ofSeconds(2), Duration.ofMinutes(5));
        within("handOverTimeout", handOverTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        within("maxWait", maxWait, Duration.ofSeconds(1), Duration.ofHours(24));
        within("maxUnderWay", maxUnderWay, 1, 64);
        within("maxUnfinished", maxUnfinished, 1, Window.MAX_UNFINISHED);
        required("node", node);
        required("group", group);
        required("downTopic", downTopic);
        required("upTopic", upTopic);
        required("outcomesTopic", outcomesTopic);
        required("eventsTopic", eventsTopic);
    }

    /** A sixth of the session. */
    public Duration heartbeat() {
        return sessionTimeout.dividedBy(6);
    }

    /** From the sending of a commit on; the rest of the session is for clocks that run differently. */
    public Duration lease() {
        return sessionTimeout.minus(heartbeat()).minus(LEASE_MARGIN);
    }

    /** The consumer's {@code max.poll.interval.ms}, which is the rebalance timeout of the group's members. */
    public Duration rebalanceTimeout() {
        return handOverTimeout.multipliedBy(4);
    }

    /**
     * No lease lives longer than this from the begin of a poll: the group evicts a member that has not polled for the rebalance timeout, whatever the
     * member commits. A rebalance is noticed at the next heartbeat.
     */
    public Duration leaseWithoutPoll() {
        return rebalanceTimeout().minus(heartbeat().multipliedBy(2));
    }

    private static void required(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the option " + option + " is required");
        }
    }

    private static void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "the option " + option + " is " + value + ", allowed is " + min + " to " + max);
        }
    }

    private static void within(String option, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("the option " + option + " is " + value.toMillis() + " ms, allowed is "
                    + min.toMillis() + " to " + max.toMillis() + " ms");
        }
    }
}
