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
package io.github.sim7028.kit;

import static org.awaitility.Awaitility.await;

import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.Sim7028Exception;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes all clients of a server, and keeps who came, what each sent, and why each went. */
public class Clients implements ServerAcceptor {

    /** Those that came, the first one first; {@link #collectors} has theirs in the same order. */
    public final List<ClientConnection> accepted = new CopyOnWriteArrayList<>();

    public final List<Collector> collectors = new CopyOnWriteArrayList<>();

    /** Why they went. */
    public final List<String> gone = new CopyOnWriteArrayList<>();

    /** Of the server. */
    public final List<Sim7028Exception> failures = new CopyOnWriteArrayList<>();

    @Override
    public LinkReceiver accepted(ClientConnection client) {
        Collector collector = new Collector();
        collectors.add(collector);
        accepted.add(client);
        return collector;
    }

    @Override
    public void gone(ClientConnection client, String reason) {
        gone.add(reason);
    }

    @Override
    public void failed(Sim7028Exception reason) {
        failures.add(reason);
    }

    /** The client, once it has come. */
    public ClientConnection only() {
        await().atMost(ModemRig.LIMIT).until(() -> accepted.size() == 1);
        return accepted.get(0);
    }

    /** What a client sent, once it has been accepted. */
    public Collector collectorOf(Socket client) {
        await().atMost(ModemRig.LIMIT).until(() -> indexOf(client) >= 0);
        return collectors.get(indexOf(client));
    }

    private int indexOf(Socket client) {
        return accepted.stream().map(ClientConnection::port).toList().indexOf(client.getLocalPort());
    }

    /** Connects as soon as the server listens. */
    public static Socket connect(int port) {
        Socket[] connected = new Socket[1];
        await().atMost(ModemRig.LIMIT).ignoreExceptions().until(() -> {
            connected[0] = new Socket(InetAddress.getLoopbackAddress(), port);
            return true;
        });
        return connected[0];
    }
}
