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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lets a module sleep: power saving mode (PSM), eDRX and the depth of sleep. None of these commands is in the note, and a firmware may
 * lack each; what a query does not tell is an empty list.
 */
public final class SleepCommands {

    private static final String NUMBER = "([0-9]{1,3})";
    private static final Pattern OCTET = Pattern.compile("\"([01]{8})\"");

    private SleepCommands() {}

    /**
     * PSM as it is set.
     *
     * @param on             whether the module requests it of the network
     * @param periodicUpdate T3412 extended in eight bits, empty where it is not told
     * @param activeTime     T3324 in eight bits, empty where it is not told
     */
    public record Psm(boolean on, String periodicUpdate, String activeTime) {}

    /** AT+CPSMS? (3GPP TS 27.007, 7.38): PSM; kept by the module. */
    public static AtCommand<List<Psm>> psm() {
        return new ListQueryCommand<>("AT+CPSMS?", "\\+CPSMS: ?([0-2])((?:,.*)?)", m -> {
            Matcher octets = OCTET.matcher(m.group(2));
            return new Psm(m.group(1).equals("1"), next(octets), next(octets));
        });
    }

    /** AT+CPSMS=0: no PSM. */
    public static AtCommand<Void> psmOff() {
        return new SimpleCommand("AT+CPSMS=0");
    }

    /**
     * AT+CPSMS=1: requests PSM.
     *
     * @param periodicUpdate T3412 extended in eight bits
     * @param activeTime     T3324 in eight bits
     */
    public static AtCommand<Void> psmOn(String periodicUpdate, String activeTime) {
        return new SimpleCommand("AT+CPSMS=1,,,\"" + periodicUpdate + "\",\"" + activeTime + "\"");
    }

    /**
     * eDRX as it is set for one access technology.
     *
     * @param on    whether the module requests it of the network
     * @param cycle in four bits, empty where it is not told
     */
    public record Edrx(boolean on, String cycle) {}

    /** AT+CEDRXS? (3GPP TS 27.007, 7.40): a line for each access technology with eDRX; kept by the module. */
    public static AtCommand<List<Edrx>> edrx() {
        return new ListQueryCommand<>(
                "AT+CEDRXS?",
                "\\+CEDRXS: ?([0-9])(?:, ?\"?([01]{4})\"?)?(?:,.*)?",
                m -> new Edrx(!m.group(1).equals("0"), m.group(2) == null ? "" : m.group(2)));
    }

    /** AT+CEDRXS=0: no eDRX. */
    public static AtCommand<Void> edrxOff() {
        return new SimpleCommand("AT+CEDRXS=0");
    }

    /**
     * AT+CEDRXS=1,5: requests eDRX in NB-IoT.
     *
     * @param cycle in four bits
     */
    public static AtCommand<Void> edrxOn(String cycle) {
        return new SimpleCommand("AT+CEDRXS=1,5,\"" + cycle + "\"");
    }

    /** AT+CEDRXRDP (3GPP TS 27.007, 7.41): the cycle that the network has granted, in four bits; empty for none. */
    public static AtCommand<List<String>> grantedCycle() {
        return new ListQueryCommand<>(
                "AT+CEDRXRDP",
                "\\+CEDRXRDP: ?[0-9](?:, ?\"[01]{4}\"(?:, ?\"([01]{4})\")?)?(?:,.*)?",
                m -> m.group(1) == null ? "" : m.group(1));
    }

    /** AT+CEREG=4 or 5 (3GPP TS 27.007, 10.1.22): the registration is told with the timers of PSM. */
    public static AtCommand<Void> reportTimers(int mode) {
        return new SimpleCommand("AT+CEREG=" + mode);
    }

    /**
     * What the network has granted.
     *
     * @param activeTime     T3324 in eight bits, empty for none
     * @param periodicUpdate T3412 extended in eight bits, empty for none
     */
    public record Granted(String activeTime, String periodicUpdate) {}

    /** AT+CEREG? with these timers at its end: the number of a cell before them may look like a timer. */
    public static AtCommand<List<Granted>> grantedTimers() {
        return new ListQueryCommand<>(
                "AT+CEREG?",
                "\\+CEREG: ?[45], ?[0-9]{1,2}(?:(?:,[^,]*){3}(?:,.*)?,([^,]*),([^,]*)|(?:,.*)?)",
                m -> new Granted(octet(m.group(1)), octet(m.group(2))));
    }

    private static String octet(String field) {
        Matcher octet = OCTET.matcher(field == null ? "" : field.trim());
        return octet.matches() ? octet.group(1) : "";
    }

    private static String next(Matcher octets) {
        return octets.find() ? octets.group(1) : "";
    }

    /**
     * What AT+QCPMUCFG? answers.
     *
     * @param enabled whether the setting is in use
     * @param depth   the deepest sleep: 1 leaves the UART on, 4 is hibernation, as a SIM7028 leaves the factory
     */
    public record Depth(int enabled, int depth) {
        /** With which the UART answers always. */
        public static final Depth AWAKE = new Depth(1, 1);

        /** With which the UART has no power while the module sleeps. */
        public static final Depth HIBERNATE = new Depth(1, 4);
    }

    /** AT+QCPMUCFG?: how deeply the module may sleep; forgotten at a restart. */
    public static AtCommand<List<Depth>> depth() {
        return new ListQueryCommand<>(
                "AT+QCPMUCFG?",
                "\\+QCPMUCFG: ?" + NUMBER + "(?:, ?" + NUMBER + ")?(?:,.*)?",
                m -> new Depth(Integer.parseInt(m.group(1)), m.group(2) == null ? -1 : Integer.parseInt(m.group(2))));
    }

    /** AT+QCPMUCFG: how deeply the module may sleep. */
    public static AtCommand<Void> depth(Depth wanted) {
        return new SimpleCommand("AT+QCPMUCFG=" + wanted.enabled() + "," + wanted.depth());
    }
}
