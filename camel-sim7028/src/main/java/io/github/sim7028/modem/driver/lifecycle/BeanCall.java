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

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Calls a bean that does something to the module by other wires than its line; a bean that takes too long is interrupted and left alone. */
@OnLoop
final class BeanCall {

    private final ModemRuntime runtime;
    private final Loop loop;

    BeanCall(ModemRuntime runtime, Loop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /**
     * Calls it on a worker.
     *
     * @param overdue what is wrong when it takes longer than the limit
     * @param then    receives why the call failed, null when it did not; on the loop
     */
    void run(Fence.Action bean, Duration limit, String overdue, Consumer<Throwable> then) {
        boolean[] told = {false};
        Consumer<Throwable> once = failure -> {
            if (!told[0]) {
                told[0] = true;
                then.accept(failure);
            }
        };
        FutureTask<Void> task = new FutureTask<>(() -> {
            Throwable[] failure = {null};
            Fence.run(bean, e -> failure[0] = e);
            loop.execute(() -> once.accept(failure[0]));
            return null;
        });
        Loop.Timer timer = loop.after(limit.toMillis(), () -> {
            task.cancel(true);
            once.accept(new Sim7028Exception(overdue));
        });
        runtime.run(() -> {
            task.run();
            loop.execute(timer::cancel);
        });
    }
}
