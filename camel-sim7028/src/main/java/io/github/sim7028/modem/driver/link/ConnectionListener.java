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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.OnLoop;

/** Is called when connections of one link begin and end, for the log and the pauses before the next attempt. */
@OnLoop
public interface ConnectionListener {

    /** It is open. */
    void opened(String what);

    /** The peer has closed it; what it still holds is read. */
    void closedByPeer(String what);

    /**
     * The connection ended, or could not be opened, without a request to close it.
     *
     * @param what  for the log
     * @param usual whether it may happen once though nothing is wrong, as when a peer closes
     */
    void failed(String what, boolean usual);

    /** The connection was closed on request, or because the modem is down. */
    void ended();
}
