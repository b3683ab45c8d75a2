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

import io.github.sim7028.simulator.control.ControlCommand;
import io.github.sim7028.simulator.control.ControlRequest;
import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.model.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the steps of a scenario; what is wrong is told with its line and column. */
final class ScenarioReader {

    private static final List<String> OWN = List.of("at", "every", "times", "modems", "for");
    private static final int MOST_TIMES = 1_000_000;

    /** A key and its value in the file. */
    private record Entry(ScalarNode key, Node value) {}

    private final String name;
    private final ModemControl control;

    ScenarioReader(String name, ModemControl control) {
        this.name = name;
        this.control = control;
    }

    List<Step> read(String text) {
        Map<String, Entry> top = map(root(text), "a scenario must have the key steps");
        for (Entry entry : top.values()) {
            if (!entry.key().getValue().equals("steps")) {
                throw wrong(entry.key(), "unknown key '" + entry.key().getValue() + "'; a scenario has the key steps");
            }
        }
        Node steps = top.get("steps").value();
        if (!(steps instanceof SequenceNode list) || list.getValue().isEmpty()) {
            throw wrong(steps, "steps must be a list, such as: - at: 10s");
        }
        return list.getValue().stream().map(this::step).toList();
    }

    private Node root(String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(name).build();
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new IllegalArgumentException(name + " is empty; it must have the key steps"));
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark().map(ScenarioReader::place).orElse("");
            throw new IllegalArgumentException(name + where + ": no YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + ": no YAML: " + e.getMessage(), e);
        }
    }

    private Step step(Node node) {
        Map<String, Entry> entries = map(node, "a step must have the key at and a command");
        if (!entries.containsKey("at")) {
            throw wrong(node, "the key at is missing: when the step happens, such as at: 10s");
        }
        List<Entry> commands = entries.values().stream()
                .filter(entry -> !OWN.contains(entry.key().getValue()))
                .toList();
        if (commands.size() != 1) {
            throw wrong(
                    commands.isEmpty() ? node : commands.get(1).key(),
                    "a step must have one command; the commands are " + commandNames());
        }
        Entry command = commands.get(0);
        Duration every = entries.containsKey("every") ? time(entries.get("every"), false) : Duration.ZERO;
        int times = times(entries.get("times"), every);
        return new Step(time(entries.get("at"), true), every, times, prepared(command, entries));
    }

    private ModemControl.Prepared prepared(Entry command, Map<String, Entry> entries) {
        String commandName = command.key().getValue();
        ControlCommand known = ModemControl.commands().stream()
                .filter(one -> one.name().equals(commandName))
                .findFirst()
                .orElseThrow(() -> wrong(
                        command.key(), "unknown command '" + commandName + "'; the commands are " + commandNames()));
        Entry modems = entries.get("modems");
        Entry time = entries.get("for");
        Duration lasts = time == null ? Duration.ZERO : time(time, false);
        String value = command.value() instanceof ScalarNode scalar && isNull(scalar) ? "" : text(command);
        // first each part alone, so that the place is that of the wrong part
        at(command.value(), () -> control.prepare(new ControlRequest(known.name(), value)));
        if (time != null) {
            at(time.key(), () -> control.prepare(new ControlRequest(known.name(), value, "all", lasts)));
        }
        String chosen = modems == null ? "all" : text(modems);
        return at(
                modems == null ? command.key() : modems.value(),
                () -> control.prepare(new ControlRequest(known.name(), value, chosen, lasts)));
    }

    private int times(Entry entry, Duration every) {
        if (entry == null) {
            return 0;
        }
        String text = text(entry);
        if (every.isZero()) {
            throw wrong(entry.key(), "times is possible only with every");
        }
        int number = text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MOST_TIMES) {
            throw wrong(entry.value(), "times must be 1 to " + MOST_TIMES + ", not '" + text + "'");
        }
        return number;
    }

    private Duration time(Entry entry, boolean zeroToo) {
        String text = text(entry);
        Duration time = at(entry.value(), () -> Durations.parse(text));
        if (time.isZero() && !zeroToo) {
            throw wrong(entry.value(), entry.key().getValue() + " must be longer than 0");
        }
        return time;
    }

    private String text(Entry entry) {
        if (entry.value() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(entry.value(), entry.key().getValue() + " must be a text");
    }

    private static boolean isNull(ScalarNode scalar) {
        return scalar.isPlain() && scalar.getValue().matches("|~|null");
    }

    private Map<String, Entry> map(Node node, String otherwise) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
            throw wrong(node, otherwise);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(tuple.getKeyNode(), "a key must be a text");
            }
            if (entries.put(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                throw wrong(key, "the key " + key.getValue() + " is there twice");
            }
        }
        return entries;
    }

    private <T> T at(Node node, Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw wrong(node, e.getMessage());
        }
    }

    private IllegalArgumentException wrong(Node node, String message) {
        return new IllegalArgumentException(
                name + node.getStartMark().map(ScenarioReader::place).orElse("") + ": " + message);
    }

    private static String place(Mark mark) {
        return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String commandNames() {
        return ModemControl.commands().stream().map(ControlCommand::name).collect(Collectors.joining(", "));
    }
}
