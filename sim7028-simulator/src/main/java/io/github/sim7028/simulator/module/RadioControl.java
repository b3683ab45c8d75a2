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

import io.github.sim7028.simulator.model.BootLines;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.RegistrationReport;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.power.Sleep;

/** Switches the radio, and says what changes with it: the card, the network, the registration. */
final class RadioControl {

    private final Dialect dialect;
    private final ModuleState state;
    private final Radio radio;
    private final PacketService network;
    private final UrcOutput urcs;
    private final Sleep sleep;
    /** Nothing is said about the registration. */
    private boolean silent;
    /** Whether the module was registered when the registration was looked at last. */
    private boolean networkAvailable;

    RadioControl(Dialect dialect, ModuleState state, Radio radio, PacketService network, UrcOutput urcs, Sleep sleep) {
        this.dialect = dialect;
        this.state = state;
        this.radio = radio;
        this.network = network;
        this.urcs = urcs;
        this.sleep = sleep;
    }

    /** Switches the radio; without it the network is lost. */
    void power(boolean on) {
        if (!on && network.isOpen()) {
            network.lose(true, false);
        }
        if (on) {
            sayCardIsReady();
            makeContext();
        }
        radio.power(on, state.settings().bands);
    }

    /** Switches the radio off and on at once; the network is lost. */
    void cycle() {
        if (network.isOpen()) {
            network.lose(true, false);
        }
        sayCardIsReady();
        makeContext();
        radio.start(state.settings().bands);
    }

    /** Registers, or deregisters and stays so; without registration the network is lost. */
    void attach(boolean on) {
        if (!on && network.isOpen()) {
            network.lose(true, false);
        }
        radio.attach(on);
    }

    /** The module has booted: begins to search. */
    void booted(boolean loud) {
        networkAvailable = false;
        silent = !loud;
        radio.start(state.settings().bands);
        silent = false;
    }

    /** The module has woken as after a boot, and is still registered. */
    void woken(boolean loud) {
        networkAvailable = false;
        silent = !loud;
        changed(radio.registration());
        silent = false;
    }

    /** The registration changed. */
    void changed(Registration now) {
        boolean news = now.registered() && !networkAvailable;
        networkAvailable = now.registered();
        if (news) {
            network.attached();
        }
        if (silent) {
            return;
        }
        if (news && !dialect.has(Quirk.BOOT_RDY)) {
            urcs.remark(BootLines.NETWORK_AVAILABLE);
        }
        state.settings().registrationReports.forEach((name, mode) -> {
            if (mode > 0 && RegistrationReport.follows(name, dialect)) {
                urcs.remark(name + ": " + RegistrationReport.text(name, mode, now, sleep.granted(), dialect));
            }
        });
    }

    /** A module that attaches makes its context, where the host has removed it. */
    private void makeContext() {
        state.settings().activated.clear();
        if (!dialect.has(Quirk.CONTEXT_ONE)) {
            state.settings().contexts.putIfAbsent(0, new Settings.Context("IP", ""));
        }
    }

    private void sayCardIsReady() {
        if (radio.simReady() && !dialect.has(Quirk.BOOT_RDY)) {
            urcs.say(BootLines.SIM_READY);
        }
    }
}
