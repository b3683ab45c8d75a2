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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The findings of a diagnosis, from the line to the links, step by step (1.2, chapter 4).
 *
 * @param modem   the name of the modem
 * @param device  the device of the modem
 * @param healthy whether nothing is wrong, and the module could be asked to the end
 * @param summary the first problem and what to do about it, or that no problem was found
 * @param steps   the steps, each of which depends on the steps before
 */
public record Diagnosis(String modem, String device, boolean healthy, String summary, List<Step> steps)
        implements AsMap {

    /** The result of a step. */
    public enum Verdict {
        RIGHT,
        /** The modem may work or may not work with this finding. */
        DOUBTFUL,
        WRONG,
        /** The step was skipped because a step before must be corrected first. */
        NOT_CHECKED
    }

    /**
     * One step.
     *
     * @param name    what was checked
     * @param verdict the result
     * @param finding what was found
     * @param advice  what to do, empty if there is nothing to do
     */
    public record Step(String name, Verdict verdict, String finding, String advice) implements AsMap {

        public static Step right(String name, String finding) {
            return new Step(name, Verdict.RIGHT, finding, "");
        }

        public static Step doubtful(String name, String finding, String advice) {
            return new Step(name, Verdict.DOUBTFUL, finding, advice);
        }

        public static Step wrong(String name, String finding, String advice) {
            return new Step(name, Verdict.WRONG, finding, advice);
        }

        public static Step notChecked(String name, String why) {
            return new Step(name, Verdict.NOT_CHECKED, why, "");
        }

        /** As in {@code SIM: no SIM card. Put one in}. */
        public String describe() {
            return name + ": " + finding + (advice.isEmpty() ? "" : ". " + advice);
        }
    }

    public Diagnosis {
        steps = List.copyOf(steps);
    }

    /** @param toTheEnd whether the module could be asked all questions */
    public static Diagnosis of(String modem, String device, List<Step> steps, boolean toTheEnd) {
        String summary = first(steps, Verdict.WRONG);
        boolean healthy = summary == null && toTheEnd;
        if (summary == null) {
            summary = first(steps, Verdict.DOUBTFUL);
        }
        if (summary == null) {
            summary = first(steps, Verdict.NOT_CHECKED) == null ? "No problem found" : "No problem found so far";
        }
        return new Diagnosis(modem, device, healthy, summary, steps);
    }

    private static String first(List<Step> steps, Verdict verdict) {
        return steps.stream()
                .filter(step -> step.verdict() == verdict)
                .findFirst()
                .map(Step::describe)
                .orElse(null);
    }

    /** The whole diagnosis as text, with one line for each step. */
    public String text() {
        return steps.stream()
                .map(step -> step.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " - " + step.describe())
                .collect(Collectors.joining("\n", modem + " on " + device + ": " + summary + "\n", ""));
    }
}
