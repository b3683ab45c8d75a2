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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.modem.ModemOperation;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.report.CommandAnswer;
import io.github.sim7028.modem.report.ContextsReport;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.HostPing;
import io.github.sim7028.modem.report.LinkTraffic;
import io.github.sim7028.modem.report.LinksReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ResolvedName;
import io.github.sim7028.modem.report.RoundTrip;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.report.SupplyVoltage;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** sim7028:modem through the component, against a virtual modem. */
@Timeout(60)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.MODEM_DOWN + ".* registration denied")
@ExpectedLog(Said.NETWORK_CLOSED)
class ModemRouteTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PAGE = Path.of("../docs/operations.md");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<Message> events = new CopyOnWriteArrayList<>();
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final String name = "modem-" + UUID.randomUUID();
    private VirtualModem virtual;
    private ServerSocket server;

    @BeforeEach
    void prepare() throws IOException {
        component.getConfiguration().setDevice("simulator://" + name);
        component.getConfiguration().setReconnectDelay(50);
        component.getConfiguration().setRegistrationTimeout(1000);
        component.getConfiguration().setCommandTimeout(2000);
        component.getConfiguration().setApn("iot.example");
        context.addComponent("sim7028", component);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        server.close();
        VirtualModem.named(name).ifPresent(VirtualModem::close);
    }

    private VirtualModemBuilder modem() {
        return VirtualModem.builder().name(name);
    }

    private ProducerTemplate start(VirtualModemBuilder modem, RouteBuilder... routes) throws Exception {
        virtual = modem.start();
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
        return context.createProducerTemplate();
    }

    private static RouteBuilder events(String uri, org.apache.camel.Processor processor) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("events").process(processor);
            }
        };
    }

    private static RouteBuilder serving(int port) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:tcp-server:" + port).to("log:clients?level=DEBUG");
            }
        };
    }

    private void keep(Exchange exchange) {
        events.add(exchange.getMessage().copy());
    }

    private static Exchange ask(ProducerTemplate template, String options, Object body, Map<String, Object> headers) {
        return template.send("sim7028:modem" + options, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    private static <T> T answer(ProducerTemplate template, String operation, Object body, Class<T> type) {
        Exchange exchange = ask(template, "?operation=" + operation, body, Map.of());
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(type);
        return type.cast(exchange.getMessage().getBody());
    }

    private static <T extends Throwable> T failure(
            ProducerTemplate template, String operation, Object body, Class<T> type) {
        Exchange exchange = ask(template, "?operation=" + operation, body, Map.of());
        assertThat(exchange.getException()).isInstanceOf(type);
        return type.cast(exchange.getException());
    }

    private void awaitReady(ProducerTemplate template) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        answer(template, "status", null, ModemReport.class).state())
                .isEqualTo(ModemState.READY));
    }

    private String tcp() {
        return "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
    }

    @Nested
    class OperationsAsked {

        @Test
        void everyOperationAnswersWithItsRecord() throws Exception {
            component.getConfiguration().setAllowRawCommands(true);
            ProducerTemplate template = start(modem().host("telemetry.example", "127.0.0.1"));
            awaitReady(template);
            template.sendBody(tcp(), "HELLO");

            ModuleIdentity identity = answer(template, "identity", null, ModuleIdentity.class);
            assertThat(identity.model()).isEqualTo("SIM7028");
            assertThat(identity.firmware()).isEqualTo("2110B07SIM7028");
            assertThat(identity.imei()).isEqualTo("860000000000017");
            assertThat(identity.imsi()).isEqualTo("460000123456789");
            assertThat(identity.iccid()).isEqualTo("89860012345678901234");
            assertThat(answer(template, "clock", null, ModuleClock.class).time())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(answer(template, "battery", null, SupplyVoltage.class).millivolts())
                    .isEqualTo(3600);
            assertThat(answer(template, "signal", null, SignalQuality.class).dbm())
                    .isEqualTo(-67);
            ServingCell cell = answer(template, "cell", null, ServingCell.class);
            assertThat(cell.toMap())
                    .containsEntry("operator", "46000")
                    .containsEntry("tac", 0x2A2E)
                    .containsEntry("cell", 187215874L)
                    .containsEntry("band", 8)
                    .containsEntry("rsrp", -98)
                    .containsEntry("rsrq", -9.0)
                    .containsEntry("sinr", 12);
            assertThat(answer(template, "status", null, ModemReport.class).cell())
                    .isEqualTo(cell);
            assertThat(answer(template, "registration", null, RegistrationState.class)
                            .registered())
                    .isTrue();
            assertThat(answer(template, "ipAddress", null, NetworkAddress.class).address())
                    .isNotBlank();
            assertThat(answer(template, "links", null, LinksReport.class).links())
                    .singleElement()
                    .satisfies(link -> assertThat(link.remotePort()).isEqualTo(server.getLocalPort()));
            assertThat(answer(template, "acknowledged", 0, LinkTraffic.class).sent())
                    .isEqualTo(5);
            assertThat(answer(template, "acknowledged&link=0", null, LinkTraffic.class)
                            .link())
                    .isZero();
            assertThat(answer(template, "resolve", "telemetry.example", ResolvedName.class)
                            .address())
                    .isEqualTo("127.0.0.1");
            assertThat(answer(template, "ping", null, RoundTrip.class).time()).isPositive();
            assertThat(answer(template, "contexts", null, ContextsReport.class).contexts())
                    .singleElement()
                    .satisfies(context -> {
                        assertThat(context.apn()).isEqualTo("iot.example");
                        assertThat(context.active()).isTrue();
                        assertThat(context.addresses()).containsExactly("10.84.17.161");
                    });
            assertThat(answer(template, "diagnose", null, Diagnosis.class).summary())
                    .isEqualTo("No problem found");
            assertThat(answer(template, "command", "AT+CGSN", CommandAnswer.class)
                            .lines())
                    .containsExactly("860000000000017");
            assertThat(answer(template, "netClose", null, ModemStatus.class).state())
                    .isEqualTo(ModemState.NETWORK_CLOSED);
            assertThat(answer(template, "status", null, ModemReport.class).reason())
                    .contains("closed on request");
            assertThat(answer(template, "netOpen", null, ModemStatus.class).state())
                    .isEqualTo(ModemState.READY);
            assertThat(answer(template, "reconnect", null, ModemStatus.class).state())
                    .isEqualTo(ModemState.READY);
            assertThat(answer(template, "restart", null, ModemStatus.class).state())
                    .isEqualTo(ModemState.READY);
            assertThat(answer(template, "status", null, ModemReport.class)
                            .counters()
                            .confirmed())
                    .isEqualTo(1);
        }

        @Test
        void aFirmwareThatLacksCommandsLeavesThemOut() throws Exception {
            ProducerTemplate template = start(modem());
            awaitReady(template);
            virtual.faults().add("replace ERROR command=CIMI; replace ERROR command=CGMI; replace ERROR command=QCADC");
            virtual.faults().add("replace '+CCLK: \"2000/01/01,00:00:12+00\"|OK' command=CCLK");
            ModuleIdentity identity = answer(template, "identity", null, ModuleIdentity.class);
            assertThat(identity.maker()).isNull();
            assertThat(identity.imsi()).isNull();
            assertThat(identity.iccid()).isEqualTo("89860012345678901234");
            assertThat(answer(template, "clock", null, ModuleClock.class).set()).isFalse();
            assertThat(failure(template, "battery", null, Sim7028CommandException.class))
                    .hasMessage("AT+QCADC=Vbat failed: ERROR");
        }

        @Test
        void headersSayWhatToDoAndWithWhat() throws Exception {
            component.getConfiguration().setAllowRawCommands(true);
            ProducerTemplate template = start(modem().host("telemetry.example", "127.0.0.1"));
            awaitReady(template);

            Exchange signal = ask(template, "", "body", Map.of(Sim7028Constants.OPERATION, "signal"));
            assertThat(signal.getMessage().getBody()).isInstanceOf(SignalQuality.class);
            Exchange resolved = ask(
                    template, "?operation=resolve", "body", Map.of(Sim7028Constants.REMOTE_HOST, "telemetry.example"));
            assertThat(resolved.getMessage().getBody(ResolvedName.class).name()).isEqualTo("telemetry.example");
            Exchange host =
                    ask(template, "?operation=ping", "body", Map.of(Sim7028Constants.REMOTE_HOST, "telemetry.example"));
            HostPing echoes = host.getMessage().getBody(HostPing.class);
            assertThat(echoes.reachable()).isTrue();
            assertThat(echoes.address()).isEqualTo("127.0.0.1");
            assertThat(echoes.average()).isEqualTo(Duration.ofMillis(623));
            Exchange silent = ask(template, "?operation=ping", null, Map.of(Sim7028Constants.REMOTE_HOST, "192.0.2.7"));
            assertThat(silent.getMessage().getBody(HostPing.class).reachable()).isFalse();
            assertThat(ask(template, "?operation=ping", "body", Map.of())
                            .getMessage()
                            .getBody())
                    .as("the module itself, whatever the body is")
                    .isInstanceOf(RoundTrip.class);
            Exchange link = ask(template, "?operation=acknowledged", 0, Map.of(Sim7028Constants.LINK, 1));
            assertThat(((Sim7028CommandException) link.getException()).getCommand())
                    .isEqualTo("AT+CIPACK=1");
            Exchange command = ask(template, "?operation=command", "body", Map.of(Sim7028Constants.COMMAND, "AT+CSQ"));
            assertThat(command.getMessage().getBody(CommandAnswer.class).lines())
                    .containsExactly("+CSQ: 23,0");
            Exchange several = ask(template, "?operation=command", List.of("AT+CSQ", "AT+CGMM"), Map.of());
            List<?> answers = several.getMessage().getBody(List.class);
            assertThat(answers.size()).isEqualTo(2);
        }

        @Test
        void failuresCarryCommandCodeAndWords() throws Exception {
            ProducerTemplate template = start(modem().host("nowhere.example", ""));
            awaitReady(template);

            Sim7028CommandException unknown =
                    failure(template, "resolve", "nowhere.example", Sim7028CommandException.class);
            assertThat(unknown.getError().kind()).isEqualTo(AtError.Kind.DNS);
            assertThat(unknown.getError().code()).isEqualTo(10);
            Sim7028CommandException closed = failure(template, "acknowledged", "1", Sim7028CommandException.class);
            assertThat(closed).hasMessage("AT+CIPACK=1 failed: +IP ERROR: 11 Connection is not created");
            failure(template, "acknowledged", "twelve", IllegalArgumentException.class);
            failure(template, "acknowledged", "12", IllegalArgumentException.class);
            failure(template, "resolve", null, IllegalArgumentException.class);
            failure(template, "command", "AT", Sim7028ConfigurationException.class);
            Exchange misspelt = ask(template, "", null, Map.of(Sim7028Constants.OPERATION, "signals"));
            assertThat(misspelt.getException())
                    .hasMessageContaining("operation: 'signals' is not known; allowed are status, signal")
                    .hasMessageContaining("netClose");
        }

        @Test
        void aModemThatIsAwaySaysWhyAndIsDiagnosed() throws Exception {
            component.getConfiguration().setStartupMode(StartupMode.STRICT);
            ProducerTemplate template = start(modem().registration(Registration.DENIED));
            await().atMost(SOON).untilAsserted(() -> {
                Diagnosis diagnosis = answer(template, "diagnose", null, Diagnosis.class);
                assertThat(diagnosis.summary()).contains("registration denied", "contract");
            });
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            failure(template, "ipAddress", null, Sim7028ModemUnavailableException.class))
                    .hasMessageContaining("registration denied"));
            assertThat(failure(template, "netOpen", null, Exception.class)).hasMessageContaining("registration denied");
        }

        @Test
        void diagnosisNamesAMissingSim() throws Exception {
            ProducerTemplate template = start(modem().sim(SimCard.absent()));
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            answer(template, "diagnose", null, Diagnosis.class).summary())
                    .startsWith("SIM: there is no SIM card (AT+CPIN?: +CME ERROR: 10 SIM not inserted)"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "sim7028:modem?operation=reset | operation: 'reset' is not known; allowed are status, signal",
                    "sim7028:modem?events=links    | events: 'links' is not known; allowed are all or",
                    "sim7028:modem:roof            | modem: 'roof' is not known; known are [default]",
                    "sim7028:modem:roof?modem=cellar | modem: 'cellar' is not 'roof'"
                })
        void whatIsUnknownIsRefusedAtStartWithWhatIsAllowed(String uri, String words) {
            context.start();
            assertThatThrownBy(() -> context.getEndpoint(uri).start())
                    .rootCause()
                    .hasMessageContaining(words);
        }

        @Test
        void anUnknownEventFailsTheRoute() throws Exception {
            context.addRoutes(events("sim7028:modem?events=state,nonsense", ModemRouteTest.this::keep));
            assertThatThrownBy(context::start)
                    .isInstanceOf(FailedToCreateRouteException.class)
                    .rootCause()
                    .hasMessageContaining("events: 'nonsense' is not known")
                    .hasMessageContaining("registration, signal");
        }

        @Test
        void aNamedModemIsMeantByItsName() throws Exception {
            component.getModems().put("roof", component.getConfiguration().copy());
            component.getConfiguration().setDevice("socket://127.0.0.1:1");
            virtual = modem().start();
            context.addRoutes(events("sim7028:modem:roof?events=state", ModemRouteTest.this::keep));
            context.start();
            Exchange status = context.createProducerTemplate().send("sim7028:modem:roof", exchange -> {});
            assertThat(status.getMessage().getBody(ModemReport.class).modem()).isEqualTo("roof");
            await().atMost(SOON).until(() -> !events.isEmpty());
            assertThat(events.get(0).getHeader(Sim7028Constants.MODEM)).isEqualTo("roof");
            assertThat(context.getEndpoint("sim7028:modem?modem=roof", ModemEndpoint.class)
                            .getServiceUrl())
                    .isEqualTo("modem:roof");
        }
    }

    @Nested
    class Events {

        @Test
        void everyKindOfEventIsAnExchangeWithItsHeaders() throws Exception {
            component.getConfiguration().setKeepAliveInterval(200);
            int port = FreePort.find();
            ProducerTemplate template =
                    start(modem(), events("sim7028:modem", ModemRouteTest.this::keep), serving(port));
            assertThat(events.isEmpty() || type(events.get(0)).equals("statusChanged"))
                    .isTrue();
            awaitReady(template);
            template.sendBody(tcp(), "HELLO");
            Socket socket = server.accept();
            Message opened = event("linkOpened");
            assertThat(opened.getHeaders())
                    .containsEntry(Sim7028Constants.LINK, 0)
                    .containsEntry(Sim7028Constants.PROTOCOL, "tcp")
                    .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                    .containsEntry(Sim7028Constants.REMOTE_PORT, server.getLocalPort())
                    .containsEntry(Sim7028Constants.MODEM, "default")
                    .containsKey(Exchange.MESSAGE_TIMESTAMP);
            socket.close();
            Message closed = event("linkClosed");
            assertThat(closed.getHeader(Sim7028Constants.CLOSE_REASON)).isEqualTo("remote");
            assertThat(closed.getBody(ModemEvent.LinkClosed.class).meaning()).isEqualTo("closed by the peer");
            virtual.setRegistration(Registration.ROAMING);
            event("registrationChanged");
            virtual.setSignal(7, 0);
            await().atMost(SOON).until(() -> events.stream()
                    .anyMatch(message -> message.getBody() instanceof ModemEvent.SignalChanged changed
                            && changed.signal().rssi() == 7));
            virtual.inject("+CGEV: ME PDN ACT 1");
            event("notice");
            virtual.inject("+NEVER HEARD");
            event("unknownLine");
            try (Socket client = RouteRig.connect(port)) {
                assertThat(event("clientAccepted").getHeader(Sim7028Constants.REMOTE_PORT))
                        .isEqualTo(client.getLocalPort());
            }
            virtual.loseNetwork(true);
            event("networkLost");
            awaitReady(template);
            virtual.reboot(true);
            event("moduleRestarted");
            assertThat(event("statusChanged").getBody()).isInstanceOf(ModemEvent.StatusChanged.class);
        }

        private static String type(Message message) {
            return message.getHeader(Sim7028Constants.EVENT_TYPE, String.class);
        }

        private Message event(String type) {
            await().atMost(SOON).until(() -> events.stream()
                    .anyMatch(message -> type(message).equals(type)));
            return events.stream()
                    .filter(message -> type(message).equals(type))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void onlyTheEventsAskedForAreTold() throws Exception {
            ProducerTemplate template =
                    start(modem(), events("sim7028:modem?events=unknown,notice", ModemRouteTest.this::keep));
            awaitReady(template);
            virtual.reboot(true);
            await().atMost(SOON)
                    .until(() -> answer(template, "status", null, ModemReport.class)
                                    .counters()
                                    .restarts()
                            == 1);
            virtual.inject("+NEVER HEARD");
            event("unknownLine");
            assertThat(events).extracting(Events::type).containsOnly("unknownLine", "notice");
        }

        @Test
        void anUnknownLineThatTellsAPasswordIsToldWithoutIt() throws Exception {
            ProducerTemplate template =
                    start(modem(), events("sim7028:modem?events=unknown", ModemRouteTest.this::keep));
            awaitReady(template);
            virtual.inject("+CGAUTH: 1,2,\"someone\",\"secret\"");
            assertThat(event("unknownLine")
                            .getBody(ModemEvent.UnknownLine.class)
                            .line())
                    .isEqualTo("+CGAUTH: ***");
        }

        @Test
        void aSuspendedRouteHearsNothingAndIsToldWhereTheModemStandsWhenItResumes() throws Exception {
            ProducerTemplate template =
                    start(modem(), events("sim7028:modem?events=state,unknown", ModemRouteTest.this::keep));
            awaitReady(template);
            await().atMost(SOON).until(() -> events.stream()
                    .anyMatch(message -> message.getBody() instanceof ModemEvent.StatusChanged changed
                            && changed.status().state() == ModemState.READY));
            context.getRouteController().suspendRoute("events");
            events.clear();
            virtual.inject("+NEVER HEARD");
            await().atMost(SOON)
                    .until(() -> answer(template, "status", null, ModemReport.class)
                                    .counters()
                                    .unknownLines()
                            == 1);
            assertThat(events).isEmpty();
            context.getRouteController().resumeRoute("events");
            await().atMost(SOON).until(() -> !events.isEmpty());
            assertThat(events.get(0)
                            .getBody(ModemEvent.StatusChanged.class)
                            .status()
                            .state())
                    .isEqualTo(ModemState.READY);
            context.getRouteController().stopRoute("events");
            context.getRouteController().startRoute("events");
            await().atMost(SOON).until(() -> events.size() >= 2);
        }

        @ExpectedLog(
                value = Said.DELIVERY_FAILED + "java.lang.IllegalStateException: the route's own trouble",
                level = Level.ERROR,
                stack = true)
        @Test
        void aThrowingRouteIsReportedAndHearsTheNextEvent() throws Exception {
            RouteBuilder route = events("sim7028:modem?events=unknown&exceptionHandler=#handler", exchange -> {
                keep(exchange);
                throw new IllegalStateException("the route's own trouble");
            });
            context.getRegistry().bind("handler", new org.apache.camel.spi.ExceptionHandler() {
                @Override
                public void handleException(Throwable exception) {
                    reported.add(exception);
                }

                @Override
                public void handleException(String message, Throwable exception) {
                    reported.add(exception);
                }

                @Override
                public void handleException(String message, Exchange exchange, Throwable exception) {
                    reported.add(exception);
                }
            });
            ProducerTemplate template = start(modem(), route);
            awaitReady(template);
            virtual.inject("+NEVER ONE");
            virtual.inject("+NEVER TWO");
            await().atMost(SOON).until(() -> events.size() == 2);
            await().atMost(SOON).until(() -> reported.size() == 2);
        }
    }

    @Nested
    class ThePage {

        @ParameterizedTest
        @MethodSource("yaml")
        void theRoutesOfThePageRun(String yaml) throws Exception {
            CountDownLatch completed = new CountDownLatch(1);
            context.getManagementStrategy().addEventNotifier(completed(completed));
            virtual = modem().start();
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            ResourceHelper.fromString("example.yaml", yaml.replace("period: 60000", "period: 500")));
            context.start();
            assertThat(context.getRoutes())
                    .isNotEmpty()
                    .allMatch(route ->
                            context.getRouteController().getRouteStatus(route.getRouteId()) == ServiceStatus.Started);
            ProducerTemplate template = context.createProducerTemplate();
            awaitReady(template);
            if (yaml.contains("direct:modem")) {
                Object map = template.requestBodyAndHeader("direct:modem", null, "what", "status");
                assertThat(map).isInstanceOf(Map.class);
                assertThat(((Map<?, ?>) map).get("state")).isEqualTo("ready");
            } else if (yaml.contains("direct:diagnose")) {
                assertThat(template.requestBody("direct:diagnose", null, Diagnosis.class)
                                .healthy())
                        .isTrue();
            } else if (yaml.contains("uri: direct:")) {
                String direct = yaml.replaceFirst("(?s).*uri: (direct:[a-z-]+).*", "$1");
                assertThat(template.requestBody(direct, (Object) null)).isNotNull();
            } else {
                // the timer's route asks, the consumer's is told
                assertThat(completed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        }

        /** Counts exchanges of routes that came to a good end. */
        private static EventNotifier completed(CountDownLatch latch) {
            return new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof CamelEvent.ExchangeCompletedEvent done
                            && done.getExchange().getFromRouteId() != null) {
                        latch.countDown();
                    }
                }
            };
        }

        static Stream<String> yaml() throws IOException {
            return Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
                    .matcher(Files.readString(PAGE))
                    .results()
                    .map(match -> match.group(1));
        }

        /** A board's pins. */
        private interface Pins {
            void low(int pin);

            void high(int pin);
        }

        @Test
        void theBeanOfThePageIsTaken() throws Exception {
            List<String> pins = new CopyOnWriteArrayList<>();
            Pins gpio = new Pins() {
                @Override
                public void low(int pin) {
                    pins.add("low " + pin);
                }

                @Override
                public void high(int pin) {
                    pins.add("high " + pin);
                }
            };
            Main main = new Main();
            try {
                // as in the page
                PowerCycle relay = modem -> {
                    gpio.low(17);
                    TimeUnit.SECONDS.sleep(5);
                    gpio.high(17);
                };
                main.bind("relay", relay);
                main.addInitialProperty("camel.component.sim7028.powerCycle", "#bean:relay");
                main.start();
                Sim7028Component component = main.getCamelContext().getComponent("sim7028", Sim7028Component.class);
                assertThat(component.getConfiguration().getPowerCycle()).isSameAs(relay);
            } finally {
                main.stop();
            }
            String source = Files.readString(Path.of("src/test/java/io/github/sim7028/camel/ModemRouteTest.java"))
                    .replaceAll("\n +", "\n");
            Matcher java = Pattern.compile("(?ms)^```java\n(.*?)^```$").matcher(Files.readString(PAGE));
            assertThat(java.find()).isTrue();
            assertThat(source).contains(java.group(1).replaceAll(" +// .*", "").replaceAll("\n +", "\n"));
            assertThat(java.group(1)).contains("camel.component.sim7028.powerCycle=#bean:relay");
            assertThat(java.find()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"operation", "events"})
        void thePageNamesAllThereIs(String what) throws IOException {
            String page = Files.readString(PAGE);
            if (what.equals("operation")) {
                assertThat(ModemOperation.values())
                        .allSatisfy(operation -> assertThat(page).contains("| `" + OptionNames.of(operation) + "` |"));
            } else {
                assertThat(ModemEvent.Topic.values())
                        .allSatisfy(topic -> assertThat(page).contains("| `" + OptionNames.of(topic) + "` |"));
            }
        }
    }
}
