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

/** The IP version of the PDP context (2.1.18 {@code <ip_family>}, AT+CGDCONT's PDP type). */
public enum IpFamily {
    IPV4(1, "IP"),
    IPV6(6, "IPV6");

    private final int code;
    private final String pdpType;

    IpFamily(int code, String pdpType) {
        this.code = code;
        this.pdpType = pdpType;
    }

    public int code() {
        return code;
    }

    public String pdpType() {
        return pdpType;
    }
}
