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
package io.github.sim7028.at.codec;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A host written as an address rather than a name: several spellings can mean the same one. */
public final class NumericHost {

    private NumericHost() {}

    /** The address; null for a name, which is not looked up. */
    public static InetAddress of(String host) {
        if (host == null || !AtSyntax.isAddress(host)) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
