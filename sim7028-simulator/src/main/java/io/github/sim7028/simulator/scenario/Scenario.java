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

import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.control.Timeline;
import io.github.sim7028.simulator.model.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What happens to modems when: steps with a time, a command of {@link ModemControl} and the modems concerned, read from YAML.
 *
 * <pre>
 * steps:
 *   - at: 10s
 *     networkloss: quiet
 *     modems: half
 *     for: 60s
 *   - at: 30s
 *     every: 20s
 *     times: 3
 *     signal: 5
 * </pre>
 */
public final class Scenario {

    private final List<Step> steps;

    private Scenario(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Reads a file, and checks all of it.
     *
     * @param control knows the commands and the modems; shares of modems that are chosen by chance are chosen now
     * @throws IllegalArgumentException when the file is wrong; the message has the line, the column and what is possible
     */
    public static Scenario read(Path file, ModemControl control) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("Cannot read the scenario " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IOException("Cannot read the scenario " + file + ": " + e.getMessage(), e);
        }
        return parse(String.valueOf(file.getFileName()), text, control);
    }

    /**
     * Reads a text, and checks all of it; see {@link #read}.
     *
     * @param name what messages call it
     */
    public static Scenario parse(String name, String text, ModemControl control) {
        return new Scenario(new ScenarioReader(name, control).read(text));
    }

    /** How many steps there are. */
    public int size() {
        return steps.size();
    }

    /**
     * Begins: each step happens at its time from now.
     *
     * @param log is told each step when it happens, in a line
     */
    public void start(Timeline timeline, Consumer<String> log) {
        steps.forEach(step -> timeline.after(step.at(), () -> happen(step, step.at(), 1, timeline, log)));
    }

    private static void happen(Step step, Duration now, int count, Timeline timeline, Consumer<String> log) {
        try {
            Map<String, String> told = step.command().run();
            log.accept(Durations.format(now) + ' ' + step.command());
            told.forEach((modem, text) -> {
                if (!text.isEmpty()) {
                    log.accept("  " + modem + ": " + text);
                }
            });
        } catch (RuntimeException e) {
            log.accept(Durations.format(now) + ' ' + step.command() + " failed: " + e.getMessage());
        }
        if (!step.every().isZero() && (step.times() == 0 || count < step.times())) {
            timeline.after(step.every(), () -> happen(step, now.plus(step.every()), count + 1, timeline, log));
        }
    }
}
