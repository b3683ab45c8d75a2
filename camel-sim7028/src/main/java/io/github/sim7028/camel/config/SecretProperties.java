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

import io.github.sim7028.at.codec.AtSyntax;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps secrets out of what Camel Main logs of its configuration at start. Main masks the values of options with certain names
 * ({@code password} …), which differ from line to line, and knows nothing of those that are marked as secret.
 */
public final class SecretProperties {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.camel.Sim7028Component");

    private static final String SIM_PIN = "simpin";
    private static final String APN_PASSWORD = "apnpassword";
    private static final String INIT_COMMANDS = "initcommands";

    private SecretProperties() {}

    /** Has Main mask the options that can hold a secret under a name it does not know. */
    public static void mask(CamelContext context) {
        try {
            ExtendedCamelContext extension = context == null ? null : context.getCamelContextExtension();
            if (extension == null) {
                return;
            }
            String known = extension.getAdditionalSensitiveKeywords();
            if (known == null || !known.toLowerCase(Locale.ROOT).contains(SIM_PIN)) {
                // a passcode is not known to Main of Camel 4.22
                String own = "passcode,simPin,apnUser,apnPassword,initCommands";
                extension.setAdditionalSensitiveKeywords(known == null || known.isBlank() ? own : known + "," + own);
            }
        } catch (LinkageError e) {
            LOG.debug("This version of Camel has a fixed list of what it masks", e);
        }
    }

    /** Warns of secrets that stand in the properties as they are, under names that not every version of Main masks. */
    public static void warn(CamelContext context) {
        PropertyText.forEach(context, (property, value) -> {
            if (value.isEmpty() || value.contains("{{")) {
                return;
            }
            String option = PropertyText.option(property);
            if (option.equals(SIM_PIN)) {
                LOG.warn(
                        "{} is set in the properties in plain text, and Camel Main may log the value: write {} = {{env:SIM_PIN}}",
                        property,
                        PropertyText.with(property, "passcode"));
            } else if (option.equals(APN_PASSWORD)) {
                LOG.warn(
                        "{} is set in the properties in plain text, and Camel Main may log the value: write {{env:NAME}} instead",
                        property);
            } else if (option.equals(INIT_COMMANDS) && AtSyntax.holdsSecret(value)) {
                LOG.warn(
                        "{} contains a password in plain text, and Camel Main may log the value: write {{env:NAME}} instead",
                        property);
            }
        });
    }
}
