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
package io.github.sim7028.camel.modem;

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a modem at a strict start, and keeps the last reason why it was not ready: another attempt has none yet. The wait ends at once
 * for what waiting does not cure, when it is interrupted, and when the JVM is told to end.
 */
final class StartupWaiter implements ModemListener {

    private final Modem modem;
    private final String name;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private volatile ModemStatus trouble;

    StartupWaiter(Modem modem, String name) {
        this.modem = modem;
        this.name = name;
    }

    void await(Duration limit) throws Sim7028ModemUnavailableException {
        Thread ending = new Thread(() -> ready.complete(false), "sim7028-strict-start");
        modem.addListener(this);
        try {
            Runtime.getRuntime().addShutdownHook(ending);
            statusChanged(modem.status());
            if (ready.get(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            // it is told below; with the last one the JVM is ending already
            ready.complete(false);
        } finally {
            modem.removeListener(this);
            forget(ending);
        }
        throw new Sim7028ModemUnavailableException(name, explain(modem.status()));
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // the JVM is ending, and runs it
        }
    }

    @Override
    public void happened(ModemEvent event) {
        if (event instanceof ModemEvent.StatusChanged changed) {
            statusChanged(changed.status());
        }
    }

    private void statusChanged(ModemStatus status) {
        if (status.state() == ModemState.READY || status.state() == ModemState.ASLEEP) {
            ready.complete(true);
            return;
        }
        if (!status.reason().isEmpty()) {
            trouble = status;
        }
        if (status.state() == ModemState.WAITING && modem.incurable()) {
            ready.complete(false);
        }
    }

    private ModemStatus explain(ModemStatus now) {
        return now.reason().isEmpty() && trouble != null ? trouble : now;
    }
}
