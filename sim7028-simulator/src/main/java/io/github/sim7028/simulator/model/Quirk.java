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

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way in which real modules, or the note's own examples, differ from the default behaviour. A {@link Dialect} is a
 * set of them.
 */
public enum Quirk {
    /** The prompt is {@code \r\n> }, with a space (2.1.4). */
    PROMPT_SPACE,
    /** {@code +CIPSEND: …} comes before the {@code OK} (2.1.4). */
    SEND_URC_FIRST,
    /** A UDP {@code CIPOPEN} says {@code OK} before its {@code +CIPOPEN: n,0} (2.1.3). */
    UDP_OPEN_OK_FIRST,
    /** A UDP {@code CIPCLOSE} says {@code OK} before its {@code +CIPCLOSE: n,0}, as in example 3.3.2. */
    UDP_CLOSE_OK_FIRST,
    /** {@code SERVERSTOP} says {@code OK} first, as in the example of 2.1.15. */
    SERVER_STOP_OK_FIRST,
    /** {@code NETCLOSE} says {@code CLOSED} before each {@code +CIPCLOSE: n,0} of a link it closes (2.1.2). */
    NETCLOSE_SAYS_CLOSED,
    /** {@code NETOPEN} of an open network answers a bare {@code ERROR} (2.1.1). */
    NETOPEN_BARE_ERROR,
    /** {@code +CIPERROR: n} is followed by two {@code ERROR} lines. */
    DOUBLE_ERROR,
    /** {@code RCV FROM:} in front of pushed data (2.1.5, 2.1.9). */
    RCV_FROM,
    /** {@code +RECV FROM:} in front of pushed data (1.3). */
    PLUS_RECV_FROM,
    /** {@code +IPD 16} rather than {@code +IPD16}. */
    IPD_SPACE,
    /** {@code +RECEIVE,0,16:} rather than {@code +RECEIVE,0,16}. */
    RECEIVE_COLON,
    /** Information lines lack the leading CR LF. */
    BARE_INFORMATION,
    /** An extra CR LF follows the data of {@code CIPRXGET=2} and {@code =3}. */
    BLANK_AFTER_DATA,
    /** Hex digits of {@code CIPRXGET=3} in lower case. */
    HEX_LOWER,
    /** Hex digits of {@code CIPRXGET=3} in both cases. */
    HEX_MIXED,
    /** {@code NO CARRIER} rather than {@code CLOSED} when a transparent connection ends. */
    NO_CARRIER,
    /** Unsolicited lines wait while the host types the data of a {@code CIPSEND}. */
    HOLD_DURING_INPUT,
    /** A busy module refuses data with {@code +IP ERROR: TCP busy} rather than {@code +CIPERROR: 8}. */
    TCP_BUSY,
    /** Where the network is closed, {@code +IP ERROR: Network not opened} rather than the command's own error 2. */
    CLOSED_IP_ERROR,
    /** {@code CFUN=1,1} restarts the module; otherwise it only switches the radio off and on. */
    CFUN_RESTARTS,
    /** {@code CFUN=1} says {@code OK} at once; otherwise when the module has found its network. */
    CFUN_OK_FIRST,
    /** {@code QCRST} is not known. */
    NO_QCRST,
    /** A restart says {@code RDY}, {@code +CPIN: READY}, {@code SMS DONE}, {@code PB DONE}; otherwise the loader's log. */
    BOOT_RDY,
    /** {@code CEREG} shows no location and no timers, whatever its mode. */
    CEREG_SHORT,
    /** {@code CREG} shows the registration; otherwise it stays at 0. */
    CREG_REGISTERED,
    /** A restart loses every setting, also the modes of reports that hardware keeps. */
    SETTINGS_LOST,
    /** A restart keeps {@code ATE}, {@code ATQ} and the DNS servers, too. */
    ECHO_KEPT,
    /** {@code CPINR} and {@code SPIC} are not known: the card's tries cannot be asked. */
    NO_PIN_TRIES,
    /** A fresh module has power saving off; otherwise PSM and the deepest sleep are on, as in the factory. */
    FACTORY_AWAKE,
    /** The operator sends no time: the clock begins in the year 2000 at each start, until {@code CNTP} sets it. */
    CLOCK_UNSET,
    /** {@code +CPSI: LTE NB-IOT,…} rather than {@code +CPSI: NB,…}. */
    CPSI_LTE,
    /** {@code +CGMR: 2110B01SIM7028} rather than the bare revision. */
    CGMR_PREFIX,
    /** {@code +ICCID: …} rather than {@code +CICCID: …}. */
    ICCID_PREFIX,
    /** A UDP {@code CIPSEND} without address fails with 3 rather than 11. */
    UDP_SEND_ERROR_3,
    /** Two CR LF stand in front of the digits of {@code CIPRXGET=3}. */
    HEX_TWO_CRLF,
    /** {@code CIPRXGET=3} without data fails with {@code +CME ERROR} rather than {@code +IP ERROR}. */
    HEX_CME_ERROR,
    /** {@code IPADDR} shows no address. */
    IPADDR_EMPTY,
    /** {@code +CIPOPEN:0,0}: no space follows the colon of an answer. */
    NO_COLON_SPACE,
    /** The end of a connection is {@code +CIPCLOSE: l,0} rather than {@code +IPCLOSE: l,r}. */
    PEER_CIPCLOSE,
    /** The first two {@code CSQ} after a start are an error. */
    CSQ_EARLY_ERROR,
    /** {@code CSOCKSETPN} knows only the profile 0. */
    PROFILE_ZERO,
    /** Opening a number that is still in use after {@code CIPCLOSE} fails with 10, behind the {@code OK}, rather than with 8. */
    BUSY_NUMBER_10,
    /** The contexts begin with 1, and only {@code NETOPEN} activates one; otherwise the module makes and activates context 0. */
    CONTEXT_ONE,
    /** {@code CIPRXGET=3} refuses more than 750 bytes; otherwise it takes up to 1500 and answers with up to 750. */
    HEX_LIMIT_750;

    /** The name in options: {@code prompt-space}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The quirk of this option name. */
    public static Quirk of(String optionName) {
        return Arrays.stream(values())
                .filter(quirk -> quirk.optionName().equals(optionName.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown dialect '" + optionName + "'; known are "
                        + Dialect.NOTE + ", "
                        + Arrays.stream(values()).map(Quirk::optionName).collect(Collectors.joining(", "))));
    }
}
