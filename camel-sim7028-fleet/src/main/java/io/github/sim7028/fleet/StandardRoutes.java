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
package io.github.sim7028.fleet;

import org.apache.camel.builder.RouteBuilder;

/** The two routes of a gateway that is configuration only: commands to the modems, and telemetry to Kafka. */
final class StandardRoutes extends RouteBuilder {

    static final String COMMANDS = "sim7028-fleet-commands";
    static final String TELEMETRY = "sim7028-fleet-telemetry";

    private final String scheme;
    private final String modems;

    /**
     * @param scheme the name of the component
     * @param link   as the option says
     */
    StandardRoutes(String scheme, String link, String group) {
        this.scheme = scheme;
        this.modems = "sim7028:" + link + (link.contains("?") ? "&" : "?") + "modem=" + group;
    }

    /** @throws IllegalArgumentException if it is no link, in the words of the option */
    static void check(String link) {
        if (link.startsWith("sim7028:")) {
            throw new IllegalArgumentException(
                    "link: '" + link + "' has a scheme; write " + link.substring("sim7028:".length()));
        }
        if (!link.startsWith("tcp:") && !link.startsWith("udp:")) {
            throw new IllegalArgumentException("link: '" + link
                    + "' is not a link; write for example tcp:telemetry.example.com:7000?framing=line");
        }
        if (link.matches(".*[?&]modem=.*")) {
            throw new IllegalArgumentException(
                    "link: '" + link + "' has the option modem, which the component sets; remove the option");
        }
    }

    @Override
    public void configure() {
        // an outcome says what Camel's error handler would write into the log for each command
        errorHandler(noErrorHandler());
        from(scheme + ":" + FleetEndpoint.COMMANDS).routeId(COMMANDS).to(modems);
        from(modems).routeId(TELEMETRY).to(scheme + ":" + FleetEndpoint.UP);
    }
}
