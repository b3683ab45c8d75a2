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
 * AT+NETOPEN (2.1.1): {@code OK} and {@code +NETOPEN: <err>}. Its result is whether the network had already been open,
 * which the module answers with an error.
 */
public final class NetOpen extends AtCommand<Boolean> {

    static final String KEY = "+NETOPEN";
    private static final Pattern RESULT = Pattern.compile("\\+NETOPEN: ?([0-9]{1,3})");

    private int err = -1;
    private boolean alreadyOpen;

    public NetOpen() {
        super("AT+NETOPEN");
    }

    @Override
    protected String key() {
        return KEY;
    }

    @Override
    protected boolean accept(String line) {
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
        alreadyOpen = IpError.NETWORK_ALREADY_OPENED.is(reason);
        return alreadyOpen;
    }

    @Override
    protected Boolean result() {
        return alreadyOpen;
    }
}
