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
 * Who takes what the clients of a server send. Called on the modem's own loop: returns at once, never runs route code.
 */
public interface ServerAcceptor {

    /** A client has connected; the receiver returned takes what this client sends. */
    LinkReceiver accepted(ClientConnection client);

    /** A client has gone, everything it sent has been handed over. */
    void gone(ClientConnection client, String reason);

    /** The server listens. */
    default void listening() {}

    /** The server could not be started; it is tried again by itself, and each attempt that fails is told. */
    void failed(Sim7028Exception reason);
}
