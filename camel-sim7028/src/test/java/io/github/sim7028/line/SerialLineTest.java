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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A serial port by jSerialComm on a pseudo-terminal. */
@Isolated("it counts threads")
class SerialLineTest extends LineContract {

    private static final int CYCLES = 200;

    @TempDir
    Path directory;

    private Socat socat;

    @Override
    LineFactory attach(int farPort) {
        socat = Socat.toTcp(directory.resolve("modem"), farPort);
        return device();
    }

    @AfterEach
    void unplug() {
        if (socat != null) {
            socat.close();
        }
    }

    @Test
    void aReadEndsWithNothingAfterAShortWhile() throws Exception {
        long start = System.nanoTime();

        assertThat(line.read(new byte[16])).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aReadThatWaitsEndsWhenTheDeviceIsUnplugged() throws Exception {
        FutureTask<Boolean> reader = inThread(() -> readsToTheEnd(line));
        socat.unplug();

        assertThat(reader.get()).isTrue();
        assertThatThrownBy(() -> line.read(new byte[16]))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("hung up");
        assertThatThrownBy(() -> line.write(new byte[16], 0, 16))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("accepts no more bytes");
    }

    @Test
    void closesWhileBothDirectionsAreBusyAndLeavesNoThread() throws Exception {
        echo(peer);
        Set<Thread> before = threads();
        for (int i = 0; i < CYCLES; i++) {
            Line busy = line;
            FutureTask<Boolean> reader = inThread(() -> readsToTheEnd(busy));
            FutureTask<Boolean> writer = inThread(() -> writesToTheEnd(busy));
            if (i % 3 == 0) {
                busy.write(new byte[300], 0, 300);
            }
            busy.close();
            assertThat(reader.get()).isTrue();
            assertThat(writer.get()).isTrue();
            line = device().open();
        }
        line.close();
        Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    /** As on a USB adapter without modem wires: the escape is used instead. */
    @Test
    void aPtyHasNoDtrAndGoesOnWorking() throws Exception {
        for (boolean on : new boolean[] {false, true}) {
            assertThat(line.setDtr(on)).isFalse();
            line.write(new byte[] {7}, 0, 1);
            assertThat(peer.getInputStream().read()).isEqualTo(7);
            peer.getOutputStream().write(8);
            assertThat(readFully(line, 1)).containsExactly(8);
        }
        line.close();
        assertThatThrownBy(() -> line.setDtr(false))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void writesAtAnotherRateAndGoesOnWorkingAtItsOwn() throws Exception {
        assertThat(line.writeAt(9600, new byte[] {7})).isTrue();
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        line.write(new byte[] {8}, 0, 1);
        assertThat(peer.getInputStream().read()).isEqualTo(8);
        peer.getOutputStream().write(9);
        assertThat(readFully(line, 1)).containsExactly(9);
        line.close();
        assertThatThrownBy(() -> line.writeAt(9600, new byte[] {7}))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void aSecondLineToAnOpenPortIsRefusedAndTheFirstOneGoesOn() throws Exception {
        assertThatThrownBy(() -> device().open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("is in use");

        line.write(new byte[] {7}, 0, 1);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void aPortCanBeOpenedAgainAfterItsClose() throws Exception {
        line.close();
        line = device().open();

        line.write(new byte[] {7}, 0, 1);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
    }

    private LineFactory device() {
        return Lines.of(directory.resolve("modem").toString(), SerialSettings.DEFAULT);
    }

    static boolean writesToTheEnd(Line line) {
        byte[] bytes = new byte[1000];
        try {
            while (true) {
                line.write(bytes, 0, bytes.length);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(LineException.class);
        }
        return true;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}
