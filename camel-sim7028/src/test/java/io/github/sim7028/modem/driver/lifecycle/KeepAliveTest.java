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
package io.github.sim7028.modem.driver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.command.CipOpen;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.kit.Bench;
import io.github.sim7028.modem.driver.status.EventPublisher;
import io.github.sim7028.modem.driver.status.StatusBoard;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a module that says nothing is asked whether it is still there. */
class KeepAliveTest {

    private static final long INTERVAL = Duration.ofMinutes(1).toMillis();
    private static final String QUESTION = "AT+NETOPEN?\r";

    private final Bench bench = new Bench();
    private final AtomicInteger alarms = new AtomicInteger();

    private final Loop counting = new Loop() {
        @Override
        public void execute(Runnable task) {
            bench.time.execute(task);
        }

        @Override
        public Timer after(long millis, Runnable task) {
            alarms.incrementAndGet();
            return bench.time.after(millis, task);
        }

        @Override
        public boolean inLoop() {
            return bench.time.inLoop();
        }

        @Override
        public long now() {
            return bench.time.now();
        }
    };

    @BeforeEach
    void watch() {
        bench.line("RDY");
        StatusBoard board = new StatusBoard("bench", new EventPublisher("bench", Runnable::run), counting::now);
        new KeepAlive(counting, INTERVAL, board, new Unheard()).start(bench.dialogue, StandardCommands::headerShown);
    }

    private void open() {
        bench.dialogue.execute(CipOpen.tcp(0, "host", 5253, 0), 3 * INTERVAL);
        bench.line("OK");
    }

    @Test
    void aModuleThatSaysNothingIsAskedAfterTheInterval() {
        bench.time.pass(INTERVAL - 1);
        assertThat(bench.written).isEmpty();
        bench.time.pass(1);
        // which may sleep
        assertThat(bench.written).containsExactly("AT\r");
        bench.line("OK");
        assertThat(bench.lastWritten()).isEqualTo(QUESTION);
    }

    /** An opening may be silent for two minutes. */
    @Test
    void whetherACommandThatTakesLongerThanTheIntervalHasEndedIsLookedAtNowAndThen() {
        open();
        bench.time.pass(2 * INTERVAL);
        assertThat(bench.written).hasSize(1);
        assertThat(alarms.get()).isLessThan(70);
    }

    @Test
    void aModuleThatWasSilentOverALongCommandIsAskedAnIntervalAfterItsEnd() {
        open();
        bench.time.pass(2 * INTERVAL);
        bench.line("+CIPOPEN: 0,0");
        bench.time.pass(INTERVAL - 1);
        assertThat(bench.written).doesNotContain(QUESTION);
        bench.time.pass(1);
        bench.line("OK");
        assertThat(bench.lastWritten()).isEqualTo(QUESTION);
    }

    private static final class Unheard implements ModuleListener {
        @Override
        public void silent(String reason) {}

        @Override
        public void lineLost(String reason, Throwable cause) {}

        @Override
        public void booted(String reason) {}

        @Override
        public void echoed(String reason) {}

        @Override
        public void restarted(String reason) {}

        @Override
        public void networkLost(String reason) {}
    }
}
