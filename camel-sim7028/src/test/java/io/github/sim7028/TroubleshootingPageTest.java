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
package io.github.sim7028;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.error.CmeError;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;
import io.github.sim7028.kit.Page;
import io.github.sim7028.kit.SourceTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * docs/troubleshooting.md has every text that users can see, as the sources have it, and none that they do not have. A row may have a part of a text, with … for
 * what varies.
 */
class TroubleshootingPageTest {

    private static final Page PAGE = Page.of("troubleshooting.md");

    private static final List<String> MODULES =
            List.of("camel-sim7028", "camel-sim7028-starter", "camel-sim7028-console", "camel-sim7028-fleet");

    /** What is no message, or is explained where it is shown. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("ModemMeters", "docs/metrics.md"),
            Map.entry("Sim7028DevConsole", "words of a report, not a message"),
            Map.entry("DiagnosisRules", "each finding of diagnose has its own advice"),
            Map.entry("DiagnosisRunner", "each finding of diagnose has its own advice"),
            Map.entry("Diagnosis", "the summary of diagnose"),
            Map.entry("CmeError", "words of the module's errors, see the section about them"),
            Map.entry("IpError", "words of the module's errors, see the section about them"),
            Map.entry("SocketError", "words of the module's errors, see the section about them"),
            Map.entry("CloseReason", "docs/operations.md"),
            Map.entry("ModemState", "docs/operations.md"),
            Map.entry("RegistrationState", "words of a report, not a message"),
            Map.entry("LinkReport", "words of a report, not a message"),
            Map.entry("GroupReport", "words of a report, not a message"),
            Map.entry("AtError", "words of the module's errors, see the section about them"),
            Map.entry("ConsoleResponse", "a policy for browsers"),
            Map.entry("FleetMeters", "docs/fleet.md"),
            Map.entry("FleetDevConsole", "words of a report, not a message"),
            Map.entry("DialogueLog", "words of the log at DEBUG"),
            Map.entry("TimeWords", "parts of messages"),
            Map.entry("GivenPin", "what stands in a file of stateDirectory"),
            Map.entry("UrcParser", "words of the module"),
            Map.entry("ControlHeaders", "a fault of this project's own code"),
            Map.entry("TlsFailure", "docs/tls.md"));

    private static Set<String> texts;

    @BeforeAll
    static void read() throws IOException {
        texts = new TreeSet<>();
        for (String module : MODULES) {
            texts.addAll(SourceTexts.of(Path.of("..", module, "src/main/java")));
        }
        assertThat(texts).hasSizeGreaterThan(500);
    }

    private static String file(String text) {
        return text.substring(0, text.indexOf(' '));
    }

    /** The messages of the page, without an ellipsis at their ends. */
    private static Set<String> messages() {
        return PAGE.names().stream()
                .map(message -> message.replaceAll("^[… ]+|[… ]+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachTextThatUsersSeeIsExplained() {
        Set<String> messages = messages();
        List<String> missing = texts.stream()
                .filter(text -> !ELSEWHERE.containsKey(file(text)))
                .filter(text -> messages.stream().noneMatch(text::contains))
                .toList();
        assertThat(missing)
                .as("texts that docs/troubleshooting.md does not have")
                .isEmpty();
    }

    @Test
    void eachMessageOfThePageIsInTheSources() {
        List<String> unknown = messages().stream()
                .filter(message -> texts.stream().noneMatch(text -> text.contains(message)))
                .toList();
        assertThat(unknown).as("messages that the sources do not have").isEmpty();
    }

    @Test
    void eachRowSaysWhatItMeansAndWhatToDo() {
        assertThat(PAGE.rows()).hasSizeGreaterThan(150).allSatisfy(row -> {
            assertThat(row).as(row.get(0)).hasSize(3);
            assertThat(row.get(1)).as(row.get(0)).hasSizeGreaterThan(5);
            assertThat(row.get(2)).as(row.get(0)).isNotEmpty();
        });
        // a part that is in everything explains nothing
        assertThat(messages()).allSatisfy(message -> assertThat(message.split("…"))
                .as(message)
                .anySatisfy(part -> assertThat(part.strip()).hasSizeGreaterThan(8)));
    }

    @Test
    void theErrorsOfTheModuleHaveTheirWords() {
        List<List<String>> rows = PAGE.section("Errors of the module").rows();
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            String[] parts = row.get(0).split(" ", 3);
            int code = Integer.parseInt(parts[1]);
            String words =
                    switch (parts[0]) {
                        case "CME" -> CmeError.parse(parts[1]).words();
                        case "IP" -> IpError.values()[code].words();
                        default -> SocketError.values()[code].words();
                    };
            assertThat(parts[2]).isEqualTo(words);
        });
    }

    @Test
    void whatIsElsewhereIsThere() throws IOException {
        Set<String> files = new TreeSet<>();
        texts.forEach(text -> files.add(file(text)));
        assertThat(files).containsAll(ELSEWHERE.keySet());
        for (String page : ELSEWHERE.values()) {
            if (page.startsWith("docs/")) {
                assertThat(Files.exists(Path.of("..", page))).isTrue();
            }
        }
    }
}
