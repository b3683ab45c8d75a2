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
package io.github.sim7028.at.command;

import java.util.List;

/**
 * What a SIM card tells of itself before it has its PIN. Not every firmware knows these commands: one that answers with nothing but
 * {@code OK} knows none of it.
 */
public final class SimCommands {

    private static final String CARD = "\\+C?ICCID: ?\"?([0-9A-Fa-f]{10,22})\"?|([0-9]{18,20}[0-9A-Fa-f]?)";

    private SimCommands() {}

    /** AT+CICCID: the card's number; {@code +ICCID:} and {@code +CICCID:} are both said. */
    public static AtCommand<List<String>> cardNumber() {
        return cardNumber("AT+CICCID");
    }

    /** AT+ICCID: the same under another name. */
    public static AtCommand<List<String>> cardNumberByOtherName() {
        return cardNumber("AT+ICCID");
    }

    private static AtCommand<List<String>> cardNumber(String command) {
        return new ListQueryCommand<>(command, CARD, m -> m.group(1) == null ? m.group(2) : m.group(1));
    }

    /** AT+CPINR (3GPP TS 27.007, 8.65): how many PINs may still be tried. */
    public static AtCommand<List<Integer>> pinTries() {
        return tries("AT+CPINR", "\\+CPINR: ?\"?SIM PIN\"?, ?([0-9]{1,2})(?:,.*)?");
    }

    /** AT+SPIC: the same on SIMCom's modules; PIN, PUK, PIN2, PUK2. */
    public static AtCommand<List<Integer>> pinTriesByOtherName() {
        return tries("AT+SPIC", "\\+SPIC: ?([0-9]{1,2})(?:,.*)?");
    }

    private static AtCommand<List<Integer>> tries(String command, String shape) {
        return new ListQueryCommand<>(command, shape, m -> Integer.parseInt(m.group(1)));
    }
}
