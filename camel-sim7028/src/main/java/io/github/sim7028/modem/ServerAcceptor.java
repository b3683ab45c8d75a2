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
package io.github.sim7028.modem;

/**
 * Receives the clients of a server. Called on the modem's loop: must return immediately and must not run route code.
 */
public interface ServerAcceptor {

    /** A client has connected; the returned receiver gets the data of this client. */
    LinkReceiver accepted(ClientConnection client);

    /** A client has disconnected, and all its data has been delivered. */
    void gone(ClientConnection client, String reason);

    /** The server listens. */
    default void listening() {}

    /** The server could not be started; the driver tries again, and calls this method for each failed attempt. */
    void failed(Sim7028Exception reason);
}
