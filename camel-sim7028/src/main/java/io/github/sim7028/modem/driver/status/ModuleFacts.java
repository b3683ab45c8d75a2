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
package io.github.sim7028.modem.driver.status;

import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.report.ModemReport.Power;

/**
 * What was learned of a module while it was brought up.
 *
 * @param links   how many link numbers it has
 * @param servers how many TCP servers it can run
 * @param address its own IP address, empty if it was not reported
 * @param signal  received signal strength, 0 to 31, {@link #SIGNAL_UNKNOWN}
 * @param registration {@code <stat>} of AT+CEREG?, 1 or 5; {@link #REGISTRATION_UNKNOWN}
 * @param receiveModes the receive modes that its firmware can be used in
 * @param buffered whether received data stays in the module until it is read
 * @param power   how it sleeps
 */
public record ModuleFacts(
        int links,
        int servers,
        String address,
        int signal,
        int registration,
        ReceiveModes receiveModes,
        boolean buffered,
        Power power) {

    /** As in 3GPP TS 27.007, 10.1.22. */
    public static final int REGISTRATION_UNKNOWN = 4;

    public static final int SIGNAL_UNKNOWN = 99;
    public static final int DEFAULT_LINKS = 2;
    /** As many as the prose of 1.2 has; if the module does not report the number, it refuses links that it does not have. */
    public static final int DEFAULT_SERVERS = 4;

    /** Why the module cannot have such a server; null when it can. */
    public String whyNoServer(ServerSpec spec, String modem) {
        return spec.index() < servers
                ? null
                : "serverIndex: " + spec.index() + " is more than modem '" + modem + "' has for " + spec
                        + "; allowed are 0 to " + (servers - 1);
    }

    /** Signal strength for people. */
    public static String signalWords(int rssi) {
        return rssi == SIGNAL_UNKNOWN ? "no signal" : "signal " + rssi + " of 31";
    }
}
