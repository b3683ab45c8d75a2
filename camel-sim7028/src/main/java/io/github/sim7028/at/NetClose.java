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
package io.github.sim7028.at;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AT+NETCLOSE (2.1.2): {@code OK}, {@code CLOSED} and {@code +CIPCLOSE: <link_num>,<err>} for each open link, then
 * {@code +NETCLOSE: <err>}. That the network was not open is no failure.
 */
public final class NetClose extends AtCommand<Void> {

    private static final Pattern RESULT = Pattern.compile("\\+NETCLOSE: ?([0-9]{1,3})");

    private int err = -1;

    public NetClose() {
        super("AT+NETCLOSE");
    }

    @Override
    protected String key() {
        return "+NETCLOSE";
    }

    @Override
    protected boolean accept(String line) {
        if (line.equals("CLOSED")) {
            return true;
        }
        Matcher matcher = RESULT.matcher(line);
        if (err >= 0 || !matcher.matches()) {
            return false;
        }
        err = Integer.parseInt(matcher.group(1));
        return true;
    }

    @Override
    protected boolean fulfilled() {
        return err >= 0;
    }

    @Override
    protected AtError refusal() {
        return err > 0 ? SocketError.error(err) : null;
    }

    @Override
    protected boolean forgives(AtError reason) {
        return SocketError.NETWORK_NOT_OPENED.is(reason)
                || IpError.NETWORK_NOT_OPENED.is(reason)
                || IpError.NETWORK_ALREADY_CLOSED.is(reason);
    }

    @Override
    protected Void result() {
        return null;
    }
}
