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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results as one HTML page with plots in it; nothing is loaded from elsewhere. */
public final class HtmlReport {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 420;

    private final List<Result> results;

    public HtmlReport(List<Result> results) {
        this.results = results;
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() throws IOException {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\">"
                + "<title>camel-sim7028 benchmarks</title><style>body{font:15px sans-serif;margin:2em;max-width:70em}"
                + "table{border-collapse:collapse}td,th{padding:.2em .7em;border-bottom:1px solid #ccc;text-align:right}"
                + "td:first-child,th:first-child,td:last-child{text-align:left}.no{color:#b00;font-weight:bold}"
                + "img{max-width:100%}</style></head><body><h1>camel-sim7028 benchmarks</h1>\n<p>");
        html.append(escaped(System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors"));
        html.append("</p>\n");
        plot(html, "Rates, as a share of the limit", rates("@"), "ratio");
        plot(html, "Times and costs, as a multiple of the limit", costs(), "ratio");
        for (String series : List.of("p99 lateness", "heap a modem", "threads a modem", "CPU a modem")) {
            plot(
                    html,
                    "Scale: " + series,
                    named(series),
                    named(series).stream().findFirst().map(Result::unit).orElse(""));
        }
        table(html);
        return html.append("</body></html>\n").toString();
    }

    private List<Result> rates(String part) {
        return results.stream()
                .filter(r -> !r.less() && r.target() != null && r.name().contains(part))
                .toList();
    }

    private List<Result> costs() {
        return results.stream()
                .filter(r -> r.less() && r.target() != null && r.name().contains("@"))
                .toList();
    }

    private List<Result> named(String part) {
        return results.stream().filter(r -> r.name().contains(part)).toList();
    }

    private void plot(StringBuilder html, String title, List<Result> some, String axis) throws IOException {
        if (some.isEmpty()) {
            return;
        }
        boolean ratios = axis.equals("ratio");
        List<String> names = new ArrayList<>();
        List<Double> reached = new ArrayList<>();
        List<Double> wanted = new ArrayList<>();
        for (Result r : some) {
            names.add(r.name());
            reached.add(ratios ? r.ratio() : r.reached());
            wanted.add(r.target() == null ? 0 : ratios ? r.target() : r.limit() * r.target());
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(axis)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLabelRotation(45);
        chart.addSeries("reached", names, reached);
        chart.addSeries("wanted", names, wanted);
        html.append("<h2>").append(escaped(title)).append("</h2>\n<img alt=\"").append(escaped(title));
        html.append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)))
                .append("\">\n");
    }

    private void table(StringBuilder html) {
        html.append(
                "<h2>All cases</h2>\n<table><tr><th>case</th><th>reached</th><th>limit</th><th>unit</th><th>ratio</th>"
                        + "<th>target</th><th>held</th><th>note</th></tr>\n");
        for (Result r : results) {
            html.append("<tr><td>").append(escaped(r.name()));
            for (String cell : List.of(
                    Result.shown(r.reached()),
                    Result.shown(r.limit()),
                    r.unit(),
                    Result.shown(r.ratio()),
                    r.shownTarget())) {
                html.append("</td><td>").append(escaped(cell));
            }
            String held = r.target() == null ? "-" : r.held() ? "yes" : "no";
            html.append("</td><td class=\"").append(held).append("\">").append(held);
            html.append("</td><td>").append(escaped(r.note())).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
