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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.modem.ModemOperation;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stranger whose text is an option, a header, a body of an operation or a part of a URI brings no command to the module. The text is refused, or
 * goes where it can do no harm. What the driver writes is printable ASCII, one command line at a time, and has nothing of the stranger's outside
 * of quotes.
 */
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.PIN_FORGOTTEN)
@ExpectedLog(Said.SETTING_INEFFECTIVE + "AT\\+CGAUTH=")
@ExpectedLog("requestTimeout=1 is 1 milliseconds: write 1s for seconds")
class AtInjectionTest {

    /** No command of the driver's: a module that is given it leaves its network. */
    private static final String COMMAND = "+COPS=2";

    private static final String MARK = "COPS=";

    /** What fits one option or another, so that the check of what follows is reached. */
    private static final List<String> BEGINNINGS = List.of("", "1", "10.0.0.1", "AT+CSQ");

    private static final List<String> ENDS = List.of(
            "\r", "\n", "\"\r", "\";", "\\\"\r", ";", ",", "?", "&", " ", "\0", "\u001a", "\u001b", "\u007f", "\u0661",
            "\u010d");

    /** The options whose values are commands: which ones, their author decides. */
    private static final Set<String> COMMANDS = Set.of("initCommands", "restartCommand");

    private static TcpPeer peer;
    private static int serverPort;
    private static RouteRig rig;

    @BeforeAll
    static void start() throws Exception {
        peer = new TcpPeer();
        serverPort = FreePort.find();
        rig = new RouteRig().start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").errorHandler(noErrorHandler()).toD("sim7028:${header.target}");
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
        peer.close();
    }

    /** For each way to end what came before, values that try this way. */
    private static List<List<String>> strangersValues() {
        List<List<String>> all = new ArrayList<>();
        for (String end : ENDS) {
            String command = end.endsWith(";") ? COMMAND : "AT" + COMMAND;
            all.add(BEGINNINGS.stream()
                    .map(beginning -> beginning + end + command)
                    .toList());
        }
        all.add(List.of("9".repeat(700), "1" + "0".repeat(700), "-" + "9".repeat(700)));
        all.add(List.of("a".repeat(700), "AT+" + "A".repeat(700), "1.".repeat(350), "::".repeat(350)));
        all.add(List.of("\u0661\u0662\u0663", "\uff11\uff12", "1\u0660"));
        return all;
    }

    private static void arePrintable(String what, List<String> commands) {
        assertThat(commands).as(what).allMatch(command -> command.matches("[\\x20-\\x7E]{0,600}"));
    }

    private static void areTheDriversOwn(String what, List<String> commands) {
        arePrintable(what, commands);
        assertThat(commands).as(what).noneMatch(command -> command.replaceAll("\"[^\"]*\"", "\"\"")
                .contains(MARK));
    }

    // ---- options of modems

    static Stream<String> modemOptions() {
        return GeneratedCatalog.part("componentProperties").keySet().stream();
    }

    private static Sim7028Component component(DefaultCamelContext context, String without) {
        Sim7028Component component = new Sim7028Component(context);
        Sim7028ModemConfiguration modem = component.getConfiguration();
        modem.setDevice("simulator://none");
        // the other name of the PIN
        modem.setSimPin(without.equals("passcode") ? null : "4711");
        modem.setApn("iot.example");
        modem.setApnAuthentication(ApnAuthentication.PAP);
        modem.setApnUser("meter");
        modem.setApnPassword("water");
        return component;
    }

    /** What a module is told that comes up with these options, opens a link and is restarted. */
    private static List<String> written(ModemProfile configured) throws Exception {
        try (VirtualRig rig = new VirtualRig(plain -> Changed.with(configured, "line", plain.line()))) {
            boolean[] unlocked = {false};
            rig.module.answer(command -> {
                unlocked[0] |= command.startsWith("AT+CPIN=");
                return command.equals("AT+CPIN?") && !unlocked[0] ? lines("+CPIN: SIM PIN", "OK") : null;
            });
            ModemLease lease = rig.lease();
            rig.passUntil(
                    () -> Set.of(ModemState.READY, ModemState.WAITING)
                            .contains(lease.modem().status().state()),
                    Duration.ofHours(2));
            if (lease.modem().status().state() == ModemState.READY) {
                lease.link(VirtualRig.PEER, null).send(VirtualRig.outbound("x"));
                rig.pass(Duration.ofSeconds(5));
                lease.modem().operations().restart();
                rig.pass(Duration.ofMinutes(1));
            }
            return List.copyOf(rig.module.commands());
        }
    }

    @Test
    void whatAModemIsToldHasTheValuesOfItsOptions() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            List<String> commands =
                    written(component(context, "").getConfiguration().profile("m"));
            assertThat(commands)
                    .contains("AT+CPIN=\"4711\"", "AT+CIPSEND=0,1")
                    .anyMatch(command -> command.matches("AT\\+CGDCONT=.*\"iot.example\".*"))
                    .anyMatch(command ->
                            command.matches("AT\\+CGAUTH=.*\"meter\".*\"water\".*|AT\\+CGAUTH=.*\"water\".*"))
                    .anyMatch(command -> command.matches("AT\\+(QCRST|CFUN=1,1)"));
            areTheDriversOwn("the usual options", commands);
        }
    }

    @ParameterizedTest
    @MethodSource("modemOptions")
    void noOptionOfAModemBringsACommandIn(String option) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (List<String> values : strangersValues()) {
                for (String value : values) {
                    ModemProfile accepted = configured(context, option, value);
                    if (accepted != null) {
                        List<String> commands = written(accepted);
                        if (COMMANDS.contains(option)) {
                            arePrintable(option, commands);
                        } else {
                            areTheDriversOwn(option + "=" + value, commands);
                        }
                        // the others of this kind would be accepted too
                        break;
                    }
                }
            }
        }
    }

    /** The profile with this option; null where the value is refused. */
    private static ModemProfile configured(DefaultCamelContext context, String option, String value) {
        try {
            Sim7028Component component = component(context, option);
            assertThat(new Sim7028ComponentConfigurer().configure(context, component, option, value, true))
                    .isTrue();
            return component.getConfiguration().profile("m");
        } catch (RuntimeException refused) {
            return null;
        }
    }

    // ---- options of endpoints

    static Stream<String> endpointOptions() {
        return GeneratedCatalog.part("properties").entrySet().stream()
                .filter(option -> option.getValue().getString("kind").equals("parameter"))
                .map(Map.Entry::getKey);
    }

    private static List<String> targets() {
        return List.of("tcp:127.0.0.1:" + peer.port(), "udp:127.0.0.1:9", "tcp-server:" + serverPort, "modem");
    }

    @ParameterizedTest
    @MethodSource("endpointOptions")
    void noOptionOfAnEndpointBringsACommandIn(String option) {
        for (List<String> values : strangersValues()) {
            for (String value : values) {
                for (String target : targets()) {
                    uses("sim7028:" + target + "?" + option + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                }
            }
        }
        areTheDriversOwn(option, rig.virtual.commands());
    }

    /** Sends to an endpoint and receives from it, if it is one. */
    private static void uses(String uri) {
        Endpoint endpoint;
        try {
            endpoint = rig.context.getEndpoint(uri);
        } catch (RuntimeException refused) {
            return;
        }
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody("x");
            producer.process(exchange);
        } catch (Exception refused) {
            // as most are
        }
        try (Consumer consumer = endpoint.createConsumer(exchange -> {})) {
            consumer.start();
        } catch (Exception refused) {
            // as most are
        }
    }

    // ---- headers

    static Stream<String> headers() {
        return GeneratedCatalog.part("headers").entrySet().stream()
                .filter(header -> !"consumer".equals(header.getValue().getString("label")))
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void noHeaderBringsACommandIn(String header) {
        List<String> uris = new ArrayList<>(targets());
        for (String operation : List.of("status", "acknowledged", "resolve", "ping", "command")) {
            uris.add("modem?operation=" + operation);
        }
        for (List<String> values : strangersValues()) {
            for (String value : values) {
                for (String uri : uris) {
                    rig.template.send("sim7028:" + uri, exchange -> {
                        exchange.getMessage().setHeader(header, value);
                        exchange.getMessage().setBody("x");
                    });
                }
            }
        }
        areTheDriversOwn(header, rig.virtual.commands());
    }

    // ---- bodies of operations

    @ParameterizedTest
    @EnumSource(ModemOperation.class)
    void noBodyOfAnOperationBringsACommandIn(ModemOperation operation) throws Exception {
        for (boolean rawCommands : new boolean[] {false, true}) {
            try (VirtualRig virtual = new VirtualRig(profile -> profile.withRawCommands(rawCommands));
                    DefaultCamelContext context = new DefaultCamelContext()) {
                ModemLease lease = virtual.ready();
                for (List<String> values : strangersValues()) {
                    for (String value : values) {
                        Message message = new DefaultExchange(context).getMessage();
                        message.setBody(value);
                        CompletableFuture<?> done;
                        try {
                            done = operation.begin(
                                    lease.modem().operations(), message, ControlHeaders.unless(false), null);
                        } catch (IllegalArgumentException refused) {
                            continue;
                        }
                        virtual.passUntil(done::isDone, Duration.ofHours(1));
                    }
                }
                if (operation == ModemOperation.COMMAND && rawCommands) {
                    arePrintable("raw commands", virtual.module.commands());
                } else {
                    areTheDriversOwn(OptionNames.of(operation), virtual.module.commands());
                }
            }
        }
    }

    // ---- URIs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp:%s:5000",
                "udp:127.0.0.1:%s",
                "udp:[%s]:5000",
                "tcp:%s:80",
                "tcp://%s:80",
                "tcp:127.0.0.1:%s",
                "tcp-server:%s",
                "%s",
                "%s:127.0.0.1:80",
                "modem:%s",
                "modem?operation=%s",
                "udp:127.0.0.1:5000?%s",
            })
    void noUriBringsACommandIn(String form) {
        for (List<String> values : strangersValues()) {
            for (String value : values) {
                rig.template.send(
                        "direct:dynamic", exchange -> exchange.getMessage().setHeader("target", form.formatted(value)));
            }
        }
        areTheDriversOwn(form, rig.virtual.commands());
        long before = rig.virtual.commandCount();
        rig.template.send("direct:dynamic", exchange -> {
            exchange.getMessage().setHeader("target", "tcp:127.0.0.1:" + peer.port());
            exchange.getMessage().setBody("x");
        });
        assertThat(rig.virtual.commandCount()).isGreaterThan(before);
    }
}
