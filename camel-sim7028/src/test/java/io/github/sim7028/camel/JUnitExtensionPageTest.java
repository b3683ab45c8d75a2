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

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/simulator.md of a route with the modem of the JUnit extension. */
@Timeout(60)
class JUnitExtensionPageTest {

    @RegisterExtension
    static VirtualModemExtension named = VirtualModemExtension.with(modem -> modem.name("my-test"));

    @Test
    void theRouteSends() throws Exception {
        try (ServerSocket peer = new ServerSocket(0);
                DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component();
            component.getConfiguration().setDevice("simulator://my-test");
            context.addComponent("sim7028", component);
            context.start();
            context.createProducerTemplate()
                    .sendBody("sim7028:tcp:127.0.0.1:" + peer.getLocalPort() + "?framing=line", "hello");
            assertThat(named.modem().commands()).anyMatch(command -> command.startsWith("AT+CIPSEND=0,"));
        }
    }

    /** Every line of the example of the page stands in this class. */
    @Test
    void thePageHasThisExample() throws IOException {
        String page = Files.readString(Path.of("../docs/simulator.md"));
        int from = page.indexOf("static VirtualModemExtension named");
        String example = page.substring(from, page.indexOf("```", from));
        String source = Files.readString(Path.of("src/test/java/io/github/sim7028/camel/JUnitExtensionPageTest.java"));
        assertThat(example.lines().map(String::strip)).isNotEmpty().allSatisfy(line -> assertThat(source)
                .contains(line));
    }
}
