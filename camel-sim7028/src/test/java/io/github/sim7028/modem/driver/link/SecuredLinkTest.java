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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.TlsSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a protocol on top of a link, such as TLS, needs of the link. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.RESTARTED)
class SecuredLinkTest {

    /** Virtual time. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static void opened(VirtualRig rig, Collector receiver, int times) {
        rig.passUntil(() -> receiver.opened() == times, LIMIT);
    }

    private static List<CompletableFuture<Receipt>> sendBound(LinkLease link, long connection, String... texts) {
        List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
        for (String text : texts) {
            sendings.add(link.send(VirtualRig.outbound(text).onlyOn(connection)));
        }
        return sendings;
    }

    @ParameterizedTest
    @CsvSource({
        "the peer closes, REMOTE",
        "the module closes, SEND_TIMEOUT",
        "the module restarts, UNKNOWN",
        "a lease closes, LOCAL"
    })
    void itsReceiverHearsThatAConnectionHasEndedAndHow(String end, CloseReason reason) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER, receiver);
            opened(rig, receiver, 1);
            end(rig, link, end);
            rig.passUntil(() -> !receiver.closed().isEmpty(), LIMIT);
            assertThat(receiver.closed()).containsExactly(reason);
            assertThat(receiver.opened()).isEqualTo(1);
            opened(rig, receiver, 2);
            assertThat(receiver.closed()).hasSize(1);
        }
    }

    private static void end(VirtualRig rig, LinkLease link, String how) {
        switch (how) {
            case "the peer closes" -> rig.module.say("\r\n+IPCLOSE: 0,1\r\n");
            case "the module closes" -> rig.module.say("\r\n+IPCLOSE: 0,2\r\n");
            case "the module restarts" -> rig.module.rebootLoudly();
            default -> link.reconnect("that is wanted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the peer closes", "the module restarts", "a lease closes"})
    void whatIsBoundToAConnectionLeavesOnNoOther(String end) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER, receiver);
            opened(rig, receiver, 1);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            List<CompletableFuture<Receipt>> sendings =
                    sendBound(link, receiver.connection(), "first!", "second!", "third!");
            rig.settle();
            rig.module.confirm(command -> null);
            end(rig, link, end);
            opened(rig, receiver, 2);
            List<SendOutcome> outcomes = sendings.stream()
                    .map(sending -> rig.failureOf(sending, LIMIT).getOutcome())
                    .toList();
            assertThat(outcomes.get(0)).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(outcomes.get(2)).isEqualTo(SendOutcome.NOT_SENT);
            rig.send(link, "later!", LIMIT);
            assertThat(rig.module.payloads().get(0)).startsWith("first!");
            assertThat(rig.module.payloads().subList(1, rig.module.payloads().size()))
                    .containsExactly("later!");
        }
    }

    // ---- one that is listened to and not needed

    /** Hears what comes on a link, and says whether the link is to be open. */
    private static final class Listener implements LinkReceiver {
        private final Collector collector = new Collector();
        private volatile boolean needs;

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean needsLink() {
            return needs;
        }

        @Override
        public void received(Inbound inbound) {
            collector.received(inbound);
        }

        @Override
        public void failed(Sim7028Exception reason) {
            collector.failed(reason);
        }

        @Override
        public void opened(int link, long connection) {
            collector.opened(link, connection);
        }
    }

    @Test
    void whoOnlyListensHasNoLinkOpenedAndIsGivenOneThatIsNeeded() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Listener listener = new Listener();
            LinkLease link = rig.ready().link(PEER, listener);
            rig.pass(Duration.ofMinutes(2));
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isZero();
            assertThat(link.snapshot().wanted()).isFalse();

            listener.needs = true;
            link.resume();
            opened(rig, listener.collector, 1);
            assertThat(link.snapshot().wanted()).isTrue();
            rig.module.say(ScriptedModule.pushed(0, "heard"));
            rig.settle();
            assertThat(listener.collector.bytes()).asString().isEqualTo("heard");

            listener.needs = false;
            link.resume();
            rig.module.say("\r\n+IPCLOSE: 0,1\r\n");
            rig.pass(Duration.ofMinutes(2));
            assertThat(listener.collector.opened()).isEqualTo(1);

            rig.send(link, "wanted!", LIMIT);
            assertThat(listener.collector.opened()).isEqualTo(2);
        }
    }

    @Test
    void aLinkThatIsOnlyListenedToMakesRoomAndIsClosedWhenIdle() throws Exception {
        try (VirtualRig rig = new VirtualRig(
                profile -> profile.with(Changed.with(profile.recovery(), "linkIdleTimeout", Duration.ofMinutes(5))))) {
            ModemLease modem = rig.ready();
            Listener first = new Listener();
            Listener second = new Listener();
            LinkLease one = modem.link(PEER, first);
            LinkLease two = modem.link(LinkSpec.tcp("10.0.0.8", 1000), second);
            rig.send(one, "1", LIMIT);
            rig.pass(Duration.ofSeconds(1));
            rig.send(two, "2", LIMIT);
            LinkLease three = modem.link(LinkSpec.tcp("10.0.0.7", 1000), null);
            rig.send(three, "3", LIMIT);
            assertThat(one.snapshot().phase()).isEqualTo("closed");
            assertThat(two.snapshot().phase()).isEqualTo("open");
            rig.pass(Duration.ofMinutes(6));
            assertThat(two.snapshot().phase()).isEqualTo("closed");
        }
    }

    // ---- one with TLS

    private static final TlsSettings TLS = TlsSettings.of(context());

    private static SSLContext context() {
        try {
            return SSLContext.getInstance("TLS");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void plainTextAndTlsToOnePeerAreRefusedAndSoAreTwoKindsOfTls() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease plain = modem.link(PEER, null);
            assertThatThrownBy(() -> modem.link(PEER.withTls(TLS), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessage("ssl: modem 'virtual' already has tcp 10.0.0.9:1000 and cannot also have tcp"
                            + " 10.0.0.9:1000 with TLS; all endpoints of a modem for one peer must have the same ssl,"
                            + " sslContextParameters, sslServerName and sslHostnameVerification");
            rig.await(plain.release(), LIMIT);

            modem.link(PEER.withTls(TLS), null);
            modem.link(PEER.withTls(TlsSettings.of(TLS.context())), null);
            modem.link(LinkSpec.tcp("10.0.0.9", 1001), null);
            assertThatThrownBy(() -> modem.link(PEER, null)).isInstanceOf(Sim7028ConfigurationException.class);
            assertThatThrownBy(() -> modem.link(PEER.withNumber(1).withTls(TlsSettings.of(context())), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("with TLS of other settings");
        }
    }

    @Test
    void tlsIsRefusedWhereItCannotBe() throws Exception {
        assertThatThrownBy(() -> LinkSpec.udp("10.0.0.9", 1000).withTls(TLS))
                .hasMessage("ssl: TLS requires TCP, and UDP is given");
        try (VirtualRig rig = new VirtualRig(
                profile -> profile.with(Changed.with(profile.transfer(), "accessMode", AccessMode.TRANSPARENT)))) {
            ModemLease modem = rig.lease();
            assertThatThrownBy(() -> modem.link(PEER.withTls(TLS), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("accessMode=transparent")
                    .hasMessageEndingWith("use accessMode=command or ssl=false");
        }
    }

    private static VirtualRig shortSends() {
        return new VirtualRig(
                profile -> profile.with(Changed.with(profile.transfer(), "sendTimeout", Duration.ofSeconds(100))));
    }

    @Test
    void noRecordLeavesBehindOneThatWasNotSent() throws Exception {
        try (VirtualRig rig = shortSends()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER.withTls(TLS), receiver);
            opened(rig, receiver, 1);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            long connection = receiver.connection();
            CompletableFuture<Receipt> first = link.send(record("1", 90, connection));
            CompletableFuture<Receipt> second = link.send(record("2", 10, connection));
            CompletableFuture<Receipt> third = link.send(record("3", 90, connection));
            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            rig.settle();
            rig.module.say("\r\n+CIPSEND: 0,1,1\r\n");
            rig.module.confirm(command -> null);
            rig.await(first, LIMIT);
            assertThat(rig.failureOf(third, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(rig.module.payloads()).containsExactly("1");
            opened(rig, receiver, 2);
            assertThat(rig.await(link.send(record("4", 90, receiver.connection())), LIMIT)
                            .confirmed())
                    .isOne();
        }
    }

    private static Outbound record(String text, int seconds, long connection) {
        Payload payload = Payload.of(text.getBytes(StandardCharsets.ISO_8859_1));
        return new Outbound(payload, null, 0, Duration.ofSeconds(seconds), false).onlyOn(connection);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 150})
    void sessionsThatAreNotEstablishedCountInTheOneBackoff(long secondsOfHandshake) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER.withTls(TLS), receiver);
            for (int attempt = 1; attempt <= 6; attempt++) {
                opened(rig, receiver, attempt);
                failToEstablish(rig, link, receiver, secondsOfHandshake);
            }
            assertThat(pauseUntilOpened(rig, receiver, 7)).isGreaterThan(Duration.ofSeconds(45));

            link.established(receiver.connection());
            link.answered(receiver.connection());
            link.reset(receiver.connection(), "the test wants that");
            assertThat(pauseUntilOpened(rig, receiver, 8)).isLessThan(Duration.ofSeconds(8));
            assertThat(receiver.failures()).last().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining("was given up: the test wants that"));
        }
    }

    /** With TLS 1.3 a server refuses a certificate behind the handshake, and may have confirmed messages until then. */
    @Test
    void sessionsInWhichThePeerSaysNothingAreNoSuccessUntilTheyLast() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER.withTls(TLS), receiver);
            for (int attempt = 1; attempt <= 6; attempt++) {
                opened(rig, receiver, attempt);
                link.established(receiver.connection());
                failToEstablish(rig, link, receiver, 1);
            }
            assertThat(pauseUntilOpened(rig, receiver, 7)).isGreaterThan(Duration.ofSeconds(45));

            link.established(receiver.connection());
            failToEstablish(rig, link, receiver, 150);
            assertThat(pauseUntilOpened(rig, receiver, 8)).isLessThan(Duration.ofSeconds(8));
        }
    }

    private static void failToEstablish(VirtualRig rig, LinkLease link, Collector receiver, long seconds) {
        rig.await(link.send(record("hello", 90, receiver.connection())), LIMIT);
        rig.pass(Duration.ofSeconds(seconds));
        link.reset(receiver.connection(), "the certificate of the peer is not trusted");
        rig.settle();
    }

    private static Duration pauseUntilOpened(VirtualRig rig, Collector receiver, int times) {
        long before = rig.timer.nanoTime();
        opened(rig, receiver, times);
        return Duration.ofNanos(rig.timer.nanoTime() - before);
    }

    @Test
    void resettingAConnectionThatHasEndedLeavesTheNextOneAlone() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.ready().link(PEER.withTls(TLS), receiver);
            opened(rig, receiver, 1);
            long first = receiver.connection();
            rig.module.say("\r\n+IPCLOSE: 0,1\r\n");
            opened(rig, receiver, 2);
            link.reset(first, "too late");
            rig.pass(Duration.ofSeconds(30));
            assertThat(receiver.opened()).isEqualTo(2);
            assertThat(link.snapshot().isOpen()).isTrue();
        }
    }
}
