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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;

/** AT+CIPOPEN (2.1.3): {@code OK} and {@code +CIPOPEN: <link_num>,<err>}, for UDP the other way round. */
public final class CipOpen extends ResultCommand<Void> {

    private Runnable whenTaken = () -> {};

    private CipOpen(int link, String rest) {
        super("AT+CIPOPEN=" + link + rest, "+CIPOPEN", link);
    }

    /** A TCP connection to a host and port. */
    public static CipOpen tcp(int link, String host, int port, int localPort) {
        String local = localPort > 0 ? "," + localPort : "";
        return new CipOpen(link, ",\"TCP\",\"" + AtSyntax.requireHost("host", host) + "\"," + port + local);
    }

    /** A UDP socket on a local port; the note always requires this port (3.3.1). */
    public static CipOpen udp(int link, int localPort) {
        return new CipOpen(link, ",\"UDP\",,," + localPort);
    }

    /** Runs when the module has begun to open it ({@code OK}) and its result is still to come. */
    public CipOpen whenTaken(Runnable then) {
        whenTaken = then;
        return this;
    }

    @Override
    public void taken() {
        whenTaken.run();
    }
}
