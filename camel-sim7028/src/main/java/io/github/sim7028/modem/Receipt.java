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
 * The result of a message that was sent completely: the module confirmed all bytes (2.1.4), or, in transparent mode, the line took
 * all bytes and nothing is confirmed.
 *
 * @param requested bytes handed to the module
 * @param confirmed bytes confirmed by {@code +CIPSEND}, equal to {@code requested}; {@link #NOT_TOLD} in transparent mode
 * @param link      the link number used
 */
public record Receipt(long requested, long confirmed, int link) {

    public static final long NOT_TOLD = -1;

    /** Whether the module has confirmed the message. */
    public boolean isConfirmed() {
        return confirmed != NOT_TOLD;
    }
}
