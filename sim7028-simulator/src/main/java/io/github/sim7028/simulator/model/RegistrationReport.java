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

/** How {@code CREG}, {@code CGREG} and {@code CEREG} show the registration, when they are asked and by themselves. */
public final class RegistrationReport {

    private static final int LOCATION = 2;
    private static final int NB_IOT = 9;
    /** "EPS services and non-EPS services not allowed" (3GPP TS 24.301). */
    private static final String CAUSE = ",0,8";

    private RegistrationReport() {}

    /**
     * Whether this command follows the registration; that of {@code CREG}, which is for voice, stays at 0 on NB-IoT.
     */
    public static boolean follows(String name, Dialect dialect) {
        return !name.equals("+CREG") || dialect.has(Quirk.CREG_REGISTERED);
    }

    /**
     * The registration as the command shows it.
     *
     * @param name the command, {@code +CEREG}
     * @param mode the number that the host has set with it
     * @param registration the registration
     * @param power what the module asks for, and the network grants, to save power
     * @param dialect how the module speaks
     */
    public static String text(String name, int mode, Registration registration, PowerSaving power, Dialect dialect) {
        if (!follows(name, dialect)) {
            return "0";
        }
        String stat = Integer.toString(registration.stat());
        if (mode < LOCATION || !name.equals("+CEREG") || dialect.has(Quirk.CEREG_SHORT)) {
            return stat;
        } else if (!registration.registered()) {
            boolean denied = registration == Registration.DENIED;
            return stat + (denied && mode == 3 ? ",,," + CAUSE : denied && mode == 5 ? ",,,," + CAUSE : "");
        }
        String timers = power.psm() ? ",\"" + power.activeTime() + "\",\"" + power.periodicUpdate() + '"' : "";
        return stat + ",\"" + Cell.TAC_HEX + "\",\"" + Cell.ID_HEX + "\"," + NB_IOT
                + switch (mode) {
                    case 4 -> timers.isEmpty() ? "" : ",," + timers;
                    case 5 -> ",\"00\",0,0" + timers;
                    default -> "";
                };
    }
}
