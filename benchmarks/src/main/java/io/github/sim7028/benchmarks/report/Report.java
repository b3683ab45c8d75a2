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

import java.util.List;

/** The results as a table, as JSON and as Markdown. */
public final class Report {

    private final List<Result> results;

    public Report(List<Result> results) {
        this.results = results;
    }

    public String table() {
        int width = results.stream().mapToInt(r -> r.name().length()).max().orElse(4);
        String row = "%-" + width + "s %14s %14s %-12s %8s %10s %s%n";
        StringBuilder table =
                new StringBuilder(String.format(row, "case", "reached", "limit", "unit", "ratio", "target", "held"));
        for (Result r : results) {
            table.append(String.format(
                    row,
                    r.name(),
                    Result.shown(r.reached()),
                    Result.shown(r.limit()),
                    r.unit(),
                    Result.shown(r.ratio()),
                    r.shownTarget(),
                    r.isBroken() ? r.note() : r.target() == null ? "-" : r.held() ? "yes" : "NO"));
        }
        return table.toString();
    }

    public String markdown() {
        StringBuilder table = new StringBuilder(
                "| case | reached | limit | unit | ratio | target | held |\n| --- | ---: | ---: | --- | ---: | ---: | --- |\n");
        for (Result r : results) {
            table.append(String.format(
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    r.name(),
                    Result.shown(r.reached()),
                    Result.shown(r.limit()),
                    r.unit(),
                    Result.shown(r.ratio()),
                    r.target() == null ? "" : (r.less() ? "≤ " : "≥ ") + Result.shown(r.target()),
                    r.target() == null ? "" : r.held() ? "yes" : "**no**"));
        }
        return table.toString();
    }
}
