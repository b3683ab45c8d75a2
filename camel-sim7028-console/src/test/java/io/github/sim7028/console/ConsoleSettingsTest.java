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
package io.github.sim7028.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {

    @Test
    void isForThisMachineAndShowsOnlyByDefault() {
        assertThat(ConsoleSettings.of(name -> null))
                .isEqualTo(new ConsoleSettings(true, "/sim7028", false, false, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "path,sim7028",
        "path,/",
        "path,/a b",
        "path,/a/*",
        "path,/a//b",
        "allow-remote,yes",
        "enabled,''",
        "hosts,a:8080",
        "hosts,*"
    })
    void refusesAValueThatIsNotAllowedAndNamesTheProperty(String name, String value) {
        assertThatThrownBy(() -> ConsoleSettings.of(Map.of("sim7028.console." + name, value)::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sim7028.console." + name + ": '" + value + "' is not");
    }

    @Test
    void takesNamesOfHosts() {
        assertThat(ConsoleSettings.of(Map.of("sim7028.console.hosts", "Modems.example.com , gateway")::get)
                        .hosts())
                .containsExactlyInAnyOrder("modems.example.com", "gateway");
    }

    @Test
    void refusesANameThatIsNoOption() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("sim7028.console.allow-action", "true");
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            assertThatThrownBy(() -> ConsoleSettings.of(context))
                    .hasMessage("sim7028.console.allow-action is not an option of the console; the options are"
                            + " [allow-actions, allow-remote, enabled, hosts, path]");
        }
    }
}
