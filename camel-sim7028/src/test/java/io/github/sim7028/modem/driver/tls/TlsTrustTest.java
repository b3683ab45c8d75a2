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
package io.github.sim7028.modem.driver.tls;

import static io.github.sim7028.modem.driver.tls.TlsRig.AUTHORITY;
import static io.github.sim7028.modem.driver.tls.TlsRig.HOST;
import static io.github.sim7028.modem.driver.tls.TlsRig.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.Tap;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import io.github.sim7028.modem.settings.TlsSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which peers are trusted, and what becomes of messages to others: nothing of them leaves. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED)
class TlsTrustTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SSLContext serverOf(String kind) throws Exception {
        return switch (kind) {
            case "wrong name" -> TlsRig.server("192.0.2.1", "elsewhere.example");
            case "address as a name" -> TlsRig.server("example.org");
            case "expired" -> Authority.context(AUTHORITY.issueExpired(HOST));
            default -> Authority.context(new Authority("somebody").issue(HOST));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "wrong name, the certificate of the peer does not name 127.0.0.1",
        "address as a name, the certificate of the peer does not name 127.0.0.1",
        "expired, the certificate of the peer has expired",
        "unknown authority, the certificate of the peer is not trusted"
    })
    void aPeerThatIsNotTrustedGetsNothingAndTheMessageFailsAtOnce(String kind, String words) throws Exception {
        try (TlsPeer peer = new TlsPeer(serverOf(kind));
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(peer.port(), receiver);
            Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(bytes("secret"))));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageStartingWith("the message was not sent: TLS failed: " + words);
            await().untilAsserted(() -> assertThat(receiver.failures()).first().satisfies(told -> assertThat(told)
                    .hasMessageContaining(words)));
            assertThat(receiver.opened()).isZero();
            await().untilAsserted(() -> assertThat(peer.failures()).isNotEmpty());
            assertThat(peer.failures().get(0)).as("what the peer was told").hasMessageContaining("fatal alert");
            assertThat(peer.got()).isEmpty();
        }
    }

    @Test
    void whatFailsAgainAndAgainIsTriedMoreAndMoreRarely() throws Exception {
        try (TlsPeer peer = new TlsPeer(serverOf("unknown authority"));
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            rig.link(tap.port(), new Collector());
            await().atMost(ModemRig.LIMIT).until(() -> tap.connections() >= 5);
            long begin = System.nanoTime();
            await().atMost(ModemRig.LIMIT).until(() -> tap.connections() >= 7);
            // the longest pause of this rig, 500 ms, less its jitter
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another name", "no verification"})
    void aNameOrNoVerificationAcceptsWhatHasAnotherName(String way) throws Exception {
        SSLContext client = TlsRig.client(AUTHORITY);
        TlsSettings settings = way.equals("another name")
                ? new TlsSettings(client, "device.example", true)
                : new TlsSettings(client, null, false);
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TlsPeer peer = new TlsPeer(
                        TlsRig.server("device.example"), server -> {}, (socket, got) -> ((ExtendedSSLSession)
                                        socket.getSession())
                                .getRequestedServerNames()
                                .forEach(name -> asked.add(((SNIHostName) name).getAsciiName())));
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.links.lease(spec(peer.port(), settings), null);
            ModemRig.send(link, bytes("hello"));
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("hello")));
            await().untilAsserted(() ->
                    assertThat(asked).isEqualTo(way.equals("another name") ? List.of("device.example") : List.of()));
        }
    }

    @Test
    void aHostNameOfTheUriIsVerifiedAndSent() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TlsPeer peer = new TlsPeer(
                        TlsRig.server("device.example"), server -> {}, (socket, got) -> ((ExtendedSSLSession)
                                        socket.getSession())
                                .getRequestedServerNames()
                                .forEach(name -> asked.add(((SNIHostName) name).getAsciiName())));
                TlsRig rig = new TlsRig(modem -> modem.host("device.example", HOST), UnaryOperator.identity())) {
            LinkSpec spec = LinkSpec.tcp("device.example", peer.port()).withTls(TlsSettings.of(TlsRig.CLIENT));
            ModemRig.send(rig.links.lease(spec, null), bytes("hello"));
            await().untilAsserted(() -> assertThat(asked).containsExactly("device.example"));
        }
    }

    // ---- certificates of both

    private static TlsPeer demanding(String protocol) throws Exception {
        return new TlsPeer(
                Authority.context(AUTHORITY.issue(HOST), AUTHORITY),
                server -> demand(server, protocol),
                (socket, got) -> socket.getOutputStream().write(got));
    }

    private static void demand(SSLServerSocket server, String protocol) {
        server.setEnabledProtocols(new String[] {protocol});
        server.setNeedClientAuth(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theOwnCertificateIsShownToAPeerThatDemandsIt(String protocol) throws Exception {
        SSLContext client = Authority.context(AUTHORITY.issue("device-17"), AUTHORITY);
        try (TlsPeer peer = demanding(protocol);
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.links.lease(spec(peer.port(), TlsSettings.of(client)), receiver);
            ModemRig.send(link, bytes("it is me"));
            await().untilAsserted(() -> assertThat(receiver.bytes()).isEqualTo(bytes("it is me")));
            SSLSocket socket = peer.socket();
            assertThat(socket.getSession().getPeerCertificates()).hasSize(2);
        }
    }

    @Test
    void withTls12APeerThatDemandsACertificateInVainRefusesInTime() throws Exception {
        try (TlsPeer peer = demanding("TLSv1.2");
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(peer.port(), null);
            Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(bytes("secret"))));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageContaining("the peer refused the session with the alert");
            assertThat(peer.got()).isEmpty();
        }
    }

    /** The limit of TLS 1.3 that docs/tls.md names. */
    @Test
    void withTls13AMessageMayBeConfirmedBeforeThePeerJudgesTheCertificate() throws Exception {
        try (TlsPeer peer = demanding("TLSv1.3");
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(peer.port(), receiver);
            // confirmed, or unknown where the peer is quick; the peer never has it
            ModemRig.awaitEnd(link.send(ModemRig.outbound(bytes("too early"))));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(receiver.failures()).anySatisfy(told -> assertThat(told)
                            .hasMessageContaining("the peer refused the session with the alert")));
            assertThat(peer.got()).isEmpty();
        }
    }

    /**
     * The handshake of the client ends well before the server judges its certificate. That is no success: neither the handshake, nor a
     * message that the module confirms before the alert comes.
     */
    @ParameterizedTest
    @CsvSource({"no certificate, true", "unknown authority, true", "unknown authority, false"})
    void withTls13ACertificateThatIsRefusedIsAFailureOfTheLinkAndTriedMoreAndMoreRarely(String kind, boolean receives)
            throws Exception {
        SSLContext client = kind.equals("no certificate")
                ? TlsRig.client(AUTHORITY)
                : Authority.context(new Authority("somebody").issue("device-17"), AUTHORITY);
        try (TlsPeer peer = demanding("TLSv1.3");
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            Collector receiver = receives ? new Collector() : null;
            LinkLease link = rig.links.lease(spec(tap.port(), TlsSettings.of(client)), receiver);
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            // 50, 100, 200, 400, 500 ms, a fifth more or less
            awaitConnections(tap, 6, link, sendings);
            long begin = System.nanoTime();
            awaitConnections(tap, 8, link, sendings);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
            // the end of the connection may overtake the alert of one attempt, not of all
            awaitSending(link, sendings, () -> String.valueOf(link.snapshot().trouble())
                    .contains("the peer refused the session with the alert"));
            if (receives) {
                // where the alert overtakes a message, the module tells of the end of the connection first
                assertThat(receiver.failures())
                        .anySatisfy(told ->
                                assertThat(told).hasMessageContaining("the peer refused the session with the alert"))
                        .allSatisfy(
                                told -> assertThat(told.getMessage())
                                        .containsPattern(
                                                "refused the session with the alert|with TLS was given up: (a record|AT\\+CIPSEND)"));
            }
            assertThat(peer.got()).isEmpty();
            assertThat(peer.connections()).isZero();
        }
    }

    /** Messages go out all the time; some are confirmed before the server has judged. */
    private static void awaitConnections(
            Tap tap, int connections, LinkLease link, List<CompletableFuture<Receipt>> sendings) {
        awaitSending(link, sendings, () -> tap.connections() >= connections);
    }

    private static void awaitSending(
            LinkLease link, List<CompletableFuture<Receipt>> sendings, BooleanSupplier condition) {
        await().atMost(ModemRig.LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (sendings.isEmpty() || sendings.get(sendings.size() - 1).isDone()) {
                sendings.add(link.send(ModemRig.outbound(bytes("too early"))));
            }
            return condition.getAsBoolean();
        });
    }

    @Test
    void aPeerThatDoesNotSpeakTlsIsNamedAsSuch() throws Exception {
        try (TcpPeer plain = TcpPeer.greeting("220 this is no TLS here, said the server\r\n");
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(plain.port(), null);
            assertThat(ModemRig.failureOf(link.send(ModemRig.outbound(bytes("secret")))))
                    .hasMessageContaining("the peer does not speak TLS on this port");
        }
    }

    // ---- checks that take long

    /** A trust manager of a user. */
    private static final class SlowTrust implements X509TrustManager {
        private final CountDownLatch until;
        private volatile boolean onLoop;
        private volatile boolean asked;

        SlowTrust(CountDownLatch until) {
            this.until = until;
        }

        SSLContext context() throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            onLoop = SerialLoop.isOnAny();
            asked = true;
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aCheckThatTakesLongHoldsUpNobodyElseAndIsLimitedByTheConnectTimeout() throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        SlowTrust trust = new SlowTrust(checked);
        try (TlsPeer slow = new TlsPeer(TlsRig.SERVER);
                TlsPeer quick = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease stuck = rig.links.lease(spec(slow.port(), TlsSettings.of(trust.context())), receiver);
            await().until(() -> trust.asked);
            LinkLease link = rig.link(quick.port(), null);
            ModemRig.send(link, bytes("meanwhile"));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(receiver.failures()).first().satisfies(told -> assertThat(told)
                            .hasMessageContaining("(connectTimeout)")));
            checked.countDown();
            ModemRig.send(stuck, bytes("trusted at last"));
            assertThat(trust.onLoop).as("checked on the modem's loop").isFalse();
        }
    }

    @Test
    void aPeerThatSaysTooMuchWhileItsCertificateIsCheckedIsGivenUp() throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        SlowTrust trust = new SlowTrust(checked);
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig(
                        UnaryOperator.identity(),
                        profile -> profile.with(
                                Changed.with(profile.transfer(), "connectTimeout", Duration.ofSeconds(100))))) {
            Collector receiver = new Collector();
            rig.links.lease(spec(tap.port(), TlsSettings.of(trust.context())), receiver);
            await().until(() -> trust.asked);
            tap.say(new byte[300_000]);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(receiver.failures()).first().satisfies(told -> assertThat(told)
                            .hasMessageContaining("bytes during the handshake")));
            checked.countDown();
            await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == 1);
        }
    }

    // ---- resumption

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void sessionsAreResumedOverDrops(String protocol) throws Exception {
        List<Long> made = new CopyOnWriteArrayList<>();
        try (TlsPeer peer = new TlsPeer(
                        TlsRig.server(HOST),
                        server -> server.setEnabledProtocols(new String[] {protocol}),
                        (socket, got) -> {
                            made.add(socket.getSession().getCreationTime());
                            if (got[0] == 'x') {
                                socket.close();
                            }
                        });
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.links.lease(spec(peer.port(), TlsSettings.of(TlsRig.client(AUTHORITY))), receiver);
            ModemRig.send(link, bytes("x"));
            await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == 2);
            ModemRig.send(link, bytes("dropped by the peer"));
            await().until(() -> made.size() == 2);
            link.reconnect("the test wants that");
            await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == 3);
            ModemRig.send(link, bytes("dropped by us"));
            await().until(() -> made.size() == 3);
            assertThat(made).containsOnly(made.get(0));
        }
    }
}
