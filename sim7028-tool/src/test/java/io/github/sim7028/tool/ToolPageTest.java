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
package io.github.sim7028.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/tool.md: its examples are accepted, and it names every command, every option and every exit code. */
class ToolPageTest {

    private static final Path PAGE = Path.of("../docs/tool.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^(?:.* \\| )?sim7028-tool (.+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void theExamplesAreAccepted() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        int count = 0;
        while (example.find()) {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(example.group(1));
            while (word.find()) {
                words.add(word.group(1) != null ? word.group(1) : word.group(2));
            }
            assertThatCode(() -> new CommandLine(new Tool())
                            .setCaseInsensitiveEnumValuesAllowed(true)
                            .parseArgs(words.toArray(String[]::new)))
                    .as(example.group())
                    .doesNotThrowAnyException();
            count++;
        }
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void everyCommandOptionAndExitCodeIsNamed() throws Exception {
        String page = Files.readString(PAGE);
        for (CommandLine command : commands(new CommandLine(new Tool()))) {
            assertThat(page).contains(command.getCommandName());
            command.getCommandSpec().options().stream()
                    .map(option -> option.longestName())
                    .filter(name -> !name.matches("--(help|version)"))
                    .forEach(name ->
                            assertThat(page).as(command.getCommandName()).contains(name));
        }
        new CommandLine(new Tool())
                .getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .keySet()
                .forEach(code -> assertThat(page).contains("\n| " + code + " | "));
    }

    private static List<CommandLine> commands(CommandLine command) {
        List<CommandLine> all = new ArrayList<>();
        command.getSubcommands().values().forEach(sub -> {
            all.add(sub);
            all.addAll(commands(sub));
        });
        return all;
    }
}
