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
package io.github.sim7028.trial.books;

import io.github.sim7028.trial.world.WorldEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who wrote to a modem, against who owned the modem. An ownership begins with the event {@code gained}, and ends at the latest where the
 * next one begins. The event is published after the modem was taken: a node may write a little earlier than its event says, never later
 * than the event of the next owner.
 */
final class OwnerBook {

    private static final long EARLY_MICROS = 10_000_000;
    private static final long LATE_EVENT_MICROS = 2_000_000;

    private final Map<String, List<Published>> ownerships = new TreeMap<>();
    private final Map<WorldEntry.What, Integer> counts = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final int modems;
    private int moves;
    private long bytes;
    private long bytesOutside;

    /** @param nodes the names of the nodes by the number of their door */
    OwnerBook(List<String> modems, List<Published> events, List<WorldEntry> seen, Map<Integer, String> nodes) {
        this.modems = modems.size();
        Map<String, List<Published>> ends = new HashMap<>();
        for (Published event : events) {
            switch (event.what()) {
                case "gained" ->
                    ownerships
                            .computeIfAbsent(event.modem(), m -> new ArrayList<>())
                            .add(event);
                case "lost" ->
                    ends.computeIfAbsent(event.modem(), m -> new ArrayList<>()).add(event);
                default -> {
                    // fenced: published when the node can, which may be long after
                }
            }
        }
        ownerships.values().forEach(those -> {
            those.sort(Comparator.comparingInt(Published::epoch).thenComparingLong(Published::micros));
            moves += those.size() - 1;
        });
        ends.forEach(this::checkEnds);
        Map<String, List<WorldEntry>> byModem = new HashMap<>();
        for (WorldEntry entry : seen) {
            counts.merge(entry.what(), 1, Integer::sum);
            byModem.computeIfAbsent(entry.modem(), m -> new ArrayList<>()).add(entry);
        }
        modems.forEach(modem -> checkBytes(modem, byModem.getOrDefault(modem, List.of()), nodes));
        checkEpochs();
    }

    private void checkEpochs() {
        ownerships.forEach((modem, those) -> {
            for (int i = 1; i < those.size(); i++) {
                Published before = those.get(i - 1);
                Published after = those.get(i);
                if (before.epoch() == after.epoch() && !before.node().equals(after.node())) {
                    findings.add(modem + " was gained by two nodes at once: " + before + ", " + after);
                }
            }
        });
    }

    /** What was handed over ended before the next ownership began. */
    private void checkEnds(String modem, List<Published> ends) {
        List<Published> those = ownerships.getOrDefault(modem, List.of());
        for (Published end : ends) {
            those.stream()
                    .filter(next -> next.epoch() > end.epoch())
                    .findFirst()
                    .filter(next -> !next.node().equals(end.node()) && end.micros() > next.micros() + LATE_EVENT_MICROS)
                    .ifPresent(next ->
                            findings.add(modem + " was handed over after the next node had it: " + end + ", " + next));
        }
    }

    private void checkBytes(String modem, List<WorldEntry> seen, Map<Integer, String> nodes) {
        List<Published> those = ownerships.getOrDefault(modem, List.of());
        int current = 0;
        long outside = 0;
        WorldEntry first = null;
        for (WorldEntry entry : seen) {
            if (entry.what() != WorldEntry.What.WROTE) {
                continue;
            }
            long count = Long.parseLong(entry.text());
            bytes += count;
            int found = owner(those, current, nodes.get(entry.door()), entry.micros());
            if (found >= 0) {
                current = found;
            } else {
                outside += count;
                first = first == null ? entry : first;
            }
        }
        if (outside > 0) {
            bytesOutside += outside;
            findings.add(nodes.get(first.door()) + " wrote " + outside + " bytes to " + modem
                    + " that it did not own, first at " + first.micros() + "; ownerships " + those);
        }
    }

    /** The first ownership, from this one on, in which the node could write at this time; -1 for none. */
    private static int owner(List<Published> those, int from, String node, long micros) {
        for (int i = from; i < those.size(); i++) {
            Published ownership = those.get(i);
            boolean ended = i + 1 < those.size()
                    && micros > those.get(i + 1).micros()
                    && !those.get(i + 1).node().equals(node);
            if (ownership.node().equals(node) && !ended && micros > ownership.micros() - EARLY_MICROS) {
                return i;
            }
        }
        return -1;
    }

    int kicked() {
        return counts.getOrDefault(WorldEntry.What.KICKED, 0);
    }

    int refused() {
        return counts.getOrDefault(WorldEntry.What.REFUSED, 0);
    }

    int moves() {
        return moves;
    }

    List<String> findings() {
        return findings;
    }

    List<String[]> rows() {
        return List.of(
                new String[] {"modems", String.valueOf(modems), moves + " times gained again"},
                new String[] {"  lines kicked", String.valueOf(kicked()), "of an owner that was still connected"},
                new String[] {"  lines refused", String.valueOf(refused()), ""},
                new String[] {
                    "  bytes written", String.valueOf(bytes), bytesOutside + " by a node that did not own the modem"
                });
    }
}
