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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the peer answered, against what came up in Kafka. */
final class TelemetryBook {

    private final int answered;
    private final List<String> findings = new ArrayList<>();
    private int once;
    private int twice;
    private int missing;

    TelemetryBook(CommandBook commands, List<String> up) {
        Map<String, Integer> counts = new HashMap<>();
        up.forEach(id -> counts.merge(id, 1, Integer::sum));
        answered = commands.arrived().size();
        for (String id : commands.arrived()) {
            int count = counts.getOrDefault(id, 0);
            if (count == 0) {
                missing++;
            } else if (count <= commands.arrivals(id)) {
                once++;
            } else {
                twice++;
                findings.add("the answer to " + id + " came up " + count + " times");
            }
        }
        counts.keySet().stream()
                .filter(id -> commands.arrivals(id) == 0)
                .forEach(id -> findings.add("an answer came up to what did not arrive: " + id));
    }

    int missing() {
        return missing;
    }

    List<String> findings() {
        return findings;
    }

    List<String[]> rows() {
        return List.<String[]>of(new String[] {
            "telemetry",
            String.valueOf(answered),
            once + " in Kafka once, " + twice + " twice, " + missing + " lost with their link"
        });
    }
}
