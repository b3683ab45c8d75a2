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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A service whose module looks for a network longer than the service is willing to wait, and which is started again and again. */
class SearchRouteTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String name = "search-" + UUID.randomUUID();

    private DefaultCamelContext service(TcpPeer far) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Sim7028Component component = new Sim7028Component(context);
        component.getConfiguration().setDevice("simulator://" + name);
        component.getConfiguration().setApn("iot.example");
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        component.getConfiguration().setStartupTimeout(1000);
        context.addComponent("sim7028", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:readings").to("sim7028:tcp:127.0.0.1:" + far.port());
            }
        });
        return context;
    }

    /** 25 minutes, 200 times as fast. */
    private static VirtualModemBuilder slow(VirtualModemBuilder modem) {
        return modem.registrationDelay(Duration.ofMinutes(25)).timeScale(200);
    }

    @Test
    @ExpectedLog(
            value = "Error starting CamelContext .*Sim7028ModemUnavailableException: modem 'default' is not ready",
            level = Level.ERROR,
            stack = true)
    void itsStartsDoNotBeginTheSearchAgain() throws Exception {
        try (VirtualModem modem = slow(VirtualModem.builder().name(name)).start();
                TcpPeer far = new TcpPeer()) {
            int searches = 0;
            for (int start = 0; start < 3; start++) {
                try (DefaultCamelContext context = service(far)) {
                    assertThatThrownBy(context::start)
                            .hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class)
                            .hasStackTraceContaining("modem 'default' is not ready");
                }
                if (start == 1) {
                    // one when the module started, and one behind the APN, which is set with the radio off
                    searches = modem.searches();
                    assertThat(searches).isLessThanOrEqualTo(2);
                }
            }
            Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> {
                try (DefaultCamelContext context = service(far)) {
                    context.start();
                    context.createProducerTemplate().sendBody("direct:readings", "reading");
                    return true;
                }
            });
            assertThat(far.got()).isEqualTo("reading".getBytes(StandardCharsets.US_ASCII));
            assertThat(modem.searches()).isEqualTo(searches);
            assertThat(modem.commands().stream().filter(command -> command.startsWith("AT+CGDCONT=")))
                    .hasSize(1);
        }
    }
}
