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
package io.github.sim7028.simulator.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What the simulator takes from the file of a qualification, which {@code sim7028-tool qualify} writes about a module: how the module
 * speaks, how long it takes, and the transcript. The file is JSON; reading it requires snakeyaml-engine on the class path, since YAML includes JSON.
 *
 * @param links      how many links the module has
 * @param quirks     where it differs from the simulator's default
 * @param times      how long it takes
 * @param transcript the lines of the dialogue, as in a file of its own; may be empty
 */
public record QualificationFile(
        int links, Set<Quirk> quirks, Map<ModuleTime, Duration> times, List<String> transcript) {

    /** The value of {@code format} in a file that this class reads. */
    public static final String FORMAT = "sim7028 qualification 1";

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** Copies what it is given. */
    public QualificationFile {
        quirks = Set.copyOf(quirks);
        Map<ModuleTime, Duration> copy = new EnumMap<>(ModuleTime.class);
        copy.putAll(times);
        times = Collections.unmodifiableMap(copy);
        transcript = List.copyOf(transcript);
    }

    /** Whether a text in the place of a dialect names a file, and no dialect. */
    public static boolean isName(String text) {
        return text.endsWith(".json") || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it cannot be read, or is no qualification; the message says what to do
     */
    public static QualificationFile read(Path file) {
        try {
            return read(file, text(file));
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "The file " + file
                            + " requires snakeyaml-engine on the class path: add org.snakeyaml:snakeyaml-engine",
                    e);
        }
    }

    private static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("There is no file " + file);
            } else if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("The file " + file + " has more than 32 MiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static QualificationFile read(Path file, String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setCodePointLimit((int) MOST_BYTES).build();
            if (!(new Load(settings).loadFromString(text) instanceof Map<?, ?> all)
                    || !FORMAT.equals(all.get("format"))) {
                throw new IllegalArgumentException(
                        "The file " + file + " is no qualification: its 'format' is not '" + FORMAT + "'");
            }
            Map<?, ?> simulator = (Map<?, ?>) all.get("simulator");
            Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
            strings(simulator.get("dialect")).forEach(name -> quirks.add(Quirk.of(name)));
            Map<ModuleTime, Duration> times = new EnumMap<>(ModuleTime.class);
            ((Map<?, ?>) simulator.get("times"))
                    .forEach((name, time) -> times.put(time((String) name), Durations.parse((String) time)));
            Object transcript = all.get("transcript");
            return new QualificationFile(
                    (Integer) simulator.get("links"),
                    quirks,
                    times,
                    transcript == null ? List.of() : strings(transcript));
        } catch (YamlEngineException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("The file " + file + " is no qualification, or is damaged", e);
        }
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static ModuleTime time(String name) {
        return Arrays.stream(ModuleTime.values())
                .filter(time -> time.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown time '" + name + "'"));
    }
}
