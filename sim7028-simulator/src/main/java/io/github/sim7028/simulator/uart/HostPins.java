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
package io.github.sim7028.simulator.uart;

/** What a host does to the modem besides writing bytes to it. On the modem's thread. */
public interface HostPins {

    /** The host raised or dropped its DTR. */
    void dtr(boolean on);

    /** Bytes came at the rate that wakes a module that sleeps, while the UART has another rate. */
    void lowRateBytes(int count);
}
