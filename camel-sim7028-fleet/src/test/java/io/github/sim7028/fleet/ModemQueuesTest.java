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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ModemQueuesTest {

    private final List<String> done = new ArrayList<>();
    private final List<Runnable> begun = new ArrayList<>();
    private Throwable failure;
    private Runnable before = () -> {};

    private final ModemQueues queues = new ModemQueues(task -> {
        before.run();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        begun.add(task);
    });

    private void execute(String task) {
        queues.execute("modem", () -> done.add(task), e -> done.add(task + " refused: " + e.getMessage()));
    }

    @Test
    void tasksOfAModemHaveOneWorkerAndKeepTheirOrder() {
        execute("one");
        execute("two");

        assertThat(begun).hasSize(1);
        begun.remove(0).run();
        assertThat(done).containsExactly("one", "two");
    }

    @Test
    void withoutAThreadAlsoWhatCameMeanwhileEndsAndTheModemGoesOn() {
        failure = new OutOfMemoryError("no thread");
        before = () -> {
            before = () -> {};
            execute("two");
        };

        execute("one");

        assertThat(done).containsExactly("one refused: no thread", "two refused: no thread");
        failure = null;
        execute("three");
        begun.remove(0).run();
        assertThat(done).last().isEqualTo("three");
    }

    @Test
    void withoutWorkersATaskIsRefused() {
        failure = new RejectedExecutionException("stopped");

        execute("one");

        assertThat(done).containsExactly("one refused: stopped");
    }
}
