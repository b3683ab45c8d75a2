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
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.SocketError;

/**
 * Goes to data mode (1.3): AT+CIPOPEN with AT+CIPMODE=1 (2.1.3, case 4), or ATO. Answered with {@code CONNECT <rate>} and
 * nothing else, or with {@code CONNECT FAIL}, {@code NO CARRIER} or an error.
 */
public final class EnterDataMode extends AtCommand<Void> {

    /** ATO: back to the connection that was left for a command. */
    public static final String AGAIN = "ATO";

    private final String key;
    private int err = -1;

    private EnterDataMode(String text, String key) {
        super(text);
        this.key = key;
    }

    /** A TCP connection to a host and port. */
    public static EnterDataMode tcp(String host, int port, int localPort) {
        String local = localPort > 0 ? "," + localPort : "";
        return new EnterDataMode(
                "AT+CIPOPEN=0,\"TCP\",\"" + AtSyntax.requireHost("host", host) + "\"," + port + local, "+CIPOPEN/0");
    }

    /** A UDP socket that leads to one host and port; example 3.3.3 requires the local port, too. */
    public static EnterDataMode udp(String host, int port, int localPort) {
        return new EnterDataMode(
                "AT+CIPOPEN=0,\"UDP\",\"" + AtSyntax.requireHost("host", host) + "\"," + port + "," + localPort,
                "+CIPOPEN/0");
    }

    /** Back to the connection that was left for a command. */
    public static EnterDataMode again() {
        return new EnterDataMode(AGAIN, "");
    }

    @Override
    String key() {
        return key;
    }

    @Override
    public boolean connects() {
        return true;
    }

    @Override
    public boolean accept(String line) {
        if (err < 0 && !key.isEmpty() && line.matches("\\+CIPOPEN: ?0, ?[1-9][0-9]?")) {
            err = Integer.parseInt(line.substring(line.indexOf(',') + 1).trim());
            return true;
        }
        return false;
    }

    @Override
    public AtError refusal() {
        return err > 0 ? SocketError.error(err) : null;
    }

    /** An OK alone is not its end. */
    @Override
    public boolean mayEnd() {
        return false;
    }

    @Override
    public Void result() {
        return null;
    }
}
