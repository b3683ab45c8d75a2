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
package io.github.sim7028.simulator.model;

/** The {@code +CME ERROR} codes of the module's platform: 301 to 399, and from 500. */
public enum PlatformError {
    /** The context does not exist. */
    PDN_NOT_VALID(305, "pdn not valid"),
    /** Another context has this type and APN. */
    APN_DUPLICATE(309, "pdn type and APN duplicate used"),
    /** The radio is off. */
    MINIMAL_FUNCTION(500, "UE is in minimal function mode");

    private final int number;
    private final String words;

    PlatformError(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The number that is sent with {@code CMEE=1}. */
    public int number() {
        return number;
    }

    /** The text that is sent with {@code CMEE=2}. */
    public String words() {
        return words;
    }
}
