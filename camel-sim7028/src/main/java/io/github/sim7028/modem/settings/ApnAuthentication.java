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

/** How the network checks the user of an access point (AT+CGAUTH, 3GPP TS 27.007, 10.1.31). */
public enum ApnAuthentication {
    /** The access point needs no user. */
    NONE(0),
    /** The password goes to the network as it is. */
    PAP(1),
    /** The password itself does not go to the network. */
    CHAP(2);

    private final int code;

    ApnAuthentication(int code) {
        this.code = code;
    }

    /** {@code <auth_prot>}. */
    public int code() {
        return code;
    }
}
