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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with each way to send, to receive and to make messages of bytes: every message goes to the peer once, and comes back as it was. */
@ExpectedLog(Said.STOP_TIMED_OUT)
// the close_notify of a route that stops may meet a peer that has just closed
@ExpectedLog(Said.LINK_CLOSED + "a record on it was not sent: .* \\(the connection was closed\\)")
class TlsCombinationsTest {

    private static final int SENDERS = 6;
    private static final int MESSAGES = 12;
    private static final int LONGEST = 4000;
    private static final Authority AUTHORITY = new Authority("the authority");

    @TempDir
    private static Path directory;

    private static SSLContext server;
    private static SSLContextParameters trusting;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Authority.context(AUTHORITY.issue("127.0.0.1"));
        Path store = directory.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            Authority.trustStore(AUTHORITY).store(out, Authority.PASSWORD);
        }
        KeyStoreParameters keys = new KeyStoreParameters();
        keys.setResource("file:" + store);
        keys.setPassword(new String(Authority.PASSWORD));
        keys.setType("PKCS12");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(keys);
        trusting = new SSLContextParameters();
        trusting.setTrustManagers(trust);
    }

    @ParameterizedTest
    @CsvSource({
        "8,  STACK, FIXED,   BUFFERED, RAW, length, true",
        "8,  ACK,   FIXED,   PUSH,     RAW, length, true",
        "8,  ACK,   ESCAPED, PUSH,     RAW, length, true",
        "1,  STACK, ESCAPED, BUFFERED, HEX, line,   true",
        "4,  ACK,   ESCAPED, BUFFERED, RAW, line,   false",
        "32, STACK, ESCAPED, PUSH,     RAW, none,   true",
        "32, ACK,   FIXED,   BUFFERED, HEX, none,   false",
        "1,  ACK,   FIXED,   PUSH,     RAW, length, false"
    })
    void everyMessageArrivesOnceAndComesBackAsItWas(
            int window,
            SendMode mode,
            SendFormat format,
            ReceiveMode receive,
            ReadFormat read,
            String framing,
            boolean coalesce)
            throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (TlsPeer peer = TlsPeer.echo(server);
                RouteRig rig = new RouteRig()) {
            rig.context.getRegistry().bind("trusting", trusting);
            rig.settings.setSendWindow(window);
            rig.settings.setSendMode(mode);
            rig.settings.setSendFormat(format);
            rig.settings.setReceiveMode(receive);
            rig.settings.setReadFormat(read);
            rig.settings.setSendTimeout(60_000);
            String uri = "sim7028:tcp:127.0.0.1:" + peer.port() + "?ssl=true&sslContextParameters=#trusting&framing="
                    + framing + "&coalesce=" + coalesce;
            rig.start(rig.keeping("in", uri));
            List<byte[]> sent = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                Random random = new Random(sender);
                all.add(CompletableFuture.runAsync(() -> sendAll(rig, uri, framing, random, sent), senders));
            }
            all.forEach(CompletableFuture::join);
            long total = sent.stream()
                    .mapToLong(body -> framed(framing, body).length)
                    .sum();
            await().atMost(Duration.ofSeconds(60)).until(() -> peer.got().length >= total);
            byte[] got = peer.got();
            assertThat(got.length).isEqualTo(total);
            List<byte[]> messages = cut(framing, got, sent);
            assertThat(messages).usingElementComparator(Arrays::compare).containsExactlyInAnyOrderElementsOf(sent);
            await().atMost(Duration.ofSeconds(60)).until(() -> back(rig).length >= bodies(messages).length);
            assertThat(back(rig)).isEqualTo(bodies(messages));
            if (!framing.equals("none")) {
                assertThat(rig.received).hasSize(sent.size());
            }
            assertThat(peer.connections()).isEqualTo(1);
            assertThat(rig.caught).isEmpty();
        } finally {
            senders.shutdownNow();
        }
    }

    private static void sendAll(RouteRig rig, String uri, String framing, Random random, List<byte[]> sent) {
        for (int i = 0; i < MESSAGES; i++) {
            byte[] body = body(framing, random);
            Exchange exchange = rig.sends(uri, body);
            assertThat(exchange.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH))
                    .isEqualTo((long) framed(framing, body).length);
            sent.add(body);
        }
    }

    /** Every byte, those that have a meaning for the module most of all; in a line no line end. */
    private static byte[] body(String framing, Random random) {
        byte[] body = new byte[1 + random.nextInt(random.nextBoolean() ? 40 : LONGEST)];
        random.nextBytes(body);
        for (int i = 0; i < body.length; i += 7) {
            body[i] = new byte[] {0x03, 0x1A, 0x1B, '>', '\r', '\n', '+', (byte) 0xFF}[random.nextInt(8)];
        }
        if (framing.equals("line")) {
            for (int i = 0; i < body.length; i++) {
                body[i] = body[i] == '\n' || body[i] == '\r' ? (byte) '.' : body[i];
            }
        }
        return body;
    }

    private static byte[] framed(String framing, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (framing.equals("length")) {
            bytes.write(body.length >> 8);
            bytes.write(body.length);
        }
        bytes.writeBytes(body);
        if (framing.equals("line")) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** The messages that stand one behind the other in what the peer got. */
    private static List<byte[]> cut(String framing, byte[] got, List<byte[]> sent) {
        List<byte[]> messages = new ArrayList<>();
        List<byte[]> left = new ArrayList<>(sent);
        for (int at = 0; at < got.length; ) {
            int from = at;
            byte[] next = left.stream()
                    .filter(body -> startsAt(got, from, framed(framing, body)))
                    // of two of which one begins like the other the longer is meant
                    .max((one, other) -> Integer.compare(one.length, other.length))
                    .orElseThrow(() -> new AssertionError("at byte " + from + " there is no message"));
            left.remove(next);
            messages.add(next);
            at += framed(framing, next).length;
        }
        return messages;
    }

    private static boolean startsAt(byte[] all, int from, byte[] part) {
        return from + part.length <= all.length && Arrays.equals(all, from, from + part.length, part, 0, part.length);
    }

    private static byte[] bodies(List<byte[]> messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        messages.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] back(RouteRig rig) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rig.received.forEach(message -> all.writeBytes(message.getBody(byte[].class)));
        return all.toByteArray();
    }
}
