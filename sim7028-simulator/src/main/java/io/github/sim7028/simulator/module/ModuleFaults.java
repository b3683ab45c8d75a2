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
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.FaultAction;
import io.github.sim7028.simulator.fault.FaultTrigger;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.fault.LineBytes;
import io.github.sim7028.simulator.fault.ModuleFaultTarget;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.power.Sleep;
import io.github.sim7028.simulator.uart.Uart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Faults that concern the whole module rather than a line, and those that go by the clock. */
final class ModuleFaults implements ModuleFaultTarget {

    private static final int HANG_UP_STEPS = 500;
    private static final int HANG_UP_STEP_MILLIS = 2;

    private final EventLoop loop;
    private final Faults faults;
    private final ModuleControl module;
    private final ModuleState state;
    private final ModuleCondition condition;
    private final Sleep sleep;
    private final PacketService network;
    private final Uart uart;
    private final ModuleOutput output;
    private final Transcript transcript;

    ModuleFaults(
            EventLoop loop,
            Faults faults,
            ModuleControl module,
            ModuleState state,
            ModuleCondition condition,
            Sleep sleep,
            PacketService network,
            Uart uart,
            ModuleOutput output,
            Transcript transcript) {
        this.loop = loop;
        this.faults = faults;
        this.module = module;
        this.state = state;
        this.condition = condition;
        this.sleep = sleep;
        this.network = network;
        this.uart = uart;
        this.output = output;
        this.transcript = transcript;
    }

    /** Lets it happen, now. */
    void happen(Fault fault) {
        if (fault.action() instanceof FaultAction.OnModule onModule) {
            onModule.applyTo(this);
        } else {
            throw new IllegalArgumentException(fault + " does not affect the whole module");
        }
    }

    /** Lets a fault that goes by the clock happen when its time has come. */
    void arrange(Faults.Rule rule) {
        Fault fault = rule.fault();
        loop.schedule(fault.trigger().time().toMillis(), TimeUnit.MILLISECONDS, () -> {
            Optional<Boolean> due = faults.due(rule);
            if (due.isEmpty()) {
                return;
            }
            if (due.get()) {
                transcript.event("fault: " + fault);
                happen(fault);
            }
            if (fault.trigger().kind() == FaultTrigger.Kind.EVERY) {
                arrange(rule);
            }
        });
    }

    @Override
    public void restart(boolean loud) {
        module.rebootSoon(loud);
    }

    @Override
    public void loseNetwork(NetworkLossManner manner) {
        switch (manner) {
            case SILENT -> network.vanish();
            case QUIET -> network.lose(false, true);
            case REPORTED -> network.lose(true, true);
        }
    }

    @Override
    public void killContext(ErrorCode error) {
        network.kill(error);
    }

    @Override
    public void beBusy(Duration time) {
        condition.busyFor(time);
    }

    @Override
    public void fallAsleep(int bytes) {
        sleep.order(bytes);
    }

    @Override
    public void hangUp() {
        state.muted(true);
        output.die();
        hangUpWhenRead(HANG_UP_STEPS);
    }

    /** Hangs up once the host has read what was said before, or has had time to. */
    private void hangUpWhenRead(int steps) {
        if (steps > 0 && uart.toHost().peek() >= 0) {
            loop.schedule(HANG_UP_STEP_MILLIS, TimeUnit.MILLISECONDS, () -> hangUpWhenRead(steps - 1));
            return;
        }
        uart.hangUp();
        output.revive();
        state.muted(false);
    }

    @Override
    public void beMute(Duration time) {
        module.mute(true);
        loop.schedule(time.toMillis(), TimeUnit.MILLISECONDS, () -> module.mute(false));
    }

    @Override
    public void sayLines(List<String> lines) {
        output.chatter(LineBytes.of(lines));
    }

    @Override
    public void sendNoise(int bytes) {
        output.chatter(faults.noise(bytes));
    }
}
