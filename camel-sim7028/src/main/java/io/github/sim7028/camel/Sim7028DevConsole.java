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
package io.github.sim7028.camel;

import io.github.sim7028.camel.management.GroupReport;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Every modem in use, as the driver knows it: nothing is asked of a modem, so the console never waits for one. */
@DevConsole(name = "sim7028", displayName = "SIM7028", description = "SIM7028 modems and their links")
public class Sim7028DevConsole extends AbstractDevConsole {

    public Sim7028DevConsole() {
        super("camel", "sim7028", "SIM7028", "SIM7028 modems and their links");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (ModemSnapshot modem : modems()) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            describe(modem, text);
        }
        groups().forEach(group -> text.append("Group ")
                .append(group.group())
                .append(": ")
                .append(group.describe())
                .append('\n'));
        consumers().forEach((route, waiting) -> text.append("Route ")
                .append(route)
                .append(": ")
                .append(waiting)
                .append(" received and waiting\n"));
        return text.isEmpty() ? "No modem is in use\n" : text.toString();
    }

    private static void describe(ModemSnapshot modem, StringBuilder text) {
        Counters counters = modem.counters();
        text.append(String.format("Modem %s on %s%n", modem.modem(), modem.device()));
        line(text, "State", modem.status().describe());
        line(text, "Down since", modem.awaySince());
        line(
                text,
                "Signal",
                modem.signal() == null
                        ? null
                        : modem.signal().rssi() + ", " + modem.signal().quality());
        line(text, "Cell", modem.cell() == null ? null : modem.cell().describe());
        line(
                text,
                "Registration",
                modem.registration() == null ? null : modem.registration().words());
        line(text, "Address", modem.address());
        modem.links().forEach(link -> line(text, "Link", link.describe()));
        line(
                text,
                "Sent",
                String.format(
                                "%s: %d confirmed (%s), %d not sent, %d unknown, %d queued, %s",
                                Counted.of(counters.messagesOut(), "message"),
                                counters.confirmed(),
                                Counted.of(counters.bytesOut(), "byte"),
                                counters.notSent(),
                                counters.unknown(),
                                counters.queued(),
                                Counted.of(counters.retries(), "retry", "retries"))
                        // only in transparent mode
                        + (counters.unconfirmed() == 0 ? "" : ", " + counters.unconfirmed() + " unconfirmed"));
        line(
                text,
                "Received",
                Counted.of(counters.messagesIn(), "piece") + " (" + Counted.of(counters.bytesIn(), "byte") + ")");
        line(
                text,
                "Problems",
                String.format(
                        "%s (%s), %s reopened, %s reopened, %s, %s of %d unsolicited",
                        Counted.of(counters.outages(), "outage"),
                        TimeWords.span(counters.outageTime().toMillis()),
                        Counted.of(counters.reopens(), "link"),
                        Counted.of(counters.lineReopens(), "line"),
                        Counted.of(counters.restarts(), "restart"),
                        Counted.of(counters.unknownLines(), "unknown line"),
                        counters.urcs() + counters.unknownLines()));
        line(
                text,
                "Last error",
                modem.lastError() == null
                        ? null
                        : modem.lastError().time() + " " + modem.lastError().what());
    }

    private static void line(StringBuilder text, String what, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            text.append(String.format("    %s: %s%n", what, value));
        }
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put(
                "modems",
                modems().stream().map(modem -> new JsonObject(modem.toMap())).toList());
        root.put("groups", groups().stream().map(Sim7028DevConsole::json).toList());
        root.put(
                "consumers",
                consumers().entrySet().stream()
                        .map(entry -> new JsonObject(Map.of("routeId", entry.getKey(), "waiting", entry.getValue())))
                        .toList());
        return root;
    }

    private static JsonObject json(GroupReport group) {
        JsonObject json = new JsonObject();
        json.put("group", group.group());
        json.put("total", group.total());
        json.put("up", group.up());
        json.put("down", group.down());
        json.put("firstDown", group.firstDown());
        return json;
    }

    private List<ModemSnapshot> modems() {
        return components()
                .flatMap(component -> component.directory().snapshots().stream())
                .toList();
    }

    private List<GroupReport> groups() {
        return components()
                .flatMap(component -> component.groups().reports().stream())
                .toList();
    }

    private Stream<Sim7028Component> components() {
        return getCamelContext().getComponentNames().stream()
                .map(getCamelContext()::hasComponent)
                .filter(Sim7028Component.class::isInstance)
                .map(Sim7028Component.class::cast);
    }

    /** How many pieces wait for each route that receives. */
    private Map<String, Integer> consumers() {
        Map<String, Integer> waiting = new TreeMap<>();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getConsumer() instanceof Sim7028Consumer consumer) {
                waiting.put(route.getRouteId(), consumer.getPendingExchangesSize());
            }
        }
        return waiting;
    }
}
