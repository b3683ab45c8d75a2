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

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A lease of a listening server, taken by a producer or consumer at start and given back at stop. */
public interface ServerLease {

    ServerSpec spec();

    /** The clients connected now. */
    List<ClientConnection> clients();

    /**
     * Ends sending before the lease is given back: messages to clients that this lease was given and that are not yet started fail as not sent, and so
     * do later ones; those under way go on.
     *
     * @param reason why they fail
     */
    default void endSending(String reason) {}

    /** Gives the lease back; the last lease closes the clients and stops the server. Never completes exceptionally. */
    CompletableFuture<Void> release();
}
