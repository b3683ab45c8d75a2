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
package io.github.sim7028.model;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A connection of the module, and what has passed on it. */
final class Connection {
    final int number;
    /** Whose; -1 for a client of which no dialogue knows. */
    final int peer;

    final Plan.Peer kind;
    final String host;
    final int port;
    /** What has left to the peer: one piece for each AT+CIPSEND. */
    final List<byte[]> left = new ArrayList<>();
    /** What the peer has sent. */
    final List<Message> came = new ArrayList<>();
    /** What came and was not read. */
    final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    int sent;
    boolean open = true;
    /** It takes nothing any more. */
    boolean stuck;
    /** Something that came may be lost without anybody knowing. */
    boolean lossy;

    Connection(int number, int peer, Plan.Peer kind, String host, int port) {
        this.number = number;
        this.peer = peer;
        this.kind = kind;
        this.host = host;
        this.port = port;
    }

    byte[] allThatLeft() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        left.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** As AT+CIPOPEN? lists it. */
    String listed() {
        return switch (kind) {
            case UDP -> "+CIPOPEN: " + number + ",\"UDP\",\"\",0,-1";
            case TCP -> "+CIPOPEN: " + number + ",\"TCP\",\"" + host + "\"," + port + ",-1";
            case CLIENT -> "+CIPOPEN: " + number + ",\"TCP\",\"" + host + "\"," + port + ",0";
        };
    }

    @Override
    public String toString() {
        return kind + " connection of peer " + peer + " on link " + number;
    }
}
