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
package io.github.sim7028.camel.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices a number without a unit where seconds or minutes are usual: {@code keepAliveInterval=60} is 60 milliseconds. */
public final class DurationProperties {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.camel.Sim7028Component");

    private static final Set<String> SECONDS = Stream.of(
                    "keepAliveInterval",
                    "pollInterval",
                    "linkIdleTimeout",
                    "linkAcquireTimeout",
                    "reconnectDelay",
                    "maxReconnectDelay",
                    "requestTimeout",
                    "modemWaitTimeout",
                    "handshakeTimeout")
            .map(option -> option.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private DurationProperties() {}

    /** Warns of such values in the application's properties. */
    public static void warn(CamelContext context) {
        PropertyText.forEach(context, (property, value) -> warn(property, PropertyText.option(property), value));
    }

    /** Warns of such values among the parameters of a URI. */
    public static void warn(Map<String, Object> parameters) {
        parameters.forEach((name, value) -> warn(name, PropertyText.option(name), String.valueOf(value)));
    }

    private static void warn(String property, String option, String value) {
        if (SECONDS.contains(option) && value.matches("[1-9][0-9]{0,2}")) {
            LOG.warn(
                    "{}={} is {} milliseconds: write {}s for seconds, or {}ms to confirm milliseconds",
                    property,
                    value,
                    value,
                    value,
                    value);
        }
    }
}
