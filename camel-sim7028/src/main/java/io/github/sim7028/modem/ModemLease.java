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

import java.util.concurrent.CompletableFuture;

/** A lease of a modem, taken by a producer or consumer at start and given back at stop. */
public interface ModemLease {

    Modem modem();

    /** A lease of the link that the spec describes; {@code receiver} is null for a user that only sends. */
    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception;

    /** A lease of the server that the spec describes; {@code acceptor} is null for a user that only sends. */
    ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception;

    /** Queries and controls the modem, ready or not. */
    default ModemOperations operations() {
        return modem().operations();
    }

    /**
     * Gives the lease back; the last lease closes links, network and line. The future completes when this is done or its
     * time is over, never exceptionally.
     */
    CompletableFuture<Void> release();
}
