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
package io.github.sim7028.trial.books;

import io.github.sim7028.trial.world.WorldEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The books of a trial: what was sent, what was published, and what the modems and the peer saw, compared. */
public final class Books {

    private static final int SHOWN = 20;

    private final CommandBook commands;
    private final OwnerBook owners;
    private final TelemetryBook telemetry;

    /**
     * @param modems   all
     * @param outcomes as published
     * @param events   as published
     * @param up       the ids in the records of telemetry
     * @param seen     by the world
     * @param nodes    the names of the nodes, by the number of their ports
     */
    public Books(
            List<String> modems,
            List<Sent> sent,
            List<Published> outcomes,
            List<Published> events,
            List<String> up,
            List<WorldEntry> seen,
            Map<Integer, String> nodes) {
        commands = new CommandBook(sent, outcomes, seen);
        owners = new OwnerBook(modems, events, seen, nodes);
        telemetry = new TelemetryBook(commands, up);
    }

    /** What does not agree; nothing if all is well. */
    public List<String> findings() {
        List<String> all = new ArrayList<>(commands.findings());
        all.addAll(owners.findings());
        all.addAll(telemetry.findings());
        return all;
    }

    /** What does not agree about commands alone, where nobody could see which node wrote. */
    public List<String> commandFindings() {
        return commands.findings();
    }

    public int confirmed() {
        return commands.confirmed();
    }

    public int notSent() {
        return commands.notSent();
    }

    /** Commands that are only UNKNOWN. */
    public int unknown() {
        return commands.unknown();
    }

    /** Commands with a definite outcome that are UNKNOWN for the next owner. */
    public int both() {
        return commands.both();
    }

    /** Connections of nodes that were ended by the connection of another node. */
    public int kicked() {
        return owners.kicked();
    }

    /** Connections of nodes that a terminal server refused. */
    public int refused() {
        return owners.refused();
    }

    /** How often a node gained a modem that had an owner before. */
    public int moves() {
        return owners.moves();
    }

    /** Answers of the peer that did not come up in Kafka. */
    public int telemetryLost() {
        return telemetry.missing();
    }

    /** The table, the reasons, and what does not agree. */
    @Override
    public String toString() {
        List<String[]> rows = new ArrayList<>(commands.rows());
        rows.addAll(telemetry.rows());
        rows.addAll(owners.rows());
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(String.format("%-24s %9s   %s%n", row[0], row[1], row[2])
                        .stripTrailing())
                .append('\n'));
        commands.reasons().forEach(reason -> text.append("    ").append(reason).append('\n'));
        List<String> findings = findings();
        findings.stream()
                .limit(SHOWN)
                .forEach(finding -> text.append("!! ").append(finding).append('\n'));
        return text + (findings.isEmpty() ? "The books agree." : findings.size() + " entries do not agree.");
    }
}
