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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The receive mode of one modem (2.1.5): which one holds, and the change to the other one while links are open. The module
 * pushes out what it had buffered when it comes to push; what is pushed before the answer comes before what is read after it.
 * So bytes keep their order, as long as nothing is read while a change is under way.
 */
@OnLoop
public final class ReceiveModeSwitch {

    private final ModemProfile profile;
    private final Loop loop;
    private final BooleanSupplier wanted;
    private final Runnable changed;
    private LineSession session;
    private boolean buffered;
    private boolean changing;
    /** A change was not answered, or refused. */
    private boolean unsure;

    private final Backoff pauses;
    private Loop.Timer retry = () -> {};

    /**
     * @param wanted  whether data is to be buffered, as the leases of the moment ask for
     * @param changed called when another mode is in effect
     */
    public ReceiveModeSwitch(ModemProfile profile, Loop loop, BooleanSupplier wanted, Runnable changed) {
        this.profile = profile;
        this.loop = loop;
        this.wanted = wanted;
        this.changed = changed;
        pauses = Backoff.ofLink(loop, profile.recovery());
    }

    public void up(LineSession ready, boolean bufferedNow) {
        session = ready;
        buffered = bufferedNow;
        changing = false;
        unsure = false;
    }

    public void down() {
        session = null;
        changing = false;
        retry.cancel();
    }

    /** Whether data stays in the module until it is read. */
    boolean readsBuffered() {
        return buffered && !changing;
    }

    boolean changing() {
        return changing;
    }

    /** Whether data may still be in the module although the module reports none. */
    boolean mayHoldData() {
        return buffered || changing || unsure;
    }

    /** Requests the other mode if it is wanted and a lease receives. */
    public void adjust(boolean somebodyReceives) {
        boolean target = wanted.getAsBoolean();
        if (session == null || changing || !somebodyReceives || target == buffered && !unsure) {
            return;
        }
        changing = true;
        retry.cancel();
        LineSession mine = session;
        session.dialogue().execute(StandardCommands.receiveBuffered(target)).whenComplete((v, failure) -> {
            if (session != mine) {
                return;
            }
            changing = false;
            if (failure == null) {
                done(target);
            } else {
                failed(failure);
            }
        });
    }

    private void done(boolean target) {
        buffered = target;
        unsure = false;
        pauses.succeeded();
        LOG.info(
                "Modem '{}' now receives {}",
                profile.name(),
                target ? "buffered, as no UDP consumer is active" : "by push, as a UDP consumer is active");
        changed.run();
    }

    private void failed(Throwable failure) {
        unsure = true;
        Duration pause = pauses.failed();
        if (pauses.failures() == 1) {
            LOG.warn(
                    "Modem '{}' could not switch its receive mode: {}; next attempt in {}",
                    profile.name(),
                    failure.getMessage(),
                    TimeWords.pause(pause));
        }
        retry = loop.after(pause.toMillis(), changed);
    }
}
