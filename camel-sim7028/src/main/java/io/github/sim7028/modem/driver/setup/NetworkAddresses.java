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
package io.github.sim7028.modem.driver.setup;

/** What the addresses say that a network gives a module. */
final class NetworkAddresses {

    private NetworkAddresses() {}

    /** Whether a module shows with it that a context is not usable. */
    static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }
}
