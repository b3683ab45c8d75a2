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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.camel.management.ManagedModem;
import io.github.sim7028.kit.Page;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.replay.Replay;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/upgrade.md: the defaults, types, attributes and words of today are those that it names. */
@Timeout(60)
class UpgradePageTest {

    private static final Page PAGE = Page.of("upgrade.md");
    private static final Path OLD = Path.of("src/test/resources/transcripts/recorded-2026-11-22.txt");
    private static final Pattern OPTION = Pattern.compile("`(\\w+)=([^`]+)`");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-Fa-f]{2})|([rnt\\\\?*]))");

    private static List<String> names(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    /** What gives the earlier behaviour is an option with a value that is allowed and is not the default. */
    @Test
    void theWaysBackAreOptionsWithOtherValuesThanTheDefault() throws Exception {
        JsonObject catalog = (JsonObject) Jsoner.deserialize(
                Files.readString(Path.of("src/generated/resources/META-INF/io/github/sim7028/camel/sim7028.json")));
        JsonObject options = new JsonObject((JsonObject) catalog.get("properties"));
        options.putAll((JsonObject) catalog.get("componentProperties"));
        List<List<String>> rows = PAGE.section("Defaults that changed").rows();
        assertThat(rows).hasSizeGreaterThan(10);
        for (List<String> row : rows) {
            for (Matcher way = OPTION.matcher(row.get(3)); way.find(); ) {
                JsonObject option = (JsonObject) options.get(way.group(1));
                assertThat(option).as(way.group()).isNotNull();
                assertThat(String.valueOf(option.get("defaultValue"))).isNotEqualTo(way.group(2));
                if (option.get("enum") instanceof List<?> values) {
                    assertThat(values).asString().contains(way.group(2));
                }
            }
        }
    }

    @Test
    void theTypesAreInTheirNewPackages() {
        for (List<String> row : PAGE.section("Moved types").rows()) {
            List<String> types = names(row.get(2));
            assertThat(types).isNotEmpty().allSatisfy(type -> {
                assertThatCode(() -> Class.forName(names(row.get(1)).get(0) + "." + type))
                        .doesNotThrowAnyException();
                assertThatThrownBy(() -> Class.forName(names(row.get(0)).get(0) + "." + type))
                        .isInstanceOf(ClassNotFoundException.class);
            });
        }
    }

    @Test
    void theAttributesAndWordsAreThoseOfToday() {
        String line = PAGE.section("JMX")
                .text()
                .lines()
                .filter(text -> text.startsWith("- New attributes"))
                .findFirst()
                .orElseThrow();
        assertThat(names(line)).isNotEmpty().allSatisfy(name -> assertThat(ManagedModem.class)
                .hasMethods("get" + StringHelper.capitalize(name)));
        List<String> words =
                Stream.of(ModemState.values()).map(ModemState::words).toList();
        assertThat(PAGE.section("Words of states").rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(words).doesNotContain(row.get(0)).contains(row.get(1));
        });
    }

    /** What a host of that day sent is taken, byte for byte, and answered. */
    @Test
    void anOldTranscriptStillReplays() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (String entry : Files.readAllLines(OLD)) {
            Matcher host = Pattern.compile("\\S+ > (.*)").matcher(entry);
            if (host.matches()) {
                sent.writeBytes(bytes(host.group(1)));
            }
        }
        try (Replay replay = Replay.of(OLD);
                Socket host = new Socket(
                        InetAddress.getLoopbackAddress(), replay.address().getPort())) {
            host.getOutputStream().write(sent.toByteArray());
            host.shutdownOutput();
            String answers = new String(host.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(replay.await(Duration.ofSeconds(20))).isTrue();
            assertThat(replay.divergence()).isEmpty();
            assertThat(answers).contains("+CPIN: SIM PIN", "+NETOPEN: 0");
        }
    }

    private static byte[] bytes(String text) {
        Map<String, String> named = Map.of("r", "\r", "n", "\n", "t", "\t", "\\", "\\", "?", "?", "*", "");
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? named.get(escape.group(2))
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
