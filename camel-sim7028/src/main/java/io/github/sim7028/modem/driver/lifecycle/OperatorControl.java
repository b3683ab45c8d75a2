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

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What operators have a modem do: each request becomes an event of its life, and completes with what the next bring-up comes to. */
@OnLoop
public final class OperatorControl {

    private final ModemLifecycle life;
    private final BringUpWaiters next;
    private final Restarts restarts;
    private final Consumer<Event> events;

    OperatorControl(ModemLifecycle life, BringUpWaiters next, Restarts restarts, Consumer<Event> events) {
        this.life = life;
        this.next = next;
        this.restarts = restarts;
        this.events = events;
    }

    /** Whether the modem is being stopped: it does not come up any more. */
    public boolean isStopped() {
        return life.state() == State.STOPPED;
    }

    /** Completes when the module is awake, at once if the module does not sleep; or with why it could not be woken. */
    public CompletionStage<Void> awake() {
        return life.state() == State.ASLEEP ? after(Event.WAKING_WANTED) : CompletableFuture.completedFuture(null);
    }

    /** Closes the network; it stays closed until {@link #openNetwork()}. */
    public CompletionStage<Void> closeNetwork() {
        if (life.state() == State.NETWORK_CLOSED) {
            return CompletableFuture.completedFuture(null);
        }
        life.wantNetwork(false);
        return after(Event.CLOSE_WANTED);
    }

    /** Completes when the modem is ready, or with why the next attempt failed. */
    public CompletionStage<Void> openNetwork() {
        life.wantNetwork(true);
        return life.state() == State.READY ? CompletableFuture.completedFuture(null) : after(Event.OPEN_WANTED);
    }

    /** Closes the line and opens it again; completes when the modem is up, or with why it is not. */
    public CompletionStage<Void> reconnect() {
        return after(Event.RECONNECT_WANTED);
    }

    /** Restarts the module; completes when it is up again, or with why it is not. Only while a line is open. */
    public CompletionStage<Void> restart() {
        return restarts.onRequest();
    }

    private CompletionStage<Void> after(Event request) {
        CompletionStage<Void> outcome = next.outcome();
        events.accept(request);
        return outcome;
    }
}
