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
package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.Said;
import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.MODEM_DOWN)
class TelemetryRouteTest {

    /** The server of the route: the simulated network leads its name to a port of this machine. */
    private static final ServerSocket SERVER = server();

    @RegisterExtension
    final VirtualModemExtension modem = VirtualModemExtension.with(builder -> builder.name("telemetry")
            .host("telemetry.example.com", "203.0.113.10")
            .route(
                    "203.0.113.10",
                    7000,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.getLocalPort())));

    private final CamelContext context = new DefaultCamelContext();

    private static ServerSocket server() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(long sendTimeout, long modemWaitTimeout) throws Exception {
        Sim7028Component component = new Sim7028Component();
        component.getConfiguration().setDevice("simulator://telemetry");
        component.getConfiguration().setSendTimeout(sendTimeout);
        component.getConfiguration().setModemWaitTimeout(modemWaitTimeout);
        context.addComponent("sim7028", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // the failure comes to the test, and not to the log
                errorHandler(noErrorHandler());
                from("direct:telemetry").to("sim7028:tcp:telemetry.example.com:7000?framing=line");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void send(String reading) {
        context.createProducerTemplate().sendBody("direct:telemetry", reading);
    }

    private static void assertOutcome(Throwable failure, SendOutcome outcome) {
        assertThat(failure).cause().isInstanceOfSatisfying(Sim7028SendException.class, e -> assertThat(e.getOutcome())
                .isEqualTo(outcome));
    }

    @Test
    void theReadingArrives() throws Exception {
        start(60_000, 60_000);
        send("temperature=21");
        try (Socket connection = SERVER.accept();
                BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream()))) {
            assertThat(lines.readLine()).isEqualTo("temperature=21");
        }
    }

    @Test
    void withoutANetworkNothingIsSent(VirtualModem virtual) throws Exception {
        virtual.setRegistration(Registration.SEARCHING);
        start(60_000, 500);
        assertThatThrownBy(() -> send("temperature=21"))
                .satisfies(failure -> assertOutcome(failure, SendOutcome.NOT_SENT));
    }

    @Test
    void withoutAConfirmationTheOutcomeIsUnknown(VirtualModem virtual) throws Exception {
        start(10_000, 60_000);
        virtual.faults().add("drop line='+CIPSEND: *'");
        assertThatThrownBy(() -> send("temperature=21"))
                .satisfies(failure -> assertOutcome(failure, SendOutcome.UNKNOWN));
    }
}
