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

/** The states of a modem, from stopped to ready to send; the flow of 1.2. */
public enum ModemState {
    /** There is no lease of the modem. */
    STOPPED("stopped"),
    /** The serial port or socket is being opened. */
    OPENING_LINE("opening the line"),
    /** The driver checks that the module answers, and configures the module. */
    CONFIGURING("configuring"),
    /** The driver queries the state of the SIM card. */
    SIM("waiting for the SIM"),
    /** The module searches for a network. */
    REGISTERING("looking for a network"),
    /** AT+NETOPEN is under way (2.1.1). */
    OPENING_NETWORK("opening the network"),
    /** Links can be opened. */
    READY("ready"),
    /** The module sleeps (powerSaving=psm); a message wakes the module, and links are opened again then. */
    ASLEEP("asleep"),
    /** The network was closed on request, and stays closed until the network is opened on request. */
    NETWORK_CLOSED("network closed on request"),
    /** An attempt failed; the driver tries again after a pause. */
    WAITING("waiting for the next attempt");

    private final String words;

    ModemState(String words) {
        this.words = words;
    }

    /** The text of the state in logs, events, JSON, JMX and health. */
    public String words() {
        return words;
    }

    @Override
    public String toString() {
        return words;
    }
}
