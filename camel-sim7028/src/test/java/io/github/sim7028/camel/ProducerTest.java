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

import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

class ProducerTest {

    private static final String TCP = "sim7028:tcp:10.0.0.1:5253";
    private static final String UDP = "sim7028:udp:10.0.0.1:5253";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.links).allMatch(link -> link.released);
    }

    static Stream<Object> bodies() {
        byte[] bytes = "käse".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bytes,
                "käse",
                new StringBuilder("käse"),
                new ByteArrayInputStream(bytes),
                new InputStreamCache(bytes),
                java.nio.ByteBuffer.wrap(bytes));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void sendsEveryKindOfBody(Object body) {
        Exchange sent = template.send(TCP, exchange -> exchange.getMessage().setBody(body));

        assertThat(sent.getException()).isNull();
        assertThat(modems.link().sent).singleElement().satisfies(message -> assertThat(message.text())
                .isEqualTo("käse"));
        assertThat(sent.getMessage().getBody()).isSameAs(body);
        assertThat(sent.getMessage().getHeaders())
                .containsEntry(Sim7028Constants.REQUESTED_LENGTH, 5L)
                .containsEntry(Sim7028Constants.CONFIRMED_LENGTH, 5L)
                .containsEntry(Sim7028Constants.LINK, 1);
    }

    @Test
    void sendsFilesAndNumbers(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("telemetry"), "23.5");
        GenericFile<Object> wrapped = new GenericFile<>();
        wrapped.setFile(file.toFile());

        template.sendBody(TCP, file.toFile());
        template.sendBody(TCP, wrapped);
        template.sendBody(TCP, 23.5);

        assertThat(modems.link().sent).extracting(FakeModems.Sent::text).containsExactly("23.5", "23.5", "23.5");
    }

    @Test
    void aCachedStreamCanBeReadAgainAfterwards() {
        InputStreamCache body = new InputStreamCache("once more".getBytes(StandardCharsets.UTF_8));

        template.sendBody(TCP, body);

        assertThat(context.getTypeConverter().convertTo(String.class, body)).isEqualTo("once more");
    }

    @Test
    void aLongStreamIsNotReadBeforeTheModuleAsks() {
        modems.confirming = false;
        modems.reading = false;
        CountingStream endless = new CountingStream();

        CompletableFuture<Exchange> sending =
                template.asyncSend(TCP, exchange -> exchange.getMessage().setBody(endless));

        await().until(() -> !modems.links.isEmpty() && !modems.link().sent.isEmpty());
        assertThat(endless.read).isZero();
        assertThat(sending).isNotDone();
        modems.link().confirm();
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("nothings")
    void nothingIsRefused(Object body) {
        for (String uri : new String[] {TCP, UDP, TCP + "?framing=line"}) {
            Sim7028SendException refusal = refusal(uri, body, Map.of());

            assertThat(refusal).hasMessage("0 bytes: nothing to send");
            assertThat(refusal.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(refusal.isRetryable()).isFalse();
        }
    }

    static Stream<Object> nothings() {
        return Stream.of("", new byte[0], InputStream.nullInputStream(), new InputStreamCache(new byte[0]));
    }

    @Test
    void aBodyThatIsNoBytesIsRefused() {
        assertThat(refusal(TCP, new Object(), Map.of()))
                .hasMessageContaining("java.lang.Object cannot be converted to bytes");
    }

    @Test
    void textIsEncodedAsTheEndpointOrTheExchangeSays() {
        template.sendBody(TCP + "?charset=ISO-8859-1", "käse");
        assertThat(modems.link().sent.get(0).bytes()).isEqualTo("käse".getBytes(StandardCharsets.ISO_8859_1));

        template.send(TCP, exchange -> {
            exchange.setProperty(Exchange.CHARSET_NAME, "UTF-16BE");
            exchange.getMessage().setBody("ä");
        });
        assertThat(modems.link().sent.get(0).bytes()).isEqualTo(new byte[] {0, (byte) 0xE4});
    }

    @ParameterizedTest
    @CsvSource({"line, 'ab\n'", "length, '\u0000\u0002ab'", "delimiter&delimiter=%7C, ab|", "none, ab"})
    void framesAreMadeOfBodies(String framing, String sent) {
        template.sendBody(TCP + "?framing=" + framing, "ab");

        assertThat(modems.link().sent.get(0).text()).isEqualTo(sent);
    }

    @Test
    void aBodyLongerThanAFrameIsRefused() {
        assertThat(refusal(TCP + "?framing=line&maxFrameSize=3", "abcd", Map.of()))
                .hasMessage("4 bytes are more than maxFrameSize=3 allows; nothing was sent");
        assertThat(refusal(TCP + "?framing=length&lengthFieldLength=1", "a".repeat(256), Map.of()))
                .hasMessageContaining("lengthFieldLength");
    }

    @Test
    void aDatagramOverTheLimitIsRefusedAndNeverSplit() {
        template.sendBody(UDP, new byte[1400]);
        assertThat(modems.link().sent).hasSize(1);

        assertThat(refusal(UDP, new byte[1401], Map.of()))
                .hasMessage("1401 bytes are more than maxDatagramSize=1400 allows; nothing was sent");
        assertThat(refusal(UDP, new CountingStream(), Map.of()))
                .hasMessage("more than 1400 bytes are more than maxDatagramSize=1400 allows; nothing was sent");
        assertThat(refusal(UDP + "?framing=line", new byte[1400], Map.of()))
                .hasMessage("1401 bytes with framing are more than maxDatagramSize=1400 allows; nothing was sent");
        assertThat(modems.links.get(0).sent).hasSize(1);
    }

    @Test
    void aDatagramGoesToTheEndpointsPeerOrWhereHeadersSay() {
        assertThat(destination(UDP, Map.of())).isEqualTo("10.0.0.1:5253");
        assertThat(destination(UDP, Map.of(Sim7028Constants.REMOTE_HOST, "other.example")))
                .isEqualTo("other.example:5253");
        assertThat(destination(UDP, Map.of(Sim7028Constants.REMOTE_HOST, "[::1]", Sim7028Constants.REMOTE_PORT, "7")))
                .isEqualTo("::1:7");
        assertThat(destination(
                        "sim7028:udp",
                        Map.of(Sim7028Constants.REMOTE_HOST, "10.0.0.2", Sim7028Constants.REMOTE_PORT, 9)))
                .isEqualTo("10.0.0.2:9");
    }

    @Test
    void thePortOfAReceivedDatagramDoesNotLeadTheNextOneAstray() {
        assertThat(destination(UDP, Map.of(Sim7028Constants.REMOTE_PORT, 40000)))
                .isEqualTo("10.0.0.1:5253");
    }

    @Test
    void aDestinationThatIsNoneIsRefused() {
        assertThat(refusal("sim7028:udp", "x", Map.of())).hasMessageContaining("no destination");
        assertThat(refusal("sim7028:udp", "x", Map.of(Sim7028Constants.REMOTE_HOST, "host")))
                .hasMessageContaining("port: 0 is not a port; allowed are 1 to 65535");
        assertThat(refusal(UDP, "x", Map.of(Sim7028Constants.REMOTE_HOST, "ho\"st")))
                .hasMessageContaining("host: 'ho\"st' is not a host");
        assertThat(refusal(
                        UDP, "x", Map.of(Sim7028Constants.REMOTE_HOST, "host", Sim7028Constants.REMOTE_PORT, "http")))
                .hasMessageContaining("port: 'http' is not a port");
        assertThat(refusal(UDP, "x", Map.of(Sim7028Constants.REMOTE_HOST, "a\rAT+CFUN=0"))
                        .getOutcome())
                .isEqualTo(SendOutcome.NOT_SENT);
    }

    @Test
    void theExchangeCompletesOnlyWhenTheModuleConfirms() {
        modems.confirming = false;
        CompletableFuture<Exchange> sending =
                template.asyncSend(TCP, exchange -> exchange.getMessage().setBody("up"));
        await().until(() -> !modems.links.isEmpty() && !modems.link().sent.isEmpty());
        assertThat(sending).isNotDone();

        modems.link().confirm();

        assertThat(sending)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(exchange -> assertThat(exchange.getException()).isNull());
    }

    @Test
    void aFailureCarriesTheOutcomeAndLeavesTheMessageAlone() {
        modems.confirming = false;
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("up");
        CompletableFuture<Exchange> sending = template.asyncSend(TCP, exchange);
        Sim7028SendException unknown =
                new Sim7028SendException("half of it", SendOutcome.UNKNOWN, 2, 1, null, false, null);

        await().until(() -> !modems.links.isEmpty() && !modems.link().sent.isEmpty());
        modems.link().sent.get(0).result().completeExceptionally(unknown);

        assertThat(sending).succeedsWithin(Duration.ofSeconds(10));
        assertThat(exchange.getException()).isSameAs(unknown);
        assertThat(exchange.getMessage().getBody()).isEqualTo("up");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void theOptionsReachTheDriver() {
        component.getConfiguration().setSendTimeout(7000);
        component.setAllowDeviceInUri(true);

        template.sendBody(TCP + "?link=1&localPort=4000&coalesce=false&modem=/dev/ttyUSB9", "x");

        assertThat(modems.profile().name()).isEqualTo("/dev/ttyUSB9");
        assertThat(modems.profile().line()).asString().startsWith("/dev/ttyUSB9");
        assertThat(modems.link().spec).hasToString("tcp 10.0.0.1:5253 at local port 4000 on link 1");
        assertThat(modems.link().sent.get(0).message().coalesce()).isFalse();
        assertThat(modems.link().sent.get(0).message().timeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void withDisconnectTheLinkIsHeldOnlyWhileSending() {
        template.sendBody(TCP + "?disconnect=true", "1");
        template.sendBody(TCP + "?disconnect=true", "2");

        assertThat(modems.links).hasSize(2).allMatch(link -> link.released);
        assertThat(modems.leased).hasValue(1);
    }

    @Test
    void aLinkThatIsRefusedFailsTheRouteAndKeepsNothing() {
        modems.linkRefusal = new Sim7028NoLinkException("all links are taken");

        assertThatThrownBy(() -> template.sendBody(TCP, "x")).hasStackTraceContaining("all links are taken");
        assertThat(modems.leased).hasValue(0);
    }

    @Test
    void aDeviceInPropertiesThatReachNobodyIsTold() {
        component.getConfiguration().setDevice(null);
        component
                .getCamelContext()
                .getPropertiesComponent()
                .addOverrideProperty("camel.component.sim7028.device", "/dev/ttyUSB2");

        assertThatThrownBy(() -> template.sendBody(TCP, "x"))
                .hasStackTraceContaining("the property camel.component.sim7028.device is set, but nothing hands")
                .hasStackTraceContaining("camel-sim7028-starter");
    }

    @Test
    void withoutADeviceTheOptionToSetIsNamed() {
        component.getConfiguration().setDevice(null);
        component.getModems().put("roof", new Sim7028ModemConfiguration());

        assertThatThrownBy(() -> template.sendBody(TCP, "x"))
                .hasStackTraceContaining("modem 'default' has no device: set camel.component.sim7028.device");
        assertThatThrownBy(() -> template.sendBody(TCP + "?modem=roof", "x"))
                .hasStackTraceContaining("modem 'roof' has no device: set camel.component.sim7028.modems[roof].device");
        assertThatThrownBy(() -> template.sendBody(TCP + "?modem=rof", "x"))
                .hasStackTraceContaining("modem: 'rof' is not known; known are [default, roof]");
    }

    @Test
    void aDeviceThatHasANameIsThatModem() {
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice("/dev/ttyUSB3");
        component.getModems().put("roof", roof);

        template.sendBody(TCP + "?modem=/dev/ttyUSB3", "x");
        assertThat(modems.profile().name()).isEqualTo("roof");
        template.sendBody(TCP + "?modem=socket://localhost:1", "x");
        assertThat(modems.profile().name()).isEqualTo("default");
    }

    @Test
    void aRouteStopsAndStartsAgain() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").routeId("up").to(TCP);
            }
        });
        template.sendBody("direct:up", "1");

        context.getRouteController().stopRoute("up");
        assertThat(modems.leased).hasValue(0);
        assertThat(modems.link().released).isTrue();

        context.getRouteController().startRoute("up");
        template.sendBody("direct:up", "2");
        assertThat(modems.link().sent).extracting(FakeModems.Sent::text).containsExactly("2");
    }

    @Test
    void theComponentStopsAndStartsAgain() throws Exception {
        template.sendBody(TCP, "1");
        context.removeEndpoints("sim7028*");
        template.stop();
        component.stop();
        assertThat(modems.leased).hasValue(0);

        component.start();
        template.start();
        template.sendBody(TCP, "2");
        assertThat(modems.link().sent).extracting(FakeModems.Sent::text).containsExactly("2");
    }

    private String destination(String uri, Map<String, Object> headers) {
        Map<String, Object> copy = new HashMap<>(headers);
        template.sendBodyAndHeaders(uri, "x", copy);
        var message = modems.link().sent.get(modems.link().sent.size() - 1).message();
        return message.host() + ":" + message.port();
    }

    private Sim7028SendException refusal(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = template.send(uri, e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(exchange.getException()).isInstanceOf(Sim7028Exception.class);
        return (Sim7028SendException) exchange.getException();
    }

    private static final class CountingStream extends InputStream {

        private int read;

        @Override
        public int read() {
            read++;
            return 'x';
        }
    }
}
