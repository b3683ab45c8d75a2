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

/** A client that a server of the module has accepted. */
public interface ClientConnection {

    /** The link number of the client (2.1.14 {@code <link_num>}); the number is free for other links after the client has disconnected. */
    int link();

    String host();

    int port();

    /** Queues a message for the client, as {@link LinkLease#send} does. */
    CompletableFuture<Receipt> send(Outbound message);

    /** Reports that the receiver of this client has room again. */
    void resume();

    /** Closes the connection to the client. */
    void close();
}
