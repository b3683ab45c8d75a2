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
package io.github.sim7028.line;

import java.util.Locale;

/** The parity bit of a serial character. */
public enum Parity {
    NONE,
    EVEN,
    ODD,
    MARK,
    SPACE;

    /**
     * The parity of that name, in any case.
     *
     * @throws IllegalArgumentException for another name
     */
    public static Parity of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        for (Parity parity : values()) {
            if (parity.name().equals(wanted)) {
                return parity;
            }
        }
        throw new IllegalArgumentException("parity '" + name + "' is not known: use none, even, odd, mark or space");
    }
}
