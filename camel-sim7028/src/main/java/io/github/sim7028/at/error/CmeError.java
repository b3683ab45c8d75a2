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

import java.util.Map;

/** {@code +CME ERROR: } codes of 3GPP TS 27.007 (9.2) that a module on a gateway can show. */
public final class CmeError {

    /** Another PDP context has the same type and access point; not in 27.007. */
    public static final int DUPLICATE_APN = 309;

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(0, "phone failure"),
            Map.entry(3, "operation not allowed"),
            Map.entry(4, "operation not supported"),
            Map.entry(5, "PH-SIM PIN required"),
            Map.entry(10, "SIM not inserted"),
            Map.entry(11, "SIM PIN required"),
            Map.entry(12, "SIM PUK required"),
            Map.entry(13, "SIM failure"),
            Map.entry(14, "SIM busy"),
            Map.entry(15, "SIM wrong"),
            Map.entry(16, "incorrect password"),
            Map.entry(17, "SIM PIN2 required"),
            Map.entry(18, "SIM PUK2 required"),
            Map.entry(20, "memory full"),
            Map.entry(23, "memory failure"),
            Map.entry(30, "no network service"),
            Map.entry(31, "network timeout"),
            Map.entry(32, "network not allowed - emergency calls only"),
            Map.entry(50, "incorrect parameters"),
            Map.entry(100, "unknown"),
            Map.entry(107, "GPRS services not allowed"),
            Map.entry(132, "service option not supported"),
            Map.entry(133, "requested service option not subscribed"),
            Map.entry(149, "PDP authentication failure"),
            Map.entry(305, "pdn not valid"),
            Map.entry(DUPLICATE_APN, "pdn type and APN duplicate used"));

    private CmeError() {}

    /** The text after {@code +CME ERROR: }, number or words; an unknown text is kept unchanged. */
    public static AtError parse(String text) {
        if (text.matches("[0-9]{1,6}")) {
            int code = Integer.parseInt(text);
            return new AtError(AtError.Kind.CME, code, WORDS.getOrDefault(code, "unknown code"));
        }
        for (Map.Entry<Integer, String> entry : WORDS.entrySet()) {
            if (entry.getValue().equalsIgnoreCase(text)) {
                return new AtError(AtError.Kind.CME, entry.getKey(), entry.getValue());
            }
        }
        return new AtError(AtError.Kind.CME, AtError.NO_CODE, text);
    }
}
