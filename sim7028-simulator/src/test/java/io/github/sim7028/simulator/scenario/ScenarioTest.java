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
package io.github.sim7028.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.control.VirtualTimeline;
import io.github.sim7028.simulator.model.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to modems when, on virtual time. */
@Timeout(60)
class ScenarioTest {

    private final VirtualModems modems = VirtualModems.start(10, "played", modem -> modem);
    private final VirtualTimeline time = new VirtualTimeline();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void end() {
        modems.close();
    }

    private Scenario scenario(String text) {
        return Scenario.parse("test.yaml", text, new ModemControl(modems.all(), time, 7));
    }

    private TreeSet<Integer> withoutNetwork() {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (int number = 1; number <= 10; number++) {
            if (modems.get(number).state().network() == Registration.SEARCHING) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    @Test
    void whatACommandTellsIsInTheLog() {
        scenario(
                        """
                steps:
                  - at: 1s
                    status:
                    modems: 2
                  - at: 2s
                    nofault: "drop line=OK"
                    modems: 3
                """)
                .start(time, log::add);
        time.pass(Duration.ofSeconds(2));
        assertThat(log)
                .containsExactly(
                        "1s status: played-2",
                        "  played-2: running, signal 23, registration home, network closed, no host",
                        "2s nofault drop line=OK: played-3",
                        "  played-3: not set: drop line=OK");
    }

    @Test
    void stepsHappenAtTheirTimeToTheirModems() {
        scenario(
                        """
                steps:
                  - at: 10s
                    networkloss: quiet
                    modems: 3-7
                    for: 60s
                  - at: 20s
                    powercycle:
                    modems: played-1
                """)
                .start(time, log::add);
        time.pass(Duration.ofSeconds(9));
        assertThat(log).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(withoutNetwork()).containsExactly(3, 4, 5, 6, 7);
        time.pass(Duration.ofSeconds(60));
        assertThat(withoutNetwork()).isEmpty();
        assertThat(log)
                .containsExactly(
                        "10s networkloss quiet for=1m: played-3, played-4, played-5, played-6, played-7",
                        "20s powercycle: played-1");
    }

    @Test
    void aStepRepeatsAsOftenAsItSays() {
        scenario(
                        """
                steps:
                  - {at: 0, every: 20s, times: 3, signal: 5, modems: 1}
                  - {at: 5s, every: 1m, busy: on, modems: 2}
                """)
                .start(time, log::add);
        time.pass(Duration.ofMinutes(3));
        assertThat(log)
                .containsExactly(
                        "0 signal 5: played-1",
                        "5s busy on: played-2",
                        "20s signal 5: played-1",
                        "40s signal 5: played-1",
                        "65s busy on: played-2",
                        "125s busy on: played-2");
    }

    @Test
    void halfOfTheModemsAreThoseOfTheSeed() {
        String text = "steps: [{at: 1s, networkloss: silent, modems: half, for: 10s}]";
        scenario(text).start(time, log::add);
        time.pass(Duration.ofSeconds(1));
        TreeSet<Integer> first = withoutNetwork();
        assertThat(first).hasSize(5);
        time.pass(Duration.ofSeconds(10));
        assertThat(withoutNetwork()).isEmpty();
        scenario(text).start(time, log::add);
        time.pass(Duration.ofSeconds(1));
        assertThat(withoutNetwork()).isEqualTo(first);
    }

    @Test
    void aModemThatIsClosedIsToldAndTheScenarioGoesOn() {
        scenario(
                        """
                steps:
                  - {at: 1s, signal: 5, modems: 2}
                  - {at: 2s, signal: 5, modems: 3}
                """)
                .start(time, log::add);
        modems.get(2).close();
        time.pass(Duration.ofSeconds(2));
        assertThat(log)
                .containsExactly("1s signal 5: played-2 failed: The virtual modem is closed", "2s signal 5: played-3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "steps: [{at: 1s, explode: 1}] | line 1, column 18: unknown command 'explode'; the commands are status,",
                "steps: [{at: 1s, signal: loud}] | line 1, column 26: signal: RSSI must be 0 to 31 or 99, not 'loud'",
                "steps: [{at: 1s, signal: }] | line 1, column 25: signal requires a value: RSSI[,ERRORS]",
                "steps: [{at: 1s, signal: 5, modems: 3-70}] | line 1, column 37: modems: there is no '3-70'",
                "steps: [{at: 1s, reboot: loud, for: 5s}] | line 1, column 32: reboot takes no time",
                "steps: [{at: 1s, busy: on, for: 5}] | line 1, column 33: '5' has no unit; write 500ms, 2s, 3m or 1h",
                "steps: [{at: 1s, busy: on, for: 0}] | line 1, column 33: for must be longer than 0",
                "steps: [{at: soon, busy: on}] | line 1, column 14: 'soon' is not a duration",
                "steps: [{busy: on}] | line 1, column 9: the key at is missing",
                "steps: [{at: 1s}] | line 1, column 9: a step must have one command",
                "steps: [{at: 1s, busy: on, mute: on}] | line 1, column 28: a step must have one command",
                "steps: [{at: 1s, busy: on, times: 3}] | line 1, column 28: times is possible only with every",
                "steps: [{at: 1s, busy: on, every: 1s, times: 0}] | line 1, column 46: times must be 1 to 1000000, not '0'",
                "steps: [{at: 1s, at: 2s, busy: on}] | line 1, column 18: the key at is there twice",
                "steps: [{at: [1s], busy: on}] | line 1, column 14: at must be a text",
                "steps: [] | line 1, column 8: steps must be a list",
                "colour: red | line 1, column 1: unknown key 'colour'; a scenario has the key steps",
                "steps: [{at: 1s | line 1, column 16: no YAML:"
            })
    void whatIsWrongIsToldWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> scenario(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("test.yaml, " + message);
    }

    @Test
    void theLineIsThatOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("my.yaml"), "steps:\n  - at: 1s\n    busy: on\n  - at: 2s\n    mute: maybe\n");
        ModemControl control = new ModemControl(modems.all(), time, 7);
        assertThatThrownBy(() -> Scenario.read(file, control))
                .hasMessage("my.yaml, line 5, column 11: mute: must be on or off, not 'maybe'");
        assertThatThrownBy(() -> Scenario.read(folder.resolve("none.yaml"), control))
                .hasMessageEndingWith("none.yaml: there is no such file");
        assertThatThrownBy(() -> Scenario.parse("empty.yaml", "", control))
                .hasMessageStartingWith("empty.yaml is empty");
        assertThat(modems.all()).allMatch(modem -> !modem.state().busy());
    }

    @Test
    void theExampleOfThePageIsRight() throws IOException {
        String page = Files.readString(Path.of("../docs/simulator.md"));
        int from = page.indexOf("```yaml\n") + 8;
        Scenario scenario = scenario(page.substring(from, page.indexOf("```", from)));
        scenario.start(time, log::add);
        time.pass(Duration.ofMinutes(5));
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains("failed"));
        assertThat(modems.all()).anyMatch(VirtualModem::reachable);
    }
}
