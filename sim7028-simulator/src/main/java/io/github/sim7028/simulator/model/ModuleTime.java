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

import java.time.Duration;

/** What takes a module its time. Each is an option, and has a value in each {@link TimeProfile}. */
public enum ModuleTime {

    /** A restart, until the boot lines. */
    BOOT("bootTime", Duration.ofMillis(50), Duration.ofSeconds(4), false),
    /** The search for a network, until the module is registered. */
    REGISTRATION("registrationDelay", Duration.ZERO, Duration.ofSeconds(12), true),
    /** From the registration until the module has its address; {@code NETOPEN} waits for it. */
    ADDRESS("addressDelay", Duration.ZERO, Duration.ofSeconds(3), true),
    /** {@code NETOPEN} at least. */
    NET_OPEN("netOpenDelay", Duration.ZERO, Duration.ofSeconds(1), false),
    /** A link number stays in use after {@code CIPCLOSE}. */
    LINK_RELEASE("linkRelease", Duration.ZERO, Duration.ofMillis(3500), false),
    /** From the last traffic until the network releases the connection; the timers of power saving begin then. */
    INACTIVITY("inactivity", Duration.ofSeconds(10), Duration.ofSeconds(10), true),
    /** The UART is silent for so long before the module sleeps. */
    UART_SILENCE("uartSilence", Duration.ofMillis(300), Duration.ofSeconds(5), false),
    /** Waking from deep sleep or hibernation, until the module receives. */
    WAKE("wakeTime", Duration.ofMillis(10), Duration.ofMillis(10), false);

    private final String optionName;
    private final Duration fast;
    private final Duration real;
    private final boolean ofTheNetwork;

    ModuleTime(String optionName, Duration fast, Duration real, boolean ofTheNetwork) {
        this.optionName = optionName;
        this.fast = fast;
        this.real = real;
        this.ofTheNetwork = ofTheNetwork;
    }

    /** The name in options: {@code bootTime}. */
    public String optionName() {
        return optionName;
    }

    /** In {@link TimeProfile#FAST}. */
    public Duration fast() {
        return fast;
    }

    /** In {@link TimeProfile#REAL}. */
    public Duration real() {
        return real;
    }

    /** Whether {@code timeScale} divides it: the network's times, which take minutes and hours, and not the module's own. */
    public boolean ofTheNetwork() {
        return ofTheNetwork;
    }
}
