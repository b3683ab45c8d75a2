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

/** The {@code <stat>} of {@code +CREG}, {@code +CGREG} and {@code +CEREG}. */
public enum Registration {
    /** Not registered, not searching. */
    OFF(0),
    /** Registered at home. */
    HOME(1),
    /** Searching. */
    SEARCHING(2),
    /** Denied by the network. */
    DENIED(3),
    /** Unknown. */
    UNKNOWN(4),
    /** Registered, roaming. */
    ROAMING(5);

    private final int stat;

    Registration(int stat) {
        this.stat = stat;
    }

    /** The number that is sent. */
    public int stat() {
        return stat;
    }

    /** Whether data can go. */
    public boolean registered() {
        return this == HOME || this == ROAMING;
    }
}
