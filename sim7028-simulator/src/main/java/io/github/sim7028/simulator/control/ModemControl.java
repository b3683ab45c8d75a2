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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Controls modems that run, by commands: signal, registration, loss of the network, restarts, sleep, faults and more; {@link #commands}
 * has them all. Thread-safe.
 */
public final class ModemControl {

    private final List<VirtualModem> modems;
    private final TemporaryEffects effects;
    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;

    /**
     * @param modems in the order of their numbers
     * @param timeline ends what holds for a time
     * @param seed of the shares of modems that are chosen by chance
     */
    public ModemControl(List<VirtualModem> modems, Timeline timeline, long seed) {
        this.modems = List.copyOf(modems);
        this.effects = new TemporaryEffects(timeline);
        this.random = new Random(seed);
    }

    /** All commands. */
    public static List<ControlCommand> commands() {
        return ControlCommands.ALL;
    }

    /** The modems, in the order of their numbers. */
    public List<VirtualModem> modems() {
        return modems;
    }

    /**
     * Does what is wanted.
     *
     * @return what the command tells, by the name of the modem; one entry for each modem concerned
     * @throws IllegalArgumentException when the command is unknown or its value is wrong, in plain words; nothing has happened then
     */
    public Map<String, String> run(ControlRequest request) {
        return prepare(request).run();
    }

    /** Reads a line, {@code COMMAND [VALUE] [modems=MODEMS] [for=TIME]}, and does what is wanted; see {@link #run(ControlRequest)}. */
    public Map<String, String> run(String line) {
        return run(ControlRequest.parse(line));
    }

    /**
     * Checks what is wanted and chooses its modems, without doing it.
     *
     * @throws IllegalArgumentException when the command is unknown or its value is wrong, in plain words
     */
    public Prepared prepare(ControlRequest request) {
        ControlCommand command = ControlCommands.ALL.stream()
                .filter(known -> known.name().equals(request.command()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Unknown command '" + request.command() + "'; known are "
                                + String.join(
                                        ", ",
                                        ControlCommands.ALL.stream()
                                                .map(ControlCommand::name)
                                                .toList())));
        if (!request.time().isZero() && !command.takesTime()) {
            throw new IllegalArgumentException(command.name() + " takes no time; for= is possible with "
                    + String.join(
                            ", ",
                            ControlCommands.ALL.stream()
                                    .filter(ControlCommand::takesTime)
                                    .map(ControlCommand::name)
                                    .toList()));
        }
        Effect effect = command.effect(request.value().strip());
        lock.lock();
        try {
            return new Prepared(command, effect, ModemSelection.of(request.modems(), modems, random), request);
        } finally {
            lock.unlock();
        }
    }

    /** The name of a modem; its number where it has none. */
    String label(VirtualModem modem) {
        return modem.name().orElseGet(() -> String.valueOf(modems.indexOf(modem) + 1));
    }

    /** A command that was checked, and the modems that it concerns. */
    public final class Prepared {
        private final ControlCommand command;
        private final Effect effect;
        private final List<VirtualModem> chosen;
        private final ControlRequest request;

        private Prepared(ControlCommand command, Effect effect, List<VirtualModem> chosen, ControlRequest request) {
            this.command = command;
            this.effect = effect;
            this.chosen = chosen;
            this.request = request;
        }

        /**
         * Does it; returns what the command tells, by the name of the modem.
         *
         * @throws IllegalStateException when all of its modems are closed
         */
        public Map<String, String> run() {
            Map<String, String> told = new LinkedHashMap<>();
            int failed = 0;
            for (VirtualModem modem : chosen) {
                try {
                    told.put(label(modem), effects.apply(modem, effect, command.aspect(), request.time()));
                } catch (IllegalStateException e) {
                    // one that is closed or hangs keeps the command from no other
                    told.put(label(modem), "failed: " + e.getMessage());
                    if (++failed == chosen.size()) {
                        throw e;
                    }
                }
            }
            return told;
        }

        /** The command with its value and its time, and the names of the modems that it concerns. */
        @Override
        public String toString() {
            String value = request.value().isEmpty() || command.name().equals("sim")
                    ? ""
                    : ' ' + request.value().strip();
            String time = request.time().isZero() ? "" : " for=" + Durations.format(request.time());
            return command.name() + value + time + ": " + String.join(", ", modems());
        }

        /** The names of the modems that it concerns. */
        public List<String> modems() {
            return chosen.stream().map(ModemControl.this::label).toList();
        }
    }
}
