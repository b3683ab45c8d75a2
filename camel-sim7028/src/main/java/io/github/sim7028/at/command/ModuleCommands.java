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

import io.github.sim7028.at.codec.AtSyntax;
import java.util.List;

/**
 * What a module tells of itself: maker, model, numbers, clock and supply. Not every firmware knows each command: one that answers with
 * nothing but {@code OK} knows none of it.
 */
public final class ModuleCommands {

    /** Words without a name in front; a line that the module may say by itself is none. */
    private static final String WORDS = "(?!(?:SIM Ready|Network Available|SMS |PB DONE|RE?CV FROM|IPD|CLOSED|CONNECT))"
            + "\"?([A-Za-z0-9][^\"]*)\"?";

    private ModuleCommands() {}

    /** AT+CGMI (3GPP TS 27.007, 5.1): who made it. */
    public static AtCommand<List<String>> maker() {
        return words("CGMI", "Manufacturer");
    }

    /** AT+CGMM (3GPP TS 27.007, 5.2): what it is. */
    public static AtCommand<List<String>> model() {
        return words("CGMM", "Model");
    }

    /** AT+CGMR (3GPP TS 27.007, 5.3): its firmware. */
    public static AtCommand<List<String>> firmware() {
        return words("CGMR", "Revision");
    }

    /** AT+CGSN (3GPP TS 27.007, 5.4): its IMEI, a bare number. */
    public static AtCommand<List<String>> imei() {
        return number("AT+CGSN", "C?GSN");
    }

    /** AT+CGSN=1: the same on a firmware that answers AT+CGSN with a serial number. */
    public static AtCommand<List<String>> imeiByOtherForm() {
        return number("AT+CGSN=1", "C?GSN");
    }

    /** AT+CIMI (3GPP TS 27.007, 5.6): the subscriber's number, IMSI. */
    public static AtCommand<List<String>> imsi() {
        return number("AT+CIMI", "CIMI");
    }

    /** AT+CCLK? (3GPP TS 27.007, 8.15): the clock as the module writes it, without the quotes. */
    public static AtCommand<List<String>> clock() {
        return list("AT+CCLK?", "\\+CCLK: ?\"?([^\"]{1,40})\"?");
    }

    /** AT+QCADC=Vbat (not in the note): the supply voltage in millivolts, as in {@code VBAT, 3600}. */
    public static AtCommand<List<Integer>> supplyVoltage() {
        return new ListQueryCommand<>(
                "AT+QCADC=Vbat",
                "(?i)(?:\\+QCADC: ?)?(?:\"?VBAT\"?[,:] ?)?([0-9]{3,5})(?: ?mV)?",
                m -> Integer.parseInt(m.group(1)));
    }

    private static AtCommand<List<String>> words(String command, String label) {
        return list("AT+" + command, "(?:\\+" + command + ": ?)?(?:" + label + ": ?)?" + WORDS);
    }

    /** 15 digits; 14 and 16 are possible, as some leave out the check digit or add a version. */
    private static AtCommand<List<String>> number(String command, String name) {
        return list(command, "(?:\\+" + name + ": ?)?\"?([0-9]{14,16})\"?");
    }

    private static AtCommand<List<String>> list(String command, String shape) {
        return new ListQueryCommand<>(
                command, shape, m -> AtSyntax.foreign(m.group(1).trim()));
    }
}
