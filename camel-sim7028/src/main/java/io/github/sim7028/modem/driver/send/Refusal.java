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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.error.AtBusyException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;

/** What it means that an AT+CIPSEND was refused. */
enum Refusal {
    /** The same may be taken a little later. */
    BUSY,
    /** The destination's name has no address: a matter of that datagram alone. */
    NO_ADDRESS,
    /** What was asked for is wrong: it will not be taken another time. */
    WRONG,
    /** The connection is of no use. */
    BROKEN;

    static Refusal of(Throwable failure) {
        AtError error = AtErrorException.errorOf(failure);
        if (failure instanceof AtBusyException || SocketError.BUSY.is(error) || IpError.TCP_BUSY.is(error)) {
            return BUSY;
        }
        if (SocketError.DNS_PARSE_FAILED.is(error) || IpError.DNS_QUERY_FAILED.is(error)) {
            return NO_ADDRESS;
        }
        return SocketError.WRONG_PARAMETER.is(error) || IpError.INVALID_PARAMETER.is(error) ? WRONG : BROKEN;
    }
}
