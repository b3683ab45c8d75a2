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
package io.github.sim7028.trial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trial is made of.
 *
 * @param gateway   the file of properties that all nodes run with
 * @param modems    how many there are
 * @param doors     how many nodes there may be, one after the other or at once
 * @param kick      whether a new client of a terminal server ends the connection of the old one
 * @param session   the fleet's {@code sessionTimeout}
 * @param handOver  the fleet's {@code handOverTimeout}
 * @param options   further options of the fleet
 */
public record TrialSettings(
        Path gateway,
        int modems,
        int partitions,
        int doors,
        boolean kick,
        Duration session,
        Duration handOver,
        Map<String, String> options) {

    public static TrialSettings of(Path gateway, int modems) {
        return new TrialSettings(
                gateway, modems, 24, 3, true, Duration.ofSeconds(6), Duration.ofMillis(1500), Map.of());
    }

    public TrialSettings partitions(int value) {
        return new TrialSettings(gateway, modems, value, doors, kick, session, handOver, options);
    }

    public TrialSettings doors(int value) {
        return new TrialSettings(gateway, modems, partitions, value, kick, session, handOver, options);
    }

    public TrialSettings kick(boolean value) {
        return new TrialSettings(gateway, modems, partitions, doors, value, session, handOver, options);
    }

    public TrialSettings session(Duration value) {
        return new TrialSettings(gateway, modems, partitions, doors, kick, value, handOver, options);
    }

    public TrialSettings handOver(Duration value) {
        return new TrialSettings(gateway, modems, partitions, doors, kick, session, value, options);
    }

    public TrialSettings option(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put(name, value);
        return new TrialSettings(gateway, modems, partitions, doors, kick, session, handOver, all);
    }
}
