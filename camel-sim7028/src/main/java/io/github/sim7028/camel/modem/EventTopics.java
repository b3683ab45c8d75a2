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
package io.github.sim7028.camel.modem;

import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.modem.ModemEvent.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the option {@code events}. */
public final class EventTopics {

    public static final String ALL = "all";

    private EventTopics() {}

    /**
     * The topics of names separated by commas.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static Set<Topic> parse(String names) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String name : names.split(",", -1)) {
            if (name.trim().equalsIgnoreCase(ALL)) {
                topics.addAll(EnumSet.allOf(Topic.class));
            } else {
                topics.add(named(name.trim()));
            }
        }
        return topics;
    }

    private static Topic named(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> OptionNames.of(topic).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("events: '" + name + "' is not known; allowed are "
                        + ALL + " or, separated by commas, "
                        + Arrays.stream(Topic.values()).map(OptionNames::of).collect(Collectors.joining(", "))));
    }
}
