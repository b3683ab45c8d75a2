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

import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.simulator.VirtualModem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger who can put text into a URI, as into the host of a dynamic one, neither gets at secrets nor at this machine. */
class InjectionTest {

    @TempDir
    private Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        Sim7028ModemConfiguration mine = component.getConfiguration();
        mine.setDevice("socket://localhost:1");
        mine.setSimPin("86421357");
        mine.setSendTimeout(3000);
        context.addComponent("sim7028", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").errorHandler(noErrorHandler()).toD("sim7028:udp:${header.host}:5000");
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange sent(String host) {
        return template.request("direct:up", exchange -> {
            exchange.getMessage().setHeader("host", host);
            exchange.getMessage().setBody("x");
        });
    }

    /** Every option the catalog knows, of endpoints and of modems. */
    private static List<String> options() {
        List<String> options =
                new ArrayList<>(GeneratedCatalog.part("componentProperties").keySet());
        options.addAll(GeneratedCatalog.part("properties").keySet());
        return options;
    }

    /** As text of a stranger: a host alone, one with a port, and one with an option that takes what is put behind it. */
    private static final List<String> FORMS = List.of("h?%s=%s", "h:1?%s=%s", "h:1?%s=%s&delimiter=");

    @Test
    void noOptionLeadsToAStrangersModemOrFile() throws Exception {
        Path file = temp.resolve("written");
        try (ServerSocket stranger = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            stranger.setSoTimeout(500);
            List<String> values = List.of(
                    "socket://127.0.0.1:" + stranger.getLocalPort(),
                    "simulator://w?transcript=" + file,
                    file.toString());
            List<String> options = options();
            assertThat(options).contains("modem", "simPin", "transcriptFile", "device", "stateDirectory");
            for (String option : options) {
                for (String value : values) {
                    FORMS.forEach(form -> sent(form.formatted(option, value)));
                }
            }
            assertThatThrownBy(stranger::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(modems.profiles).allMatch(profile -> profile.name().equals("default"));
        assertThat(temp).isEmptyDirectory();
        assertThat(VirtualModem.named("w")).isEmpty();
    }

    @Test
    void aDeviceIsRefusedWithWhatToDo() {
        for (String device : List.of("socket://127.0.0.1:1", "/dev/ttyUSB9", "COM9", "simulator://w?transcript=x")) {
            assertThat(sent("h:1?modem=" + device + "&delimiter=").getException())
                    .hasStackTraceContaining("is a device, which is not allowed in a URI")
                    .hasStackTraceContaining("allowDeviceInUri=true");
        }
        assertThat(modems.profiles).isEmpty();
    }

    @Test
    void anAllowedDeviceGetsNoSecretOfTheProfile() throws Exception {
        Sim7028ModemConfiguration mine = component.getConfiguration();
        mine.setPasscode("86421357");
        mine.setStateDirectory(temp.toString());
        mine.setInitCommands("AT+CGAUTH=1,1,\"me\",\"h1dden\"");
        mine.setTranscriptFile(temp.resolve("told").toString());
        mine.setSslContextParameters(new SSLContextParameters());
        mine.setPowerCycle(modem -> {});
        mine.setDtrPulse(0);
        mine.setAllowRawCommands(true);
        mine.setApn("iot.example");
        mine.setApnAuthentication(ApnAuthentication.PAP);
        mine.setApnUser("meter7");
        mine.setApnPassword("0penSesame");

        Sim7028ModemConfiguration adHoc = mine.forDeviceInUri("socket://stranger:1");

        assertThat(adHoc.getDevice()).isEqualTo("socket://stranger:1");
        assertThat(adHoc.getApn()).isEqualTo("iot.example");
        assertThat(adHoc.getSimPin()).isNull();
        assertThat(adHoc.getPasscode()).isNull();
        assertThat(adHoc.getStateDirectory()).isNull();
        assertThat(adHoc.getInitCommands()).isNull();
        assertThat(adHoc.getApnUser()).isNull();
        assertThat(adHoc.getApnPassword()).isNull();
        assertThat(adHoc.getApnAuthentication()).isEqualTo(ApnAuthentication.NONE);
        assertThat(adHoc.getTranscriptFile()).isNull();
        assertThat(adHoc.getSslContextParameters()).isNull();
        assertThat(adHoc.getPowerCycle()).isNull();
        assertThat(adHoc.isAllowRawCommands()).isFalse();
    }

    @Test
    void noSecretOptionIsForgotten() throws Exception {
        Sim7028ModemConfiguration mine = component.getConfiguration();
        Sim7028ModemConfigurationConfigurer options = new Sim7028ModemConfigurationConfigurer();
        GeneratedCatalog.part("componentProperties").forEach((name, option) -> {
            if (Boolean.TRUE.equals(option.getBoolean("secret"))) {
                options.configure(context, mine, name, "86421357", true);
                assertThat(options.getOptionValue(mine.forDeviceInUri("socket://stranger:1"), name, true))
                        .as(name)
                        .isNull();
            }
        });
    }
}
