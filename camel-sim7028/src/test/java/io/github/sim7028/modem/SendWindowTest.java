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
package io.github.sim7028.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
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

    private static Rig faulty(String faults) {
        return new Rig(
                modem -> modem.faults(faults),
                profile -> profile.with(TransferSettings.DEFAULT
                        .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(20))
                        .withSendWindow(WINDOW)));
    }

    private static LinkLease link(Rig rig, FarEnd far) throws Sim7028Exception {
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

    private static long sends(Rig rig) {
        return rig.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CIPSEND="))
                .count();
    }

    @Test
    void sendsOnWhileConfirmationsAreAwaited() throws Exception {
        try (Rig rig = faulty("delay 4s line='+CIPSEND: *'");
                FarEnd far = new FarEnd()) {
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig, far), "one", "two", "six", "ten");
            await().atMost(Rig.LIMIT).until(() -> sends(rig) == 4);
            assertThat(sendings).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(Rig.await(sending)).isEqualTo(new Receipt(3, 3, 0));
            }
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("onetwosixten")));
        }
    }

    @Test
    void neverHasMoreOnTheirWayThanTheWindow() throws Exception {
        try (Rig rig = faulty("drop line='+CIPSEND: *'");
                FarEnd far = new FarEnd()) {
            byte[] message = new byte[1500 * (WINDOW + 10)];
            CompletableFuture<Receipt> sending = link(rig, far).send(Rig.outbound(message));
            await().atMost(Rig.LIMIT).until(() -> far.got().length == 1500 * WINDOW);
            assertThat(sends(rig)).isEqualTo(WINDOW);
            assertThat(Rig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(far.got()).hasSize(1500 * WINDOW);
        }
    }

    @Test
    void waitsForAConfirmationWhereTheModuleIsBusy() throws Exception {
        try (Rig rig = faulty("delay 500ms line='+CIPSEND: *';fail " + ErrorCode.BUSY.ordinal()
                        + " command=CIPSEND nth=2 times=1");
                FarEnd far = new FarEnd()) {
            for (CompletableFuture<Receipt> sending : sendApart(link(rig, far), "one", "two", "three")) {
                assertThat(Rig.await(sending).confirmed()).isPositive();
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
        try (Rig rig = new Rig(modem -> modem, acknowledged);
                FarEnd far = new FarEnd()) {
            Payload stream = Payload.of(new ByteArrayInputStream(message));
            assertThat(Rig.await(link(rig, far).send(Rig.outbound(stream))).confirmed())
                    .isEqualTo(message.length);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsOnANewConnectionWhatTheModuleRefusedAfterAShortSend() throws Exception {
        try (Rig rig = faulty("delay 1s line='+CIPSEND: *';short 2 command=CIPSEND nth=2 times=1");
                FarEnd far = new FarEnd()) {
            List<CompletableFuture<Receipt>> sendings = sendApart(link(rig, far), "first", "short", "third", "fourth");
            assertThat(Rig.await(sendings.get(0)).confirmed()).isEqualTo(5);
            Sim7028SendException failure = Rig.failureOf(sendings.get(1));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(3);
            assertThat(Rig.await(sendings.get(2)).confirmed()).isEqualTo(5);
            assertThat(Rig.await(sendings.get(3)).confirmed()).isEqualTo(6);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("firstshothirdfourth")));
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    @Test
    void doesNotGoOnWithACutMessageOnAnotherConnection() throws Exception {
        try (Rig rig = faulty("delay 300ms line='+CIPSEND: *';short 500 command=CIPSEND nth=5 times=1");
                FarEnd far = new FarEnd()) {
            byte[] message = new byte[100_000];
            new Random(9).nextBytes(message);
            LinkLease link = link(rig, far);
            CompletableFuture<Receipt> sending = link.send(Rig.outbound(Payload.of(new ByteArrayInputStream(message))));
            Sim7028SendException failure = Rig.failureOf(sending);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getConfirmedLength()).isEqualTo(4 * 1500 + 1000);
            assertThat(failure.isRetryable()).isFalse();
            Rig.send(link, bytes("the next message"));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.write(message, 0, 4 * 1500 + 1000);
            expected.writeBytes(bytes("the next message"));
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(expected.toByteArray()));
        }
    }

    @Test
    void accountsForEveryMessageUnderWayWhenTheModuleRestarts() throws Exception {
        try (Rig rig = faulty("delay 30s line='+CIPSEND: *';reboot silent command=CIPSEND nth=6 times=1");
                FarEnd far = new FarEnd()) {
            LinkLease link = link(rig, far);
            List<CompletableFuture<Receipt>> sendings = sendApart(link, "1", "2", "3", "4", "5");
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(sending).isNotDone();
            }
            await().atMost(Rig.LIMIT).until(() -> sends(rig) == 5);
            sendApart(link, "6");
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(Rig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            }
        }
    }
}
