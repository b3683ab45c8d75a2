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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal server behind TLS. */
class TlsLineTest extends LineContract {

    @TempDir
    static Path directory;

    private static SSLContext trusted;

    private Relay relay;

    @BeforeAll
    static void makeCertificate() throws Exception {
        trusted = Certificate.make(directory, "ip:127.0.0.1,dns:localhost").context();
    }

    @Override
    LineFactory attach(int farPort) {
        relay = new Relay(farPort, trusted);
        return device("127.0.0.1", trusted);
    }

    @AfterEach
    void stopRelay() {
        relay.close();
    }

    private LineFactory device(String host, SSLContext context) {
        return Lines.of("sockets://" + host + ":" + relay.port(), SerialSettings.DEFAULT, context::getSocketFactory);
    }

    @Test
    void refusesACertificateNobodyTrusts() {
        assertThatThrownBy(() -> device("127.0.0.1", SSLContext.getDefault()).open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("sockets://127.0.0.1:")
                .hasMessageContaining("certificate is trusted");
    }

    @Test
    void refusesACertificateThatNamesAnotherHost(@TempDir Path other) throws Exception {
        SSLContext another = Certificate.make(other, "dns:elsewhere.example").context();
        try (Relay impostor = new Relay(far.getLocalPort(), another)) {
            LineFactory device = Lines.of(
                    "sockets://127.0.0.1:" + impostor.port(), SerialSettings.DEFAULT, another::getSocketFactory);
            assertThatThrownBy(device::open).isInstanceOf(LineException.class).hasMessageContaining("names the host");
        }
    }

    @Test
    void saysThatThePortSpeaksNoTls() throws IOException {
        try (ServerSocket plain = new ServerSocket(0);
                Relay echo = new Relay(plain.getLocalPort())) {
            Thread greeter = new Thread(() -> {
                try (Socket peer = plain.accept()) {
                    peer.getOutputStream().write("RDY\r\nno TLS here\r\n".getBytes());
                    // held until the line's side has hung up
                    peer.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // the line's side says what happened
                }
            });
            greeter.setDaemon(true);
            greeter.start();
            LineFactory device =
                    Lines.of("sockets://127.0.0.1:" + echo.port(), SerialSettings.DEFAULT, trusted::getSocketFactory);
            assertThatThrownBy(device::open)
                    .isInstanceOf(LineException.class)
                    .hasMessageContaining("check that the port speaks TLS");
        }
    }

    @Test
    void saysThatTlsCannotBeSetUp() {
        LineFactory device = Lines.of("sockets://127.0.0.1:1", SerialSettings.DEFAULT, () -> {
            throw new IOException("keystore.p12 does not exist");
        });
        assertThatThrownBy(device::open)
                .isInstanceOf(LineException.class)
                .hasMessageContaining("sslContextParameters")
                .hasMessageContaining("keystore.p12 does not exist");
    }
}
