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

/**
 * AT+NETOPEN (2.1.1): {@code OK} and {@code +NETOPEN: <err>}. Its result is whether the network had already been open,
 * which the module answers with an error.
 */
public final class NetOpen extends ResultCommand<Boolean> {

    static final String KEY = "+NETOPEN";

    private boolean alreadyOpen;

    public NetOpen() {
        super("AT+NETOPEN", KEY, "\\+NETOPEN: ?");
    }

    @Override
    public boolean forgives(AtError reason) {
        alreadyOpen = IpError.NETWORK_ALREADY_OPENED.is(reason);
        return alreadyOpen;
    }

    @Override
    public Boolean result() {
        return alreadyOpen;
    }
}
