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
package io.github.sim7028.soak;

import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.simulator.model.Quirk;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What follows from the seed of a soak: its modems, what they speak, and what goes over each. Every process makes it for
 * itself.
 */
record SoakPlan(long seed, List<ModemPlan> modems) {

    /** What goes over a lane. */
    enum Kind {
        /** Lines, both ways. */
        LINES,
        /** Frames with their length in front, both ways. */
        COUNTED,
        /** The same, the large ones from streams and files, in pieces as they go. */
        STREAM,
        /** Requests, each with its reply. */
        REQUESTS,
        /** Requests of clients that connect to the module, each with its reply. */
        SERVER
    }

    /** One link under test, or one server. */
    record LanePlan(String name, Kind kind, long seed) {

        Numbered up() {
            return new Numbered(seed, 1, kind);
        }

        Numbered down() {
            return new Numbered(seed, 2, kind);
        }
    }

    /** One modem. */
    record ModemPlan(
            String name,
            long seed,
            ReceiveMode receiveMode,
            ReadFormat readFormat,
            SendFormat sendFormat,
            SendMode sendMode,
            int baud,
            int links,
            Duration linkRelease,
            Duration sleepAfter,
            List<Quirk> dialect,
            List<LanePlan> lanes) {

        @Override
        public String toString() {
            return String.format(
                    "%s: %s baud, %d links, %s, %s, %s, %s, %s%s%s",
                    name,
                    baud == 0 ? "any" : baud,
                    links,
                    receiveMode,
                    readFormat,
                    sendFormat,
                    sendMode,
                    dialect,
                    linkRelease.isZero() ? "" : ", numbers are free after " + linkRelease.toMillis() + " ms",
                    sleepAfter.isZero() ? "" : ", sleeps after " + sleepAfter.toMillis() + " ms");
        }
    }

    static SoakPlan of(long seed) {
        return new SoakPlan(
                seed,
                List.of(
                        modem("buffered", seed, ReceiveMode.BUFFERED, Kind.LINES, Kind.COUNTED),
                        modem("push", seed, ReceiveMode.PUSH, Kind.LINES, Kind.COUNTED),
                        modem("streams", seed, null, Kind.STREAM, Kind.REQUESTS),
                        modem("served", seed, null, Kind.SERVER, Kind.COUNTED)));
    }

    private static ModemPlan modem(String name, long seed, ReceiveMode mode, Kind... kinds) {
        Random random = new Random(seed * 31 + name.hashCode());
        List<LanePlan> lanes = Arrays.stream(kinds)
                .map(kind -> new LanePlan(
                        name + '-' + kind.name().toLowerCase(java.util.Locale.ROOT), kind, random.nextLong()))
                .toList();
        // a server's clients take numbers, too
        boolean many = Stream.of(kinds).anyMatch(Kind.SERVER::equals) || random.nextInt(3) == 0;
        return new ModemPlan(
                name,
                random.nextLong(),
                mode != null ? mode : random.nextBoolean() ? ReceiveMode.BUFFERED : ReceiveMode.PUSH,
                random.nextInt(3) == 0 ? ReadFormat.HEX : ReadFormat.RAW,
                random.nextInt(3) == 0 ? SendFormat.ESCAPED : SendFormat.FIXED,
                random.nextInt(3) == 0 ? SendMode.ACK : SendMode.STACK,
                List.of(0, 921_600, 115_200).get(random.nextInt(3)),
                many ? 10 : 2,
                random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(500, 4000)) : Duration.ZERO,
                random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(300, 3000)) : Duration.ZERO,
                dialect(random),
                lanes);
    }

    /** Half of the modules speak as most do, the others any mixture. */
    private static List<Quirk> dialect(Random random) {
        boolean plain = random.nextBoolean();
        return Arrays.stream(Quirk.values())
                // noise in front of a line without a line end of its own hides that counted data follow
                .filter(quirk -> !plain && random.nextInt(3) == 0 && quirk != Quirk.BARE_INFORMATION)
                .toList();
    }
}
