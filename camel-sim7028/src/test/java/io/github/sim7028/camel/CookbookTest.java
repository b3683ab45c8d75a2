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

import io.github.sim7028.Said;
import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.Page;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.Settings.Authentication;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** docs/cookbook.md: all examples of each recipe run as they stand there, between the simulator and real sockets. */
@Timeout(240)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog("^Rollback file strategy: ")
@ExpectedLog(
        value = Said.DELIVERY_FAILED + "io.github.sim7028.modem.Sim7028SendException",
        level = Level.ERROR,
        stack = true)
class CookbookTest {

    private static final Page PAGE = Page.of("cookbook.md");

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Where the simulated network leads the names of the page. */
    private static final String ADDRESS = "203.0.113.10";

    private static final List<String> HOSTS =
            List.of("telemetry.example.com", "commands.example.com", "backend.example.com");

    /** The section of the page whose examples a test runs. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Recipe {
        String value();
    }

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Message> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T with(T resource) {
        open.add(resource);
        return resource;
    }

    /** A modem in whose network the names of the page lead to real ports of this machine. */
    private static VirtualModemBuilder network(VirtualModemBuilder modem, Map<Integer, Integer> ports) {
        HOSTS.forEach(host -> modem.host(host, ADDRESS));
        ports.forEach((port, real) ->
                modem.route(ADDRESS, port, new InetSocketAddress(InetAddress.getLoopbackAddress(), real)));
        return modem;
    }

    /** The component with the properties of the recipe, whose devices are simulated. */
    private RouteRig cook(String recipe, Map<Integer, Integer> ports) {
        RouteRig rig = with(new RouteRig(modem -> network(modem, ports)));
        rig.settings.setConnectTimeout(60_000);
        rig.settings.setNetOpenTimeout(60_000);
        rig.settings.setSendTimeout(60_000);
        Properties properties = PAGE.section(recipe).properties();
        properties.stringPropertyNames().forEach(property -> {
            String option = property.substring("camel.component.sim7028.".length());
            String value = properties.getProperty(property);
            if (option.endsWith("device")) {
                String name = rig.name + option.replaceAll("\\W", "-");
                with(network(VirtualModem.builder().name(name), ports).start());
                value = "simulator://" + name;
            }
            PropertyBindingSupport.build()
                    .withCamelContext(rig.context)
                    .withTarget(rig.component)
                    .withProperty(option, rig.context.resolvePropertyPlaceholders(value))
                    .withMandatory(true)
                    .bind();
        });
        return rig;
    }

    /** Starts all routes of the recipe. */
    private void serve(RouteRig rig, String recipe) throws Exception {
        serve(rig, recipe, "", "");
    }

    /** @param port of the page, for which another one stands */
    private void serve(RouteRig rig, String recipe, String port, String other) throws Exception {
        List<String> routes = PAGE.section(recipe).examples("yaml");
        assertThat(routes).isNotEmpty();
        for (int i = 0; i < routes.size(); i++) {
            PluginHelper.getRoutesLoader(rig.context)
                    .loadRoutes(ResourceHelper.fromString(
                            "recipe-" + i + ".yaml", routes.get(i).replace(port, other)));
        }
        rig.context.start();
        rig.template = rig.context.createProducerTemplate();
    }

    private RouteBuilder keeping(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> received.add(exchange.getMessage().copy()));
            }
        };
    }

    private List<String> bodies() {
        return received.stream().map(message -> message.getBody(String.class)).toList();
    }

    private static String got(TcpPeer peer) {
        return new String(peer.got(), StandardCharsets.UTF_8);
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever adds a recipe adds its test, and a test that lost its recipe goes. */
    @Test
    void eachExampleIsRunByTheTestOfItsRecipe() throws Exception {
        List<String> tested = Stream.of(CookbookTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Recipe.class))
                .map(CookbookTest::recipe)
                .toList();
        List<String> recipes = PAGE.sections().entrySet().stream()
                .filter(section -> section.getValue().text().contains("```"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(recipes);
        assertThat(PAGE.sections().keySet()).containsExactlyElementsOf(recipes);
        PAGE.assertJavaIsIn(CookbookTest.class);
    }

    private static String recipe(Method test) {
        assertThat(test.isAnnotationPresent(Test.class)).as(test.getName()).isTrue();
        return test.getAnnotation(Recipe.class).value();
    }

    @Test
    @Recipe("Telemetry")
    void aReadingGoesUpByTcpAndByUdp() throws Exception {
        TcpPeer server = with(new TcpPeer());
        DatagramSocket datagrams = with(RouteRig.udpPeer());
        RouteRig rig = cook("Telemetry", Map.of(7000, server.port(), 7001, datagrams.getLocalPort()));
        serve(rig, "Telemetry");
        await().atMost(SOON).until(() -> got(server).matches("temperature=[0-9]+\n"));
        assertThat(RouteRig.receive(datagrams)).matches("temperature=[0-9]+");
    }

    @Test
    @Recipe("Commands")
    void whatTheServerSaysIsACommandOnTheConnectionOfTheGateway() throws Exception {
        TcpPeer server = with(TcpPeer.greeting("valve=open\nnonsense\nvalve=shut\n"));
        RouteRig rig = cook("Commands", Map.of(7000, server.port()));
        rig.context.addRoutes(keeping("direct:valve"));
        serve(rig, "Commands");
        await().atMost(SOON).until(() -> bodies().equals(List.of("valve=open", "valve=shut")));
        rig.sends("sim7028:tcp:telemetry.example.com:7000?framing=line", "done");
        await().atMost(SOON).until(() -> got(server).equals("done\n"));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @Recipe("Request and reply")
    void eachRequestHasItsReplyInBothDirections() throws Exception {
        TcpPeer echo = with(TcpPeer.echo());
        TcpPeer asking = with(TcpPeer.greeting("how are you?\n"));
        RouteRig rig = cook("Request and reply", Map.of(7001, echo.port(), 7002, asking.port()));
        serve(rig, "Request and reply");
        assertThat(rig.template.requestBody("direct:ask", "level?", String.class))
                .isEqualTo("level?");
        await().atMost(SOON).until(() -> got(asking).equals("seen: how are you?\n"));
    }

    @Test
    @Recipe("Store and forward")
    void aFileGoesWhenItIsConfirmedStaysWhenItIsNotSentAndIsSetAsideWhenNobodyKnows() throws Exception {
        TcpPeer server = with(new TcpPeer());
        RouteRig rig = cook("Store and forward", Map.of(7000, server.port()));
        rig.settings.setModemWaitTimeout(100);
        rig.settings.setSendTimeout(10_000);
        Path outbox = Files.createDirectory(directory.resolve("outbox"));
        rig.context.getPropertiesComponent().addInitialProperty("outbox", outbox.toString());
        rig.virtual.setRegistration(Registration.SEARCHING);
        Files.writeString(outbox.resolve("0001"), "first");
        serve(rig, "Store and forward", "delay: 10000", "delay: 500");
        await().atMost(SOON).until(() -> rig.component.directory().snapshots().stream()
                .anyMatch(modem -> modem.counters().notSent() > 1));
        assertThat(outbox.resolve("0001")).hasContent("first");

        rig.virtual.setRegistration(Registration.HOME);
        await().atMost(SOON).until(() -> got(server).equals("first\n") && Files.notExists(outbox.resolve("0001")));

        rig.virtual.faults().add("drop line='+CIPSEND: *' times=1");
        Files.writeString(directory.resolve("tmp"), "second");
        Files.move(directory.resolve("tmp"), outbox.resolve("0002"));
        await().atMost(SOON).until(() -> Files.exists(outbox.resolve("unknown/0002")));
        await().atMost(SOON).until(() -> Files.notExists(outbox.resolve("0002")));
        assertThat(outbox.resolve("unknown/0002")).hasContent("second");
    }

    @Test
    @Recipe("Many sites")
    void oneRouteServesAllSitesAndTheHeaderChooses() throws Exception {
        TcpPeer server = with(TcpPeer.greeting("hello\n"));
        RouteRig rig = cook("Many sites", Map.of(7000, server.port()));
        rig.component.getConfiguration().setDevice((String) null);
        rig.context.addRoutes(keeping("direct:received"));
        serve(rig, "Many sites");
        await().atMost(SOON).until(() -> received.size() == 2);
        assertThat(received)
                .extracting(message -> message.getHeader("site"))
                .containsExactlyInAnyOrder("roof", "cellar");
        rig.template.sendBodyAndHeader("direct:send", "interval=30", "site", "cellar");
        await().atMost(SOON).until(() -> got(server).equals("interval=30\n"));
        assertThat(rig.component.directory().snapshots())
                .filteredOn(modem -> modem.counters().confirmed() == 1)
                .singleElement()
                .satisfies(modem -> assertThat(modem.modem()).isEqualTo("cellar"));
    }

    @Test
    @Recipe("Alarms")
    void aClientGetsAnswersAndAlarmsAndAnAlarmThatNobodyHearsFails() throws Exception {
        int port = FreePort.find();
        RouteRig rig = cook("Alarms", Map.of());
        serve(rig, "Alarms", "8080", String.valueOf(port));
        rig.awaitReady();
        try (Socket client = RouteRig.connect(port)) {
            write(client, "ping\n");
            assertThat(line(client)).isEqualTo("ok ping");
            rig.template.sendBody("direct:alarm", "water");
            assertThat(line(client)).isEqualTo("water");
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(failure(rig, "direct:alarm"))
                .isInstanceOfSatisfying(Sim7028SendException.class, failure -> assertThat(failure.getOutcome())
                        .isEqualTo(SendOutcome.NOT_SENT)));
    }

    private static Throwable failure(RouteRig rig, String uri) {
        try {
            rig.template.sendBody(uri, "alarm");
            return null;
        } catch (CamelExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    @Recipe("A spare modem")
    void theSpareModemSendsWhatTheFirstOneHasCertainlyNotSentAndNothingElse() throws Exception {
        TcpPeer server = with(new TcpPeer());
        RouteRig rig = cook("A spare modem", Map.of(7000, server.port()));
        Sim7028ModemConfiguration first = rig.component.getModems().get("first");
        assertThat(first.getModemWaitTimeout()).isEqualTo(30_000);
        first.setModemWaitTimeout(200);
        first.setSendTimeout(10_000);
        VirtualModem virtual = VirtualModem.named(first.getDevice().toString().substring("simulator://".length()))
                .orElseThrow();
        virtual.setRegistration(Registration.SEARCHING);
        serve(rig, "A spare modem");
        rig.template.sendBody("direct:report", "over the spare one");
        await().atMost(SOON).until(() -> got(server).equals("over the spare one\n"));

        virtual.setRegistration(Registration.HOME);
        await().atMost(SOON).until(() -> rig.component.directory().snapshots().stream()
                .anyMatch(modem -> modem.modem().equals("first") && modem.ready()));
        virtual.faults().add("drop line='+CIPSEND: *' times=1");
        assertThat(failure(rig, "direct:report"))
                .isInstanceOfSatisfying(Sim7028SendException.class, failure -> assertThat(failure.getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN));
        assertThat(got(server)).isEqualTo("over the spare one\nalarm\n");
    }

    @Test
    @Recipe("Watching the modem")
    void aChangeOfStateIsTold() throws Exception {
        RouteRig rig = cook("Watching the modem", Map.of());
        rig.context.addRoutes(keeping("direct:tell"));
        serve(rig, "Watching the modem");
        await().atMost(SOON).until(() -> bodies().stream().anyMatch(body -> body.startsWith("ready")));
        int before = received.size();
        rig.virtual.setRegistration(Registration.SEARCHING);
        rig.virtual.loseNetwork(true);
        await().atMost(SOON).until(() -> bodies().subList(before, received.size()).stream()
                .anyMatch(body -> !body.startsWith("ready")));
    }

    @Test
    @Recipe("Name servers")
    void theModuleHasItsNameServersAndSaysWhatANameIs() throws Exception {
        RouteRig rig = cook("Name servers", Map.of());
        serve(rig, "Name servers");
        rig.awaitReady();
        assertThat(rig.template.requestBody("direct:resolve", null, String.class))
                .isEqualTo("telemetry.example.com is " + ADDRESS);
        assertThat(rig.virtual.commands())
                .anyMatch(command -> command.matches("AT\\+CDNSCFG=10\\.0\\.0\\.53,10\\.0\\.1\\.53.*"));
    }

    @Test
    @Recipe("Power saving")
    void theModuleIsToldWhenToSleepAndTheReadingArrives() throws Exception {
        DatagramSocket server = with(RouteRig.udpPeer());
        RouteRig rig = cook("Power saving", Map.of(7001, server.getLocalPort()));
        serve(rig, "Power saving");
        assertThat(RouteRig.receive(server)).matches("temperature=[0-9]+");
        assertThat(rig.virtual.commands())
                .contains("AT+CPSMS=1,,,\"00111000\",\"00001111\"")
                .noneMatch(command -> command.startsWith("AT+QCPMUCFG=1,1"));
    }

    @Test
    @Recipe("TLS")
    void theReadingIsEncrypted() throws Exception {
        Authority authority = new Authority("the authority");
        TlsPeer server = with(new TlsPeer(Authority.context(authority.issue("backend.example.com"))));
        RouteRig rig = cook("TLS", Map.of(8883, server.port()));
        Path trusted = directory.resolve("backend.p12");
        try (OutputStream out = Files.newOutputStream(trusted)) {
            Authority.trustStore(authority).store(out, Authority.PASSWORD);
        }
        bindAsInThePage(rig.context);
        KeyStoreParameters store = rig.context
                .getRegistry()
                .lookupByNameAndType("backend", SSLContextParameters.class)
                .getTrustManagers()
                .getKeyStore();
        store.setResource("file:" + trusted);
        store.setPassword(new String(Authority.PASSWORD));
        serve(rig, "TLS");
        await().atMost(SOON).untilAsserted(() -> assertThat(new String(server.got(), StandardCharsets.UTF_8))
                .matches("temperature=[0-9]+\n"));
    }

    private static void bindAsInThePage(org.apache.camel.CamelContext context) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:/opt/gateway/backend.p12");
        store.setPassword(System.getenv("TRUST_PASSWORD"));
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setKeyStore(store);
        SSLContextParameters backend = new SSLContextParameters();
        backend.setTrustManagers(trusted);
        context.getRegistry().bind("backend", backend);
    }

    @Test
    @Recipe("Transparent mode")
    void theLineIsTheStreamAndAnswersComeBack() throws Exception {
        TcpPeer server = with(TcpPeer.echo());
        RouteRig rig = cook("Transparent mode", Map.of(7000, server.port()));
        rig.context.addRoutes(keeping("direct:received"));
        serve(rig, "Transparent mode");
        rig.template.sendBody("direct:stream", "through the line");
        await().atMost(SOON).until(() -> bodies().equals(List.of("through the line")));
        assertThat(rig.virtual.commands())
                .contains("AT+CIPMODE=1")
                .noneMatch(command -> command.startsWith("AT+CIPSEND="));
    }

    @Test
    @Recipe("An APN with a password")
    void theNetworkIsToldTheUserOfTheAccessPoint() throws Exception {
        RouteRig rig = cook("An APN with a password", Map.of());
        rig.start();
        assertThat(rig.virtual.settings().authentications.values())
                .containsExactly(new Authentication(2, "meter7", "secret"));
    }
}
