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
import io.github.sim7028.at.error.SocketError;

/** AT+CIPCLOSE (2.1.6): {@code OK} and {@code +CIPCLOSE: <link_num>,<err>} in any order. */
public final class CipClose extends CloseCommand {

    public CipClose(int link) {
        super("AT+CIPCLOSE=" + link, "+CIPCLOSE", link);
    }

    /** A link that is not open (error 4 in logs of the command family) counts as closed. */
    @Override
    public boolean forgives(AtError reason) {
        return SocketError.OPERATION_NOT_SUPPORTED.is(reason) || SocketError.NETWORK_NOT_OPENED.is(reason);
    }
}
