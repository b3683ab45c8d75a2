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
package io.github.sim7028.console;

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.AsMap;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the page shows, as maps for JSON: a part of all modems, and everything of one. Nothing is asked of a module. */
final class ModemView {

    static final int LARGEST_PAGE = 200;
    private static final int PAGE = 50;

    /** How old the list may be, so that many viewers cost as much as one. */
    private static final long FRESH_MILLIS = 500;

    private final Supplier<Map<String, Modem>> modems;
    private volatile Snapshots last = new Snapshots(0, List.of());

    private record Snapshots(long nanos, List<ModemSnapshot> modems) {}

    /** @param modems the modems in use, by name */
    ModemView(Supplier<Map<String, Modem>> modems) {
        this.modems = modems;
    }

    /** A page of the modems that match; those that are down come first. */
    Map<String, Object> list(ConsoleRequest request) {
        List<ModemSnapshot> all = snapshots();
        String words = request.text("filter").toLowerCase(Locale.ROOT);
        String state = request.text("state");
        List<ModemSnapshot> matching = all.stream()
                .filter(modem -> state.isEmpty() || state.equals(isUp(modem) ? "up" : "down"))
                .filter(modem -> matches(modem, words))
                .toList();
        int size = request.text("size").isEmpty() ? PAGE : (int) request.number("size", 1, LARGEST_PAGE);
        int pages = Math.max(1, (matching.size() + size - 1) / size);
        int page = (int) request.number("page", 0, pages - 1);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().toString());
        json.put("total", all.size());
        json.put("up", (int) all.stream().filter(ModemView::isUp).count());
        json.put("matching", matching.size());
        json.put("page", page);
        json.put("pages", pages);
        json.put(
                "modems",
                matching.stream()
                        .skip((long) page * size)
                        .limit(size)
                        .map(ModemView::row)
                        .toList());
        return json;
    }

    /** Everything of one modem, with the part of its dialogue after a number. */
    Map<String, Object> detail(Modem modem, ModemHistory history, long lastLine) {
        ModemSnapshot snapshot = modem.snapshot();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().toString());
        json.put("up", isUp(snapshot));
        json.put("modem", snapshot.toMap());
        json.put("history", history.columns(snapshot));
        json.put("events", history.events());
        json.put(
                "dialogue",
                modem.dialogueAfter(lastLine).stream().map(AsMap::toMap).toList());
        return json;
    }

    private List<ModemSnapshot> snapshots() {
        Snapshots known = last;
        if (known.nanos != 0 && System.nanoTime() - known.nanos < FRESH_MILLIS * 1_000_000) {
            return known.modems;
        }
        List<ModemSnapshot> shown = modems.get().values().stream()
                .map(Modem::snapshot)
                .sorted(Comparator.comparing(ModemView::isUp).thenComparing(ModemSnapshot::modem))
                .toList();
        last = new Snapshots(System.nanoTime(), shown);
        return shown;
    }

    /** As in the health check: data can get through, after the module has been woken if it sleeps. */
    private static boolean isUp(ModemSnapshot modem) {
        return modem.state() == ModemState.ASLEEP
                || modem.state() == ModemState.READY && modem.reason().isEmpty();
    }

    private static boolean matches(ModemSnapshot modem, String words) {
        return words.isEmpty()
                || (modem.modem() + ' ' + modem.device() + ' ' + modem.state().words() + ' ' + modem.reason())
                        .toLowerCase(Locale.ROOT)
                        .contains(words);
    }

    private static Map<String, Object> row(ModemSnapshot modem) {
        Counters counters = modem.counters();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("modem", modem.modem());
        row.put("device", modem.device());
        row.put("up", isUp(modem));
        row.put("state", modem.state().words());
        row.put("since", modem.since().toString());
        row.put(
                "awaySince",
                modem.awaySince() == null ? null : modem.awaySince().toString());
        row.put("reason", modem.reason());
        row.put(
                "nextAttempt",
                modem.nextAttempt() == null ? null : modem.nextAttempt().toString());
        row.put("signal", modem.signal() == null ? null : modem.signal().toMap());
        row.put("rsrp", modem.cell() == null ? null : modem.cell().rsrp());
        row.put("linksOpen", (int)
                modem.links().stream().filter(link -> link.isOpen()).count());
        row.put("links", modem.links().size());
        row.put("confirmed", counters.confirmed());
        row.put("notSent", counters.notSent());
        row.put("unknown", counters.unknown());
        row.put("queued", counters.queued());
        row.put("received", counters.messagesIn());
        return row;
    }
}
