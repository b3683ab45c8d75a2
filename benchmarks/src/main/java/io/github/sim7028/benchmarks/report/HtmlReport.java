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

import io.github.sim7028.benchmarks.report.Comparison.Change;
import io.github.sim7028.benchmarks.report.Results.Group;
import io.github.sim7028.benchmarks.report.Results.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as a page of its own: bars against their limit, curves over the number of modems, and a table. It loads nothing. */
public final class HtmlReport {

    /** What a bar is drawn to: what is more is cut, and its number says how much it is. */
    private static final double WIDEST = 2;

    private final Run run;
    private final List<Group> groups;
    private final Comparison comparison;
    /** The ratios of the run that is compared with, by their names. */
    private final Map<String, Double> before = new HashMap<>();

    /** @param comparison with an earlier run, or null */
    public HtmlReport(Run run, List<Group> groups, Comparison comparison) {
        this.run = run;
        this.groups = groups;
        this.comparison = comparison;
        if (comparison != null) {
            comparison.before().results().forEach(result -> before.put(result.name(), result.ratio()));
        }
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() throws IOException {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>camel-sim7028 benchmarks</title>\n<style>\n" + css() + "</style></head><body>\n"
                + "<h1>camel-sim7028 benchmarks</h1>\n<p class=\"faint\">" + escaped(run.where()) + "</p>\n");
        summary(html);
        if (comparison != null) {
            changes(html);
        }
        for (Group group : groups) {
            if (!group.bars().isEmpty() || !group.points().isEmpty()) {
                group(html, group);
            }
        }
        table(html);
        return html.append("</body></html>\n").toString();
    }

    private static String css() throws IOException {
        try (InputStream css = HtmlReport.class.getResourceAsStream("benchmark.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void summary(StringBuilder html) {
        List<Result> aimed =
                run.results().stream().filter(r -> r.target() != null).toList();
        List<Result> missed = aimed.stream().filter(r -> !r.held()).toList();
        html.append("<p><strong>")
                .append(aimed.size() - missed.size())
                .append(" of ")
                .append(aimed.size())
                .append(" targets are reached.</strong>");
        if (!missed.isEmpty()) {
            html.append(" Not reached:</p>\n<ul class=\"missed\">");
            missed.forEach(r -> html.append("<li>").append(escaped(r.name() + ": " + outcome(r))));
            html.append("</ul>\n");
        } else {
            html.append("</p>\n");
        }
        html.append(
                "<p class=\"faint\">A bar is the share of the limit: <b class=\"held\">green</b> where the target is reached, "
                        + "<b class=\"missed\">red</b> where not, <b>grey</b> where none is set");
        html.append(
                comparison == null
                        ? ".</p>\n"
                        : "; <b class=\"before\">dotted</b> where it was in the earlier run.</p>\n");
    }

    private static String outcome(Result r) {
        return r.isBroken()
                ? r.note()
                : Result.shown(r.ratio()) + ", wanted " + (r.less() ? "at most " : "at least ")
                        + Result.shown(r.target());
    }

    private void changes(StringBuilder html) {
        html.append("<section><h2>Compared with ")
                .append(escaped(comparison.before().version()))
                .append("</h2>\n<p class=\"faint\">")
                .append(escaped(comparison.before().where()))
                .append("</p>\n<ul class=\"changes\">\n");
        for (Change change : comparison.changes()) {
            String kind = change.kind().name().toLowerCase(Locale.ROOT);
            html.append("<li class=\"").append(kind).append("\"><b>");
            html.append(
                    switch (change.kind()) {
                        case BETTER, WORSE -> change.percent() + " " + kind;
                        default -> kind;
                    });
            html.append("</b> ").append(escaped(change.name())).append(" <span class=\"faint\">");
            html.append(
                    switch (change.kind()) {
                        case BETTER, WORSE ->
                            Result.shown(change.before()) + " → " + Result.shown(change.now())
                                    + (change.judged() ? "" : ", not judged");
                        case NEW -> Result.shown(change.now());
                        default -> "was " + Result.shown(change.before());
                    });
            html.append("</span>\n");
        }
        html.append("</ul>\n<p>")
                .append(comparison.changes().isEmpty() ? "Nothing" : "Nothing else")
                .append(" changed by more than 5 %.</p></section>\n");
    }

    private void group(StringBuilder html, Group group) {
        html.append("<section><h2>").append(escaped(group.title())).append("</h2>\n");
        curves(html, group.points());
        Map<Boolean, List<Result>> bars = group.bars().stream().collect(Collectors.partitioningBy(Result::less));
        bars(html, "Rates: more is better", bars.get(false));
        bars(html, "Times and costs: less is better", bars.get(true));
        html.append("</section>\n");
    }

    private void bars(StringBuilder html, String title, List<Result> results) {
        if (results.isEmpty()) {
            return;
        }
        double most = results.stream().mapToDouble(Result::ratio).max().orElse(1);
        double scale = Math.min(WIDEST, Math.max(1.1, most * 1.02));
        html.append("<h3>").append(title).append("</h3>\n<div class=\"bars\" style=\"--limit:");
        html.append(percent(1, scale)).append("\">\n<div class=\"head\"><span>limit</span></div>\n");
        for (Result r : results) {
            bar(html, r, scale);
        }
        html.append("</div>\n");
    }

    private void bar(StringBuilder html, Result r, double scale) {
        html.append("<div class=\"bar ").append(r.target() == null ? "free" : r.held() ? "held" : "missed");
        html.append(r.ratio() > scale ? " cut" : "").append("\"><div class=\"name\">");
        // the title says which line it is
        html.append(escaped(r.name().replaceFirst(" @\\d+$", "")));
        html.append("</div><div class=\"track\"><i style=\"width:");
        html.append(percent(Math.min(r.ratio(), scale), scale)).append("\"></i>");
        Double was = before.get(r.name());
        if (was != null && was <= scale && was != r.ratio()) {
            html.append("<s title=\"before\" style=\"left:")
                    .append(percent(was, scale))
                    .append("\"></s>");
        }
        html.append("</div><div class=\"value\">");
        if (r.isBroken()) {
            html.append(escaped(r.note()));
        } else {
            html.append("<b>").append(Result.shown(r.ratio())).append("</b> <span>");
            html.append(Result.shown(r.reached())).append(" of ").append(Result.shown(r.limit()));
            html.append(' ').append(escaped(r.unit())).append("</span>");
        }
        html.append("</div></div>\n");
    }

    private static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * part / whole);
    }

    private static void curves(StringBuilder html, List<Point> points) {
        Map<String, List<Point>> curves =
                points.stream().collect(Collectors.groupingBy(Point::curve, LinkedHashMap::new, Collectors.toList()));
        html.append(curves.isEmpty() ? "" : "<div class=\"curves\">\n");
        curves.forEach((title, of) -> html.append(new CurveSvg(title, of).figure()));
        html.append(curves.isEmpty() ? "" : "</div>\n");
    }

    private void table(StringBuilder html) {
        html.append(
                "<section><h2>All cases</h2>\n<table><thead><tr><th>case</th><th>reached</th><th>limit</th><th>unit</th>"
                        + "<th>ratio</th><th>target</th></tr></thead><tbody>\n");
        for (Result r : run.results()) {
            String kind = r.target() == null ? "free" : r.held() ? "held" : "missed";
            html.append("<tr class=\"").append(kind).append("\"><td>").append(escaped(r.name()));
            if (!r.note().isEmpty()) {
                html.append("<small>").append(escaped(r.note())).append("</small>");
            }
            html.append("</td>");
            cell(html, "reached", Result.shown(r.reached()));
            cell(html, "limit", Result.shown(r.limit()));
            cell(html, "unit", r.unit());
            cell(html, "ratio", Result.shown(r.ratio()));
            cell(html, "target", r.target() == null ? "" : (r.less() ? "≤ " : "≥ ") + Result.shown(r.target()));
            html.append("</tr>\n");
        }
        html.append("</tbody></table></section>\n");
    }

    private static void cell(StringBuilder html, String label, String text) {
        html.append("<td data-label=\"")
                .append(label)
                .append("\">")
                .append(escaped(text))
                .append("</td>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
