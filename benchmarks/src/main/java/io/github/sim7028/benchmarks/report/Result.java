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

import java.util.Locale;

/**
 * What one case came to.
 *
 * @param name    the case
 * @param reached what was measured
 * @param limit   what it is held against, in the same unit
 * @param target  the ratio that is wanted; null where none is set
 * @param less    whether less is better: a time, a cost
 * @param judged  whether a worse ratio fails the comparison with an earlier run: not where the limit is a constant time or rate,
 *                so that the machine decides, nor where a rare event does
 * @param note    what the numbers need to be understood; may be empty
 */
public record Result(
        String name,
        double reached,
        double limit,
        String unit,
        Double target,
        boolean less,
        boolean judged,
        String note) {

    /** More is better: at least {@code target} times the limit is wanted. */
    public static Result rate(String name, double reached, double limit, String unit, Double target, String note) {
        return new Result(name, reached, limit, unit, target, false, true, note);
    }

    /** Less is better: at most {@code target} times the limit is wanted. */
    public static Result cost(String name, double reached, double limit, String unit, Double target, String note) {
        return new Result(name, reached, limit, unit, target, true, true, note);
    }

    /** A case that broke: it holds nothing. */
    public static Result broken(String name, Throwable failure) {
        return new Result(name, 0, 0, "", 1.0, false, true, "BROKEN: " + failure);
    }

    /** The same, not judged against an earlier run. */
    public Result unjudged() {
        return new Result(name, reached, limit, unit, target, less, false, note);
    }

    public boolean isBroken() {
        return limit == 0;
    }

    public double ratio() {
        return isBroken() ? 0 : reached / limit;
    }

    /** Whether the target is reached; so is one that was not set. */
    public boolean held() {
        return !isBroken() && (target == null || (less ? ratio() <= target : ratio() >= target));
    }

    /** Whether it is so far from its target that no busy machine explains it: not half as good. */
    public boolean grosslyMissed() {
        return isBroken() || target != null && (less ? ratio() > 2 * target : ratio() < target / 2);
    }

    /** A number as a reader wants it: four digits, none of them idle. */
    public static String shown(double value) {
        double size = Math.abs(value);
        String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    public String shownTarget() {
        return target == null ? "-" : (less ? "<= " : ">= ") + shown(target);
    }

    @Override
    public String toString() {
        return name + ": " + shown(reached) + " of " + shown(limit) + " " + unit + " = " + shown(ratio()) + ", wanted "
                + shownTarget() + (held() ? "" : "  MISSED") + (note.isEmpty() ? "" : "  (" + note + ")");
    }
}
