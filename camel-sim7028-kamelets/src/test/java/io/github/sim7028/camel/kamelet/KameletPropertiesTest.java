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
package io.github.sim7028.camel.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.camel.Sim7028Endpoint;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** Each property of a Kamelet reaches the option of the component, and a wrong value is told in the words of the component. */
@ExpectedLog(value = "vetoed initializing CamelContext", logger = "AbstractCamelContext", stack = true)
@ExpectedLog(value = "vetoed to not initialize", logger = "AbstractCamelContext", stack = true)
@ExpectedLog(value = "Error starting CamelContext", level = Level.ERROR, logger = "AbstractCamelContext", stack = true)
class KameletPropertiesTest {

    private static final String DELIMITER = "+;\\x26\\n";

    @Test
    void allOfTheSink() throws Exception {
        allOf(
                "sim7028-sink",
                Map.ofEntries(
                        Map.entry("protocol", "udp"),
                        Map.entry("host", "192.0.2.1"),
                        Map.entry("port", 7001),
                        Map.entry("modem", "roof"),
                        Map.entry("framing", "delimiter"),
                        Map.entry("delimiter", DELIMITER),
                        Map.entry("lengthFieldLength", 4),
                        Map.entry("maxFrameSize", 1000),
                        Map.entry("charset", "US-ASCII"),
                        Map.entry("link", 1),
                        Map.entry("localPort", 5001),
                        Map.entry("disconnect", true)));
    }

    @Test
    void allOfTheRequest() throws Exception {
        allOf(
                "sim7028-request",
                Map.ofEntries(
                        Map.entry("protocol", "udp"),
                        Map.entry("host", "[2001:db8::1]"),
                        Map.entry("port", 7001),
                        Map.entry("modem", "roof"),
                        Map.entry("framing", "delimiter"),
                        Map.entry("delimiter", DELIMITER),
                        Map.entry("lengthFieldLength", 4),
                        Map.entry("maxFrameSize", 1000),
                        Map.entry("charset", "US-ASCII"),
                        Map.entry("link", 1),
                        Map.entry("requestTimeout", "1m10s")));
    }

    @Test
    void allOfTheSourceFromAPeer() throws Exception {
        allOf(
                "sim7028-source",
                Map.ofEntries(
                        Map.entry("protocol", "udp"),
                        Map.entry("host", "192.0.2.1"),
                        Map.entry("port", 7001),
                        Map.entry("localPort", 5001),
                        Map.entry("modem", "roof"),
                        Map.entry("framing", "delimiter"),
                        Map.entry("delimiter", DELIMITER),
                        Map.entry("lengthFieldLength", 4),
                        Map.entry("maxFrameSize", 1000),
                        Map.entry("charset", "US-ASCII"),
                        Map.entry("link", 1),
                        Map.entry("receiveMode", "push"),
                        Map.entry("queueSize", 10)),
                "allowedClients",
                "maxClients");
    }

    @Test
    void allOfTheSourceFromClients() throws Exception {
        allOf(
                "sim7028-source",
                Map.ofEntries(
                        Map.entry("protocol", "tcp-server"),
                        Map.entry("port", 7001),
                        Map.entry("modem", "roof"),
                        Map.entry("framing", "delimiter"),
                        Map.entry("delimiter", DELIMITER),
                        Map.entry("lengthFieldLength", 4),
                        Map.entry("maxFrameSize", 1000),
                        Map.entry("charset", "US-ASCII"),
                        Map.entry("receiveMode", "buffered"),
                        Map.entry("queueSize", 10),
                        Map.entry("allowedClients", "10.0.0.0/8,192.168.1.20"),
                        Map.entry("maxClients", 1)),
                "host",
                "localPort",
                "link");
    }

    private static void allOf(String name, Map<String, Object> given, String... others) throws Exception {
        Set<String> all = new TreeSet<>(given.keySet());
        all.addAll(Set.of(others));
        assertThat(Kamelets.properties(Kamelets.load(name))).containsOnlyKeys(all);

        try (DefaultCamelContext context = Kamelets.context()) {
            // the routes are built, and no modem is needed
            context.setAutoStartup(false);
            Kamelets.addRoute(context, name, given);
            context.start();

            Sim7028Endpoint endpoint = context.getEndpoints().stream()
                    .filter(Sim7028Endpoint.class::isInstance)
                    .map(Sim7028Endpoint.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(endpoint.getConfiguration().isSync()).isEqualTo(name.equals("sim7028-request"));
            given.forEach((property, value) ->
                    assertThat(option(endpoint, property)).as(property).isEqualTo(asOption(property, value)));
        }
    }

    private static String asOption(String property, Object value) {
        return switch (property) {
            case "requestTimeout" -> "70000";
            case "host" -> value.toString().replaceAll("[\\[\\]]", "");
            default -> value.toString();
        };
    }

    private static String option(Sim7028Endpoint endpoint, String name) {
        Object value =
                switch (name) {
                    case "protocol" -> endpoint.getProtocol();
                    case "host" -> endpoint.getHost();
                    case "port" -> endpoint.getPort();
                    default ->
                        ((PropertyConfigurerGetter) PluginHelper.getConfigurerResolver(endpoint.getCamelContext())
                                        .resolvePropertyConfigurer(
                                                "sim7028-endpoint-configurer", endpoint.getCamelContext()))
                                .getOptionValue(endpoint, name, true);
                };
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(java.util.Locale.ROOT) : "" + value;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sim7028-sink    | port           | 70000    | port: 70000 is not a port; allowed are 1 to 65535
            sim7028-sink    | port           | http     | port: 'http' is not a port; allowed are 1 to 65535
            sim7028-sink    | protocol       | sctp     | protocol: 'sctp' is not supported; allowed are tcp, udp
            sim7028-sink    | host           | a"b      | host:
            sim7028-sink    | modem          | cellar   | modem: 'cellar' is not known; known are [default, roof]
            sim7028-sink    | framing        | lines    | framing: 'lines' is not known; allowed are none, line
            sim7028-sink    | charset        | EBCDIC   | charset: 'EBCDIC' is not supported
            sim7028-sink    | link           | first    | link: 'first' is not a whole number
            sim7028-sink    | link           | 12       | link: 12 is not a link number; allowed are 0 to 9
            sim7028-sink    | disconnect     | perhaps  | disconnect: 'perhaps' is not true or false
            sim7028-request | requestTimeout | soon     | requestTimeout: 'soon' is not a duration
            sim7028-request | requestTimeout | 2h       | requestTimeout: 7200000ms is out of range
            sim7028-request | maxFrameSize   | 0        | maxFrameSize: 0 is out of range
            sim7028-source  | queueSize      | 0        | queueSize: 0 is out of range
            sim7028-source  | receiveMode    | pull     | receiveMode: 'pull' is not known; allowed are auto, push, buffered
            sim7028-source  | maxClients     | 1        | Option maxClients is not supported by sim7028:tcp
            """)
    void aWrongValueIsTheLastCause(String name, String property, String value, String message) throws Exception {
        Map<String, Object> properties =
                new TreeMap<>(Map.of("protocol", "tcp", "host", "127.0.0.1", "port", 7000, "framing", "line"));
        properties.put(property, value);
        refused(name, properties, message);
    }

    @ParameterizedTest
    @CsvSource({"tcp,host and port are missing", "udp,localPort is missing", "tcp-server,port is missing"})
    void aSourceThatIsNotToldFromWhereSaysWhatIsMissing(String protocol, String message) throws Exception {
        refused("sim7028-source", Map.of("protocol", protocol), message);
    }

    @Test
    void aRequiredPropertyThatIsMissingIsNamed() throws Exception {
        refused("sim7028-sink", Map.of("port", 7000), "parameters must be provided: host");
    }

    private static void refused(String name, Map<String, Object> properties, String message) throws Exception {
        try (DefaultCamelContext context = Kamelets.context()) {
            assertThatThrownBy(() -> {
                        Kamelets.addRoute(context, name, properties);
                        context.start();
                    })
                    .rootCause()
                    .message()
                    .contains(message);
        }
    }
}
