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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of each command, against what arrived at the peer. */
final class CommandBook {

    private static final int SHOWN = 10;

    private final List<Sent> sent;
    private final Map<String, List<Published>> outcomes = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int confirmed;
    private int notSent;
    private int unknown;
    private int unknownArrived;
    private int ownerLost;
    private int both;
    private int unsure;

    CommandBook(List<Sent> sent, List<Published> outcomes, List<WorldEntry> seen) {
        this.sent = sent;
        outcomes.forEach(outcome -> this.outcomes
                .computeIfAbsent(outcome.id(), id -> new ArrayList<>())
                .add(outcome));
        seen.stream()
                .filter(entry -> entry.what() == WorldEntry.What.ARRIVED)
                .forEach(entry -> arrivals.merge(entry.text(), 1, Integer::sum));
        sent.forEach(this::check);
        Set<String> strange = new HashSet<>(arrivals.keySet());
        sent.forEach(command -> strange.remove(command.id()));
        strange.forEach(id -> findings.add("arrived, but was never sent: " + id));
    }

    private void check(Sent command) {
        List<Published> those = outcomes.getOrDefault(command.id(), List.of());
        int arrived = arrivals.getOrDefault(command.id(), 0);
        List<Published> definite = those.stream()
                .filter(outcome -> !outcome.what().equals("UNKNOWN"))
                .toList();
        if (those.isEmpty()) {
            if (command.stored()) {
                find("has no outcome", command, those, arrived);
            } else {
                unsure++;
            }
        } else if (definite.size() > 1) {
            find("has " + definite.size() + " definite outcomes", command, those, arrived);
        } else if (definite.isEmpty()) {
            unknown++;
            unknownArrived += arrived;
            ownerLost += those.stream().anyMatch(outcome -> outcome.why().equals("owner-lost")) ? 1 : 0;
        } else {
            definite(definite.get(0), command, those, arrived);
        }
        if (arrived > 1) {
            find("arrived " + arrived + " times", command, those, arrived);
        }
    }

    private void definite(Published outcome, Sent command, List<Published> those, int arrived) {
        both += those.size() > 1 ? 1 : 0;
        if (outcome.what().equals("CONFIRMED")) {
            confirmed++;
            if (arrived == 0) {
                find("is CONFIRMED, but did not arrive", command, those, arrived);
            }
        } else {
            notSent++;
            if (arrived > 0) {
                find("is NOT_SENT, but arrived", command, those, arrived);
            }
        }
    }

    private void find(String what, Sent command, List<Published> those, int arrived) {
        findings.add("command " + command.id() + " to " + command.modem() + " " + what + "; outcomes " + those
                + ", arrived " + arrived);
    }

    int confirmed() {
        return confirmed;
    }

    int notSent() {
        return notSent;
    }

    int unknown() {
        return unknown;
    }

    /** A definite outcome, and beside it {@code UNKNOWN owner-lost}. */
    int both() {
        return both;
    }

    int arrivals(String id) {
        return arrivals.getOrDefault(id, 0);
    }

    Set<String> arrived() {
        return arrivals.keySet();
    }

    List<String> findings() {
        return findings;
    }

    /** The reasons of outcomes that are not CONFIRMED, without the names of modems and numbers; the most frequent ones first. */
    List<String> reasons() {
        Map<String, Integer> reasons = new HashMap<>();
        outcomes.values().stream()
                .flatMap(List::stream)
                .filter(outcome -> !outcome.what().equals("CONFIRMED"))
                .map(outcome -> (outcome.what() + " " + outcome.why())
                        .replaceAll("'[^']*'", "'…'")
                        .replaceAll("\\d+", "#"))
                .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .map(reason -> reason.getValue() + " × " + reason.getKey())
                .toList();
    }

    List<String[]> rows() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"commands", String.valueOf(sent.size()), ""});
        rows.add(new String[] {"  CONFIRMED", String.valueOf(confirmed), "arrived once"});
        rows.add(new String[] {"  NOT_SENT", String.valueOf(notSent), "did not arrive"});
        rows.add(new String[] {
            "  UNKNOWN",
            String.valueOf(unknown),
            unknownArrived + " arrived, " + (unknown - unknownArrived) + " did not; " + ownerLost + " of a lost owner"
        });
        rows.add(new String[] {
            "  CONFIRMED + UNKNOWN", String.valueOf(both), "counted as definite; the next owner could not know"
        });
        if (unsure > 0) {
            rows.add(new String[] {"  not stored", String.valueOf(unsure), "Kafka did not confirm them"});
        }
        return rows;
    }
}
