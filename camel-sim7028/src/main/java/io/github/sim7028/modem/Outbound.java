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
 * @param payload    its bytes, taken piece by piece
 * @param host       the destination's host (UDP only), null for the lease's own peer
 * @param port       the destination's port (UDP only)
 * @param timeout    how long it may take while the modem is ready, waiting for the link included
 * @param coalesce   whether TCP bytes may share a CIPSEND with the messages queued before and after
 * @param connection the connection it must leave on, as {@link Inbound#connection()} says; {@link #ANY_CONNECTION} for the present or
 *                   the next one
 * @param begun      hears, on the modem's loop, that its first byte goes to the module: what came in before is no answer to it; null when
 *                   no answer is expected
 */
public record Outbound(
        Payload payload, String host, int port, Duration timeout, boolean coalesce, long connection, Runnable begun) {

    public static final long ANY_CONNECTION = 0;

    /** A message that may leave on any connection and expects no answer. */
    public Outbound(Payload payload, String host, int port, Duration timeout, boolean coalesce) {
        this(payload, host, port, timeout, coalesce, ANY_CONNECTION, null);
    }

    /** The same message as an answer: it is refused once the connection is another. */
    public Outbound onlyOn(long thatConnection) {
        return new Outbound(payload, host, port, timeout, coalesce, thatConnection, begun);
    }

    /** The same message as a question: {@code hearing} is told when its first byte goes to the module. */
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
