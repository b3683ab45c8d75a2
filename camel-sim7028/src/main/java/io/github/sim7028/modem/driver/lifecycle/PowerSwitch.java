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
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.PowerCycle;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Has a module's power switched by the site's own bean, off the modem's loop and for a minute at most. */
final class PowerSwitch {

    private static final long POWER_MILLIS = 60_000;

    private final ModemRuntime runtime;
    private final Loop loop;

    PowerSwitch(ModemRuntime runtime, Loop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /** {@code then} gets why that failed, null when it did not; on the loop. */
    void cycle(PowerCycle hook, String modem, Consumer<Throwable> then) {
        boolean[] told = {false};
        Consumer<Throwable> once = failure -> {
            if (!told[0]) {
                told[0] = true;
                then.accept(failure);
            }
        };
        FutureTask<Void> task = new FutureTask<>(() -> {
            Throwable[] failure = {null};
            Fence.run(() -> hook.powerCycle(modem), e -> failure[0] = e);
            loop.execute(() -> once.accept(failure[0]));
            return null;
        });
        loop.after(POWER_MILLIS, () -> {
            task.cancel(true);
            once.accept(new Sim7028Exception("switching the power took more than a minute"));
        });
        runtime.run(task);
    }
}
