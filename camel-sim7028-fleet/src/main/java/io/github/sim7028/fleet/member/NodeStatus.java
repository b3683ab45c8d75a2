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

import java.time.Duration;
import java.util.Map;

/**
 * The state of this node in the fleet.
 *
 * @param trouble    why this node does not work as it should, null if it does
 * @param partitions the number of partitions that this node owns
 * @param failed     the partitions that this node was given and cannot serve, and why
 * @param modems     the number of modems that this node owns
 * @param lease      how long this node may talk to its modems without hearing from Kafka
 * @param unfinished the number of commands that were read and are not done
 * @param underWay   the number of commands that modems have
 * @param confirmed  the number of outcomes CONFIRMED that this node has reported
 * @param notSent    the number of outcomes NOT_SENT
 * @param unknown    the number of outcomes UNKNOWN
 * @param commits    the number of commits that succeeded
 * @param commitTime the time that these commits took in total
 */
public record NodeStatus(
        String node,
        String trouble,
        int partitions,
        Map<Integer, String> failed,
        int modems,
        Duration lease,
        int unfinished,
        int underWay,
        long confirmed,
        long notSent,
        long unknown,
        long commits,
        Duration commitTime) {

    /** Whether this node serves all partitions that it was given. */
    public boolean healthy() {
        return trouble == null && failed.isEmpty();
    }
}
