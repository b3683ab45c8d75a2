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

import io.github.sim7028.benchmarks.report.Results.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Curves of one quantity over the number of modems, as a figure with inline SVG. */
final class CurveSvg {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 230;
    private static final int LEFT = 46;
    private static final int RIGHT = 24;
    private static final int TOP = 16;
    private static final int BOTTOM = 36;
    private static final int LINES = 4;

    private final String title;
    private final List<Point> points;
    private final double highest;
    private final double fewest;
    private final double most;

    CurveSvg(String title, List<Point> points) {
        this.title = title;
        this.points = points;
        highest = nice(points.stream().mapToDouble(Point::value).max().orElse(1));
        fewest = points.stream().mapToInt(Point::modems).min().orElse(1);
        most = points.stream().mapToInt(Point::modems).max().orElse(1);
    }

    String figure() {
        StringBuilder svg = new StringBuilder("<figure><figcaption><b>" + HtmlReport.escaped(title) + "</b>, "
                + HtmlReport.escaped(points.get(0).unit()));
        Map<String, List<Point>> series =
                points.stream().collect(Collectors.groupingBy(Point::series, LinkedHashMap::new, Collectors.toList()));
        int number = 0;
        for (String name : series.keySet()) {
            svg.append(String.format(" <span class=\"series s%d\">%s</span>", number++ % 4, HtmlReport.escaped(name)));
        }
        svg.append(String.format(
                "</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over the number of modems\">%n",
                WIDTH, HEIGHT, HtmlReport.escaped(title)));
        grid(svg);
        number = 0;
        for (List<Point> of : series.values()) {
            curve(svg, of, "s" + number++ % 4);
        }
        return svg.append("</svg></figure>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (int i = 0; i <= LINES; i++) {
            double value = highest * i / LINES;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" class=\"left\">%s</text>%n",
                    LEFT,
                    y(value),
                    WIDTH - RIGHT,
                    y(value),
                    LEFT - 5,
                    y(value) + 4,
                    tick(value)));
        }
        points.stream()
                .map(Point::modems)
                .distinct()
                .forEach(modems -> svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" class=\"below\">%,d</text>%n",
                        x(modems),
                        HEIGHT - BOTTOM + 16,
                        modems)));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" class=\"below\">modems</text>%n", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4));
    }

    private void curve(StringBuilder svg, List<Point> of, String style) {
        Map<Integer, Double> values = new TreeMap<>();
        of.forEach(point -> values.put(point.modems(), point.value()));
        svg.append("<polyline class=\"").append(style).append("\" points=\"");
        values.forEach((modems, value) -> svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(modems), y(value))));
        svg.append("\"/>\n");
        values.forEach((modems, value) -> svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%,d modems: %s</title></circle>%n",
                style,
                x(modems),
                y(value),
                modems,
                Result.shown(value))));
    }

    private double x(int modems) {
        double share = most == fewest ? 0.5 : Math.log(modems / fewest) / Math.log(most / fewest);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / highest * (HEIGHT - TOP - BOTTOM);
    }

    private static String tick(double value) {
        return value >= 10_000 ? Result.shown(value / 1000) + "k" : value == 0 ? "0" : trimmed(value);
    }

    private static String trimmed(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }

    /** The next number that four lines divide well. */
    private static double nice(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 6, 8, 10}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
