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

/** How the module hands over received data (2.1.5); one mode holds for all its links. */
public enum ReceiveMode {
    /** Buffered until a UDP consumer is active on the modem, push while one is. */
    AUTO,
    /** The module forwards data immediately (AT+CIPRXGET=0): datagrams and senders are known, but the module cannot be slowed down. */
    PUSH,
    /** Data stays in the module until it is read (AT+CIPRXGET=1): a slow route slows the peer, nothing is lost. */
    BUFFERED
}
