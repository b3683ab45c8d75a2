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

/** {@code +CME ERROR: } codes that a module on a gateway can show: those of 3GPP TS 27.007 (9.2), and those of its platform. */
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
            // of the platform of the SIM7028, in the words that AT+CMEE=2 shows: 301 to 399 and from 501
            Map.entry(302, "ue busy"),
            Map.entry(303, "ue not power on"),
            Map.entry(304, "pdn not actived"),
            Map.entry(305, "pdn not valid"),
            Map.entry(306, "pdn type invalid"),
            Map.entry(307, "pdn leak param"),
            Map.entry(308, "ue fail"),
            Map.entry(DUPLICATE_APN, "pdn type and APN duplicate used"),
            Map.entry(310, "PAP and EITF not matched"),
            Map.entry(311, "SIM PIN disabled"),
            Map.entry(312, "SIM PIN already enabled"),
            Map.entry(313, "SIM PIN wrong format"),
            Map.entry(512, "Required parameter not configured"),
            Map.entry(514, "AT internal error"),
            Map.entry(515, "CID is active"),
            Map.entry(516, "Incorrect state for command"),
            Map.entry(517, "CID is invalid"),
            Map.entry(518, "CID is not active"),
            Map.entry(520, "Deactivate the last active CID"),
            Map.entry(521, "CID is not defined"),
            Map.entry(522, "UART parity error"),
            Map.entry(523, "UART frame error"),
            Map.entry(524, "UE is in minimal function mode"),
            Map.entry(525, "AT command aborted: in processing"),
            Map.entry(526, "AT command aborted: error"),
            Map.entry(527, "Command interrupted"),
            Map.entry(528, "Configuration conflicts"),
            Map.entry(529, "During FOTA updating"),
            Map.entry(530, "Not the AT allocated socket"),
            Map.entry(531, "USIM PIN is blocked"),
            Map.entry(532, "USIM PUK is blocked"),
            Map.entry(535, "conditions of use not satisfied"),
            Map.entry(536, "AT UART buffer error"),
            Map.entry(537, "Back off timer is running"));

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
