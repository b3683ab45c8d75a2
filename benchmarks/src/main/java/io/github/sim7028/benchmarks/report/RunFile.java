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
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A run as a file, one case a line, so that two of them can be compared: what {@code benchmarks/history} keeps of a release. */
public final class RunFile {

    private static final MathContext DIGITS = new MathContext(6);

    private RunFile() {}

    public static void write(Run run, Path file) throws IOException {
        Files.writeString(file, json(run));
    }

    static String json(Run run) {
        StringBuilder json = new StringBuilder("{\n");
        field(json, "version", run.version());
        field(json, "date", run.date());
        field(json, "machine", run.machine());
        field(json, "load", number(run.load()));
        json.append("\"cases\": [");
        String separator = "\n";
        for (Result result : run.results()) {
            json.append(separator).append(Jsoner.serialize(fields(result)));
            separator = ",\n";
        }
        return json.append("\n]}\n").toString();
    }

    private static void field(StringBuilder json, String name, Object value) {
        json.append(Jsoner.serialize(name))
                .append(": ")
                .append(Jsoner.serialize(value))
                .append(",\n");
    }

    private static JsonObject fields(Result result) {
        JsonObject fields = new JsonObject();
        fields.put("case", result.name());
        fields.put("reached", number(result.reached()));
        fields.put("limit", number(result.limit()));
        fields.put("unit", result.unit());
        fields.put("ratio", number(result.ratio()));
        fields.put("better", result.less() ? "less" : "more");
        fields.put("target", result.target() == null ? null : number(result.target()));
        fields.put("judged", result.judged());
        fields.put("note", result.note());
        return fields;
    }

    private static BigDecimal number(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).stripTrailingZeros() : BigDecimal.ZERO;
    }

    /** Fails when this is no file of a run. */
    public static Run read(Path file) throws IOException {
        try {
            JsonObject run = (JsonObject) Jsoner.deserialize(Files.readString(file));
            List<Result> results = new ArrayList<>();
            for (Object each : (JsonArray) run.get("cases")) {
                results.add(result((JsonObject) each));
            }
            return new Run(text(run, "version"), text(run, "date"), text(run, "machine"), value(run, "load"), results);
        } catch (DeserializationException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException(file + " is not the file of a run: " + e, e);
        }
    }

    private static Result result(JsonObject fields) {
        return new Result(
                text(fields, "case"),
                value(fields, "reached"),
                value(fields, "limit"),
                text(fields, "unit"),
                fields.get("target") == null ? null : value(fields, "target"),
                text(fields, "better").equals("less"),
                (Boolean) fields.get("judged"),
                text(fields, "note"));
    }

    private static String text(JsonObject fields, String name) {
        return fields.get(name).toString();
    }

    private static double value(JsonObject fields, String name) {
        return Double.parseDouble(fields.get(name).toString());
    }
}
