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

/** A share in a modem, taken by a producer or consumer at start and given back at stop. */
public interface ModemLease {

    Modem modem();

    /** A share in the link the spec describes; {@code receiver} is null for one that only sends. */
    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception;

    /** A share in the server the spec describes; {@code acceptor} is null for one that only sends. */
    ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception;

    /** Asking and steering the modem, ready or not. */
    default ModemOperations operations() {
        return modem().operations();
    }

    /**
     * Gives the share back; the last one closes links, network and line. The future completes when that is done or its
     * time is over, never exceptionally.
     */
    CompletableFuture<Void> release();
}
