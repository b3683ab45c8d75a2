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
package io.github.sim7028.modem.report;

/** How far a modem has come, from nothing to sending; the flow of 1.2. */
public enum ModemState {
    /** Nobody needs it. */
    STOPPED("stopped"),
    /** Its serial port or socket is being opened. */
    OPENING_LINE("opening the line"),
    /** It is being asked for a sign of life and configured. */
    CONFIGURING("configuring"),
    /** Its SIM card is being looked at. */
    SIM("waiting for the SIM"),
    /** It looks for a network. */
    REGISTERING("looking for a network"),
    /** AT+NETOPEN is under way (2.1.1). */
    OPENING_NETWORK("opening the network"),
    /** Links can be opened. */
    READY("ready"),
    /** The network was closed on request, and stays so until somebody asks for it again. */
    NETWORK_CLOSED("network closed on request"),
    /** Something failed; it is tried again after a pause. */
    WAITING("waiting for the next attempt");

    private final String words;

    ModemState(String words) {
        this.words = words;
    }

    /** The one way it is told in: in logs, events, JSON, JMX and health. */
    public String words() {
        return words;
    }

    @Override
    public String toString() {
        return words;
    }
}
