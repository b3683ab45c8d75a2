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

import java.util.ArrayList;
import java.util.List;

/** What a module says when it starts. */
public final class BootLines {

    /** The card is there and unlocked. */
    public static final String SIM_READY = "SIM Ready";
    /** The module is registered. */
    public static final String NETWORK_AVAILABLE = "Network Available";

    private BootLines() {}

    /** The lines of a module with this card; those of the registration come with it. */
    public static List<String> of(Dialect dialect, SimCard sim) {
        return dialect.has(Quirk.BOOT_RDY) ? lines(sim) : log(sim);
    }

    private static List<String> lines(SimCard sim) {
        return switch (sim.state()) {
            case READY -> List.of("RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1");
            case PIN -> List.of("RDY", "+CPIN: SIM PIN", "*ATREADY: 1");
            case PUK -> List.of("RDY", "+CPIN: SIM PUK", "*ATREADY: 1");
            case ABSENT -> List.of("RDY", "+CPIN: NOT INSERTED", "*ATREADY: 1");
        };
    }

    /** What the loader logs; the registration reports itself. */
    private static List<String> log(SimCard sim) {
        List<String> lines = new ArrayList<>(List.of(
                "LoadVerifyImageHead read(len=272), Time(ms)->0.",
                "test:VerifyImageHead skip",
                "VerifyImageBody sha256 skip",
                "*ATREADY: 1"));
        if (sim.state() == SimCard.State.READY) {
            lines.add(SIM_READY);
        }
        return lines;
    }
}
