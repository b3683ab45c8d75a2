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

import io.github.sim7028.simulator.VirtualModem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("it counts threads")
class SimulatorLineTest {

    private static final String NAME = "simulator-line-test";

    @Test
    void startsAModemThatEndsWithTheLine() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Line line = device("?links=10").open()) {
            assertAnswers(line);
            assertThat(VirtualModem.named(NAME)).isPresent();
        }
        assertThat(VirtualModem.named(NAME)).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> name.contains("im7028") || name.contains("imulator"))
                        .toList())
                .isEmpty());
    }

    @Test
    void canBeOpenedAgain() throws Exception {
        LineFactory device = device("");
        for (int i = 0; i < 3; i++) {
            try (Line line = device.open()) {
                assertAnswers(line);
            }
        }
    }

    @Test
    void takesTheModemOfThatNameThatRunsAndLeavesItRunning() throws Exception {
        try (VirtualModem modem = VirtualModem.fromOptions(NAME, Map.of())) {
            try (Line line = device("").open()) {
                assertAnswers(line);
                assertThat(modem.hasHost()).isTrue();
            }
            assertThat(VirtualModem.named(NAME)).containsSame(modem);
            assertThat(modem.hasHost()).isFalse();
        }
    }

    @Test
    void refusesOptionsForAModemThatRuns() {
        try (VirtualModem modem = VirtualModem.fromOptions(NAME, Map.of())) {
            assertThatThrownBy(() -> device("?links=10").open())
                    .isInstanceOf(LineException.class)
                    .hasMessageContaining("is already running, so the options have no effect");
            assertThat(modem.hasHost()).isFalse();
        }
    }

    @Test
    void saysThatAnotherLineIsPluggedIn() throws Exception {
        try (Line line = device("").open()) {
            assertThatThrownBy(() -> device("").open())
                    .isInstanceOf(LineException.class)
                    .hasMessageStartingWith("simulator://" + NAME + ": ");
            assertAnswers(line);
        }
    }

    @Test
    void theRateOfTheHostMattersWhereTheModemSaysSo() throws Exception {
        SerialSettings slow = new SerialSettings(57_600, 8, 1, Parity.NONE, FlowControl.NONE);
        try (Line line = Lines.of("simulator://" + NAME, slow).open()) {
            assertAnswers(line);
        }
        try (Line line =
                Lines.of("simulator://" + NAME + "?strictBaud=true", slow).open()) {
            line.write("AT\r".getBytes(StandardCharsets.US_ASCII), 0, 3);
            Awaitility.await()
                    .until(() -> VirtualModem.named(NAME).orElseThrow().bytesIn() == 3);
            assertThat(VirtualModem.named(NAME).orElseThrow().commands()).doesNotContain("AT");
        }
        try (Line line = device("?strictBaud=true").open()) {
            assertAnswers(line);
        }
    }

    @Test
    void saysWhatIsWrongWithAnOption() {
        assertThatThrownBy(() -> device("?lnks=10").open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("lnks");
        assertThatThrownBy(() -> device("?links=many").open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("many");
        assertThat(VirtualModem.named(NAME)).isEmpty();
    }

    @Test
    void closeEndsAReadThatWaitsAndAWriteThatTheModemDoesNotTake() throws Exception {
        Line line = device("").open();
        VirtualModem.named(NAME).orElseThrow().setMute(true);
        FutureTask<Boolean> reader = LineContract.inThread(() -> {
            byte[] buffer = new byte[64];
            while (line.read(buffer) >= 0) {
                // nothing comes
            }
            return true;
        });
        FutureTask<Void> writer = LineContract.inThread(() -> {
            byte[] bytes = new byte[1024];
            while (true) {
                line.write(bytes, 0, bytes.length);
            }
        });
        assertThatThrownBy(() -> writer.get(300, TimeUnit.MILLISECONDS)).isNotNull();

        line.close();
        line.close();

        assertWasClosed(reader);
        assertWasClosed(writer);
    }

    @Test
    void noticesThatTheModemHangsUp() throws Exception {
        try (VirtualModem modem = VirtualModem.fromOptions(NAME, Map.of());
                Line line = device("").open()) {
            modem.hangUp();

            assertThat(LineContract.readsToTheEnd(line)).isTrue();
            assertThatThrownBy(() -> line.write(new byte[1], 0, 1)).isInstanceOf(LineException.class);
        }
    }

    private static void assertWasClosed(FutureTask<?> task) {
        assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    private static void assertAnswers(Line line) throws IOException {
        line.write("AT\r".getBytes(StandardCharsets.US_ASCII), 0, 3);
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[64];
        while (answer.indexOf("OK\r\n") < 0) {
            int count = line.read(buffer);
            assertThat(count).isNotNegative();
            answer.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
        }
    }

    private static LineFactory device(String options) {
        return Lines.of("simulator://" + NAME + options, SerialSettings.DEFAULT);
    }
}
