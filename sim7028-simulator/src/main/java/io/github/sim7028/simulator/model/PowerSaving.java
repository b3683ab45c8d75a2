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
package io.github.sim7028.simulator.model;

/**
 * What the host has set for power saving: PSM ({@code CPSMS}), eDRX ({@code CEDRXS}) and the depth of sleep
 * ({@code QCPMUCFG}).
 *
 * @param psm whether the module asks the network for PSM
 * @param periodicUpdate the timer T3412 as the octet that {@code CPSMS} takes, eight binary digits
 * @param activeTime the timer T3324 as the octet that {@code CPSMS} takes, eight binary digits
 * @param edrxMode 0 off, 1 on, 2 on with {@code +CEDRXP} lines
 * @param edrxCycle the cycle of eDRX, four binary digits
 * @param sleepMode first number of {@code QCPMUCFG}: 0 no sleep at all, 1 sleep as deep as the second says
 * @param sleepDepth second number of {@code QCPMUCFG}: 1 stays awake enough for AT commands, 4 is hibernate
 */
public record PowerSaving(
        boolean psm,
        String periodicUpdate,
        String activeTime,
        int edrxMode,
        String edrxCycle,
        int sleepMode,
        int sleepDepth) {

    /** Deepest sleep, "hibernate": the UART has no power. */
    public static final int HIBERNATE = 4;

    /** The paging window of eDRX that the network grants, four binary digits. */
    public static final String PAGING_WINDOW = "0011";

    /** As a module leaves the factory: PSM with 20 hours and 5 minutes, hibernate. */
    public static final PowerSaving FACTORY = new PowerSaving(true, "00110100", "00100101", 0, "0010", 1, HIBERNATE);

    /** A module that never sleeps. */
    public static final PowerSaving AWAKE = new PowerSaving(false, "00110100", "00100101", 0, "0010", 1, 1);

    /** The same with other settings of {@code CPSMS}. */
    public PowerSaving withPsm(boolean on, String periodic, String active) {
        return new PowerSaving(on, periodic, active, edrxMode, edrxCycle, sleepMode, sleepDepth);
    }

    /** The same with other settings of {@code CEDRXS}. */
    public PowerSaving withEdrx(int mode, String cycle) {
        return new PowerSaving(psm, periodicUpdate, activeTime, mode, cycle, sleepMode, sleepDepth);
    }

    /** The same with other settings of {@code QCPMUCFG}. */
    public PowerSaving withSleep(int mode, int depth) {
        return new PowerSaving(psm, periodicUpdate, activeTime, edrxMode, edrxCycle, mode, depth);
    }

    /** What is left of it where the network grants neither PSM nor eDRX. */
    public PowerSaving refused() {
        return withPsm(false, periodicUpdate, activeTime).withEdrx(0, edrxCycle);
    }

    /** What is left of it after a restart: the depth of sleep is the factory's again. */
    public PowerSaving restarted(PowerSaving factory) {
        return withSleep(factory.sleepMode, factory.sleepDepth);
    }
}
