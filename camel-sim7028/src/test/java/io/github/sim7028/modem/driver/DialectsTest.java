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
package io.github.sim7028.modem.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.AllPairs;
import io.github.sim7028.kit.AllPairs.Pair;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The driver with every dialect of the simulator, whichever there are: with each pair of them, of the numbers of links and of the receive modes
 * it comes up, transfers data over TCP, UDP and a server, and comes back after a restart; with each alone a megabyte goes both ways.
 */
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.LINK_LOST)
class DialectsTest {

    private static final Quirk[] QUIRKS = Quirk.values();

    private static final int MEGABYTE = 1 << 20;

    /** Behind the quirks, each of which a module has or has not. */
    private static final int LINKS = QUIRKS.length;

    private static final int RECEIVING = QUIRKS.length + 1;

    private static final int[] LEVELS = levels();

    /** Each runs on many threads of its own, and there are few processors. */
    private static final ExecutorService SIDE_BY_SIDE = Executors.newFixedThreadPool(4);

    /** How data is received. */
    private enum Receiving {
        PUSH(ReceiveMode.PUSH, ReadFormat.RAW),
        RAW(ReceiveMode.BUFFERED, ReadFormat.RAW),
        HEX(ReceiveMode.BUFFERED, ReadFormat.HEX);

        private final ReceiveMode mode;
        private final ReadFormat format;

        Receiving(ReceiveMode mode, ReadFormat format) {
            this.mode = mode;
            this.format = format;
        }

        TransferSettings settings() {
            return Changed.with(
                    ModemRig.TRANSFER, "receiveMode", mode, "readFormat", format, "readLength", format.maxLength());
        }

        /** The one in which a dialect shows. */
        static Receiving of(Quirk quirk) {
            return switch (quirk) {
                case RCV_FROM, PLUS_RECV_FROM, IPD_SPACE, RECEIVE_COLON -> PUSH;
                case HEX_LOWER, HEX_MIXED, HEX_TWO_CRLF, HEX_CME_ERROR -> HEX;
                case BLANK_AFTER_DATA -> RAW;
                default -> values()[quirk.ordinal() % 3];
            };
        }
    }

    private static int[] levels() {
        int[] levels = new int[QUIRKS.length + 2];
        Arrays.fill(levels, 2);
        levels[RECEIVING] = Receiving.values().length;
        return levels;
    }

    @AfterAll
    static void end() {
        SIDE_BY_SIDE.shutdownNow();
    }

    @Test
    void theRowsCoverEveryPair() {
        List<int[]> rows = AllPairs.rows(LEVELS);
        for (Pair pair : AllPairs.pairs(LEVELS)) {
            assertThat(rows)
                    .as(pair.toString())
                    .anyMatch(
                            row -> row[pair.factor()] == pair.value() && row[pair.otherFactor()] == pair.otherValue());
        }
        assertThat(rows).hasSizeLessThan(25);
    }

    private static Stream<DynamicTest> sideBySide(Map<String, ThrowingRun> cases) {
        Map<String, CompletableFuture<Void>> runs = new LinkedHashMap<>();
        cases.forEach((name, run) -> runs.put(name, CompletableFuture.runAsync(() -> run.unchecked(), SIDE_BY_SIDE)));
        return runs.entrySet().stream()
                .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> ModemRig.await(run.getValue())));
    }

    private interface ThrowingRun {
        void run() throws Exception;

        default void unchecked() {
            try {
                run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    // ---- all pairs

    @TestFactory
    Stream<DynamicTest> theDriverServesOnEveryPair() {
        Map<String, ThrowingRun> cases = new LinkedHashMap<>();
        for (int[] row : AllPairs.rows(LEVELS)) {
            Quirk[] dialect = IntStream.range(0, QUIRKS.length)
                    .filter(i -> row[i] == 1)
                    .mapToObj(i -> QUIRKS[i])
                    .toArray(Quirk[]::new);
            int links = row[LINKS] == 0 ? 2 : 10;
            Receiving receiving = Receiving.values()[row[RECEIVING]];
            cases.put(
                    links + " links, " + receiving + ", " + Arrays.toString(dialect),
                    () -> serves(links, receiving, dialect));
        }
        return sideBySide(cases);
    }

    private static ModemRig rig(int links, Receiving receiving, Quirk... dialect) {
        return new ModemRig(
                modem -> modem.links(links).linkRelease(Duration.ofMillis(20)).dialect(dialect),
                profile -> profile.with(receiving.settings()));
    }

    private static void serves(int links, Receiving receiving, Quirk... dialect) throws Exception {
        try (TcpPeer far = TcpPeer.echo();
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ModemRig rig = rig(links, receiving, dialect)) {
            Modem modem = rig.ready();
            ModemLease lease = rig.lease();
            overTcp(lease, far);
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> modem.counters().restarts() == 1);
            ModemRig.awaitState(modem, ModemState.READY);
            overTcp(lease, far);
            overUdp(lease, udp);
            asServer(lease);
            assertThat(modem.counters().unknownLines()).isZero();
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    private static void overTcp(ModemLease lease, TcpPeer far) throws Exception {
        Collector echoed = new Collector();
        LinkLease link = lease.link(LinkSpec.tcp("127.0.0.1", far.port()), echoed);
        byte[] sent = random(5000);
        assertThat(ModemRig.send(link, sent).isConfirmed()).isTrue();
        awaitBytes(echoed, sent);
        ModemRig.await(link.release());
    }

    private static void overUdp(ModemLease lease, DatagramSocket far) throws Exception {
        Collector received = new Collector();
        LinkLease link = lease.link(LinkSpec.udp("127.0.0.1", far.getLocalPort()), received);
        byte[] sent = random(700);
        assertThat(ModemRig.send(link, sent).isConfirmed()).isTrue();
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        far.setSoTimeout((int) ModemRig.LIMIT.toMillis());
        far.receive(packet);
        assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(sent);
        far.send(packet);
        awaitBytes(received, sent);
        ModemRig.await(link.release());
    }

    private static void asServer(ModemLease lease) throws Exception {
        int port = FreePort.find();
        Clients clients = new Clients();
        var server = lease.server(new ServerSpec(port, 0, 3, List.of(), 0), clients);
        try (Socket client = Clients.connect(port)) {
            client.getOutputStream().write("question".getBytes(StandardCharsets.US_ASCII));
            awaitBytes(clients.collectorOf(client), "question".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = random(3000);
            ModemRig.await(clients.only().send(ModemRig.outbound(answer)));
            assertThat(client.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
        }
        ModemRig.await(server.release());
    }

    // ---- a megabyte

    @TestFactory
    Stream<DynamicTest> aMegabyteGoesBothWaysOnEachDialect() {
        Map<String, ThrowingRun> cases = new LinkedHashMap<>();
        for (Quirk quirk : QUIRKS) {
            Receiving receiving = Receiving.of(quirk);
            cases.put(quirk + ", " + receiving, () -> aMegabyte(receiving, quirk));
        }
        return sideBySide(cases);
    }

    private static void aMegabyte(Receiving receiving, Quirk quirk) throws Exception {
        byte[] up = random(MEGABYTE);
        byte[] down = random(MEGABYTE);
        try (TcpPeer far = new TcpPeer();
                ModemRig rig = rig(2, receiving, quirk)) {
            Modem modem = rig.ready();
            Collector received = new Collector();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), received);
            await().atMost(ModemRig.LIMIT).until(() -> received.opened() == 1);
            CompletableFuture<?> sending = link.send(ModemRig.outbound(up));
            CompletableFuture<Void> saying = CompletableFuture.runAsync(() -> say(far, down));
            ModemRig.await(sending);
            ModemRig.await(saying);
            awaitBytes(received, down);
            assertThat(far.got()).isEqualTo(up);
            assertThat(received.opened()).isEqualTo(1);
            assertThat(modem.counters().unknownLines()).isZero();
        }
    }

    private static void say(TcpPeer far, byte[] bytes) {
        try {
            far.say(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitBytes(Collector received, byte[] expected) {
        await().atMost(ModemRig.LIMIT).until(() -> received.bytes().length >= expected.length);
        assertThat(received.bytes()).isEqualTo(expected);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
