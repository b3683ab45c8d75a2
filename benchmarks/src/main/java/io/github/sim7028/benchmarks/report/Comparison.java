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
package io.github.sim7028.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became better or worse since an earlier run. Only ratios are compared, never times or rates: a machine is as fast as it
 * is.
 */
public final class Comparison {

    /** Less than this is noise. */
    private static final double TOLD = 0.05;

    private static final double FAILS = 0.15;

    /** What may have become of a case. */
    public enum Kind {
        BROKEN,
        WORSE,
        BETTER,
        NEW,
        MISSING
    }

    /**
     * A case that is not what it was.
     *
     * @param by     the share by which it became better, less than 0 where it became worse; of one that was not compared 0
     * @param before the ratio of the earlier run, of a new case 0
     * @param now    the ratio of this run, of a missing case 0
     * @param judged whether it can fail the comparison
     */
    public record Change(String name, Kind kind, double by, double before, double now, boolean judged) {

        public boolean fails() {
            return kind == Kind.WORSE && judged && by < -FAILS;
        }

        @Override
        public String toString() {
            String word = kind.name().toLowerCase(Locale.ROOT);
            return switch (kind) {
                case NEW -> String.format("%-8s %9s  %s: %s", word, "", name, Result.shown(now));
                case MISSING, BROKEN -> String.format("%-8s %9s  %s: was %s", word, "", name, Result.shown(before));
                default ->
                    String.format(
                            "%-8s %9s  %s: %s, was %s%s",
                            word,
                            percent(),
                            name,
                            Result.shown(now),
                            Result.shown(before),
                            judged ? "" : " (not judged)");
            };
        }

        /** How much better or worse, as 12.3 %. */
        public String percent() {
            return Double.isInfinite(by) ? "from 0" : String.format(Locale.ROOT, "%.1f %%", 100 * Math.abs(by));
        }
    }

    private final Run before;
    private final Run now;
    private final List<Change> changes = new ArrayList<>();

    public Comparison(Run before, Run now) {
        this.before = before;
        this.now = now;
        Map<String, Result> earlier = new LinkedHashMap<>();
        before.results().forEach(result -> earlier.put(result.name(), result));
        now.results().forEach(result -> compare(earlier.remove(result.name()), result));
        earlier.values().forEach(gone -> changes.add(new Change(gone.name(), Kind.MISSING, 0, gone.ratio(), 0, false)));
        changes.sort(Comparator.comparing(Change::kind).thenComparing(change -> -Math.abs(change.by())));
    }

    private void compare(Result was, Result is) {
        if (was == null || was.isBroken()) {
            changes.add(new Change(is.name(), is.isBroken() ? Kind.BROKEN : Kind.NEW, 0, 0, is.ratio(), false));
        } else if (is.isBroken()) {
            changes.add(new Change(is.name(), Kind.BROKEN, 0, was.ratio(), 0, false));
        } else {
            double by = gain(was.ratio(), is.ratio()) * (is.less() ? -1 : 1);
            if (Math.abs(by) > TOLD) {
                Kind kind = by > 0 ? Kind.BETTER : Kind.WORSE;
                changes.add(new Change(is.name(), kind, by, was.ratio(), is.ratio(), is.judged()));
            }
        }
    }

    /** How much more it is now, as a share; where there was nothing, anything is endlessly more. */
    private static double gain(double was, double is) {
        if (was == is) {
            return 0;
        }
        return was == 0 ? Double.POSITIVE_INFINITY : is / was - 1;
    }

    public Run before() {
        return before;
    }

    /** What changed by more than 5 %, and what cannot be compared. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Whether a judged case is worse by more than 15 %. */
    public boolean failed() {
        return changes.stream().anyMatch(Change::fails);
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder("Compared with " + before.where() + "\n");
        if (!before.machine().equals(now.machine())) {
            text.append("That was another machine or JVM. Ratios are less different than times, but not the same.\n");
        }
        List<Change> missing =
                changes.stream().filter(change -> change.kind() == Kind.MISSING).toList();
        // only a part was measured: no list of all the rest
        boolean part = missing.size() > now.results().size();
        changes.stream()
                .filter(change -> !part || change.kind() != Kind.MISSING)
                .forEach(change -> text.append("  ").append(change).append('\n'));
        if (part) {
            text.append("  ").append(missing.size()).append(" cases of that run were not measured now.\n");
        }
        text.append(changes.isEmpty() ? "Nothing" : "Nothing else").append(" changed by more than 5 %.\n");
        long failing = changes.stream().filter(Change::fails).count();
        if (failing > 0) {
            text.append("FAILED: ").append(failing).append(" judged cases are worse by more than 15 %.\n");
        }
        return text.toString();
    }
}
