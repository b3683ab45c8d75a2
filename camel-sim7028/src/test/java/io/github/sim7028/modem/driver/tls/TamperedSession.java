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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.testfuzz.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Two ends of TLS, and a fuzzer that changes what the server sends. The session of the client goes on or ends with an exception of TLS; what it hands over is
 * the beginning of what the server sent, and never anything else.
 */
final class TamperedSession {

    private static final int MOST_ROUNDS = 30;
    private static final int MOST_CHANGED = 64;

    private final FuzzInput input;
    private final TlsSession client;
    private final TlsSession server;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    TamperedSession(byte[] bytes) throws ForeignCodeException {
        input = new FuzzInput(bytes);
        String protocol = input.flag() ? "TLSv1.2" : "TLSv1.3";
        client = session(TlsRig.CLIENT, true, protocol);
        server = session(TlsRig.SERVER, false, protocol);
    }

    private static TlsSession session(SSLContext context, boolean client, String protocol) throws ForeignCodeException {
        SSLEngine engine = context.createSSLEngine(TlsRig.HOST, 443);
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {protocol});
        return new TlsSession(engine);
    }

    void hold() throws Exception {
        try {
            for (int left = MOST_ROUNDS; left > 0; left--) {
                round(left);
            }
        } catch (ForeignCodeException e) {
            // of the engine: the session is over, for one of the two
            if (!(e.getCause() instanceof SSLException)) {
                throw new AssertionError("no exception of TLS", e.getCause());
            }
        } finally {
            assertThat(got.size()).isLessThanOrEqualTo(sent.size());
            assertThat(Arrays.copyOf(sent.toByteArray(), got.size())).isEqualTo(got.toByteArray());
            client.close();
            client.close();
        }
    }

    private void round(int number) throws ForeignCodeException {
        advance(client);
        server.feed(client.takeFlight());
        advance(server);
        byte[] flight = server.takeFlight();
        if (server.isReady() && !input.isOver()) {
            byte[] text =
                    ("message " + number + ';').repeat(1 + input.below(200)).getBytes(StandardCharsets.UTF_8);
            sent.writeBytes(text);
            flight = joined(flight, server.seal(text));
        }
        client.feed(changed(flight));
        advance(client);
        if (client.isReady()) {
            server.feed(client.seal("thanks".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void advance(TlsSession session) throws ForeignCodeException {
        while (session.advance(session == client ? got::writeBytes : bytes -> {})) {
            session.tasks().forEach(Runnable::run);
        }
    }

    /** What comes of the server's bytes on their way. */
    private byte[] changed(byte[] bytes) {
        int at = input.below(bytes.length + 1);
        byte[] raw =
                switch (input.below(8)) {
                    case 1 -> flipped(bytes, at);
                    // lost, inserted, twice
                    case 2 ->
                        joined(
                                Arrays.copyOf(bytes, at),
                                Arrays.copyOfRange(
                                        bytes, Math.min(bytes.length, at + 1 + input.below(9)), bytes.length));
                    case 3 ->
                        joined(joined(Arrays.copyOf(bytes, at), noise()), Arrays.copyOfRange(bytes, at, bytes.length));
                    case 4 -> joined(bytes, bytes);
                    case 5 -> noise();
                    case 6 -> Arrays.copyOf(bytes, at);
                    default -> bytes;
                };
        return raw;
    }

    private byte[] noise() {
        return input.raw(input.below(MOST_CHANGED)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << input.below(8));
        }
        return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
