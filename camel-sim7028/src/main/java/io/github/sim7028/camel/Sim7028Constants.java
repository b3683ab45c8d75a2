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
            description = "The name of the modem that received the message, or that sent the message, once confirmed. "
                    + "Identifies the link together with CamelSim7028Link. With a group of modems, selects the modem that"
                    + " sends the message or runs the operation",
            javaType = "String")
    public static final String MODEM = HeaderNames.MODEM;

    @Metadata(
            description =
                    "The number of the link that received the message, or that sent the message, once confirmed. For "
                            + "a producer to sim7028:tcp-server, the client to send to, if CamelSim7028Modem and "
                            + "CamelSim7028ServerIndex identify that server; without this header the message is sent to all "
                            + "clients",
            javaType = "Integer")
    public static final String LINK = HeaderNames.LINK;

    @Metadata(label = "consumer", description = "The protocol of the link: tcp or udp", javaType = "String")
    public static final String PROTOCOL = HeaderNames.PROTOCOL;

    @Metadata(
            label = "consumer",
            description =
                    "The address of the sender; for TCP the host of the endpoint if the module reports no address. "
                            + "Not set if the module reports no sender, such as for UDP with receiveMode=buffered",
            javaType = "String")
    public static final String REMOTE_ADDRESS = HeaderNames.REMOTE_ADDRESS;

    @Metadata(
            description = "On a consumed exchange the port of the sender, if the module reports the sender. For a UDP "
                    + "producer the port of the destination, used only together with CamelSim7028RemoteHost",
            javaType = "Integer")
    public static final String REMOTE_PORT = HeaderNames.REMOTE_PORT;

    @Metadata(
            label = "producer",
            description = "The host of the UDP destination, instead of the host of the endpoint. Without "
                    + "CamelSim7028RemotePort the port of the endpoint is used",
            javaType = "String")
    public static final String REMOTE_HOST = HeaderNames.REMOTE_HOST;

    @Metadata(
            label = "consumer",
            description = "The local port of the module, if the endpoint sets localPort or the module reports the port",
            javaType = "Integer")
    public static final String LOCAL_PORT = HeaderNames.LOCAL_PORT;

    @Metadata(
            label = "consumer",
            description = "The index of the server, with sim7028:tcp-server and with events of its clients",
            javaType = "Integer")
    public static final String SERVER_INDEX = HeaderNames.SERVER_INDEX;

    @Metadata(
            label = "consumer",
            description = "The time at which the last byte of the message was read from the line",
            javaType = "java.time.Instant")
    public static final String RECEIVED_TIME = HeaderNames.RECEIVED_TIME;

    @Metadata(
            label = "producer",
            description = "The number of bytes handed to the module, set when all of them are confirmed",
            javaType = "Long")
    public static final String REQUESTED_LENGTH = HeaderNames.REQUESTED_LENGTH;

    @Metadata(
            label = "producer",
            description = "The number of bytes that the module confirmed, set when all of them are confirmed",
            javaType = "Long")
    public static final String CONFIRMED_LENGTH = HeaderNames.CONFIRMED_LENGTH;

    @Metadata(
            label = "producer",
            description =
                    "The time to wait for the reply with sync=true, instead of requestTimeout: milliseconds, or a "
                            + "text such as 5s",
            javaType = "Long")
    public static final String REQUEST_TIMEOUT = HeaderNames.REQUEST_TIMEOUT;

    @Metadata(
            label = "producer",
            description = "The operation to run with sim7028:modem, instead of the option operation",
            javaType = "String")
    public static final String OPERATION = HeaderNames.OPERATION;

    @Metadata(
            label = "producer",
            description =
                    "The AT command, or a list of AT commands, for the operation command of sim7028:modem, instead "
                            + "of the body",
            javaType = "String")
    public static final String COMMAND = HeaderNames.COMMAND;

    @Metadata(
            label = "consumer",
            description =
                    "The type of the event, with sim7028:modem: statusChanged, asleep, awake, networkLost, linkOpened, "
                            + "linkClosed, clientAccepted, registrationChanged, signalChanged, moduleRestarted, notice or unknownLine",
            javaType = "String")
    public static final String EVENT_TYPE = HeaderNames.EVENT_TYPE;

    @Metadata(
            label = "consumer",
            description =
                    "The reason for the event linkClosed (2.2): local, remote, sendTimeout or unknown; the event in "
                            + "the body has a description",
            javaType = "String")
    public static final String CLOSE_REASON = HeaderNames.CLOSE_REASON;

    private Sim7028Constants() {}
}
