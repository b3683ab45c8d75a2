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
package io.github.sim7028.camel.springboot;

import java.util.List;
import java.util.Locale;

/** The names of the properties below {@code camel.component.sim7028-fleet}. */
final class FleetPropertyNames extends PropertyNames {

    /** What the variables of the environment begin with. */
    static final String VARIABLE = "CAMEL_COMPONENT_SIM7028FLEET_";

    private static final String KAFKA = "kafka";
    private static final String MODEM_DEFAULTS = "modemdefaults";

    private final KnownNames modem = new KnownNames(Sim7028ModemProperties.MODEM_OPTIONS);
    private final KnownNames component = new KnownNames(
            FleetComponentProperties.COMPONENT_OPTIONS, OF_THE_STARTER, List.of(KAFKA, "modem-defaults"));

    FleetPropertyNames() {
        super("sim7028-fleet");
    }

    @Override
    String property(List<String> uniform, List<String> written) {
        boolean alone = uniform.size() == 1;
        return switch (uniform.get(0)) {
            case KAFKA -> alone ? "properties of Kafka are expected: kafka[security.protocol] and so on" : null;
            case MODEM_DEFAULTS ->
                alone
                        ? "options of a modem are expected: modem-defaults.apn and so on"
                        : modem.advice(String.join(".", uniform.subList(1, uniform.size())), "modem-defaults.");
            default -> component.advice(String.join(".", uniform), "");
        };
    }

    /** An underscore does not stand for a hyphen: Spring Boot takes that only where the name of the component has no hyphen. */
    @Override
    String variable(List<String> uniform) {
        String joined = String.join("", uniform);
        String option = null;
        if (component.contains(joined)) {
            option = joined;
        } else if (joined.startsWith(MODEM_DEFAULTS) && modem.contains(joined.substring(MODEM_DEFAULTS.length()))) {
            option = MODEM_DEFAULTS + "." + joined.substring(MODEM_DEFAULTS.length());
        }
        String name = String.join(".", uniform);
        if (option == null || option.equals(name) || uniform.size() == 1) {
            return property(uniform, uniform);
        }
        return "write " + VARIABLE + option.replace('.', '_').toUpperCase(Locale.ROOT)
                + ", without underscores in place of hyphens";
    }
}
