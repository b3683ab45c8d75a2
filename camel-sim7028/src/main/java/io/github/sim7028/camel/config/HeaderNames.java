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
package io.github.sim7028.camel.config;

/** The names of the headers, for the packages below; users find them described in {@code Sim7028Constants}. */
public final class HeaderNames {

    public static final String MODEM = "CamelSim7028Modem";
    public static final String LINK = "CamelSim7028Link";
    public static final String PROTOCOL = "CamelSim7028Protocol";
    public static final String REMOTE_ADDRESS = "CamelSim7028RemoteAddress";
    public static final String REMOTE_PORT = "CamelSim7028RemotePort";
    public static final String REMOTE_HOST = "CamelSim7028RemoteHost";
    public static final String LOCAL_PORT = "CamelSim7028LocalPort";
    public static final String SERVER_INDEX = "CamelSim7028ServerIndex";
    public static final String RECEIVED_TIME = "CamelSim7028ReceivedTime";
    public static final String REQUESTED_LENGTH = "CamelSim7028RequestedLength";
    public static final String CONFIRMED_LENGTH = "CamelSim7028ConfirmedLength";
    public static final String REQUEST_TIMEOUT = "CamelSim7028RequestTimeout";
    public static final String OPERATION = "CamelSim7028Operation";
    public static final String COMMAND = "CamelSim7028Command";
    public static final String EVENT_TYPE = "CamelSim7028EventType";
    public static final String CLOSE_REASON = "CamelSim7028CloseReason";

    private HeaderNames() {}
}
