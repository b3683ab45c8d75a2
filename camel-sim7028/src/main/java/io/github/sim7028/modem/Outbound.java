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
package io.github.sim7028.modem;

import java.time.Duration;

/**
 * A message to send.
 *
 * @param payload    the bytes of the message, taken piece by piece
 * @param host       the destination's host (UDP only), null for the lease's own peer
 * @param port       the destination's port (UDP only)
 * @param timeout    time limit while the modem is ready, including the wait for the link
 * @param coalesce   whether TCP bytes may share a CIPSEND with the messages queued before and after
 * @param connection the connection on which the message must be sent, as in {@link Inbound#connection()}; {@link #ANY_CONNECTION} for the current or
 *                   the next connection
 * @param begun      called on the modem's loop when the first byte goes to the module: data received before is no answer to the message; null if
 *                   no answer is expected
 */
public record Outbound(
        Payload payload, String host, int port, Duration timeout, boolean coalesce, long connection, Runnable begun) {

    public static final long ANY_CONNECTION = 0;

    /** A message that may be sent on any connection and expects no answer. */
    public Outbound(Payload payload, String host, int port, Duration timeout, boolean coalesce) {
        this(payload, host, port, timeout, coalesce, ANY_CONNECTION, null);
    }

    /** The same message as an answer: the message is refused if the connection has changed. */
    public Outbound onlyOn(long thatConnection) {
        return new Outbound(payload, host, port, timeout, coalesce, thatConnection, begun);
    }

    /** The same message as a request: {@code hearing} is called when its first byte goes to the module. */
    public Outbound asking(Runnable hearing) {
        return new Outbound(payload, host, port, timeout, coalesce, connection, hearing);
    }

    public Outbound to(String otherHost, int otherPort) {
        return new Outbound(payload, otherHost, otherPort, timeout, coalesce, connection, begun);
    }

    public boolean expectsAnswer() {
        return begun != null;
    }
}
