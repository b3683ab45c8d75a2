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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

/** docs/tls.md: its examples run, its options are those of the catalog, and its messages are those that users get. */
class TlsPageTest {

    private static final Path PAGE = Path.of("../docs/tls.md");

    private static List<String> found(String pattern) throws Exception {
        List<String> found = Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    @Test
    void theExampleStarts() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            component.getConfiguration().setDevice("simulator://page");
            context.addComponent("sim7028", component);
            FakeModems.in(component);
            context.getRegistry().bind("backend", new SSLContextParameters());
            for (String yaml : found("^```yaml\n(.*?)^```$")) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("example.yaml", yaml));
            }
            context.start();
            assertThat(context.getRoutes()).extracting(Route::getRouteId).isNotEmpty();
        }
    }

    @Test
    void theJavaIsThatOfThisTest() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            // as in the page
            KeyStoreParameters trusted = new KeyStoreParameters();
            trusted.setResource("file:/opt/gateway/backend.p12");
            trusted.setPassword("…");
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(trusted);
            SSLContextParameters backend = new SSLContextParameters();
            backend.setTrustManagers(trust);
            context.getRegistry().bind("backend", backend);

            assertThat(context.getRegistry().lookupByName("backend")).isSameAs(backend);
        }
        String source = Files.readString(Path.of("src/test/java/io/github/sim7028/camel/TlsPageTest.java"))
                .replaceAll("\n +", "\n");
        assertThat(found("^```java\n(.*?)^```$"))
                .allSatisfy(java -> assertThat(source).contains(java.replaceAll("\n +", "\n")));
    }

    @Test
    void theOptionsAreThoseOfTheCatalog() throws Exception {
        JsonObject catalog = (JsonObject) Jsoner.deserialize(
                Files.readString(Path.of("src/generated/resources/META-INF/io/github/sim7028/camel/sim7028.json")));
        JsonObject options = (JsonObject) catalog.get("properties");
        assertThat(found("^\\| `(ssl\\w*)` \\|"))
                .containsExactlyInAnyOrderElementsOf(options.keySet().stream()
                        .filter(option -> option.startsWith("ssl"))
                        .toList());
    }

    @Test
    void theMessagesAreThoseOfTheDriver() throws Exception {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/github/sim7028/modem/driver"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file).replaceAll("\"\\s*\\+ \"", ""));
            }
        }
        String section = Files.readString(PAGE);
        section = section.substring(section.indexOf("\n## Messages"), section.indexOf("\n## Limits"));
        List<String> messages = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(section)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(messages).hasSizeGreaterThan(5);
        for (String message : messages) {
            assertThat(message.replace("TLS failed: ", "").split("…"))
                    .allSatisfy(part -> assertThat(sources).contains(part.strip()));
        }
    }
}
