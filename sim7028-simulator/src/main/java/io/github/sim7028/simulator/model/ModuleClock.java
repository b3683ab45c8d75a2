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

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The module's clock: so many milliseconds before or after the computer's, and a zone in quarters of an hour.
 *
 * @param offset milliseconds that are added to the computer's time
 * @param quarters of an hour that the local time is ahead of UTC
 */
public record ModuleClock(long offset, int quarters) {

    /** UTC, set by the network. */
    public static final ModuleClock BY_NETWORK = new ModuleClock(0, 0);

    private static final DateTimeFormatter SHAPE = DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss");
    private static final long QUARTER = 15L * 60_000;

    /** A clock that nobody has set: it begins in the year 2000. */
    public static ModuleClock unset(Instant now) {
        return new ModuleClock(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli() - now.toEpochMilli(), 0);
    }

    /** The same clock, set. */
    public ModuleClock set(long newOffset, int newQuarters) {
        return new ModuleClock(newOffset, newQuarters);
    }

    /** What {@code CCLK} shows: a year of four digits, the local time, the zone. */
    public String text(Instant now) {
        Instant local = now.plusMillis(offset + quarters * QUARTER);
        return LocalDateTime.ofInstant(local, ZoneOffset.UTC).format(SHAPE) + String.format("%+03d", quarters);
    }

    /** The clock that shows this text now, with a year of two or four digits; throws a DateTimeException. */
    public static ModuleClock of(String text, Instant now) {
        String zone = text.substring(text.length() - 3);
        String time = text.substring(0, text.length() - 3);
        LocalDateTime local = LocalDateTime.parse(time.indexOf('/') == 2 ? "20" + time : time, SHAPE);
        int quarters = Integer.parseInt(zone);
        long utc = local.toInstant(ZoneOffset.UTC).toEpochMilli() - quarters * QUARTER;
        return new ModuleClock(utc - now.toEpochMilli(), quarters);
    }
}
