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

import org.apache.camel.spi.Metadata;

/** The headers of exchanges of the fleet. */
public final class FleetConstants {

    @Metadata(
            description =
                    "commands: the name of the modem, the key of the record; a producer of sim7028 with the group of"
                            + " the fleet sends to this modem. up: the name of the modem, which becomes the key of the"
                            + " record",
            javaType = "String")
    public static final String MODEM = "CamelSim7028Modem";

    @Metadata(
            label = "consumer",
            description = "The id of the command: the header id of the record, or topic-partition-offset",
            javaType = "String")
    public static final String COMMAND_ID = "CamelSim7028FleetCommandId";

    @Metadata(label = "consumer", description = "The partition of the record", javaType = "Integer")
    public static final String PARTITION = "CamelSim7028FleetPartition";

    @Metadata(label = "consumer", description = "The offset of the record in its partition", javaType = "Long")
    public static final String OFFSET = "CamelSim7028FleetOffset";

    @Metadata(
            label = "consumer",
            description =
                    "Set by the route to refuse a command before anything of it is sent: the reason. The outcome is"
                            + " then NOT_SENT with this reason. Without effect when the exchange fails, and after the"
                            + " route has tried to send",
            javaType = "String")
    public static final String NOT_SENT = "CamelSim7028FleetNotSent";

    private FleetConstants() {}
}
