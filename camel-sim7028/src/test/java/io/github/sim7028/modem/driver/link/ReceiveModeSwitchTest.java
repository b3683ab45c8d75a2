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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** receiveMode=auto changes AT+CIPRXGET (2.1.5) while links are open, and loses nothing by it. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(90)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.SWITCH_FAILED)
class ReceiveModeSwitchTest {

    private static final String HOST = "127.0.0.1";
    private static final int SWITCHES = 20;

    private static LinkLease tcp(ModemRig rig, TcpPeer far, LinkReceiver receiver) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp(HOST, far.port()), receiver);
    }

    private static LinkLease udpConsumer(ModemRig rig) throws Sim7028Exception {
        return rig.lease().link(new LinkSpec(Protocol.UDP, null, 0, 0, LinkSpec.ANY_NUMBER), new Collector());
    }

    private static void awaitMode(ModemRig rig, int mode) {
        await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.settings().receiveMode == mode);
    }

    /** The numbers from 0 on, four bytes each: every loss, repetition and change of order shows. */
    private static byte[] numbers(int from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count);
        for (int i = 0; i < count; i++) {
            bytes.putInt(from + i);
        }
        return bytes.array();
    }

    private static void awaitNumbers(Collector collector, int count) {
        await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length >= 4 * count);
        assertThat(collector.bytes()).isEqualTo(numbers(0, count));
    }

    @Test
    void underContinuousTrafficBothWaysRepeatedSwitchingLosesNothing() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> down = CompletableFuture.supplyAsync(() -> talk(far, enough));
            List<CompletableFuture<Receipt>> up = new ArrayList<>();
            for (int i = 0; i < SWITCHES; i++) {
                up.add(link.send(ModemRig.outbound(numbers(100 * i, 100))));
                LinkLease udp = udpConsumer(rig);
                awaitMode(rig, 0);
                ModemRig.await(udp.release());
                awaitMode(rig, 1);
            }
            enough.set(true);
            int said = ModemRig.await(down);
            up.forEach(ModemRig::await);
            awaitNumbers(collector, said);
            await().atMost(ModemRig.LIMIT).until(() -> far.got().length == 400 * SWITCHES);
            assertThat(far.got()).isEqualTo(numbers(0, 100 * SWITCHES));
            assertThat(collector.failures()).isEmpty();
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    /** Talks until it is enough; returns how many numbers it said. */
    private static int talk(TcpPeer far, AtomicBoolean enough) {
        int said = 0;
        try {
            OutputStream out = far.socket().getOutputStream();
            while (!enough.get()) {
                out.write(numbers(said, 50));
                said += 50;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said;
    }

    @Test
    void whatTheModuleHoldsAtTheSwitchIsPushedInOrderAndReadingGoesOnAfterIt() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector().room(0);
            LinkLease link = tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            // more than the module's own buffer: the rest waits in TCP
            far.say(numbers(0, 10_000));
            LinkLease udp = udpConsumer(rig);
            awaitMode(rig, 0);
            far.say(numbers(10_000, 1000));
            collector.room(3);
            link.resume();
            ModemRig.await(udp.release());
            awaitMode(rig, 1);
            far.say(numbers(11_000, 1000));
            collector.room(Integer.MAX_VALUE);
            link.resume();
            awaitNumbers(collector, 12_000);
        }
    }

    @Test
    void ofALinkThePeerClosedTheRestIsTakenThoughTheModeChanges() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector().room(0);
            LinkLease link = tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            far.say(numbers(0, 2500));
            far.socket().close();
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.settings().receiveMode == 1);
            LinkLease udp = udpConsumer(rig);
            awaitMode(rig, 0);
            collector.room(Integer.MAX_VALUE);
            link.resume();
            awaitNumbers(collector, 2500);
            // its end was noticed: it is open again, and works by push
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 2);
            far.say(numbers(2500, 10));
            awaitNumbers(collector, 2510);
            ModemRig.await(udp.release());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void thePeersCloseInTheMiddleOfTheSwitchCostsNothing(int to) throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            LinkLease udp = null;
            if (to == 1) {
                udp = udpConsumer(rig);
                awaitMode(rig, 0);
            }
            rig.virtual.faults().add("delay 500ms command='CIPRXGET=" + to + "' times=1");
            if (to == 0) {
                udp = udpConsumer(rig);
            } else {
                udp.release();
            }
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.commands().contains("AT+CIPRXGET=" + to));
            far.say(numbers(0, 2500));
            far.socket().close();
            awaitNumbers(collector, 2500);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop command='CIPRXGET=0' times=1", "replace ERROR command='CIPRXGET=0' times=1"})
    void aSwitchThatFailedIsTriedAgain(String fault) throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            rig.virtual.faults().add(fault);
            LinkLease udp = udpConsumer(rig);
            await().atMost(ModemRig.LIMIT)
                    .until(() -> rig.virtual.faults().fired().size() == 1);
            far.say(numbers(0, 500));
            awaitMode(rig, 0);
            awaitNumbers(collector, 500);
            ModemRig.await(udp.release());
            awaitMode(rig, 1);
            far.say(numbers(500, 500));
            awaitNumbers(collector, 1000);
        }
    }
}
