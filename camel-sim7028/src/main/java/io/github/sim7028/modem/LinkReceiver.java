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
 * Receives the data of a link. Called on the modem's loop: must return immediately and must not run route code.
 */
public interface LinkReceiver {

    /** Whether one more {@link #received} is accepted; if not, {@link LinkLease#resume()} must be called as soon as there is room again. */
    boolean hasRoom();

    /** Takes the next bytes of the link, in order. */
    void received(Inbound inbound);

    /** Called when the link was lost or could not be opened; the driver opens the link again. */
    void failed(Sim7028Exception reason);

    /** Called when a connection was opened (again): data received before belongs to another stream. */
    void opened(int link);
}
