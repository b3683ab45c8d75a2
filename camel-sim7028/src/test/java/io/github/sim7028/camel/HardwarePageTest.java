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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

/** docs/hardware.md and docs/terminal-servers.md: the settings of a line are those of the catalog, and the Java is that of this test. */
class HardwarePageTest {

    @Test
    void theSettingsAreThoseOfTheCatalog() throws Exception {
        JsonObject catalog = (JsonObject) Jsoner.deserialize(
                Files.readString(Path.of("src/generated/resources/META-INF/io/github/sim7028/camel/sim7028.json")));
        JsonObject options = (JsonObject) catalog.get("componentProperties");
        List<List<String>> rows =
                Page.of("hardware.md").section("Baud rate and other settings").rows();
        assertThat(rows).hasSize(5);
        for (List<String> row : rows) {
            JsonObject option = (JsonObject) options.get(row.get(0).replace("`", ""));
            assertThat(option).as(row.get(0)).isNotNull();
            assertThat(row.get(1)).as(row.get(0)).isEqualTo(String.valueOf(option.get("defaultValue")));
            if (option.get("enum") instanceof List<?> values) {
                assertThat(row.get(2).split(", ")).containsExactly(values.toArray(String[]::new));
            }
        }
    }

    @Test
    void theJavaIsThatOfThisTest() throws Exception {
        Sim7028Component component = new Sim7028Component();
        // as in the page
        KeyStoreParameters trusted = new KeyStoreParameters();
        trusted.setResource("file:/opt/gateway/terminal-server.p12");
        trusted.setPassword("…");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(trusted);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        component.getConfiguration().setDevice("sockets://gateway:7028");
        component.getConfiguration().setSslContextParameters(parameters);

        assertThat(component.getConfiguration().getSslContextParameters()).isSameAs(parameters);
        Page.of("terminal-servers.md").assertJavaIsIn(HardwarePageTest.class);
    }
}
