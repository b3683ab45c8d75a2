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
import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes over TLS through the module. */
@ExpectedLog(Said.LINK_CLOSED + "TLS failed: ")
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.STOP_TIMED_OUT)
class TlsRouteTest {

    private static final Authority AUTHORITY = new Authority("the authority");

    @TempDir
    private static Path directory;

    private static SSLContext server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Authority.context(AUTHORITY.issue("127.0.0.1"));
        try (OutputStream out = Files.newOutputStream(directory.resolve("trusted.p12"))) {
            Authority.trustStore(AUTHORITY).store(out, Authority.PASSWORD);
        }
    }

    private static SSLContextParameters trusting() {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + directory.resolve("trusted.p12"));
        store.setPassword(new String(Authority.PASSWORD));
        store.setType("PKCS12");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private static RouteRig rig() {
        return rig(UnaryOperator.identity());
    }

    private static RouteRig rig(UnaryOperator<VirtualModemBuilder> modem) {
        RouteRig rig = new RouteRig(modem);
        rig.context.getRegistry().bind("trusting", trusting());
        return rig;
    }

    private static String uri(TlsPeer peer, String more) {
        return "sim7028:tcp:127.0.0.1:" + peer.port() + "?ssl=true&sslContextParameters=#trusting" + more;
    }

    private static TlsPeer lines() {
        return new TlsPeer(server, socket -> {}, (socket, got) -> socket.getOutputStream()
                .write(new String(got, StandardCharsets.US_ASCII)
                        .toUpperCase(Locale.ROOT)
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void aRouteSendsAndReceivesLinesAndCountsPlainText(ReceiveMode mode) throws Exception {
        try (TlsPeer peer = lines();
                RouteRig rig = rig()) {
            rig.settings.setReceiveMode(mode);
            rig.start(rig.keeping("in", uri(peer, "&framing=line&charset=US-ASCII")));
            Exchange sent = rig.sends(uri(peer, "&framing=line"), "hello");
            assertThat(sent.getMessage().getHeader(Sim7028Constants.REQUESTED_LENGTH))
                    .isEqualTo(6L);
            assertThat(sent.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH))
                    .isEqualTo(6L);
            await().untilAsserted(() -> assertThat(rig.received).hasSize(1));
            assertThat(rig.received.get(0).getBody()).isEqualTo("HELLO");
            assertThat(rig.received.get(0).getHeader(Sim7028Constants.REMOTE_PORT))
                    .isEqualTo(peer.port());
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 3"})
    void requestsGetTheirReplies(boolean disconnect, int connections) throws Exception {
        try (TlsPeer peer = lines();
                RouteRig rig = rig()) {
            rig.start();
            String ask = uri(peer, "&sync=true&framing=line&charset=US-ASCII&disconnect=" + disconnect);
            for (String word : List.of("one", "two", "three")) {
                assertThat(rig.sends(ask, word).getMessage().getBody(String.class))
                        .isEqualTo(word.toUpperCase(Locale.ROOT));
            }
            assertThat(peer.connections()).isEqualTo(connections);
        }
    }

    @Test
    void aConsumerAnswersOnTheConnectionOfTheRequest() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri(peer, "&sync=true&framing=line&charset=US-ASCII")).transform(simple("you said ${body}"));
                }
            });
            await().until(() -> peer.connections() == 1);
            peer.say("ping\n".getBytes(StandardCharsets.US_ASCII));
            await().untilAsserted(() -> assertThat(peer.got()).asString().isEqualTo("you said ping\n"));
        }
    }

    @Test
    void withDisconnectEachMessageHasASession() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.start();
            for (int i = 0; i < 3; i++) {
                rig.sends(uri(peer, "&disconnect=true"), "m" + i);
            }
            await().untilAsserted(() -> assertThat(peer.got()).asString().isEqualTo("m0m1m2"));
            await().untilAsserted(() -> assertThat(peer.ends()).isEqualTo(3));
        }
    }

    @Test
    void withDisconnectNobodyWaitsForThePeerToEndItsSession() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        // stuck with the first data of each connection, it neither reads nor answers a close_notify
        try (TlsPeer peer = new TlsPeer(server, socket -> {}, (socket, got) -> awaitEnd(never));
                RouteRig rig = rig()) {
            rig.settings.setSendTimeout(60_000);
            rig.start();
            for (int i = 0; i < 3; i++) {
                rig.sends(uri(peer, "&disconnect=true"), "m" + i);
            }
            await().untilAsserted(() -> assertThat(peer.got()).asString().isEqualTo("m0m1m2"));
            assertThat(peer.ends()).isZero();
        } finally {
            never.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void allModemsOfAGroupHaveASessionEach() throws Exception {
        try (TlsPeer peer = lines();
                RouteRig other = new RouteRig();
                RouteRig rig = rig()) {
            Sim7028ModemConfiguration second = other.settings.copy();
            second.setDevice("simulator://" + other.name);
            rig.component.getModems().put("roof", second);
            rig.start(rig.keeping("in", uri(peer, "&modem=all&framing=line&charset=US-ASCII")));
            await().until(() -> peer.connections() == 2);
            for (String modem : List.of("default", "roof")) {
                Exchange sent = rig.template.send(uri(peer, "&modem=all&framing=line"), exchange -> {
                    exchange.getMessage().setHeader(Sim7028Constants.MODEM, modem);
                    exchange.getMessage().setBody("by " + modem);
                });
                assertThat(sent.getException()).isNull();
            }
            await().untilAsserted(() -> assertThat(rig.received.stream().map(each -> each.getBody(String.class)))
                    .containsExactlyInAnyOrder("BY DEFAULT", "BY ROOF"));
        }
    }

    @Test
    void globalParametersAreUsedWhereTheComponentSaysSo() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.context.setSSLContextParameters(trusting());
            rig.component.setUseGlobalSslContextParameters(true);
            rig.start();
            rig.sends("sim7028:tcp:127.0.0.1:" + peer.port() + "?ssl=true", "global");
            await().untilAsserted(() -> assertThat(peer.got()).asString().isEqualTo("global"));
        }
    }

    @Test
    void withoutParametersOnlyTheAuthoritiesOfTheJvmAreTrusted() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.start();
            Exchange sent = rig.send("sim7028:tcp:127.0.0.1:" + peer.port() + "?ssl=true", "secret");
            assertThat(sent.getException()).isInstanceOfSatisfying(Sim7028SendException.class, failure -> {
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(failure.isRetryable()).isFalse();
                assertThat(failure).hasMessageContaining("the certificate of the peer is not trusted");
            });
            assertThat(peer.got()).isEmpty();
        }
    }

    @Test
    void aSuspendedConsumerDoesNotHoldUpAProducer() throws Exception {
        try (TlsPeer peer = lines();
                RouteRig rig = rig()) {
            rig.start(rig.keeping("in", uri(peer, "&framing=line&charset=US-ASCII&queueSize=1")));
            await().until(() -> peer.connections() == 1);
            rig.context.getRouteController().suspendRoute("in");
            for (int i = 0; i < 20; i++) {
                rig.sends(uri(peer, "&framing=line"), "line " + i);
            }
            assertThat(rig.received).isEmpty();
            rig.context.getRouteController().resumeRoute("in");
            await().untilAsserted(() -> assertThat(rig.received).hasSize(20));
        }
    }

    @Test
    void sixtyFourKilobytesEachWayAtALineRateOf115200() throws Exception {
        byte[] much = new byte[65_536];
        new Random(1).nextBytes(much);
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig(modem -> modem.baud(115_200))) {
            rig.settings.setSendTimeout(60_000);
            rig.start(rig.keeping("in", uri(peer, "")));
            CompletableFuture<Exchange> sending = CompletableFuture.supplyAsync(() -> rig.sends(uri(peer, ""), much));
            peer.say(much);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(peer.got().length).isEqualTo(much.length));
            assertThat(peer.got()).isEqualTo(much);
            assertThat(sending.join().getException()).isNull();
            await().atMost(Duration.ofSeconds(60)).until(() -> received(rig).length >= much.length);
            assertThat(received(rig)).isEqualTo(much);
        }
    }

    private static byte[] received(RouteRig rig) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rig.received.forEach(message -> all.writeBytes(message.getBody(byte[].class)));
        return all.toByteArray();
    }

    @Test
    void whatWaitsForASessionDoesNotHoldUpTheStop() throws Exception {
        int nobody = FreePort.find();
        try (RouteRig rig = rig()) {
            rig.settings.setSendTimeout(60_000);
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:out")
                            .onException(Exception.class)
                            .handled(true)
                            .process(exchange ->
                                    rig.caught.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                            .end()
                            .to("sim7028:tcp:127.0.0.1:" + nobody + "?ssl=true&sslContextParameters=#trusting");
                }
            });
            rig.template.sendBody("seda:out", "in vain");
            await().until(() -> rig.virtual.commands().stream().anyMatch(each -> each.startsWith("AT+CIPOPEN=")));
            long begin = System.nanoTime();
            rig.context.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(rig.caught).singleElement().satisfies(failure -> assertThat(failure)
                    .isInstanceOfSatisfying(Sim7028SendException.class, sending -> assertThat(sending.getOutcome())
                            .isEqualTo(SendOutcome.NOT_SENT))
                    .hasMessageContaining("the message was waiting when its sender was stopped"));
        }
    }

    @Test
    void aRouteThatStartsAgainWhileItsSessionEndsGetsASession() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.start(rig.keeping("in", uri(peer, "&framing=line&charset=US-ASCII")));
            await().until(() -> peer.connections() == 1);
            // the module does not answer, so the end of the session takes its time
            rig.virtual.setMute(true);
            rig.context.getShutdownStrategy().setTimeout(1);
            rig.context.getRouteController().stopRoute("in");
            rig.context.getRouteController().startRoute("in");
            rig.virtual.setMute(false);
            await().atMost(Duration.ofSeconds(60)).until(() -> peer.connections() >= 2);
        }
    }

    @Test
    void theOperationReconnectCostsASessionAndNoMessage() throws Exception {
        try (TlsPeer peer = lines();
                RouteRig rig = rig()) {
            rig.start(rig.keeping("in", uri(peer, "&framing=line&charset=US-ASCII")));
            rig.sends(uri(peer, "&framing=line"), "before");
            await().untilAsserted(() -> assertThat(rig.received).hasSize(1));
            assertThat(rig.operate("reconnect").getException()).isNull();
            rig.sends(uri(peer, "&framing=line"), "after");
            await().untilAsserted(() -> assertThat(rig.received.stream().map(each -> each.getBody(String.class)))
                    .containsExactly("BEFORE", "AFTER"));
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    /** The module has stopped to answer: what was sent is unknown, what waits is not sent, and the stop ends all the same. */
    @ExpectedLog(Said.LINK_CLOSED + "reading failed")
    @ExpectedLog(Said.NO_ANSWER)
    @Test
    void aSessionWithoutProgressDoesNotHoldUpTheStop() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.settings.setSendTimeout(60_000);
            rig.context.getShutdownStrategy().setTimeout(2);
            rig.start();
            rig.sends(uri(peer, ""), "established");
            rig.virtual.setMute(true);
            List<CompletableFuture<Exchange>> sendings = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sendings.add(rig.template.asyncSend(
                        uri(peer, ""), exchange -> exchange.getMessage().setBody(new byte[3000])));
            }
            long begin = System.nanoTime();
            rig.context.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
            for (CompletableFuture<Exchange> sending : sendings) {
                assertThat(sending.get(20, TimeUnit.SECONDS).getException()).isNotNull();
            }
        }
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp:127.0.0.1:5000?ssl=true",
                "udp:127.0.0.1:5000?sslContextParameters=#trusting",
                "tcp-server:5000?ssl=true",
                "modem?ssl=true"
            })
    void tlsIsForTcpOnly(String uri) {
        try (RouteRig rig = rig()) {
            assertThatThrownBy(() -> rig.context.getEndpoint("sim7028:" + uri))
                    .hasStackTraceContaining("is not supported by sim7028:" + uri.replaceAll("[:?].*", "")
                            + "; it is supported by sim7028:tcp");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sslContextParameters=#trusting", "sslServerName=x.example", "sslHostnameVerification=false"})
    void optionsOfTlsWithoutTlsAreRefused(String option) {
        try (RouteRig rig = rig()) {
            String name = option.replaceAll("=.*", "");
            assertThatThrownBy(() -> rig.context.getEndpoint("sim7028:tcp:127.0.0.1:5000?" + option))
                    .hasStackTraceContaining(name + ": has no effect without ssl=true; set ssl=true, or leave " + name
                            + " out to send and receive plain text");
        }
    }

    @Test
    void aServerNameThatIsNoneIsRefused() {
        try (RouteRig rig = rig()) {
            assertThatThrownBy(() -> rig.context.getEndpoint(
                            "sim7028:tcp:127.0.0.1:5000?ssl=true&sslContextParameters=#trusting&sslServerName=RAW(a"
                                    + " b)"))
                    .hasStackTraceContaining("sslServerName: 'a b' is not a host name or an address");
        }
    }

    @Test
    void aStoreThatIsNotThereIsRefusedAtTheStart() {
        try (RouteRig rig = rig()) {
            SSLContextParameters wrong = trusting();
            wrong.getTrustManagers().getKeyStore().setResource("file:/nowhere/at/all.p12");
            rig.context.getRegistry().bind("wrong", wrong);
            assertThatThrownBy(() ->
                            rig.context.getEndpoint("sim7028:tcp:127.0.0.1:5000?ssl=true&sslContextParameters=#wrong"))
                    .hasStackTraceContaining(
                            "sslContextParameters: TLS cannot be set up; check the files and passwords");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&disconnect=true", "&sync=true&disconnect=true"})
    void transparentModeIsRefusedAtTheStart(String options) throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.settings.setAccessMode(AccessMode.TRANSPARENT);
            rig.context.start();
            assertThatThrownBy(() -> rig.context
                            .getEndpoint(uri(peer, options))
                            .createProducer()
                            .start())
                    .rootCause()
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("accessMode=transparent")
                    .hasMessageEndingWith("use accessMode=command or ssl=false");
        }
    }

    @Test
    void plainTextToAPeerWithTlsIsRefusedAtTheStart() throws Exception {
        try (TlsPeer peer = new TlsPeer(server);
                RouteRig rig = rig()) {
            rig.start();
            rig.sends(uri(peer, ""), "sealed");
            assertThatThrownBy(() -> rig.send("sim7028:tcp:127.0.0.1:" + peer.port(), "plain"))
                    .rootCause()
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("all endpoints of a modem for one peer must have the same ssl");
            await().untilAsserted(() -> assertThat(peer.got()).asString().isEqualTo("sealed"));
        }
    }
}
