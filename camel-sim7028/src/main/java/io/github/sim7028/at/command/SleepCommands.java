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
 * What lets a module sleep: power saving mode (PSM), eDRX and the depth of sleep. None of these commands is in the note, and a firmware may
 * lack each; what a query does not tell is an empty list.
 */
public final class SleepCommands {

    private static final String NUMBER = "([0-9]{1,3})";

    private SleepCommands() {}

    /** AT+CPSMS? (3GPP TS 27.007, 7.38): whether PSM is used; kept by the module. */
    public static AtCommand<List<Boolean>> psm() {
        return new ListQueryCommand<>(
                "AT+CPSMS?", "\\+CPSMS: ?([0-2])(?:,.*)?", m -> m.group(1).equals("1"));
    }

    /** AT+CPSMS=0: no PSM. */
    public static AtCommand<Void> psmOff() {
        return new SimpleCommand("AT+CPSMS=0");
    }

    /** AT+CEDRXS? (3GPP TS 27.007, 7.40): a line for each access technology with eDRX; kept by the module. */
    public static AtCommand<List<Boolean>> edrx() {
        return new ListQueryCommand<>(
                "AT+CEDRXS?", "\\+CEDRXS: ?([0-9])(?:,.*)?", m -> !m.group(1).equals("0"));
    }

    /** AT+CEDRXS=0: no eDRX. */
    public static AtCommand<Void> edrxOff() {
        return new SimpleCommand("AT+CEDRXS=0");
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
    }

    /** AT+QCPMUCFG?: how deeply the module may sleep; forgotten at a restart. */
    public static AtCommand<List<Depth>> depth() {
        return new ListQueryCommand<>(
                "AT+QCPMUCFG?",
                "\\+QCPMUCFG: ?" + NUMBER + "(?:, ?" + NUMBER + ")?(?:,.*)?",
                m -> new Depth(Integer.parseInt(m.group(1)), m.group(2) == null ? -1 : Integer.parseInt(m.group(2))));
    }

    /** AT+QCPMUCFG=1,1: the UART stays on. */
    public static AtCommand<Void> depth(Depth wanted) {
        return new SimpleCommand("AT+QCPMUCFG=" + wanted.enabled() + "," + wanted.depth());
    }
}
