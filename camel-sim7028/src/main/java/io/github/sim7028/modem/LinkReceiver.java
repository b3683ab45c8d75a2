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
 * Who takes what comes in on a link. Called on the modem's own loop: returns at once, never runs route code.
 */
public interface LinkReceiver {

    /** Whether one more {@link #received} is welcome; when it is not, say {@link LinkLease#resume()} once it is again. */
    boolean hasRoom();

    /** Takes the next bytes of the link, in order. */
    void received(Inbound inbound);

    /** Says that the link was lost or could not be opened; it is opened again by itself. */
    void failed(Sim7028Exception reason);

    /** Says that a connection has (again) been opened: what came before belongs to another stream. */
    void opened(int link);
}
