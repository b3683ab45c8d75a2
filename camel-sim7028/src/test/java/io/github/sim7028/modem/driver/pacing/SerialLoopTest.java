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
package io.github.sim7028.modem.driver.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.kit.VirtualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** The loop of a modem, on a virtual clock and with this thread as its worker. */
class SerialLoopTest {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final VirtualTimer timer = new VirtualTimer();
    private final SerialLoop loop = new SerialLoop(Runnable::run, timer, timer::nanoTime);
    private final List<String> done = new ArrayList<>();

    @Test
    void runsWhatComesMeanwhileAfterwards() {
        loop.execute(() -> {
            loop.execute(() -> done.add("second"));
            done.add("first");
        });
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void knowsWhichLoopAThreadIsOn() {
        SerialLoop other = new SerialLoop(Runnable::run, timer, timer::nanoTime);
        loop.execute(() -> other.execute(() -> {
            done.add(loop.inLoop() + " " + other.inLoop());
            assertThat(SerialLoop.isOnAny()).isTrue();
        }));
        assertThat(done).containsExactly("false true");
        assertThat(SerialLoop.isOnAny()).isFalse();
    }

    @Test
    void runsATaskInItsTime() {
        loop.after(100, () -> done.add("task"));
        timer.pass(Duration.ofMillis(99));
        assertThat(done).isEmpty();
        timer.pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("task");
    }

    @Test
    void runsOnTheCallersThreadWhenNobodyIsThereAndLeavesTheRestToAWorker() {
        List<Runnable> worker = new ArrayList<>();
        SerialLoop shared = new SerialLoop(worker::add, timer, timer::nanoTime);
        shared.executeHere(
                () -> {
                    done.add("here");
                    shared.execute(() -> done.add("elsewhere"));
                },
                () -> done.add("queued"));
        assertThat(done).containsExactly("queued", "here");
        assertThat(worker).hasSize(1);
        shared.executeHere(() -> done.add("after it"), () -> done.add("queued, too"));
        assertThat(done).containsExactly("queued", "here", "queued, too");
        worker.remove(0).run();
        assertThat(done).containsExactly("queued", "here", "queued, too", "elsewhere", "after it");
        assertThat(worker).isEmpty();
        shared.executeHere(() -> done.add("alone"), () -> {});
        assertThat(done).endsWith("alone");
        assertThat(worker).isEmpty();
    }

    @Test
    void whatWaitsWhenTheWorkersHaveBeenShutDownRunsAllTheSame() {
        SerialLoop stopped = new SerialLoop(
                task -> {
                    throw new RejectedExecutionException();
                },
                timer,
                timer::nanoTime);
        stopped.execute(() -> done.add("task"));
        assertThat(done).containsExactly("task");
    }

    @Test
    void aTaskThatIsNotTooLateRunsAtOnce() {
        loop.after(1000, () -> done.add("task"));
        timer.standStill(Duration.ofMillis(1000 + Loop.LATE_MILLIS));
        timer.pass(Duration.ZERO);
        assertThat(done).containsExactly("task");
        loop.after(1000, () -> done.add("late"));
        timer.standStill(Duration.ofMillis(1000 + Loop.LATE_MILLIS + 1));
        timer.pass(Duration.ZERO);
        assertThat(done).containsExactly("task");
        timer.pass(Duration.ofMillis(Loop.GRACE_MILLIS));
        assertThat(done).containsExactly("task", "late");
    }

    @Test
    void aCancelledTaskIsTakenFromTheClock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
        clock.setRemoveOnCancelPolicy(true);
        try {
            Loop.Timer task =
                    new SerialLoop(Runnable::run, clock, System::nanoTime).after(3_600_000, () -> done.add("task"));
            assertThat(clock.getQueue()).hasSize(1);
            task.cancel();
            assertThat(clock.getQueue()).isEmpty();
        } finally {
            clock.shutdownNow();
        }
    }

    @Test
    void nothingIsScheduledOnAClockThatWasShutDown() {
        timer.shutdown();
        Loop.Timer task = loop.after(1000, () -> done.add("task"));
        task.cancel();
        assertThat(done).isEmpty();
    }

    /** What came while the JVM stood still is read first. */
    @Test
    void letsATaskThatComesLateWaitOnceMore() {
        loop.after(100, () -> done.add("task"));
        timer.standStill(PAUSE);
        timer.pass(Duration.ofMillis(Loop.GRACE_MILLIS - 1));
        assertThat(done).isEmpty();
        timer.standStill(PAUSE);
        timer.pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("task");
    }

    @Test
    void forgetsACancelledTaskAlsoWhileItWaitsOnceMore() {
        Loop.Timer first = loop.after(100, () -> done.add("first"));
        Loop.Timer late = loop.after(100, () -> done.add("late"));
        first.cancel();
        timer.standStill(PAUSE);
        timer.pass(Duration.ofMillis(1));
        late.cancel();
        timer.pass(PAUSE);
        assertThat(done).isEmpty();
    }
}
