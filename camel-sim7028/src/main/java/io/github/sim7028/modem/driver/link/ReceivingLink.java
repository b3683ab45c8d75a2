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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import java.util.List;

/** The link that data is received on, as {@link LinkReader} sees it. */
@OnLoop
public interface ReceivingLink {

    LinkSpec key();

    /** Its number, -1 while it has none. */
    int number();

    int localPort();

    /** Which connection of all it is while it is open. */
    long connection();

    /** Counts its openings: what belongs to an earlier one has no effect. */
    int generation();

    /** Whether data may come, be it that the peer has closed it and not all has been read. */
    boolean open();

    /** Whether the peer has closed it, and not all has been read. */
    boolean draining();

    /** Its leases, those that receive nothing among them. */
    List<SharedLinkLease> attachments();

    /** How many bytes wait for receivers. */
    long backlog();

    /** When something last went over it, on the loop's clock. */
    long lastUsed();

    /** Whether messages wait or are under way on it; from any thread. */
    boolean sending();

    /** All that has come was read: a question may have waited for that. */
    void heardAll();

    /** Bytes of this link are lost. A stream cannot go on without them; datagrams can. */
    void damaged(String reason);

    /** Bytes that the peer sent before it closed will not come. */
    void lostRest(String reason);

    /** The module must not be trusted with this connection any more. */
    void broken(String reason);

    /** The module has closed it and everything has been read. */
    void drained();
}
