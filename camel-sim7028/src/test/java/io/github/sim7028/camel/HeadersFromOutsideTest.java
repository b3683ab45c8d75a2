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

import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.kit.Page;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers of a message can make a producer do, and what not: those of another modem, and those where the endpoint ignores them. */
class HeadersFromOutsideTest {

    private static final Map<String, Object> HOSTILE = Map.of(
            HeaderNames.MODEM, "default",
            HeaderNames.LINK, 7,
            HeaderNames.SERVER_INDEX, 0,
            HeaderNames.REMOTE_ADDRESS, "192.0.2.66",
            HeaderNames.REMOTE_HOST, "evil.example",
            HeaderNames.REMOTE_PORT, 666,
            HeaderNames.REQUEST_TIMEOUT, "no time",
            HeaderNames.OPERATION, "restart",
            HeaderNames.COMMAND, "AT+CFUN=0");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private final List<String> operations = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        component.getConfiguration().setDevice("socket://localhost:1");
        modems.modem = profile -> proxy(Modem.class, (method, arguments) -> switch (method) {
            case "profile" -> profile;
            case "status" -> new ModemStatus(ModemState.READY, "", Instant.now(), null);
            case "operations" -> proxy(ModemOperations.class, this::operated);
            default -> null;
        });
        context.addComponent("sim7028", component);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private interface Answer {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.of(method.getName(), arguments)));
    }

    private Object operated(String method, Object[] arguments) {
        operations.add(method + (arguments == null ? "" : Arrays.toString(arguments)));
        return CompletableFuture.completedFuture("done");
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    @Test
    void theLinkOfAnotherModemIsNotTakenForOneOfThisModem() {
        String uri = "sim7028:modem?operation=acknowledged&link=0";
        send(uri, "x", Map.of(HeaderNames.LINK, 1, HeaderNames.MODEM, "roof"));
        send(uri, "x", Map.of(HeaderNames.LINK, 1, HeaderNames.MODEM, "default"));
        send(uri, "x", Map.of(HeaderNames.LINK, 1));
        assertThat(operations).containsExactly("acknowledged[0]", "acknowledged[1]", "acknowledged[1]");
    }

    @Test
    void anEndpointThatIgnoresHeadersSendsWhereItSays() {
        assertThat(HOSTILE.keySet()).isEqualTo(ControlHeaders.NAMES);
        assertThat(send("sim7028:udp:10.0.0.1:7?ignoreHeaders=true", "x", HOSTILE)
                        .getException())
                .isNull();
        assertThat(modems.link().sent.get(0).message().host()).isEqualTo("10.0.0.1");
        assertThat(modems.link().sent.get(0).message().port()).isEqualTo(7);
        assertThat(send("sim7028:udp?ignoreHeaders=true", "x", HOSTILE).getException())
                .isInstanceOf(Sim7028SendException.class)
                .hasMessageContaining("no destination");
    }

    @Test
    void anEndpointThatIgnoresHeadersWaitsAsLongAsItSays() {
        String uri = "sim7028:tcp:10.0.0.1:7?sync=true&requestTimeout=1ms&ignoreHeaders=true";
        assertThat(send(uri, "x", HOSTILE).getException()).isInstanceOf(ExchangeTimedOutException.class);
    }

    @Test
    void anEndpointThatIgnoresHeadersAsksWhatItSays() {
        send("sim7028:modem?ignoreHeaders=true&operation=signal", "x", HOSTILE);
        send("sim7028:modem?ignoreHeaders=true&operation=acknowledged&link=0", "x", HOSTILE);
        send("sim7028:modem?ignoreHeaders=true&operation=resolve", "good.example", HOSTILE);
        send("sim7028:modem?ignoreHeaders=true&operation=ping", "x", HOSTILE);
        send("sim7028:modem?ignoreHeaders=true&operation=command", "AT+CSQ", HOSTILE);
        assertThat(operations)
                .containsExactly("signal", "acknowledged[0]", "resolve[good.example]", "ping", "command[AT+CSQ]");
    }

    @Test
    void anEndpointThatIgnoresHeadersSendsToAllClientsOfItsServer() {
        assertThat(send("sim7028:tcp-server:7000", "x", HOSTILE).getException())
                .hasMessageContaining("is not a client of");
        assertThat(send("sim7028:tcp-server:7000?ignoreHeaders=true", "x", HOSTILE)
                        .getException())
                .hasMessageContaining("no client is connected to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sim7028:tcp:10.0.0.1:7", "sim7028:udp:10.0.0.1:7", "sim7028:tcp-server:7", "sim7028:modem"})
    void aGroupCannotIgnoreTheHeaderThatSelectsItsModem(String uri) {
        assertThatThrownBy(() -> send(uri + "?modem=all&ignoreHeaders=true", "x", Map.of()))
                .hasStackTraceContaining("ignoreHeaders: true is not possible with modem=all");
    }

    /** What Camel's HTTP components do with headers of requests, by the convention that the names follow. */
    @Test
    void theConventionOfCamelKeepsEachOfThemOutOfHttp() {
        DefaultHeaderFilterStrategy http = new DefaultHeaderFilterStrategy();
        http.setLowerCase(true);
        http.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        for (String name : ControlHeaders.NAMES) {
            for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
                assertThat(http.applyFilterToExternalHeaders(spelling, "x", null))
                        .as(spelling)
                        .isTrue();
            }
        }
    }

    @Test
    void thePageListsAllThatProducersRead() {
        String page = Page.of("security.md").section("Headers").text();
        List<String> listed = new ArrayList<>();
        Pattern.compile("(?m)^\\| `(CamelSim7028\\w+)` \\|")
                .matcher(page)
                .results()
                .forEach(row -> listed.add(row.group(1)));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ControlHeaders.NAMES);
    }

    /** The group asks for its own header; spans only show what there is. */
    @Test
    void noProducerReadsAHeaderElsewhere() throws IOException {
        Path sources = Path.of("src/main/java/io/github/sim7028/camel");
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> reading = files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, "getHeader("))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toList());
            assertThat(reading)
                    .containsExactlyInAnyOrder("ControlHeaders.java", "GroupModems.java", "Sim7028SpanDecorator.java");
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
