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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.line.LineGuard;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** The examples of docs/groups.md run. */
class GroupsPageTest {

    private static final Path PAGE = Path.of("../docs/groups.md");

    private static List<String> blocks(String language) throws Exception {
        List<String> blocks = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks;
    }

    /** With a driver that says to everything that it was sent. */
    private static FakeModems routes(DefaultCamelContext context, Sim7028Component component, String yaml)
            throws Exception {
        FakeModems modems = FakeModems.in(component);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("example.yaml", yaml));
        context.start();
        assertThat(context.getRoutes())
                .isNotEmpty()
                .extracting(Route::getRouteId)
                .allMatch(id -> context.getRouteController().getRouteStatus(id) == ServiceStatus.Started);
        return modems;
    }

    private static Sim7028ModemConfiguration socket(String host) {
        Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
        options.setDevice("socket://" + host + ":1");
        return options;
    }

    @Test
    void theGatewayReceivesFromAllModemsAndSendsOverTheOneOfTheHeader() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            context.addComponent("sim7028", component);
            component.getModems().put("roof", socket("roof"));
            component.getModems().put("cellar", socket("cellar"));
            FakeModems modems = routes(context, component, blocks("yaml").get(0));

            context.createProducerTemplate().sendBodyAndHeader("direct:command", "valve=shut", "meter", "cellar");
            assertThat(modems.profiles).extracting(profile -> profile.name()).contains("roof", "cellar");
            assertThat(modems.links.stream().flatMap(link -> link.sent.stream()).map(FakeModems.Sent::text))
                    .containsExactly("valve=shut\n");
        }
    }

    @Test
    void thePropertiesAreTaken() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(blocks("properties").get(0)));
        Main main = new Main();
        try {
            main.setInitialProperties(properties);
            main.start();
            Sim7028Component component = main.getCamelContext().getComponent("sim7028", Sim7028Component.class);
            assertThat(component.getModems()).containsOnlyKeys("roof", "cellar", "gate");
            assertThat(component.getGroupMaxDown()).isEqualTo("1");
        } finally {
            main.stop();
        }
    }

    /** As another program grants it. */
    private static final class Lease {
        private boolean isValid() {
            return true;
        }
    }

    @Test
    void theJavaIsThatOfThisTest() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            context.addComponent("sim7028", component);
            component.getModems().put("roof", socket("roof"));
            component.getModems().put("gate", socket("gate"));
            Lease lease = new Lease();
            // as in the page
            DefaultModemGroup north = new DefaultModemGroup();
            context.getRegistry().bind("north", north);
            north.add("roof");

            Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
            options.setDevice("socket://192.168.1.21:4001");
            options.setApn("iot.example");
            north.add("meter-4711", options, () -> null);
            // and further down
            north.add("gate", null, () -> new LineGuard() {
                @Override
                public boolean mayTalk() {
                    return lease.isValid();
                }

                @Override
                public String why() {
                    return "the lease has ended";
                }
            });
            FakeModems modems = routes(context, component, blocks("yaml").get(1));
            await().untilAsserted(() -> assertThat(modems.profiles)
                    .extracting(profile -> profile.name())
                    .containsExactlyInAnyOrder("roof", "meter-4711", "gate"));
        }
        String source = Files.readString(Path.of("src/test/java/io/github/sim7028/camel/GroupsPageTest.java"))
                .replaceAll("\n +", "\n");
        assertThat(blocks("java")).allSatisfy(java -> assertThat(source).contains(java.replaceAll("\n +", "\n")));
    }
}
