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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Several sends of one link on their way at once. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+(: no| failed: <err>)")
@ExpectedLog(Said.RESTARTED)
class SendWindowTest {

    private static final int WINDOW = TransferSettings.MAX_SEND_WINDOW;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What confirms each send after a while. */
    private static void confirmAfter(VirtualRig rig, Duration time) {
        rig.module.confirm(command -> {
            rig.module.sayAfter(time, confirmation(command, 0));
            return ScriptedModule.lines("OK");
        });
    }

    /** The confirmation of all bytes of an AT+CIPSEND, less some. */
    private static String confirmation(String command, int less) {
        int length = length(command);
        return ScriptedModule.lines("+CIPSEND: 0," + length + "," + (length - less));
    }

    private static int length(String command) {
        return Integer.parseInt(command.substring(command.indexOf(',') + 1));
    }

    private static VirtualRig rig() {
        return new VirtualRig(profile -> profile.with(Changed.with(
                TransferSettings.DEFAULT,
                "connectTimeout",
                Duration.ofSeconds(3),
                "sendTimeout",
                Duration.ofSeconds(20),
                "sendWindow",
                WINDOW)));
    }

    private static LinkLease link(VirtualRig rig) throws Sim7028Exception {
        return rig.ready().link(VirtualRig.PEER, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Messages that share no CIPSEND. */
    private static List<CompletableFuture<Receipt>> sendApart(LinkLease link, String... messages) {
        List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
        for (String message : messages) {
            sendings.add(link.send(new Outbound(Payload.of(bytes(message)), null, 0, Duration.ofSeconds(25), false)));
        }
        return sendings;
    }

    private static TransferSettings acknowledged(TransferSettings given) {
        return new TransferSettings(
                AccessMode.COMMAND,
                given.receiveMode(),
                given.readFormat(),
                given.readLength(),
                SendMode.ACK,
                given.sendFormat(),
                given.connectTimeout(),
                given.sendTimeout(),
                given.pollInterval(),
                given.retransmissions(),
                given.minRetransmissionTimeout(),
                given.receiveDelay(),
                WINDOW,
                given.modemWaitTimeout());
    }

    private static long sends(VirtualRig rig) {
        return rig.module.count("AT+CIPSEND=");
    }

    private static String sent(VirtualRig rig) {
        return String.join("", rig.module.payloads());
    }

    @Test
    void sendsOnWhileConfirmationsAreAwaited() throws Exception {
        try (VirtualRig rig = rig()) {
            confirmAfter(rig, Duration.ofSeconds(4));
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig), "one", "two", "six", "ten");
            rig.settle();
            assertThat(sends(rig)).isEqualTo(4);
            assertThat(sendings).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(rig.await(sending, Duration.ofSeconds(4))).isEqualTo(new Receipt(3, 3, 0));
            }
            assertThat(sent(rig)).isEqualTo("onetwosixten");
        }
    }

    @Test
    void neverHasMoreOnTheirWayThanTheWindow() throws Exception {
        try (VirtualRig rig = rig()) {
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            byte[] message = new byte[1500 * (WINDOW + 10)];
            CompletableFuture<Receipt> sending = link(rig).send(ModemRig.outbound(message));
            rig.passUntil(() -> sent(rig).length() == 1500 * WINDOW, Duration.ofSeconds(5));
            assertThat(sends(rig)).isEqualTo(WINDOW);
            assertThat(rig.failureOf(sending, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(sent(rig)).hasSize(1500 * WINDOW);
        }
    }

    @Test
    void waitsForAConfirmationWhereTheModuleIsBusy() throws Exception {
        try (VirtualRig rig = rig()) {
            confirmAfter(rig, Duration.ofMillis(500));
            AtomicInteger asked = new AtomicInteger();
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=") && asked.incrementAndGet() == 2
                    ? ScriptedModule.lines("+CIPERROR: 8", "ERROR")
                    : null);
            for (CompletableFuture<Receipt> sending : sendApart(link(rig), "one", "two", "three")) {
                assertThat(rig.await(sending, LIMIT).confirmed()).isPositive();
            }
            assertThat(sent(rig)).isEqualTo("onetwothree");
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
        }
    }

    @Test
    void losesAndDoublesNothingWhereTheModuleWaitsForThePeersAcknowledgement() throws Exception {
        UnaryOperator<ModemProfile> acknowledged = profile -> profile.with(acknowledged(profile.transfer()));
        byte[] message = new byte[60_000];
        new Random(7).nextBytes(message);
        try (ModemRig rig = new ModemRig(modem -> modem, acknowledged);
                TcpPeer far = new TcpPeer()) {
            Payload stream = Payload.of(new ByteArrayInputStream(message));
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            assertThat(ModemRig.await(link.send(ModemRig.outbound(stream))).confirmed())
                    .isEqualTo(message.length);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    /** As a module does: it takes of one send less than it was given, and refuses what follows on that connection. */
    private static void shortSend(VirtualRig rig, int number, int less, Duration time) {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        rig.module.answer(command -> {
            if (command.startsWith("AT+CIPOPEN=0,")) {
                over.set(false);
            }
            if (command.startsWith("AT+CIPSEND=") && over.get()) {
                return ScriptedModule.lines("+CIPERROR: 4", "ERROR");
            }
            return null;
        });
        rig.module.confirm(command -> {
            boolean cut = asked.incrementAndGet() == number;
            if (cut) {
                over.set(true);
            }
            rig.module.sayAfter(time, confirmation(command, cut ? less : 0));
            return ScriptedModule.lines("OK");
        });
    }

    @Test
    void sendsOnANewConnectionWhatTheModuleRefusedAfterAShortSend() throws Exception {
        try (VirtualRig rig = rig()) {
            shortSend(rig, 2, 2, Duration.ofSeconds(1));
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig), "first", "short", "third", "fourth");
            assertThat(rig.await(sendings.get(0), LIMIT).confirmed()).isEqualTo(5);
            Sim7028SendException failure = rig.failureOf(sendings.get(1), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(3);
            assertThat(rig.await(sendings.get(2), LIMIT).confirmed()).isEqualTo(5);
            assertThat(rig.await(sendings.get(3), LIMIT).confirmed()).isEqualTo(6);
            assertThat(rig.module.payloads()).containsExactly("first", "short", "third", "fourth");
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
        }
    }

    @Test
    void doesNotGoOnWithACutMessageOnAnotherConnection() throws Exception {
        try (VirtualRig rig = rig()) {
            shortSend(rig, 5, 500, Duration.ofMillis(300));
            byte[] message = new byte[100_000];
            new Random(9).nextBytes(message);
            LinkLease link = link(rig);
            CompletableFuture<Receipt> sending =
                    link.send(ModemRig.outbound(Payload.of(new ByteArrayInputStream(message))));
            Sim7028SendException failure = rig.failureOf(sending, LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(4 * 1500 + 1000);
            assertThat(failure.isRetryable()).isFalse();
            rig.send(link, "the next message", LIMIT);
            String expected = new String(message, 0, 5 * 1500, StandardCharsets.ISO_8859_1) + "the next message";
            assertThat(sent(rig)).isEqualTo(expected);
        }
    }

    @Test
    void accountsForEveryMessageUnderWayWhenTheModuleRestarts() throws Exception {
        try (VirtualRig rig = rig()) {
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            LinkLease link = link(rig);
            List<CompletableFuture<Receipt>> sendings = sendApart(link, "1", "2", "3", "4", "5");
            rig.settle();
            assertThat(sends(rig)).isEqualTo(5);
            assertThat(sendings).noneMatch(CompletableFuture::isDone);
            AtomicBoolean restarted = new AtomicBoolean();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPSEND=") && restarted.compareAndSet(false, true)) {
                    rig.module.reboot();
                    return ScriptedModule.SILENCE;
                }
                return null;
            });
            sendApart(link, "6");
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(rig.failureOf(sending, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            }
        }
    }
}
