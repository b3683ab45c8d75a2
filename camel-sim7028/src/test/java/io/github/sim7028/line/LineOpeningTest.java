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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.line.util.HostAndPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An opening has one limit, whatever the far side does, and ends at once when it is given up. */
@Timeout(60)
class LineOpeningTest {

    private ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger dripped = new AtomicInteger();

    /** Accepts, and sends the header of a long TLS record and then a byte now and then: no single read takes long. */
    @BeforeEach
    void drip() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (Socket peer = server.accept()) {
                accepted.incrementAndGet();
                OutputStream out = peer.getOutputStream();
                byte[] record = {22, 3, 3, 0x3F, (byte) 0xFF};
                for (int i = 0; !server.isClosed(); i++) {
                    out.write(i < record.length ? record[i] : 0);
                    dripped.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                // the other side has had enough
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private HostAndPort target() {
        return new HostAndPort("127.0.0.1", server.getLocalPort());
    }

    @Test
    void aPeerThatDripsTheHandshakeIsNotWaitedForWithoutLimit() {
        TlsDevice device = new TlsDevice(target(), () -> SSLContext.getDefault().getSocketFactory());
        assertThatThrownBy(() -> device.open(new LineOpening(), Duration.ofSeconds(1)))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("the line did not open within 1000 ms");
        assertThat(dripped).hasPositiveValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sockets://", "rfc2217://"})
    void anOpeningThatIsGivenUpEndsAtOnce(String scheme) {
        LineFactory device = Lines.of(scheme + target(), SerialSettings.DEFAULT);
        LineOpening opening = new LineOpening();
        CompletableFuture<Line> opened = CompletableFuture.supplyAsync(() -> {
            try {
                return device.open(opening);
            } catch (LineException e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> dripped.get() > 2);
        long began = System.nanoTime();
        opening.giveUp("the modem is being stopped");

        assertThatThrownBy(() -> opened.get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IOException.class)
                .hasStackTraceContaining("the modem is being stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void oneThatWasGivenUpBeforeItBeganOpensNothing() {
        LineOpening opening = new LineOpening();
        opening.giveUp("the modem is being stopped");
        LineFactory device = Lines.of("socket://" + target(), SerialSettings.DEFAULT);
        assertThatThrownBy(() -> device.open(opening)).hasMessageContaining("the modem is being stopped");
    }

    @Test
    void whatIsOpenIsNoLongerTheOpenings() throws Exception {
        LineOpening opening = new LineOpening();
        try (Line line =
                Lines.of("socket://" + target(), SerialSettings.DEFAULT).open(opening)) {
            opening.giveUp("too late");
            byte[] buffer = new byte[10];
            assertThat(line.read(buffer)).isPositive();
        }
    }
}
