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
package io.github.sim7028.fleet.inventory;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.line.util.ForeignText;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;

/** Makes the options of a modem from the texts of an inventory. */
final class ModemOptions {

    private static final Set<String> SECRET = Set.of("simpin", "passcode", "apnuser", "apnpassword", "initcommands");
    private static final Set<String> RESERVED = Set.of("all", "default");
    private static final int LONGEST_NAME = 200;

    /** Why a text cannot be used; the message begins with the name of the option, and shows no secret. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        Refusal(String option, String why) {
            this(option + " " + why);
        }

        private Refusal(String message) {
            super(message);
        }
    }

    private final CamelContext context;
    private final Supplier<Sim7028ModemConfiguration> template;
    private final PropertyConfigurer configurer;

    /** @param template makes a copy of the options that all modems have in common */
    ModemOptions(CamelContext context, Supplier<Sim7028ModemConfiguration> template) {
        this.context = context;
        this.template = template;
        this.configurer = PluginHelper.getConfigurerResolver(context)
                .resolvePropertyConfigurer(Sim7028ModemConfiguration.class.getName(), context);
    }

    boolean known(String option) {
        return configurer instanceof PropertyConfigurerGetter options && options.getOptionType(option, false) != null;
    }

    /** Whether the values of the option are not shown. */
    static boolean secret(String option) {
        return SECRET.contains(option.toLowerCase(Locale.ROOT));
    }

    static boolean placeholder(String text) {
        return text.contains("{{");
    }

    void requireName(String name) throws Refusal {
        if (name.isEmpty()) {
            throw new Refusal("name", "is empty");
        }
        if (RESERVED.contains(name)) {
            throw new Refusal("name", "is '" + name + "', which has a meaning of its own");
        }
        if (name.length() > LONGEST_NAME) {
            throw new Refusal("name", "has " + name.length() + " characters, allowed are " + LONGEST_NAME);
        }
    }

    /** The options that all modems have in common. */
    Sim7028ModemConfiguration common() {
        return template.get();
    }

    /** The text with its placeholders resolved. */
    String resolved(String option, String text) throws Refusal {
        if (!placeholder(text)) {
            return text;
        }
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            boolean hide = secret(option) && !text.matches("\\{\\{[^{}]*}}");
            throw new Refusal(
                    option, "has a placeholder that cannot be resolved" + (hide ? "" : ": " + ForeignText.shown(text)));
        }
    }

    /** @param written what is shown of the value: a placeholder may stand for a secret */
    void set(Sim7028ModemConfiguration modem, String option, String value, String written) throws Refusal {
        try {
            configurer.configure(context, modem, option, value, false);
        } catch (RuntimeException e) {
            throw new Refusal(
                    option,
                    secret(option)
                            ? "is not allowed (value not shown)"
                            : "is " + ForeignText.quoted(written) + ", which is not allowed");
        }
    }

    /** All options together. */
    void check(Sim7028ModemConfiguration modem) throws Refusal {
        try {
            modem.check();
        } catch (IllegalArgumentException e) {
            // the message begins with the option, and shows no secret
            throw new Refusal(ForeignText.message(e.getMessage()));
        }
        if (modem.getDevice() == null) {
            throw new Refusal("device", "is empty");
        }
    }
}
