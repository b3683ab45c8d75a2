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

    /** Its link number (2.1.14 {@code <link_num>}); free for others once the client has gone. */
    int link();

    String host();

    int port();

    /** Queues a message for it, as {@link LinkLease#send} does. */
    CompletableFuture<Receipt> send(Outbound message);

    /** Says that its receiver has room again. */
    void resume();

    /** Closes it. */
    void close();
}
