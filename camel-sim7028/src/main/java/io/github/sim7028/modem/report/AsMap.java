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
package io.github.sim7028.modem.report;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A record that can be converted to a map of plain values, for example for JSON. */
public interface AsMap {

    /**
     * The components by name, in their order: numbers, booleans, texts, nulls, and lists and maps of these. Times are texts in
     * ISO 8601, durations milliseconds, enum constants their names, a modem's state in words.
     */
    default Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : getClass().getRecordComponents()) {
            map.put(component.getName(), plain(valueOf(component)));
        }
        return map;
    }

    private Object valueOf(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof AsMap nested) {
            return nested.toMap();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AsMap::plain).collect(Collectors.toList());
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        if (value instanceof ModemState state) {
            return state.words();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Instant ? value.toString() : value;
    }
}
