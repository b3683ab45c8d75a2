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

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;

/**
 * AT+NETCLOSE (2.1.2): {@code OK}, {@code CLOSED} and {@code +CIPCLOSE: <link_num>,<err>} for each open link, then
 * {@code +NETCLOSE: <err>}. That the network was not open is no failure.
 */
public final class NetClose extends CloseCommand {

    public NetClose() {
        super("AT+NETCLOSE", "+NETCLOSE", "\\+NETCLOSE: ?");
    }

    @Override
    public boolean forgives(AtError reason) {
        return SocketError.NETWORK_NOT_OPENED.is(reason)
                || IpError.NETWORK_NOT_OPENED.is(reason)
                || IpError.NETWORK_ALREADY_CLOSED.is(reason);
    }
}
