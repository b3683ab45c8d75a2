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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How this module speaks where the note leaves a choice.
 *
 * @param links how many links it has: 2, as the note's tables say, or 10, as its prose says
 * @param quirks deviations from the default behaviour
 */
public record Dialect(int links, Set<Quirk> quirks) {

    /** Two links and no quirks. */
    public static final Dialect DEFAULT = new Dialect(2, Set.of());

    /** The name that stands for all of {@link #NOTE_QUIRKS}. */
    public static final String NOTE = "note";

    /** How the note's examples read where real modules answer otherwise. */
    public static final Set<Quirk> NOTE_QUIRKS = Set.copyOf(EnumSet.of(
            Quirk.CONTEXT_ONE,
            Quirk.BOOT_RDY,
            Quirk.CFUN_RESTARTS,
            Quirk.CFUN_OK_FIRST,
            Quirk.CEREG_SHORT,
            Quirk.CREG_REGISTERED,
            Quirk.SETTINGS_LOST,
            Quirk.FACTORY_AWAKE,
            Quirk.CPSI_LTE,
            Quirk.CGMR_PREFIX,
            Quirk.ICCID_PREFIX,
            Quirk.UDP_SEND_ERROR_3,
            Quirk.HEX_LIMIT_750,
            Quirk.HOLD_DURING_INPUT));

    /** Checks the number of links. */
    public Dialect {
        if (links != 2 && links != 10) {
            throw new IllegalArgumentException("A SIM7028 has 2 or 10 links, not " + links);
        }
        quirks = Set.copyOf(quirks);
    }

    /** The same with another number of links. */
    public Dialect withLinks(int number) {
        return new Dialect(number, quirks);
    }

    /** The same with these quirks besides its own. */
    public Dialect with(Quirk... more) {
        Set<Quirk> all = EnumSet.noneOf(Quirk.class);
        all.addAll(quirks);
        all.addAll(List.of(more));
        return new Dialect(links, all);
    }

    /** The same with quirks, or {@link #NOTE}, named as in options, separated by commas. */
    public Dialect with(String names) {
        return with(Arrays.stream(names.split(","))
                .filter(name -> !name.isBlank())
                .flatMap(name -> name.strip().equalsIgnoreCase(NOTE) ? NOTE_QUIRKS.stream() : Stream.of(Quirk.of(name)))
                .toArray(Quirk[]::new));
    }

    /** Whether it has the quirk. */
    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** How many TCP servers it can run: 2 with 2 links, 4 with 10. */
    public int servers() {
        return links == 2 ? 2 : 4;
    }

    /** The links as the test forms show them: {@code (0-1)}. */
    public String linkRange() {
        return "(0-" + (links - 1) + ")";
    }

    /** The servers as the test form shows them. */
    public String serverRange() {
        return "(0-" + (servers() - 1) + ")";
    }
}
