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

/** A share in a link, taken by a producer or consumer at start and given back at stop. */
public interface LinkLease {

    LinkSpec spec();

    /**
     * Queues a message; the future completes off the modem's loop, normally only when the module confirmed every byte,
     * otherwise with a {@link Sim7028Exception} that says whether it left. Opens the link when it is closed.
     */
    CompletableFuture<Receipt> send(Outbound message);

    /** How the link stands now; never waits. */
    LinkSnapshot snapshot();

    /** Says that this lease's receiver has room again. */
    void resume();

    /**
     * Closes the connection if one is open, whoever shares it: what the peer still says on it must reach nobody. Messages that have not
     * begun go out on the next one.
     */
    void reconnect(String reason);

    /**
     * Gives the share back; the last one closes the link. Messages of this lease not yet begun fail as not sent. The
     * future completes when the link is closed or the attempt has been given up, never exceptionally.
     */
    CompletableFuture<Void> release();
}
