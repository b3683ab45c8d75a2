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
package io.github.sim7028.camel;

import io.github.sim7028.camel.config.HeaderNames;
import org.apache.camel.spi.Metadata;

/** The headers of exchanges that come from or go to a SIM7028. */
public final class Sim7028Constants {

    @Metadata(
            description =
                    "The name of the modem it came through, or through which it was sent once it is confirmed. Beside"
                            + " CamelSim7028Link it says whose link is meant",
            javaType = "String")
    public static final String MODEM = HeaderNames.MODEM;

    @Metadata(
            description =
                    "The link number it came in on, or the one it was sent on once it is confirmed. For a producer to"
                            + " sim7028:tcp-server the client to send to, where CamelSim7028Modem and CamelSim7028ServerIndex are that"
                            + " server's; without it all of them",
            javaType = "Integer")
    public static final String LINK = HeaderNames.LINK;

    @Metadata(label = "consumer", description = "What the link speaks: tcp or udp", javaType = "String")
    public static final String PROTOCOL = HeaderNames.PROTOCOL;

    @Metadata(
            label = "consumer",
            description = "The sender's address; over TCP without one from the module, the host of the endpoint."
                    + " Absent where the module does not tell, as for UDP with receiveMode=buffered",
            javaType = "String")
    public static final String REMOTE_ADDRESS = HeaderNames.REMOTE_ADDRESS;

    @Metadata(
            description = "On a consumed exchange the sender's port, where the module tells it. For a UDP producer the"
                    + " destination's port, taken only together with CamelSim7028RemoteHost",
            javaType = "Integer")
    public static final String REMOTE_PORT = HeaderNames.REMOTE_PORT;

    @Metadata(
            label = "producer",
            description = "The UDP destination's host instead of the endpoint's; together with CamelSim7028RemotePort,"
                    + " without which the endpoint's port holds",
            javaType = "String")
    public static final String REMOTE_HOST = HeaderNames.REMOTE_HOST;

    @Metadata(
            label = "consumer",
            description = "The module's own port, where the endpoint names one (localPort) or the module tells it",
            javaType = "Integer")
    public static final String LOCAL_PORT = HeaderNames.LOCAL_PORT;

    @Metadata(
            label = "consumer",
            description = "With sim7028:tcp-server, and with events of its clients, the index of the server",
            javaType = "Integer")
    public static final String SERVER_INDEX = HeaderNames.SERVER_INDEX;

    @Metadata(
            label = "consumer",
            description = "When the last of the bytes was read from the line to the modem",
            javaType = "java.time.Instant")
    public static final String RECEIVED_TIME = HeaderNames.RECEIVED_TIME;

    @Metadata(
            label = "producer",
            description = "How many bytes were handed to the module, set when all of them are confirmed",
            javaType = "Long")
    public static final String REQUESTED_LENGTH = HeaderNames.REQUESTED_LENGTH;

    @Metadata(
            label = "producer",
            description = "How many bytes the module confirmed, set when all of them are",
            javaType = "Long")
    public static final String CONFIRMED_LENGTH = HeaderNames.CONFIRMED_LENGTH;

    @Metadata(
            label = "producer",
            description = "With sync=true, how long to wait for the reply instead of requestTimeout:"
                    + " milliseconds, or a text such as 5s",
            javaType = "Long")
    public static final String REQUEST_TIMEOUT = HeaderNames.REQUEST_TIMEOUT;

    @Metadata(
            label = "producer",
            description = "With sim7028:modem, the operation instead of the endpoint's",
            javaType = "String")
    public static final String OPERATION = HeaderNames.OPERATION;

    @Metadata(
            label = "producer",
            description = "With sim7028:modem and the operation command, the AT command, or a list of them, instead of"
                    + " the body",
            javaType = "String")
    public static final String COMMAND = HeaderNames.COMMAND;

    @Metadata(
            label = "consumer",
            description =
                    "With sim7028:modem, the kind of the event: statusChanged, networkLost, linkOpened, linkClosed,"
                            + " clientAccepted, registrationChanged, signalChanged, moduleRestarted, notice or unknownLine",
            javaType = "String")
    public static final String EVENT_TYPE = HeaderNames.EVENT_TYPE;

    @Metadata(
            label = "consumer",
            description = "With the event linkClosed, who or what closed the link (2.2): local, remote, sendTimeout or"
                    + " unknown; the event in the body says it in words",
            javaType = "String")
    public static final String CLOSE_REASON = HeaderNames.CLOSE_REASON;

    private Sim7028Constants() {}
}
