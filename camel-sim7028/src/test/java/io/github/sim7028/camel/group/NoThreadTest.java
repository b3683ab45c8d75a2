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
package io.github.sim7028.camel.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testlog.ExpectedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A machine that gives no thread stops nothing for ever. */
class NoThreadTest {

    private final List<String> done = new ArrayList<>();
    private boolean threads = true;
    private final List<Runnable> begun = new ArrayList<>();

    private final Executor workers = task -> {
        if (!threads) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        begun.add(task);
    };

    @Test
    void aFewAtATimeGoOn() {
        FewAtATime few = new FewAtATime(workers);
        few.execute(() -> done.add("one"));
        threads = false;
        // more than there are places
        for (int i = 0; i < 40; i++) {
            few.execute(() -> done.add("later"));
        }
        assertThat(done).isEmpty();

        begun.remove(0).run();

        assertThat(done).hasSize(41);
        few.execute(() -> done.add("alone"));
        assertThat(done).last().isEqualTo("alone");
        threads = true;
        few.execute(() -> done.add("with a thread"));
        begun.remove(0).run();
        assertThat(done).last().isEqualTo("with a thread");
    }

    @Test
    @ExpectedLog(value = "A task of the modems of a group failed", level = Level.ERROR, stack = true)
    void aTaskThatFailsKeepsNoPlace() {
        FewAtATime few = new FewAtATime(Runnable::run);
        for (int i = 0; i < 20; i++) {
            few.execute(() -> {
                throw new IllegalStateException("a bug");
            });
        }

        few.execute(() -> done.add("next"));

        assertThat(done).containsExactly("next");
    }

    @Test
    @ExpectedLog(value = "No thread could be had for a modem of a group", level = Level.ERROR, stack = true)
    void theTasksOfAModemGoOnInTheirOrder() {
        SerialTasks tasks = new SerialTasks(workers);
        CompletableFuture<Void> first = tasks.run("modem", () -> {
            done.add("first");
            return CompletableFuture.completedFuture(null);
        });
        CompletableFuture<Void> second = tasks.run("modem", () -> {
            done.add("second");
            return CompletableFuture.completedFuture(null);
        });
        threads = false;

        begun.remove(0).run();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(done).containsExactly("first", "second");
        assertThat(tasks.last("modem")).isNull();
    }
}
