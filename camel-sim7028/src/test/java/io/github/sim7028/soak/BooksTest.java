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
package io.github.sim7028.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books of the soak find what they are there to find. */
class BooksTest {

    @Test
    void aMessageMayArriveBeforeTheBooksHearOfItButNotWithoutEverBeingSent() {
        Ledger ledger = new Ledger();
        ledger.arrived(0);
        ledger.begin(0);
        ledger.settle(0, Ledger.Outcome.CONFIRMED);
        assertThat(ledger.corrupt()).isZero();
        ledger.arrived(5000);
        assertThat(ledger.corrupt()).isPositive();
    }

    @Test
    void whatWasSaidIsComparedWithWhatArrived() {
        Ledger ledger = new Ledger();
        for (int number = 0; number < 4; number++) {
            ledger.begin(number);
        }
        ledger.settle(0, Ledger.Outcome.CONFIRMED);
        ledger.settle(1, Ledger.Outcome.NOT_SENT);
        ledger.settle(2, Ledger.Outcome.UNKNOWN);
        ledger.arrived(1);
        ledger.arrived(2);
        ledger.arrived(2);
        assertThat(ledger.count(Ledger.Outcome.CONFIRMED, false)).isEqualTo(1);
        assertThat(ledger.count(Ledger.Outcome.NOT_SENT, true)).isEqualTo(1);
        assertThat(ledger.count(Ledger.Outcome.UNDER_WAY)).isEqualTo(1);
        assertThat(ledger.doubled()).isEqualTo(1);
    }

    @Test
    void aFilledMessageIsExcusedOnlyWhereItsSenderWasToldThatItsOutcomeIsUnknown() {
        Ledger ledger = new Ledger();
        ledger.begin(0);
        ledger.begin(1);
        ledger.settle(0, Ledger.Outcome.UNKNOWN);
        ledger.settle(1, Ledger.Outcome.NOT_SENT);
        ledger.filled(0);
        ledger.filled(1);
        assertThat(ledger.filled()).isEqualTo(1);
        assertThat(ledger.corrupt()).isEqualTo(1);
    }

    @Test
    void aFrameMayBeMissingOnlyAtTheEndOfAConnection() {
        DownLedger down = new DownLedger();
        int first = down.connected();
        for (int i = 0; i < 3; i++) {
            down.begin(first);
        }
        down.arrived(0);
        int second = down.connected();
        down.begin(second);
        down.arrived(3);
        assertThat(down.gaps()).isZero();
        down.begin(second);
        down.begin(second);
        down.arrived(5);
        assertThat(down.gaps()).isEqualTo(1);
    }

    @Test
    void dialsAreCountedWithinAMinute() {
        Dials dials = new Dials();
        for (int i = 0; i < 11; i++) {
            dials.one();
        }
        assertThat(dials.count()).isEqualTo(11);
        assertThat(dials.worst()).isEqualTo(11);
    }

    @Test
    void aWarningIsTheSameWhateverTheNumbersInItAndAPeerIsNoNumber(@TempDir Path folder) throws Exception {
        Path log = Files.writeString(
                folder.resolve("log"),
                """
                12:00:00.000 [reader] WARN io.github.sim7028.modem.Modem - tcp 127.0.0.1:4711 is closed: 3 of 7 bytes
                12:00:01.000 [reader] WARN io.github.sim7028.modem.Modem - tcp 127.0.0.1:4711 is closed: 5 of 9 bytes
                12:00:02.000 [reader] WARN io.github.sim7028.modem.Modem - tcp 127.0.0.1:4712 is closed: 5 of 9 bytes
                12:00:02.000 [reader] INFO io.github.sim7028.modem.Modem - tcp 127.0.0.1:4712 is open
                12:00:03.000 [worker] ERROR io.github.sim7028.camel.Sim7028Consumer - no
                java.lang.IllegalStateException: no
                \tat io.github.sim7028.camel.Sim7028Consumer.start(Sim7028Consumer.java:1)
                """);
        DriverLog read = new DriverLog(log, Map.of(4711, "one", 4712, "two"));
        assertThat(read.lines()).isEqualTo(4);
        assertThat(read.most()).isEqualTo(2);
        assertThat(read.stackLines()).isEqualTo(1);
        assertThat(read.oftenerThan(1)).containsExactly("2 times: WARN tcp #.#.#.#:<one> is closed: # of # bytes");
    }
}
