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
package io.github.sim7028.modem.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clock of the module (AT+CCLK?). The network sets the clock, but not every operator sends the time, and wrong zones occur. The driver
 * shows the clock and never uses it.
 *
 * @param set   whether the clock has been set; otherwise the module counts from 2000/01/01 or 1980/01/06
 * @param time  the time; null if the clock is not set or has no zone
 * @param local the local date and time, as {@code 2026-03-09T08:41:39}; null if the text cannot be parsed
 * @param zone  the zone, as {@code +03:00}; null if the clock has none
 * @param text  the text as sent by the module
 */
public record ModuleClock(boolean set, Instant time, String local, String zone, String text) implements AsMap {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{4}|[0-9]{2})/([0-9]{1,2})/([0-9]{1,2}), ?"
            + "([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}) ?([+-][0-9]{1,2})?");

    /** This kind of module did not exist before: with an earlier date the clock is not set. */
    private static final int FIRST_YEAR = 2020;
    /** A year of two digits from here on is in the last century, as the 80 of the epoch of GPS. */
    private static final int LAST_CENTURY = 70;

    private static final int QUARTER_SECONDS = 15 * 60;

    /** Parses {@code 2026/03/09,08:41:39+12}: years of two or four digits, the zone in quarters of an hour. */
    public static ModuleClock of(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return new ModuleClock(false, null, null, null, text);
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    year(shape.group(1)),
                    Integer.parseInt(shape.group(2)),
                    Integer.parseInt(shape.group(3)),
                    Integer.parseInt(shape.group(4)),
                    Integer.parseInt(shape.group(5)),
                    Integer.parseInt(shape.group(6)));
            boolean set = local.getYear() >= FIRST_YEAR;
            ZoneOffset zone = zone(shape.group(7));
            return new ModuleClock(
                    set,
                    set && zone != null ? local.toInstant(zone) : null,
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local),
                    zone == null ? null : zone.equals(ZoneOffset.UTC) ? "+00:00" : zone.getId(),
                    text);
        } catch (DateTimeException e) {
            return new ModuleClock(false, null, null, null, text);
        }
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 4) {
            return year;
        }
        return year < LAST_CENTURY ? 2000 + year : 1900 + year;
    }

    private static ZoneOffset zone(String quarters) {
        return quarters == null ? null : ZoneOffset.ofTotalSeconds(Integer.parseInt(quarters) * QUARTER_SECONDS);
    }
}
