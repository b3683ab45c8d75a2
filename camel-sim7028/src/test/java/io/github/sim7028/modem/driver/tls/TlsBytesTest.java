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

import static io.github.sim7028.modem.driver.tls.TlsRig.HOST;
import static io.github.sim7028.modem.driver.tls.TlsRig.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.Tap;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.settings.TlsSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS costs on a metered link, in the bytes that go through the module. The table of docs/tls.md has these figures. */
class TlsBytesTest {

    private static final Logger LOG = LoggerFactory.getLogger(TlsBytesTest.class);

    private static final Pattern LISTENS = Pattern.compile("ACCEPT .*:(\\d+)");

    @TempDir
    private static Path directory;

    private record Cost(long up, long down) {
        long both() {
            return up + down;
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 600, 2200", "TLSv1.2, 600, 2000"})
    void aHandshakeWithAServerOfTheJdk(String protocol, int mostUp, int mostDown) throws Exception {
        try (TlsPeer peer = new TlsPeer(
                TlsRig.server(HOST),
                server -> server.setEnabledProtocols(new String[] {protocol}),
                (socket, got) -> {})) {
            Cost[] costs = measure("JDK " + protocol, peer.port());
            assertThat(costs[0].up()).isLessThan(mostUp);
            assertThat(costs[0].down()).isLessThan(mostDown);
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_3, 600, 1700", "-tls1_2, 600, 1300"})
    void aHandshakeWithOpenSslIsCheaperWhenResumed(String protocol, int mostUp, int mostDown) throws Exception {
        Authority.Identity identity = TlsRig.AUTHORITY.issue(HOST);
        Path key = write("key.pem", pem("PRIVATE KEY", identity.key().getEncoded()));
        Path leaf = write("leaf.pem", pem("CERTIFICATE", identity.chain()[0].getEncoded()));
        Path chain = write("chain.pem", pem("CERTIFICATE", identity.chain()[1].getEncoded()));
        Process server = start(
                "openssl",
                "s_server",
                "-accept",
                HOST + ":0",
                "-key",
                key.toString(),
                "-cert",
                leaf.toString(),
                "-cert_chain",
                chain.toString(),
                protocol);
        try {
            Cost[] costs = measure("OpenSSL " + protocol, port(server));
            assertThat(costs[0].up()).isLessThan(mostUp);
            assertThat(costs[0].down()).isLessThan(mostDown);
            assertThat(costs[1].both()).isLessThan(costs[0].both());
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRecordCostsThirtyEightBytesWithTls13() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(tap.port(), receiver);
            cost(tap, receiver, 1);
            for (int length : new int[] {20, 100, 1462}) {
                tap.clear();
                ModemRig.send(link, new byte[length]);
                await().untilAsserted(() -> assertThat(tap.up()).isEqualTo(length + 38));
            }
            long sends = sends(rig);
            tap.clear();
            ModemRig.send(link, new byte[10 * 1462]);
            await().untilAsserted(() -> assertThat(tap.up()).isEqualTo(10 * 1500));
            assertThat(sends(rig) - sends).isEqualTo(10);
        }
    }

    private static long sends(TlsRig rig) {
        return rig.modem.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CIPSEND="))
                .count();
    }

    /** The first handshake, and the next with the same peer. */
    private static Cost[] measure(String what, int port) throws Exception {
        try (Tap tap = new Tap(port);
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            TlsSettings settings = TlsSettings.of(TlsRig.client(TlsRig.AUTHORITY));
            LinkLease link = rig.links.lease(spec(tap.port(), settings), receiver);
            Cost full = cost(tap, receiver, 1);
            long sends = sends(rig);
            tap.clear();
            link.reconnect("the test wants that");
            Cost resumed = cost(tap, receiver, 2);
            LOG.info("{}: full {}, resumed {}; {} CIPSENDs", what, full, resumed, sends);
            assertThat(sends).isEqualTo(2);
            return new Cost[] {full, resumed};
        }
    }

    /** What has gone through when nothing more does. */
    private static Cost cost(Tap tap, Collector receiver, int opened) {
        await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == opened);
        Cost[] last = {null};
        await().atMost(ModemRig.LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            Cost before = last[0];
            last[0] = new Cost(tap.up(), tap.down());
            return last[0].equals(before);
        });
        return last[0];
    }

    // ---- a server of OpenSSL

    private static Process start(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .directory(directory.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "openssl is not installed");
            throw e;
        }
    }

    private static int port(Process server) throws IOException {
        BufferedReader said = server.inputReader(StandardCharsets.US_ASCII);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return Integer.parseInt(listens.group(1));
            }
        }
        throw new IOException("openssl has ended");
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }
}
