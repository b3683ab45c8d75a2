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

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.Limits;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerCycle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The upper steps of recovery, and what operators ask for: the module restarted, its power switched. */
@OnLoop
final class Restarts {

    private static final Duration POWER_LIMIT = Duration.ofMinutes(1);

    private final ModemProfile profile;
    private final StatusBoard board;
    private final ModemLifecycle life;
    private final Losses losses;
    private final RecoveryPolicy recovery;
    private final LineManager line;
    private final BringUpWaiters next;
    private final Supplier<Supplier<AtCommand<Boolean>>> settings;
    private final Consumer<Event> events;
    private final ModuleRestart module;
    private final BeanCall power;
    /** Whether an echo proves a boot, because the echo was off. */
    private boolean echoTells;

    /** How a restart is started. */
    private interface Beginning {
        void begin(BooleanSupplier current, Consumer<Boolean> booted);
    }

    /**
     * @param next   receives the result of a requested restart
     * @param settings how to ask whether the module still has its settings; null if no query tells
     * @param events receives the events of a restart
     */
    Restarts(
            ModemProfile profile,
            ModemRuntime runtime,
            Loop loop,
            LineManager line,
            StatusBoard board,
            ModemLifecycle life,
            Losses losses,
            RecoveryPolicy recovery,
            BringUpWaiters next,
            Supplier<Supplier<AtCommand<Boolean>>> settings,
            Consumer<Event> events) {
        this.profile = profile;
        this.board = board;
        this.life = life;
        this.losses = losses;
        this.recovery = recovery;
        this.line = line;
        this.next = next;
        this.settings = settings;
        this.events = events;
        module = new ModuleRestart(loop, profile.recovery().restartCommand());
        power = new BeanCall(runtime, loop);
    }

    // ---- as steps of recovery

    void restart() {
        Duration pulse = profile.recovery().dtrPulse();
        if (pulse.isZero()) {
            climb("the module is restarted with " + module.words());
            awaitBoot(
                    "the module is restarted",
                    (current, booted) -> module.tell(line.dialogue(), current, booted),
                    this::noBoot);
        } else {
            climb("the module is reset by DTR, which is dropped for " + Limits.words(pulse));
            awaitBoot(
                    "the module is reset by DTR",
                    (current, booted) -> module.pulse(line.session(), pulse.toMillis(), current, booted),
                    this::noBoot);
        }
    }

    private void noBoot() {
        boolean powerIsNext = recovery.restartFailed();
        LOG.info(
                "Modem '{}': no restart of the module was detected{}",
                profile.name(),
                powerIsNext ? "" : "; a bean in the option powerCycle could switch its power");
        if (powerIsNext) {
            switchPower();
        } else {
            events.accept(Event.NO_BOOT);
        }
    }

    void switchPower() {
        recovery.takeStep(false);
        climb("the module's power is switched off and on");
        line.close("the module's power is switched off", (Throwable) null);
        BooleanSupplier current = life.begin(State.SWITCHING_POWER);
        board.enter(ModemState.OPENING_LINE);
        PowerCycle bean = profile.recovery().powerCycle();
        Fence.Action cycle = () -> bean.powerCycle(profile.name());
        power.run(cycle, POWER_LIMIT, "switching the power took more than a minute", failure -> {
            if (failure == null) {
                note("the module's power was switched off and on");
            } else {
                LOG.warn(
                        "Modem '{}': the module's power could not be switched: {}", profile.name(), failure.toString());
                LOG.debug("Modem '{}': exception of the bean powerCycle", profile.name(), failure);
            }
            if (current.getAsBoolean()) {
                events.accept(Event.POWER_SWITCHED);
            }
        });
    }

    private void climb(String step) {
        LOG.info("Modem '{}': {} attempts have failed; {}", profile.name(), recovery.curable(), step);
    }

    // ---- on request

    /** Completes when the module is up again, or with why it is not. Only while a line is open. */
    CompletionStage<Void> onRequest() {
        CompletionStage<Void> outcome = next.outcome();
        ask(line.session(), 0);
        return outcome;
    }

    private void ask(LineSession mine, int index) {
        mine.dialogue().execute(module.command(index)).whenComplete((v, failure) -> {
            if (line.session() != mine || failure instanceof AtAbortedException) {
                // it restarted before it said OK, or is gone: the next bring-up tells
                return;
            }
            // a firmware that only switches the radio answers when it has found its network again
            boolean taken = failure == null || Futures.unwrapped(failure) instanceof AtTimeoutException;
            if (taken && life.on(Event.RESTART_TAKEN) == Step.AWAIT_BOOT) {
                awaitBoot(
                        "the module restarts on request",
                        (current, booted) -> module.taken(mine.dialogue(), index, current, booted),
                        this::requestFailed);
            } else if (failure instanceof AtErrorException && index + 1 < module.count()) {
                ask(mine, index + 1);
            } else if (failure != null) {
                next.failed(failure);
            }
        });
    }

    private void requestFailed() {
        next.failed(new Sim7028Exception("the module did not restart: " + module.words()
                + " was sent, and no restart was detected; set the option restartCommand to a command that"
                + " restarts the module"));
        events.accept(Event.NO_BOOT);
    }

    // ---- both

    private void awaitBoot(String reason, Beginning beginning, Runnable noBoot) {
        echoTells = life.configured();
        module.prove(echoTells ? settings.get() : null);
        // what the module may still wait for it has not forgotten before it restarts
        losses.lost(reason, null);
        BooleanSupplier current = life.begin(State.RESTARTING);
        board.enter(ModemState.CONFIGURING);
        beginning.begin(current, booted -> {
            if (booted) {
                losses.restarted("the module restarted");
                note("the module was restarted by the driver");
                events.accept(Event.BOOT_SEEN);
            } else {
                noBoot.run();
            }
        });
    }

    /** The module booted; returns whether that was awaited. */
    boolean booted() {
        return module.booted();
    }

    /** The module repeats commands; returns whether that is the boot that was awaited. */
    boolean echoed() {
        return echoTells && module.booted();
    }

    /** Counts a restart and publishes it as an event. */
    void note(String reason) {
        board.counters().restarted();
        board.events().publish(new ModemEvent.ModuleRestarted(Instant.now(), reason));
    }
}
