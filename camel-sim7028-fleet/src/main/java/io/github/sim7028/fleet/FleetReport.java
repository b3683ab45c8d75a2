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
package io.github.sim7028.fleet;

import io.github.sim7028.fleet.member.NodeStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of this node at one moment.
 *
 * @param group            the consumer group
 * @param inventoryTrouble what of the inventory is not used, null if all is
 * @param telemetryTrouble why telemetry is not published at the moment, null if all is well
 * @param telemetryWaiting the number of messages that Kafka has not acknowledged
 * @param gained           how many times this node has got a modem
 * @param handedOver       how many times this node has given a modem back in order
 * @param fenced           how many times this node was cut off from a modem
 * @param droppedEvents    the number of events that are missing in Kafka
 */
record FleetReport(
        NodeStatus status,
        String group,
        String inventoryTrouble,
        String telemetryTrouble,
        int telemetryWaiting,
        long gained,
        long handedOver,
        long fenced,
        long droppedEvents) {

    /** All that is wrong, in plain words. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (status.trouble() != null) {
            troubles.add(status.trouble());
        }
        status.failed().forEach((partition, why) -> troubles.add("partition " + partition + " is not served: " + why));
        if (inventoryTrouble != null) {
            troubles.add(inventoryTrouble);
        }
        if (telemetryTrouble != null) {
            troubles.add(telemetryTrouble);
        }
        if (troubles.isEmpty() && status.partitions() > 0 && status.lease().isZero()) {
            troubles.add("the node has partitions and no lease");
        }
        return troubles;
    }

    /** Names and values as operators see them. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("node", status.node());
        map.put("group", group);
        map.put("partitions", status.partitions());
        map.put("modems", status.modems());
        map.put("leaseMillis", status.lease().toMillis());
        map.put("unfinished", status.unfinished());
        map.put("underWay", status.underWay());
        map.put("confirmed", status.confirmed());
        map.put("notSent", status.notSent());
        map.put("unknown", status.unknown());
        map.put("gained", gained);
        map.put("handedOver", handedOver);
        map.put("fenced", fenced);
        map.put("telemetryWaiting", telemetryWaiting);
        map.put("droppedEvents", droppedEvents);
        return map;
    }
}
