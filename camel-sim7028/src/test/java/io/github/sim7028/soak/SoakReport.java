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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The numbers of a soak, as a table and as JSON, and what must hold of them. */
final class SoakReport {

    private static final int MOST_DIALS = 20;
    /** Of one warning in ten minutes, as there are faults all the time. */
    private static final int MOST_LINES = 20;

    private static final int TEN_MINUTES = 600;

    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    SoakReport(long seed, long seconds, long faults, long pauses) {
        numbers.put("seed", seed);
        numbers.put("seconds", seconds);
        numbers.put("faults", faults);
        numbers.put("pauses", pauses);
    }

    SoakReport lanes(List<Lane> lanes) {
        put("sent", lanes, lane -> lane.ledger.sent());
        put("confirmed", lanes, lane -> lane.ledger.count(Ledger.Outcome.CONFIRMED));
        put("notSent", lanes, lane -> lane.ledger.count(Ledger.Outcome.NOT_SENT));
        put("unknown", lanes, lane -> lane.ledger.count(Ledger.Outcome.UNKNOWN));
        put("arrived", lanes, lane -> lane.ledger.arrived());
        none("corrupt", lanes, Lane::corrupt);
        none("mixed", lanes, Lane::mixed);
        none("lostConfirmed", lanes, lane -> lane.ledger.count(Ledger.Outcome.CONFIRMED, false));
        none("doubled", lanes, Lane::doubled);
        none("arrivedNotSent", lanes, lane -> lane.ledger.count(Ledger.Outcome.NOT_SENT, true));
        put("unknownArrived", lanes, lane -> lane.ledger.count(Ledger.Outcome.UNKNOWN, true));
        put("unknownFilled", lanes, lane -> lane.ledger.filled());
        none("unsettled", lanes, lane -> lane.ledger.count(Ledger.Outcome.UNDER_WAY));
        none("strangeFailures", lanes, Lane::strange);
        put("downSent", lanes, lane -> lane.downLedger.sent());
        put("downArrived", lanes, lane -> lane.downLedger.arrived());
        none("downGaps", lanes, lane -> lane.downLedger.gaps());
        none("downDisorder", lanes, lane -> lane.downLedger.disorder());
        put(
                "clientsAsked",
                lanes,
                lane -> lane.clients() == null ? 0 : lane.clients().asked());
        put(
                "clientsAnswered",
                lanes,
                lane -> lane.clients() == null ? 0 : lane.clients().answered());
        put("reportedLosses", lanes, Lane::losses);
        put("dials", lanes, Lane::dials);
        numbers.put(
                "dialsInAMinute",
                lanes.stream().mapToLong(Lane::worstMinute).max().orElse(0));
        for (Lane lane : lanes) {
            examples(lane, Ledger.Outcome.CONFIRMED, false, "confirmed and not there");
            examples(lane, Ledger.Outcome.NOT_SENT, true, "not sent and there");
            examples(lane, Ledger.Outcome.UNDER_WAY, false, "without an end");
            if (lane.worstMinute() > MOST_DIALS) {
                complaints.add(lane.name() + " was dialled " + lane.worstMinute() + " times within a minute");
            }
        }
        return this;
    }

    SoakReport log(DriverLog log) {
        numbers.put("warnings", (long) log.lines());
        numbers.put("sameWarning", (long) log.most());
        numbers.put("stackLines", (long) log.stackLines());
        if (log.stackLines() > 0) {
            complaints.add("stack traces were logged, " + log.stackLines() + " lines of them");
        }
        int parts = Math.max(1, Math.round(numbers.get("seconds").floatValue() / TEN_MINUTES));
        log.oftenerThan(parts * MOST_LINES).forEach(line -> complaints.add("logged " + line));
        return this;
    }

    SoakReport vitals(Vitals vitals) {
        numbers.put("heapKilobytes", vitals.heap() >> 10);
        numbers.put("threads", (long) vitals.threads());
        if (!vitals.heapFlat()) {
            complaints.add("the heap grew to " + (vitals.heap() >> 20) + " MiB");
        }
        if (!vitals.threadsFlat()) {
            complaints.add("the number of threads grew to " + vitals.threads());
        }
        return this;
    }

    private void put(String name, List<Lane> lanes, ToLongFunction<Lane> what) {
        numbers.put(name, lanes.stream().mapToLong(what).sum());
    }

    private void none(String name, List<Lane> lanes, ToLongFunction<Lane> what) {
        put(name, lanes, what);
        for (Lane lane : lanes) {
            long found = what.applyAsLong(lane);
            if (found != 0) {
                complaints.add(name + " on " + lane.name() + " is " + found + " and must be 0");
            }
        }
    }

    private void examples(Lane lane, Ledger.Outcome outcome, boolean there, String words) {
        String some = lane.ledger.examples(outcome, there);
        if (!some.isEmpty()) {
            complaints.add("on " + lane.name() + ", " + words + ":" + some);
        }
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    /** What does not hold; empty when all is well. */
    List<String> complaints() {
        return complaints;
    }

    String table() {
        return numbers.entrySet().stream()
                .map(entry -> String.format("| %-16s | %12d |%n", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", String.format("| %-16s | %12s |%n", "soak", ""), ""));
    }

    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                numbers.entrySet().stream()
                        .map(entry -> "  \"" + entry.getKey() + "\": " + entry.getValue())
                        .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
    }
}
