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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The JSON of a command, one object without further ones in it. The parser of scenarios reads it, since YAML includes JSON; what only YAML has
 * is refused.
 */
final class RequestBody {

    private static final int LONGEST = 8 * 1024;
    private static final Set<String> KEYS = new TreeSet<>(Set.of("command", "value", "modems", "for"));
    private static final Pattern BARE = Pattern.compile("-?\\d+(\\.\\d+)?|true|false");
    private static final String NOT_JSON =
            "The body must be a JSON object of texts and numbers, such as {\"command\":\"signal\",\"value\":12}";

    private RequestBody() {}

    /** Reads {@code {"command":"signal","value":"12","modems":"3-7","for":"60s"}}. */
    static ControlRequest read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("The body is longer than " + LONGEST + " bytes");
        }
        Map<String, String> map = map(new String(bytes, StandardCharsets.UTF_8));
        for (String key : map.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("Unknown key '" + key + "'; known are " + String.join(", ", KEYS));
            }
        }
        if (!map.containsKey("command")) {
            throw new IllegalArgumentException("The key command is missing");
        }
        return ControlRequest.of(map.get("command"), map.getOrDefault("value", ""), map.get("modems"), map.get("for"));
    }

    private static Map<String, String> map(String json) {
        try {
            // events instead of a tree: no depth of nesting costs more than the first step
            Iterator<Event> events =
                    new Parse(LoadSettings.builder().build()).parseString(json).iterator();
            next(events, Event.ID.StreamStart);
            next(events, Event.ID.DocumentStart);
            if (!((MappingStartEvent) next(events, Event.ID.MappingStart)).isFlow()) {
                throw new IllegalArgumentException(NOT_JSON);
            }
            Map<String, String> map = new LinkedHashMap<>();
            for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
                String key = text(event, false);
                String value = text(next(events, Event.ID.Scalar), true);
                if (map.containsKey(key)) {
                    throw new IllegalArgumentException("The key " + key + " is there twice");
                }
                map.put(key, value);
            }
            next(events, Event.ID.DocumentEnd);
            next(events, Event.ID.StreamEnd);
            map.values().removeIf(value -> value == null);
            return map;
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(NOT_JSON, e);
        }
    }

    private static Event next(Iterator<Event> events, Event.ID wanted) {
        Event event = events.next();
        if (event.getEventId() != wanted) {
            throw new IllegalArgumentException(NOT_JSON);
        }
        return event;
    }

    /** The text, null for {@code null}. */
    private static String text(Event event, boolean bareToo) {
        if (event instanceof ScalarEvent scalar) {
            boolean quoted = scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
            boolean bare = bareToo && scalar.isPlain();
            if (quoted || bare && BARE.matcher(scalar.getValue()).matches()) {
                return scalar.getValue();
            } else if (bare && scalar.getValue().equals("null")) {
                return null;
            }
        }
        throw new IllegalArgumentException(NOT_JSON);
    }
}
