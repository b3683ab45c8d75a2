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
package io.github.sim7028.at.error;

/** {@code <close_reason>} of {@code +IPCLOSE} (Table 1). */
public enum CloseReason {
    LOCAL("closed by this side"),
    REMOTE("closed by the peer"),
    SEND_TIMEOUT("closed because sending timed out or DTR went off"),
    UNKNOWN("closed for an unknown reason");

    private final String words;

    CloseReason(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public static CloseReason of(int code) {
        return code >= 0 && code < UNKNOWN.ordinal() ? values()[code] : UNKNOWN;
    }
}
