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

/** The names of the properties below {@code camel.component.sim7028}. */
final class Sim7028PropertyNames extends PropertyNames {

    private static final String MODEMS = "modems";

    private final KnownNames modem = new KnownNames(Sim7028ModemProperties.MODEM_OPTIONS);
    private final KnownNames component = new KnownNames(
            Sim7028ModemProperties.MODEM_OPTIONS,
            Sim7028ComponentProperties.COMPONENT_OPTIONS,
            OF_THE_STARTER,
            List.of(MODEMS));

    Sim7028PropertyNames() {
        super("sim7028");
    }

    @Override
    String property(List<String> uniform, List<String> written) {
        if (!uniform.get(0).equals(MODEMS)) {
            return component.advice(String.join(".", uniform), "");
        }
        if (uniform.size() == 1) {
            return null;
        }
        if (uniform.size() == 2) {
            return "options of the modem are expected: modems." + written.get(1) + ".device and so on";
        }
        String option = uniform.get(uniform.size() - 1);
        if (uniform.size() > 3 && modem.contains(option)) {
            String dotted = String.join(".", written.subList(1, written.size() - 1));
            return "a name of a modem with a dot needs brackets: modems[" + dotted + "]." + modem.written(option)
                    + ", and in YAML also quotes: \"[" + dotted + "]\"";
        }
        return modem.advice(String.join(".", uniform.subList(2, uniform.size())), "modems." + written.get(1) + ".");
    }

    @Override
    String variable(List<String> uniform) {
        if (uniform.get(0).equals("fleet")) {
            return "variables for the component sim7028-fleet begin with " + FleetPropertyNames.VARIABLE;
        }
        if (!uniform.get(0).equals(MODEMS)) {
            return uniform.equals(List.of("customizer", "enabled"))
                    ? null
                    : component.advice(String.join("", uniform), "");
        }
        String last = "";
        for (int i = uniform.size() - 1; i > 1; i--) {
            last = uniform.get(i) + last;
            if (modem.contains(last)) {
                return null;
            }
        }
        return "no option of a modem has this name";
    }
}
