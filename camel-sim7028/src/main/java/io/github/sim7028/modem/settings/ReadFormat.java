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

/** How buffered data is read (2.1.5). */
public enum ReadFormat {
    /** AT+CIPRXGET=2, at most 1500 bytes for each read. */
    RAW(1500),
    /** AT+CIPRXGET=3, two hex digits for each byte, at most 750 bytes for each read. */
    HEX(750);

    private final int maxLength;

    ReadFormat(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The longest read, in bytes. */
    public int maxLength() {
        return maxLength;
    }
}
