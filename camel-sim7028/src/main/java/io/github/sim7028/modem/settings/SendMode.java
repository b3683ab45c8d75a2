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
package io.github.sim7028.modem.settings;

/** When the module confirms a TCP send (2.1.11). */
public enum SendMode {
    /** When the TCP/IP stack of the module has taken the bytes (AT+CIPSENDMODE=0). */
    STACK,
    /** When the peer's TCP has acknowledged them (AT+CIPSENDMODE=1). */
    ACK
}
