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

import io.github.sim7028.modem.report.LinkSnapshot;
import java.util.concurrent.CompletableFuture;

/** A lease of a link, taken by a producer or consumer at start and given back at stop. */
public interface LinkLease {

    LinkSpec spec();

    /**
     * Queues a message; the future completes off the modem's loop, normally only when the module confirmed every byte,
     * otherwise with a {@link Sim7028Exception} that says whether the message was sent. Opens the link if it is closed.
     */
    CompletableFuture<Receipt> send(Outbound message);

    /** The current state of the link; never waits. */
    LinkSnapshot snapshot();

    /** Reports that the receiver of this lease has room again, or that {@link LinkReceiver#needsLink()} has changed. */
    void resume();

    /**
     * Closes the connection, if one is open, for all leases of the link: data that the peer still sends on it is discarded. Messages that are not
     * yet started are sent on the next connection.
     */
    void reconnect(String reason);

    /**
     * Closes a connection that is of no use, such as one whose TLS handshake failed, unless the connection has ended: this is a failure of the
     * link, and the next attempt waits for its growing pause. Messages that are bound to the connection fail.
     *
     * @param connection as in {@link LinkReceiver#opened}
     */
    default void reset(long connection, String reason) {}

    /**
     * Reports that the TLS session of a connection is established. From then on the connection of a link with TLS is a success of the link when it
     * lasts. Confirmed messages are none: with TLS 1.3 the peer can still refuse the session behind them.
     *
     * @param connection as in {@link LinkReceiver#opened}
     */
    default void established(long connection) {}

    /**
     * Reports that the peer has sent plain text in the TLS session of a connection, which is a success of the link.
     *
     * @param connection as in {@link LinkReceiver#opened}
     */
    default void answered(long connection) {}

    /**
     * Ends sending before the lease is given back: messages of this lease that are not yet started fail as not sent, and so do later ones; those under
     * way go on.
     *
     * @param reason why they fail
     */
    default void endSending(String reason) {}

    /**
     * Gives the lease back; the last lease closes the link. Messages of this lease that are not yet started fail as not sent. The
     * future completes when the link is closed or the attempt has been given up, never exceptionally.
     */
    CompletableFuture<Void> release();

    /**
     * The same.
     *
     * @param reason why the messages that are not yet started fail
     */
    default CompletableFuture<Void> release(String reason) {
        return release();
    }
}
