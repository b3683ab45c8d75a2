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
import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private static final Duration LONGEST_REPORTS = Duration.ofSeconds(1);
    private static final Duration LONGEST_AFTER_CUT = Duration.ofMillis(500);
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);

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
        within("handOverTimeout", handOverTimeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        within("maxWait", maxWait, Duration.ofSeconds(1), Duration.ofHours(24));
        within("maxUnderWay", maxUnderWay, 1, 64);
        within("maxUnfinished", maxUnfinished, 1, Window.MAX_UNFINISHED);
        required("node", node);
        required("group", group);
        topics(Map.of(
                "downTopic",
                downTopic,
                "upTopic",
                upTopic,
                "outcomesTopic",
                outcomesTopic,
                "eventsTopic",
                eventsTopic));
        timesFit(sessionTimeout, handOverTimeout);
    }

    /** @param names by option */
    private static void topics(Map<String, String> names) {
        Map<String, String> options = new TreeMap<>();
        new TreeMap<>(names).forEach((option, topic) -> {
            String other = options.put(topic, option);
            if (other != null) {
                throw sameTopic(other, option, topic);
            }
        });
    }

    private static IllegalArgumentException sameTopic(String one, String other, String topic) {
        return new IllegalArgumentException("the options " + one + " and " + other + " have the same topic "
                + ForeignText.quoted(topic) + "; each requires a topic of its own");
    }

    /**
     * The topic of the inventory must be none of the fleet's other topics.
     *
     * @throws IllegalArgumentException in the words of both options
     */
    public void requireOther(String option, String topic) {
        Map.of(downTopic, "downTopic", upTopic, "upTopic", outcomesTopic, "outcomesTopic", eventsTopic, "eventsTopic")
                .forEach((name, other) -> {
                    if (name.equals(topic)) {
                        throw sameTopic(option, other, topic);
                    }
                });
    }

    /**
     * While one node hands over, the group does not accept the commits of the nodes that wait for it: their lease must not end before. The last
     * commit may be as old as a heartbeat.
     */
    private static void timesFit(Duration sessionTimeout, Duration handOverTimeout) {
        Duration longest = lease(sessionTimeout)
                .minus(heartbeat(sessionTimeout))
                .minus(afterCut(sessionTimeout))
                .minus(reports(sessionTimeout));
        if (handOverTimeout.compareTo(longest) >= 0) {
            long handOver = handOverTimeout.toMillis();
            // the inverse, with the limits of afterCut and reports and without
            long session = Math.min((handOver + 2_000) * 3 / 2, (handOver + 500) * 12 / 5);
            throw new IllegalArgumentException("the options sessionTimeout (" + sessionTimeout.toMillis()
                    + " ms) and handOverTimeout (" + handOver + " ms) do not fit together: nodes that wait for the "
                    + "hand-over of another node would lose their modems. Set handOverTimeout to less than "
                    + longest.toMillis() + " ms, or sessionTimeout to more than " + session + " ms");
        }
    }

    /** A sixth of the session. */
    public Duration heartbeat() {
        return heartbeat(sessionTimeout);
    }

    private static Duration heartbeat(Duration session) {
        return session.dividedBy(6);
    }

    /** From the sending of a commit on; the rest of the session is for clocks that run differently. */
    public Duration lease() {
        return lease(sessionTimeout);
    }

    private static Duration lease(Duration session) {
        return session.minus(heartbeat(session)).minus(LEASE_MARGIN);
    }

    /** In a hand-over: for messages that fail when their modem is cut. */
    public Duration afterCut() {
        return afterCut(sessionTimeout);
    }

    private static Duration afterCut(Duration session) {
        return Collections.min(List.of(heartbeat(session).dividedBy(2), LONGEST_AFTER_CUT));
    }

    /** In a hand-over: for Kafka to acknowledge outcomes. Those that it does not, the next owner reports as unknown. */
    public Duration reports() {
        return reports(sessionTimeout);
    }

    private static Duration reports(Duration session) {
        return Collections.min(List.of(heartbeat(session), LONGEST_REPORTS));
    }

    /**
     * The consumer's {@code max.poll.interval.ms}, which is the rebalance timeout of the group's members: long enough for a hand-over with its reports
     * and its last commit, see {@link #leaseWithoutPoll}, and no longer, as the whole group waits for a member that hangs.
     */
    public Duration rebalanceTimeout() {
        return handOverTimeout.plus(afterCut()).plus(reports()).plus(heartbeat().multipliedBy(3));
    }

    /** How long a commit may take: the poll thread waits for it, in a hand-over several times. */
    public Duration commitTimeout() {
        return Collections.min(
                List.of(Collections.max(List.of(handOverTimeout.dividedBy(2), heartbeat())), LONGEST_COMMIT));
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
