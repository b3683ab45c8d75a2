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
package io.github.sim7028;

/** Kinds of lines that tests provoke, for {@link io.github.sim7028.testlog.ExpectedLog}; their wording stands here only. */
public final class Said {

    // ---- the modem's; all WARN
    /** The reason follows. */
    public static final String MODEM_DOWN = "^Modem '[^']*' is down: ";

    public static final String NO_ANSWER = MODEM_DOWN + "the (modem|module) does not answer";

    public static final String PIN_FORGOTTEN = "^Modem '[^']*': the option stateDirectory is not set";

    public static final String RESTARTED =
            "^Modem '[^']*'(:| is down:) the module (restarted|echoes commands again|has lost its settings)";

    public static final String NETWORK_CLOSED =
            "^Modem '[^']*'(:| is down:) (the network closed unexpectedly|the module reports that its network"
                    + " is closed)";

    public static final String NETWORK_STUCK = "^Modem '[^']*': no link has transferred data for ";

    public static final String SWITCH_FAILED = "^Modem '[^']*' could not switch its receive mode";

    /** Which one follows. */
    public static final String SETTING_REFUSED = "^Modem '[^']*': the module refuses ";

    /** Which one, and what the module reports, follow. */
    public static final String SETTING_INEFFECTIVE = "^Modem '[^']*': the module accepts ";

    public static final String SEARCHING = "^Modem '[^']*' is still looking for a network after ";

    public static final String POWER_FAILED = "^Modem '[^']*': the module's power could not be switched";

    public static final String NO_DTR = "has no DTR for the option dtrPulse";

    public static final String TRANSCRIPT_ENDS = "^The transcript \\S+ cannot be written and ends here";

    public static final String LISTENER_FAILED = "^A listener of modem '[^']*' failed on";

    public static final String LISTENER_SLOW = "^A listener of modem '[^']*' (is|was) too slow";

    // ---- a link's; all WARN
    /** The reason follows. */
    public static final String LINK_CLOSED = "^Modem '[^']*': (tcp|udp|client) .* (is closed: |was closed )";

    /** By whom follows, and which link. */
    public static final String LINK_ENDED = "^Modem '[^']*': link \\d+ was ";

    public static final String NO_LINK = "^Modem '[^']*': (tcp|udp) .* has no link: ";

    /** The reason follows. */
    public static final String LINK_NOT_OPENED = "^Modem '[^']*': (tcp|udp) .* could not be opened: ";

    /** By the peer or the module, not for the first time. */
    public static final String LINK_LOST = "^Modem '[^']*': (tcp|udp) .* was closed ";

    /** A client of a server came with its number. */
    public static final String LINK_TAKEN = "^Modem '[^']*': (tcp|udp|client) .* has lost link \\d: ";

    /** The reason follows. */
    public static final String SERVER_NOT_STARTED = "^Modem '[^']*': tcp-server .* could not be started: ";

    public static final String CLIENT_REFUSED = "^Modem '[^']*': client .* is not among allowedClients";

    public static final String CLIENT_TOO_MANY = "^Modem '[^']*': client .* exceeds maxClients";

    public static final String CLIENT_WITHOUT_ADDRESS =
            "^Modem '[^']*': the module reports a client on link \\d+ with an address that is none";
    public static final String CLIENT_UNASKED = "^Modem '[^']*': a client was accepted on link .*, which is not in use";

    public static final String DATA_HOMELESS = "^Modem '[^']*': .* bytes? from \\S+ dropped: ";

    public static final String DATA_BROKE_OFF = "^Modem '[^']*': received data broke off after";

    public static final String CONFIRMATION_LATE =
            "^Modem '[^']*': the module confirmed .* though no message awaits a confirmation";

    // ---- the endpoints'; all WARN
    public static final String BUFFERED_UDP =
            "where the module reports neither the senders nor the borders of datagrams";

    public static final String QUEUE_FULL = "the queue of \\d+ is full; dropped the oldest data";

    public static final String PIECES_DROPPED = "the route is stopped; dropped data that was still waiting";

    // ---- Camel's, WARN
    public static final String STOP_TIMED_OUT = "^Timeout occurred during graceful shutdown";

    public static final String STOP_INTERRUPTED = "^Interrupted while waiting during graceful shutdown";

    public static final String CONTEXT_REUSED = "after the context has been stopped is not recommended";

    // ---- Camel's, ERROR
    /** With a stack. */
    public static final String COMPONENT_REFUSED =
            "Error starting CamelContext .* due to exception thrown: Failed to start component sim7028 because"
                    + " of camel\\.component\\.sim7028\\.";

    /** With a stack. */
    public static final String ROUTE_REFUSED = "Error starting CamelContext .* due to exception thrown:"
            + " io\\.github\\.sim7028\\.modem\\.Sim7028ConfigurationException: ";

    /** With a stack; the reason follows. */
    public static final String GROUP_REFUSED = "Error starting CamelContext .* due to exception thrown:"
            + " (Failed to start component sim7028 because of the modem group|modem=all stands for)";

    /** With a stack; the exception follows. */
    public static final String DELIVERY_FAILED =
            "Failed delivery for .* Exhausted after delivery attempt: \\d+ caught: ";

    private Said() {}
}
