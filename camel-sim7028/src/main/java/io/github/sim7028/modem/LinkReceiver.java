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

import io.github.sim7028.at.error.CloseReason;

/**
 * Receives the data of a link. Called on the modem's loop: must return immediately and must not run route code.
 */
public interface LinkReceiver {

    /** Whether one more {@link #received} is accepted; if not, {@link LinkLease#resume()} must be called as soon as there is room again. */
    boolean hasRoom();

    /**
     * Whether the link is to be open though nothing waits to be sent. A link that no receiver needs may be closed when idle, and is opened for
     * the next message. When the answer has changed, {@link LinkLease#resume()} must be called.
     */
    default boolean needsLink() {
        return true;
    }

    /**
     * Whether what is left of a connection that has ended is handed over without asking for room, so that {@link #closed} and the next
     * {@link #opened} come at once, and not when there is room.
     */
    default boolean takesRest() {
        return false;
    }

    /** Takes the next bytes of the link, in order. */
    void received(Inbound inbound);

    /** Called when the link was lost or could not be opened; the driver opens the link again. */
    void failed(Sim7028Exception reason);

    /** Whether {@link #failed} is called for each failure, and not once until the link is open again. */
    default boolean hearsEachFailure() {
        return false;
    }

    /**
     * Called when a connection was opened (again): data received before belongs to another stream.
     *
     * @param link       the number of the link (2.1.3), 0 to 9
     * @param connection which of all connections of this JVM it is, as in {@link Inbound#connection()}; a message can be bound to the connection
     *                   with {@link Outbound#onlyOn}
     */
    void opened(int link, long connection);

    /**
     * Called when a connection has ended, whoever ended it, after all data that came on the connection and before {@link #opened} of the next one.
     *
     * @param reason {@link CloseReason#REMOTE} when the peer closed the connection and everything it sent has been received
     */
    default void closed(CloseReason reason) {}

    /** Called when the users of the modem are being stopped, or the modem is: nothing is to wait for a connection any longer. */
    default void stopping() {}
}
