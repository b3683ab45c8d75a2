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

import io.github.sim7028.modem.settings.Limits;
import java.util.List;

/**
 * A server of the module, which listens for TCP clients (2.1.14).
 *
 * @param port       the port of the server, 1 to 65535
 * @param index      {@code <server_index>}, 0 to 3, on most modules 0 and 1
 * @param backlog    how many clients may wait to be accepted, 1 to 3
 * @param allowed    the clients that are served; empty for all. Other clients are closed at once
 * @param maxClients the maximum number of clients at a time, so that links remain free for other uses; 0 for no limit
 */
public record ServerSpec(int port, int index, int backlog, List<IpRange> allowed, int maxClients) {

    public ServerSpec {
        Limits.within("port", port, 1, 65535);
        Limits.within("serverIndex", index, 0, 3);
        Limits.within("backlog", backlog, 1, 3);
        Limits.within("maxClients", maxClients, 0, 10);
        allowed = List.copyOf(allowed);
    }

    public boolean allows(String host) {
        return allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(host));
    }

    /** Whether a module cannot have both servers at the same time. */
    public boolean contradicts(ServerSpec other) {
        return !equals(other) && (index == other.index || port == other.port);
    }

    @Override
    public String toString() {
        return "tcp-server :" + port + " (server " + index + ")";
    }
}
