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
package io.github.sim7028.tool.qualify;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.PrivateFiles;
import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.QualificationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The two files of a qualification: JSON for programs, a page for people. */
final class Results {

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private final Qualification qualification;
    private final List<String> transcript;

    /** @param transcript of the dialogue, masked */
    Results(Qualification qualification, List<String> transcript) {
        this.qualification = qualification;
        this.transcript = transcript;
    }

    /** Writes both files, for their owner only. */
    void write(Path file) throws IOException {
        PrivateFiles.replace(file.toAbsolutePath(), JSON.toJson(map()).getBytes(StandardCharsets.UTF_8));
        PrivateFiles.replace(page(file).toAbsolutePath(), text(file).getBytes(StandardCharsets.UTF_8));
    }

    /** Where the page is. */
    static Path page(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + ".md");
    }

    List<String> dialect() {
        return Answer.names(qualification.quirks());
    }

    long count(Answer.Status status) {
        return qualification.answers().stream()
                .filter(answer -> answer.status() == status)
                .count();
    }

    private Map<String, Object> map() {
        Map<String, Object> simulator = new LinkedHashMap<>();
        simulator.put("links", qualification.links());
        simulator.put("dialect", dialect());
        simulator.put("times", times());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", QualificationFile.FORMAT);
        map.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        map.put("module", qualification.identity());
        map.put("simulator", simulator);
        map.put("answers", qualification.answers());
        map.put("transcript", transcript);
        return map;
    }

    private Map<String, String> times() {
        Map<String, String> times = new LinkedHashMap<>();
        qualification
                .times()
                .forEach((ModuleTime name, Duration time) -> times.put(name.optionName(), Durations.format(time)));
        return times;
    }

    private String text(Path file) {
        Qualification.Identity identity = qualification.identity();
        StringBuilder page = new StringBuilder("# Qualification of a module\n\n");
        row(page, "maker", identity.maker());
        row(page, "model", identity.model());
        row(page, "firmware", identity.firmware());
        row(page, "date", LocalDate.now(ZoneOffset.UTC).toString());
        row(page, "dialect", dialect().isEmpty() ? "that of the simulator" : String.join(", ", dialect()));
        row(page, "links", String.valueOf(qualification.links()));
        row(
                page,
                "times",
                times().entrySet().stream()
                        .map(time -> time.getKey() + "=" + time.getValue())
                        .collect(Collectors.joining(", ")));
        page.append('\n')
                .append(Counted.of(count(Answer.Status.KNOWN), "answer is known", "answers are known"))
                .append(", ")
                .append(count(Answer.Status.NEW))
                .append(" new, ")
                .append(Counted.of(count(Answer.Status.FAILED), "question"))
                .append(" failed, ")
                .append(count(Answer.Status.NOT_ASKED))
                .append(" not asked.\n\n");
        section(page, "New answers", "No module is known that answers so. Please report them.", Answer.Status.NEW);
        section(page, "Failed questions", "The module did not answer as it must.", Answer.Status.FAILED);
        section(page, "Answers", "These answers are known: the driver accepts them.", Answer.Status.KNOWN);
        section(page, "Questions that were not asked", "", Answer.Status.NOT_ASKED);
        page.append("## Use\n\nThe simulator speaks like this module with:\n\n```\n")
                .append("java -jar sim7028-simulator.jar --dialect ")
                .append(file.getFileName())
                .append("\n```\n");
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("- ")
                .append(name)
                .append(": ")
                .append(value == null ? "unknown" : escaped(value))
                .append('\n');
    }

    private void section(StringBuilder page, String title, String explanation, Answer.Status status) {
        List<Answer> all = qualification.answers().stream()
                .filter(answer -> answer.status() == status)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        page.append("## ").append(title).append("\n\n");
        if (!explanation.isEmpty()) {
            page.append(explanation).append("\n\n");
        }
        page.append("| question | answer | dialect |\n| --- | --- | --- |\n");
        for (Answer answer : all) {
            page.append("| ")
                    .append(answer.about())
                    .append(" | ")
                    .append(escaped(answer.reading()))
                    .append(" | ")
                    .append(String.join(", ", answer.dialect()))
                    .append(" |\n");
        }
        page.append('\n');
    }

    /** What a module said must neither end a cell of the table nor begin a link. */
    private static String escaped(String text) {
        return text.replaceAll("([|<>\\[\\]`*_])", "\\\\$1");
    }
}
