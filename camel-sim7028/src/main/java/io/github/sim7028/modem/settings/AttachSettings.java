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

import io.github.sim7028.at.codec.AtSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a module has to know before it attaches to a network, besides the access point. The module keeps most of it.
 *
 * @param contextId      the number of the PDP context, 0 to 15; {@link #AUTO_CONTEXT} for the context that the module uses
 * @param bands          the bands to search (AT+QCBAND), each 1 to 85; empty keeps the bands of the module
 * @param apnAuthentication how the network checks the user of the access point (AT+CGAUTH)
 * @param apnUser        the user of the access point; null for none
 * @param apnPassword    the password of that user; null for none
 */
public record AttachSettings(
        int contextId, List<Integer> bands, ApnAuthentication apnAuthentication, String apnUser, String apnPassword) {

    /** The active PDP context; without one, context 0 if the module has it, otherwise context 1. */
    public static final int AUTO_CONTEXT = -1;

    /** The highest number of a PDP context. */
    public static final int HIGHEST_CONTEXT = 15;

    private static final int HIGHEST_BAND = 85;

    public static final AttachSettings DEFAULT =
            new AttachSettings(AUTO_CONTEXT, List.of(), ApnAuthentication.NONE, null, null);

    public AttachSettings {
        if (contextId != AUTO_CONTEXT) {
            Limits.within("contextId", contextId, 0, HIGHEST_CONTEXT);
        }
        bands = List.copyOf(bands);
        bands.forEach(band -> Limits.within("bands", band, 1, HIGHEST_BAND));
        if (new HashSet<>(bands).size() < bands.size()) {
            throw new IllegalArgumentException("bands: " + listed(bands) + " names a band twice; name each band once");
        }
        if (apnAuthentication == ApnAuthentication.NONE && (apnUser != null || apnPassword != null)) {
            throw new IllegalArgumentException((apnUser != null ? "apnUser" : "apnPassword")
                    + ": a user and a password need the option apnAuthentication; set it to pap or chap, as the SIM's"
                    + " contract says (value not shown)");
        }
        if (apnAuthentication != ApnAuthentication.NONE && apnUser == null) {
            throw new IllegalArgumentException("apnAuthentication: "
                    + apnAuthentication.name().toLowerCase(Locale.ROOT)
                    + " needs the option apnUser; set apnUser and apnPassword, or remove apnAuthentication");
        }
        requireWord("apnUser", apnUser);
        requireWord("apnPassword", apnPassword);
    }

    private static void requireWord(String option, String value) {
        if (value != null && !AtSyntax.isWord(value)) {
            throw new IllegalArgumentException(option + ": the value cannot be sent in an AT command; allowed are 1 to"
                    + " 100 printable ASCII characters without '\"' and '\\' (value not shown)");
        }
    }

    /** Whether the access point has a user. */
    public boolean authenticates() {
        return apnAuthentication != ApnAuthentication.NONE;
    }

    /** Bands as the option has them: {@code 8,20,28}. */
    public static String listed(List<Integer> bands) {
        return bands.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Never shows the user and the password. */
    @Override
    public String toString() {
        return "AttachSettings[contextId=" + (contextId == AUTO_CONTEXT ? "auto" : contextId) + ", bands=" + bands
                + ", apnAuthentication=" + apnAuthentication + "]";
    }
}
