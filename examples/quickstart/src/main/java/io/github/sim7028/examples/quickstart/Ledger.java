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
package io.github.sim7028.examples.quickstart;

import io.github.sim7028.examples.quickstart.TelemetryRoutes.Protocol;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Keeps count and checksum of what went in at one end and came out at the other, and tells it as it happens. */
final class Ledger {

    /** The four places a message is seen at. */
    private enum Place {
        SENT,
        SERVER_GOT,
        SERVER_ANSWERED,
        CAME_DOWN
    }

    private static final class Entry {
        // a sum, as messages confirmed together are reported by several threads, in any order
        private int checksum;
        private int count;

        void add(String text) {
            CRC32 crc = new CRC32();
            crc.update(text.getBytes(StandardCharsets.UTF_8));
            checksum += (int) crc.getValue();
            count++;
        }

        boolean agrees(Entry other) {
            return count == other.count && checksum == other.checksum;
        }

        @Override
        public String toString() {
            return String.format("%3d messages, checksum %08x", count, checksum);
        }
    }

    private final PrintStream out;
    private final Map<Protocol, Map<Place, Entry>> entries = new EnumMap<>(Protocol.class);
    private final Map<Protocol, Integer> failures = new EnumMap<>(Protocol.class);

    Ledger(PrintStream out) {
        this.out = out;
    }

    synchronized void sent(Protocol protocol, String text, int link) {
        entry(protocol, Place.SENT).add(text);
        tell(protocol, "up   ", text + "   (confirmed by the modem, link " + link + ")");
    }

    synchronized void serverGot(Protocol protocol, String text) {
        entry(protocol, Place.SERVER_GOT).add(text);
        tell(protocol, "     server got      ", text);
    }

    synchronized void serverAnswered(Protocol protocol, String text) {
        entry(protocol, Place.SERVER_ANSWERED).add(text);
    }

    synchronized void cameDown(Protocol protocol, String text, int link) {
        entry(protocol, Place.CAME_DOWN).add(text);
        tell(protocol, "down ", text + "   (link " + link + ")");
    }

    synchronized void failed(Protocol protocol, Exception reason) {
        failures.merge(protocol, 1, Integer::sum);
        tell(protocol, "FAILED ", reason.getMessage());
    }

    synchronized int finished(Protocol protocol) {
        return entry(protocol, Place.SENT).count + failed(protocol);
    }

    /** Whether both ends agree in both directions, nothing failed, and so many messages were exchanged. */
    synchronized boolean agrees(Protocol protocol, int messages) {
        return failed(protocol) == 0
                && entry(protocol, Place.SENT).count == messages
                && entry(protocol, Place.SENT).agrees(entry(protocol, Place.SERVER_GOT))
                && entry(protocol, Place.SERVER_ANSWERED).agrees(entry(protocol, Place.CAME_DOWN));
    }

    /** Whether everything was confirmed, as far as it can be seen from this end alone. */
    synchronized boolean allConfirmed(Protocol protocol, int messages) {
        return failed(protocol) == 0 && entry(protocol, Place.SENT).count == messages;
    }

    synchronized void compare(Protocol protocol, boolean agrees) {
        out.println();
        out.println(protocol + " up     sent      " + entry(protocol, Place.SENT));
        out.println(protocol + " up     server got" + entry(protocol, Place.SERVER_GOT));
        out.println(protocol + " down   answered  " + entry(protocol, Place.SERVER_ANSWERED));
        out.println(protocol + " down   came down " + entry(protocol, Place.CAME_DOWN));
        out.println(protocol + (agrees ? " both ends agree" : " THE TWO ENDS DO NOT AGREE"));
    }

    private int failed(Protocol protocol) {
        return failures.getOrDefault(protocol, 0);
    }

    private Entry entry(Protocol protocol, Place place) {
        return entries.computeIfAbsent(protocol, p -> new EnumMap<>(Place.class))
                .computeIfAbsent(place, p -> new Entry());
    }

    private void tell(Protocol protocol, String what, String text) {
        out.println(protocol + " " + what + text);
    }
}
