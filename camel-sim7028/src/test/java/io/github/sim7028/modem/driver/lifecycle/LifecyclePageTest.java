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
package io.github.sim7028.modem.driver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of a modem's life in docs/architecture.md is that of {@link ModemLifecycle}. */
class LifecyclePageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`?[\\w ]+`?[\\w` ]*) \\| (yes|no)? ?\\| (.*)\\|$");
    private static final Pattern CELL = Pattern.compile("`([A-Z_]+)` → `([A-Z_]+)`");

    @Test
    void thePageShowsTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        Matcher row = ROW.matcher(page.substring(page.indexOf("## The life of a modem"), page.indexOf("## Threads")));
        Map<Event, Step> withLine = new EnumMap<>(Event.class);
        Map<Event, Step> everywhere = new EnumMap<>(Event.class);
        Map<State, Map<Event, Step>> shown = new EnumMap<>(State.class);
        while (row.find()) {
            Map<Event, Step> cells = cells(row.group(3));
            switch (row.group(1)) {
                case "every state with an open line" -> withLine.putAll(cells);
                case "every state except `STOPPED`" -> everywhere.putAll(cells);
                default -> {
                    State state = State.valueOf(row.group(1).replace("`", ""));
                    Map<Event, Step> all = new EnumMap<>(Event.class);
                    if (state != State.STOPPED) {
                        all.putAll(everywhere);
                    }
                    if ("yes".equals(row.group(2))) {
                        all.putAll(withLine);
                    }
                    all.putAll(cells);
                    all.values().removeIf(step -> step == Step.NOTHING);
                    shown.put(state, all);
                }
            }
        }
        assertThat(shown).isEqualTo(table());
    }

    private static Map<Event, Step> cells(String text) {
        Map<Event, Step> cells = new EnumMap<>(Event.class);
        CELL.matcher(text)
                .results()
                .forEach(cell -> cells.put(Event.valueOf(cell.group(1)), Step.valueOf(cell.group(2))));
        return cells;
    }

    private static Map<State, Map<Event, Step>> table() {
        Map<State, Map<Event, Step>> table = new EnumMap<>(State.class);
        for (State state : State.values()) {
            ModemLifecycle life = new ModemLifecycle(new VirtualTime());
            // a module that has settings, as a restart of another one means nothing
            life.begin(State.JOINING);
            life.begin(state);
            Map<Event, Step> cells = new EnumMap<>(Event.class);
            for (Event event : Event.values()) {
                Step step = life.on(event);
                if (step != Step.NOTHING) {
                    cells.put(event, step);
                }
            }
            table.put(state, cells);
        }
        return table;
    }
}
