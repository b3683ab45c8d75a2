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
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
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
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several sends of one link on their way at once. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+(: no| failed: <err>)")
@ExpectedLog(Said.RESTARTED)
class SendWindowTest {

    private static final String HOST = "127.0.0.1";
    private static final int WINDOW = TransferSettings.MAX_SEND_WINDOW;

    private static ModemRig faulty(String faults) {
        return new ModemRig(
                modem -> modem.faults(faults),
                profile -> profile.with(TransferSettings.DEFAULT
                        .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(20))
                        .withSendWindow(WINDOW)));
    }

    private static LinkLease link(ModemRig rig, TcpPeer far) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp(HOST, far.port()), null);
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

    private static long sends(ModemRig rig) {
        return rig.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CIPSEND="))
                .count();
    }

    @Test
    void sendsOnWhileConfirmationsAreAwaited() throws Exception {
        try (ModemRig rig = faulty("delay 4s line='+CIPSEND: *'");
                TcpPeer far = new TcpPeer()) {
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig, far), "one", "two", "six", "ten");
            await().atMost(ModemRig.LIMIT).until(() -> sends(rig) == 4);
            assertThat(sendings).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(ModemRig.await(sending)).isEqualTo(new Receipt(3, 3, 0));
            }
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("onetwosixten")));
        }
    }

    @Test
    void neverHasMoreOnTheirWayThanTheWindow() throws Exception {
        try (ModemRig rig = faulty("drop line='+CIPSEND: *'");
                TcpPeer far = new TcpPeer()) {
            byte[] message = new byte[1500 * (WINDOW + 10)];
            CompletableFuture<Receipt> sending = link(rig, far).send(ModemRig.outbound(message));
            await().atMost(ModemRig.LIMIT).until(() -> far.got().length == 1500 * WINDOW);
            assertThat(sends(rig)).isEqualTo(WINDOW);
            assertThat(ModemRig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(far.got()).hasSize(1500 * WINDOW);
        }
    }

    @Test
    void waitsForAConfirmationWhereTheModuleIsBusy() throws Exception {
        try (ModemRig rig = faulty("delay 500ms line='+CIPSEND: *';fail " + ErrorCode.BUSY.ordinal()
                        + " command=CIPSEND nth=2 times=1");
                TcpPeer far = new TcpPeer()) {
            for (CompletableFuture<Receipt> sending : sendApart(link(rig, far), "one", "two", "three")) {
                assertThat(ModemRig.await(sending).confirmed()).isPositive();
            }
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("onetwothree")));
            assertThat(far.connections()).isEqualTo(1);
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
            assertThat(ModemRig.await(link(rig, far).send(ModemRig.outbound(stream)))
                            .confirmed())
                    .isEqualTo(message.length);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsOnANewConnectionWhatTheModuleRefusedAfterAShortSend() throws Exception {
        try (ModemRig rig = faulty("delay 1s line='+CIPSEND: *';short 2 command=CIPSEND nth=2 times=1");
                TcpPeer far = new TcpPeer()) {
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig, far), "first", "short", "third", "fourth");
            assertThat(ModemRig.await(sendings.get(0)).confirmed()).isEqualTo(5);
            Sim7028SendException failure = ModemRig.failureOf(sendings.get(1));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(3);
            assertThat(ModemRig.await(sendings.get(2)).confirmed()).isEqualTo(5);
            assertThat(ModemRig.await(sendings.get(3)).confirmed()).isEqualTo(6);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("firstshothirdfourth")));
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    @Test
    void doesNotGoOnWithACutMessageOnAnotherConnection() throws Exception {
        try (ModemRig rig = faulty("delay 300ms line='+CIPSEND: *';short 500 command=CIPSEND nth=5 times=1");
                TcpPeer far = new TcpPeer()) {
            byte[] message = new byte[100_000];
            new Random(9).nextBytes(message);
            LinkLease link = link(rig, far);
            CompletableFuture<Receipt> sending =
                    link.send(ModemRig.outbound(Payload.of(new ByteArrayInputStream(message))));
            Sim7028SendException failure = ModemRig.failureOf(sending);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(4 * 1500 + 1000);
            assertThat(failure.isRetryable()).isFalse();
            ModemRig.send(link, bytes("the next message"));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.write(message, 0, 4 * 1500 + 1000);
            expected.writeBytes(bytes("the next message"));
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(expected.toByteArray()));
        }
    }

    @Test
    void accountsForEveryMessageUnderWayWhenTheModuleRestarts() throws Exception {
        try (ModemRig rig = faulty("delay 30s line='+CIPSEND: *';reboot silent command=CIPSEND nth=6 times=1");
                TcpPeer far = new TcpPeer()) {
            LinkLease link = link(rig, far);
            List<CompletableFuture<Receipt>> sendings = sendApart(link, "1", "2", "3", "4", "5");
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(sending).isNotDone();
            }
            await().atMost(ModemRig.LIMIT).until(() -> sends(rig) == 5);
            sendApart(link, "6");
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(ModemRig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            }
        }
    }
}
