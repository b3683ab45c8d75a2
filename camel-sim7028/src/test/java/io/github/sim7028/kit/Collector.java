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

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.Sim7028Exception;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A receiver that keeps what it is given; it can be told to have no room. */
public final class Collector implements LinkReceiver {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Inbound> pieces = new ArrayList<>();
    private final List<Sim7028Exception> failures = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();
    private int opened;
    private long latest;
    private int room = Integer.MAX_VALUE;

    @Override
    public synchronized boolean hasRoom() {
        return room > 0;
    }

    @Override
    public synchronized void received(Inbound inbound) {
        room--;
        pieces.add(inbound);
        bytes.writeBytes(inbound.data());
    }

    @Override
    public synchronized void failed(Sim7028Exception reason) {
        failures.add(reason);
    }

    @Override
    public synchronized void opened(int link, long connection) {
        opened++;
        latest = connection;
    }

    public synchronized Collector room(int pieces) {
        room = pieces;
        return this;
    }

    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    public synchronized List<Inbound> pieces() {
        return List.copyOf(pieces);
    }

    public synchronized List<Sim7028Exception> failures() {
        return List.copyOf(failures);
    }

    public synchronized int opened() {
        return opened;
    }

    @Override
    public synchronized void closed(CloseReason reason) {
        closed.add(reason);
    }

    /** How the connections ended that have. */
    public synchronized List<CloseReason> closed() {
        return List.copyOf(closed);
    }

    /** The connection that was opened last. */
    public synchronized long connection() {
        return latest;
    }
}
