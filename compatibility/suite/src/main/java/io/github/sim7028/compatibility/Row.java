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
package io.github.sim7028.compatibility;

import io.github.sim7028.compatibility.rows.*;
import java.util.Optional;
import java.util.stream.Stream;

/** A row of the table: what is tried, and the tests that try it. */
enum Row {
    CLASS_PATH("one jar, on jars of one line", ClassPathRow.class),
    SENDING("sending", SendingRow.class),
    RECEIVING("receiving", ReceivingRow.class),
    REQUESTS("request and reply", RequestRow.class),
    YAML("YAML with `parameters:`", YamlRow.class),
    XML("XML DSL", XmlRow.class),
    TO_D("`toD`", DynamicRow.class),
    TO_D_PARAMETERS("`toD` with parameters", DynamicParametersRow.class),
    SPLIT_URIS("split URIs", SplitUriRow.class),
    SERVER("TCP server", ServerRow.class),
    EVENTS("events", EventsRow.class),
    OPERATIONS("operations", OperationsRow.class),
    HEALTH("health checks", HealthRow.class),
    CONSOLE("developer console", ConsoleRow.class),
    JMX("JMX", JmxRow.class),
    VIRTUAL_THREADS("virtual threads", VirtualThreadsRow.class),
    METERS("meters of Micrometer", MetersRow.class),
    CAMEL_MICROMETER("meters with camel-micrometer", CamelMicrometerRow.class),
    SPANS("spans of camel-telemetry", SpansRow.class),
    MAIN("start: Camel Main, properties", MainRow.class),
    ROUTE_FILES("start: Camel Main, route files", RouteFilesRow.class),
    JAVA("start: Java", JavaRow.class),
    BOOT("start: Spring Boot starter", BootRow.class),
    WRONG_OPTIONS("a wrong option fails the start", WrongOptionRow.class),
    SECRETS("secrets stay out of the log", SecretsRow.class),
    /** Not a class of tests: whether the JVM ended as it should. */
    END("the end of the JVM", null);

    private final String label;
    private final Class<?> tests;

    Row(String label, Class<?> tests) {
        this.label = label;
        this.tests = tests;
    }

    String label() {
        return label;
    }

    Class<?> tests() {
        return tests;
    }

    static Optional<Row> of(Class<?> tests) {
        return Stream.of(values()).filter(row -> tests.equals(row.tests)).findFirst();
    }
}
