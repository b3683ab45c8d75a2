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

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.OnLoop;

/** The link that messages are sent on, as sending sees it. */
@OnLoop
public interface SendingLink {

    LinkStanding standing();

    /** Whether it was accepted by a server: then it takes counted payload only (3.4.2). */
    boolean accepted();

    /** Whether this is the connection a message is for, if it is for a certain one. */
    boolean answersHere(PendingMessage message);

    /** Whether no data of the peer is known to wait in the module. */
    boolean heardOut();

    /** Whether it waits before it is opened again. */
    boolean pausing();

    /** Why a message of which nothing has left may not leave any more; null when it may. */
    String whyNotKept(PendingMessage message);

    /** Why messages wait, for those that waited too long. */
    Throwable whyWaiting();

    /** The error with which the module refused the opening; null if there was none. */
    AtError lastError();

    /** The module has confirmed something that was sent. */
    void delivered();

    /** Everything has been sent. */
    void sendingIdle();

    /** The module must not be trusted with this connection any more. */
    void broken(String reason);
}
