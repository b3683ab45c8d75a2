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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Settings;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What the links need from the module they belong to. */
public interface NetworkHost {

    /** The loop all of it runs on. */
    EventLoop loop();

    /** The present settings. */
    Settings settings();

    /** How the module speaks. */
    Dialect dialect();

    /** The network. */
    Internet internet();

    /** The way through the network to the peers. */
    Path path();

    /** How many received bytes a link may hold. */
    int bufferSize();

    /** The address of this host that sockets are bound to, for the address family in use. */
    InetAddress bindAddress();

    /** Room to receive a datagram into; used at once. */
    ByteBuffer scratch();

    /** Whether what peers send reaches the module now; if not, it waits in the network. */
    boolean reachable();

    /** Something is sent into the network. */
    void traffic();

    /** Something was received from the network. */
    void received();

    /** Whether something may be said to the host now. */
    boolean mayTalk();

    /** Says an unsolicited line. */
    void say(String line);

    /** Says an unsolicited line, and does something when it has been said, which a fault may delay. */
    void say(String line, Runnable then);

    /** Whether received data may be pushed to the host now. */
    boolean mayPush();

    /** Says data that a link received, behind its header (CR LF included). */
    void push(int link, String header, byte[] data);

    /** Whether the link's data goes to the host as it is, in transparent mode. */
    boolean streams(int link);

    /** Whether the stream to the host takes data now. */
    boolean mayStream();

    /** Whether the end of a link may be reported now. */
    boolean mayReportEnd(int link);

    /** Says bytes as they are, in transparent mode. */
    void stream(byte[] data);

    /** A link ended by itself, for a reason of 2.2: 1 by the peer, 2 by a timeout. */
    void ended(int link, int reason);
}
