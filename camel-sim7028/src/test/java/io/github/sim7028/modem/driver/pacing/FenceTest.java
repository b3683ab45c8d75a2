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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FenceTest {

    @Test
    void anErrorOfForeignCodeGoesToWhomItConcerns() {
        List<Throwable> told = new ArrayList<>();
        Error thrown = new NoClassDefFoundError("a.user.Class");
        Fence.run(
                () -> {
                    throw thrown;
                },
                told::add);
        assertThat(told).containsExactly(thrown);
    }

    @Test
    void theResultIsHandedOn() throws ForeignCodeException {
        assertThat(Fence.<String>call(() -> "reading")).isEqualTo("reading");
    }

    @Test
    void anInterruptIsKept() {
        assertThatThrownBy(() -> Fence.call(() -> {
                    throw new InterruptedException("stop");
                }))
                .isInstanceOf(ForeignCodeException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void foreignCodeOnAModemsLoopIsFound() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            CompletableFuture<Throwable> found = new CompletableFuture<>();
            new SerialLoop(clock, clock, System::nanoTime).execute(() -> {
                try {
                    Fence.run(() -> {}, e -> {});
                    found.complete(null);
                } catch (AssertionError e) {
                    found.complete(e);
                }
            });
            assertThat(found.get(10, TimeUnit.SECONDS)).hasMessageContaining("on a modem's loop");
            assertThat(SerialLoop.isOnAny()).isFalse();
        } finally {
            clock.shutdownNow();
        }
    }
}
