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
package io.github.sim7028.camel.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028Endpoint;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.kit.Page;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;

/** docs/operations.md has the states, counters, attributes, details of health checks and events that there are, and no others. */
class OperationsPageTest {

    private static final Page PAGE = Page.of("operations.md");

    private static Set<String> attributes(Class<?> bean) {
        return Stream.of(bean.getMethods())
                .filter(method -> method.isAnnotationPresent(ManagedAttribute.class))
                .map(method -> method.getName().replaceFirst("^(get|is)", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> operations(Class<?> bean) {
        return Stream.of(bean.getMethods())
                .filter(method -> method.isAnnotationPresent(ManagedOperation.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theStatesAreThoseOfTheDriverWithTheirWordsAndTheirHealth() {
        List<List<String>> rows = PAGE.section("States").rows();
        assertThat(rows)
                .extracting(row -> row.get(0) + row.get(1))
                .containsExactly(Stream.of(ModemState.values())
                        .map(state -> "`" + state.name() + "`" + state.words())
                        .toArray(String[]::new));
        for (ModemState state : ModemState.values()) {
            if (state != ModemState.STOPPED) {
                boolean up = ModemHealthCheck.isUp(new ModemStatus(state, "", Instant.now(), null));
                assertThat(rows.get(state.ordinal()).get(3)).as(state.name()).startsWith(up ? "UP" : "DOWN");
            }
        }
    }

    @Test
    void theCountersAreThoseOfTheReportAndOfJmx() {
        Page counters = PAGE.section("Counters");
        assertThat(counters.names())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Counters.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(counters.rows()).allSatisfy(row -> assertThat(attributes(ManagedModem.class))
                .contains(row.get(1).replace("`", "")));
    }

    @Test
    void theAttributesAndOperationsOfJmxAreThoseOfTheMBeans() {
        Page jmx = PAGE.section("JMX");
        Set<String> named = new TreeSet<>(jmx.names());
        PAGE.section("Counters").rows().forEach(row -> named.add(row.get(1).replace("`", "")));
        assertThat(named).isEqualTo(attributes(ManagedModem.class));
        Set<String> others = new TreeSet<>(attributes(ManagedGroup.class));
        others.addAll(attributes(Sim7028Component.class));
        others.addAll(operations(ManagedModem.class));
        others.addAll(operations(Sim7028Component.class));
        others.addAll(operations(Sim7028Endpoint.class));
        others.add("ModemStatus");
        assertThat(others).allSatisfy(name -> assertThat(jmx.text()).contains("`" + name + "`"));
    }

    @Test
    void theDetailsOfHealthAreThoseOfTheChecks() throws IOException {
        Set<String> details = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/sim7028/camel/management"))) {
            for (Path source : sources.toList()) {
                Pattern.compile("detail\\((?:builder, )?\"([\\w.]+)\"")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(detail -> details.add(detail.group(1)));
            }
        }
        assertThat(PAGE.section("Health").names().stream().map(name -> name.replaceFirst("\\d$", "")))
                .containsExactlyInAnyOrderElementsOf(details);
    }

    @Test
    void theEventsAreThoseOfTheDriver() {
        String events = PAGE.section("Events").text();
        Class<?>[] types = ModemEvent.class.getPermittedSubclasses();
        assertThat(types).hasSizeGreaterThan(10).allSatisfy(type -> assertThat(events)
                .contains("`" + StringHelper.decapitalize(type.getSimpleName()) + "`"));
        assertThat(CloseReason.values())
                .allSatisfy(reason -> assertThat(events).contains("`" + OptionNames.of(reason) + "`"));
        Set<String> names = Stream.concat(
                        Stream.of(types).map(type -> StringHelper.decapitalize(type.getSimpleName())),
                        Stream.of(ModemEvent.Topic.values()).map(OptionNames::of))
                .collect(Collectors.toSet());
        assertThat(names).containsAll(PAGE.section("Events").names());
    }
}
