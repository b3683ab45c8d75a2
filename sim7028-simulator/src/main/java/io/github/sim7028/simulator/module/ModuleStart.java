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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.BootLines;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.power.Sleep;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Takes the module down and starts it: restarts, power, and waking from a sleep that has cost its state. */
public final class ModuleStart {

    private final EventLoop loop;
    private final ModuleSetup setup;
    private final Transcript transcript;
    private final ModuleState state;
    private final ModuleCondition condition;
    private final HostInput input;
    private final CommandInterpreter interpreter;
    private final ModuleOutput output;
    private final UrcOutput urcs;
    private final DataMode data;
    private final PacketService network;
    private final Sleep sleep;
    private final Radio radio;
    private final RadioControl control;
    private int boots;
    /** Whether PWRKEY has switched the module off. */
    private boolean switchedOff;

    ModuleStart(
            EventLoop loop,
            ModuleSetup setup,
            ModuleState state,
            ModuleCondition condition,
            HostInput input,
            CommandInterpreter interpreter,
            ModuleOutput output,
            UrcOutput urcs,
            DataMode data,
            PacketService network,
            Sleep sleep,
            Radio radio,
            RadioControl control) {
        this.loop = loop;
        this.setup = setup;
        this.transcript = setup.transcript();
        this.state = state;
        this.condition = condition;
        this.input = input;
        this.interpreter = interpreter;
        this.output = output;
        this.urcs = urcs;
        this.data = data;
        this.network = network;
        this.sleep = sleep;
        this.radio = radio;
        this.control = control;
    }

    /** Restarts the module: settings and links are lost. Loud says the boot lines, silent nothing. */
    public void reboot(boolean loud) {
        switchedOff = false;
        transcript.event(loud ? "restart" : "silent restart");
        goDown();
        int boot = boots;
        Duration takes = setup.times().of(ModuleTime.BOOT);
        if (takes.isZero()) {
            booted(loud);
            return;
        }
        loop.schedule(takes.toMillis(), TimeUnit.MILLISECONDS, () -> {
            if (boot == boots) {
                booted(loud);
            }
        });
    }

    /** Loses its power for a moment. */
    public void powerCycle() {
        transcript.event("power off and on");
        unmute();
        reboot(true);
    }

    /** A pulse at the pin PWRKEY: wakes a module that sleeps, switches a module off that runs, and on that is off. */
    public void powerKey() {
        transcript.event("PWRKEY");
        if (switchedOff) {
            reboot(true);
        } else if (sleep.asleep()) {
            sleep.wakePin();
        } else if (!state.booting()) {
            urcs.say("NORMAL POWER DOWN");
            state.booting(true);
            switchedOff = true;
            int boot = boots;
            loop.execute(() -> {
                if (boot == boots) {
                    goDown();
                }
            });
        }
    }

    /** Held down by its reset, or released from it, which starts it, even where it hung. */
    void reset(boolean released) {
        if (released) {
            reboot(true);
        } else {
            unmute();
            goDown();
        }
    }

    /** Restarts as a command does: once everything said is on the line. */
    void afterCommand() {
        state.booting(true);
        loop.execute(() -> reboot(true));
    }

    /** Restarts in the middle of a command: what is said until then is lost. */
    void atOnce(boolean loud) {
        state.booting(true);
        output.die();
        loop.execute(() -> reboot(loud));
    }

    /** As it was when it was made: the same card, the same network. */
    void factoryFresh() {
        unmute();
        radio.restore(setup.sim().fresh(), setup.registration());
        reboot(false);
        state.factory();
        boots++;
        booted(false);
        sleep.forgetCounts();
    }

    /** The module has started. */
    void booted(boolean loud) {
        radio.restart();
        sleep.traffic();
        started(loud);
        control.booted(loud);
    }

    /** Wakes from a sleep that has cost its state: all is lost but the registration. */
    void wokenAsBooted(boolean loud) {
        goDown();
        started(loud);
        control.woken(loud);
    }

    /** Stops reading and speaking, or goes on. */
    void mute(boolean on) {
        transcript.event(on ? "muted" : "no longer muted");
        state.muted(on);
        output.mute(on);
    }

    private void unmute() {
        if (state.muted()) {
            mute(false);
        }
    }

    private void started(boolean loud) {
        input.discard();
        state.booting(false);
        if (loud) {
            BootLines.of(setup.dialect(), radio.sim()).forEach(urcs::say);
        }
    }

    /** Loses all that a restart loses, and does nothing until it has booted. */
    private void goDown() {
        state.booting(true);
        boots++;
        data.reset();
        urcs.reset();
        network.reset();
        state.restart();
        interpreter.reset();
        output.reset();
        condition.reset();
        sleep.restarted();
    }
}
