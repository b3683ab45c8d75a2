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
package io.github.sim7028.modem.settings;

import io.github.sim7028.at.codec.AtSyntax;
import java.time.Duration;

/**
 * The timeouts and pauses, and the steps of recovery.
 *
 * @param commandTimeout      how long a short command may take, 100 ms to 120 s; the note's default is 9 s
 * @param keepAliveInterval   how long the AT channel may be idle before the driver checks that the module answers; 0 never
 * @param reconnectDelay      the first pause before another attempt, 1 ms to 1 h
 * @param maxReconnectDelay   the longest such pause
 * @param reconnectMultiplier the factor by which the pause grows each time, 1 to 10
 * @param linkAcquireTimeout  how long to wait for a free link number
 * @param linkIdleTimeout     how long a producer's link may be unused before the link is closed; 0 never
 * @param dtrPulse            for how long DTR is dropped to reset the module if other steps do not help, on boards with such a wire,
 *                            10 ms to 60 s; 0 for the restartCommand alone
 * @param restartCommand      the command that restarts the module, {@link #AUTO} for AT+QCRST and then AT+CFUN=1,1
 * @param powerCycle          switches the module's power if other steps do not help; null for none
 */
public record RecoverySettings(
        Duration commandTimeout,
        Duration keepAliveInterval,
        Duration reconnectDelay,
        Duration maxReconnectDelay,
        double reconnectMultiplier,
        Duration linkAcquireTimeout,
        Duration linkIdleTimeout,
        Duration dtrPulse,
        String restartCommand,
        PowerCycle powerCycle) {

    /** The commands that restart a SIM7028, one after the other until a restart is detected. */
    public static final String AUTO = "auto";

    public static final RecoverySettings DEFAULT = new RecoverySettings(
            Duration.ofSeconds(9),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            2,
            Duration.ofSeconds(30),
            Duration.ZERO);

    /** Settings of a site that can neither switch the module's power nor reset the module by DTR. */
    public RecoverySettings(
            Duration commandTimeout,
            Duration keepAliveInterval,
            Duration reconnectDelay,
            Duration maxReconnectDelay,
            double reconnectMultiplier,
            Duration linkAcquireTimeout,
            Duration linkIdleTimeout) {
        this(
                commandTimeout,
                keepAliveInterval,
                reconnectDelay,
                maxReconnectDelay,
                reconnectMultiplier,
                linkAcquireTimeout,
                linkIdleTimeout,
                Duration.ZERO,
                AUTO,
                null);
    }

    public RecoverySettings {
        Duration day = Duration.ofDays(1);
        Limits.within("commandTimeout", commandTimeout, Duration.ofMillis(100), Duration.ofSeconds(120));
        Limits.within("keepAliveInterval", keepAliveInterval, Duration.ZERO, day);
        Limits.within("reconnectDelay", reconnectDelay, Duration.ofMillis(1), Duration.ofHours(1));
        Limits.within("maxReconnectDelay", maxReconnectDelay, reconnectDelay, day);
        if (!(reconnectMultiplier >= 1 && reconnectMultiplier <= 10)) {
            throw new IllegalArgumentException(
                    "reconnectMultiplier: " + reconnectMultiplier + " is out of range; allowed are 1 to 10");
        }
        Limits.within("linkAcquireTimeout", linkAcquireTimeout, Duration.ZERO, Duration.ofHours(1));
        Limits.within("linkIdleTimeout", linkIdleTimeout, Duration.ZERO, day);
        if (!restartCommand.equals(AUTO)) {
            AtSyntax.requireCommand("restartCommand", restartCommand);
        }
        if (!dtrPulse.isZero()) {
            Limits.within("dtrPulse", dtrPulse, Duration.ofMillis(10), Duration.ofSeconds(60));
            if (powerCycle != null) {
                throw new IllegalArgumentException("dtrPulse: " + Limits.words(dtrPulse)
                        + " cannot be combined with powerCycle; set only one of them, as both restart a module"
                        + " that hangs");
            }
        }
    }

    public RecoverySettings with(PowerCycle hook) {
        return with(dtrPulse, restartCommand, hook);
    }

    public RecoverySettings withDtrPulse(Duration pulse) {
        return with(pulse, restartCommand, powerCycle);
    }

    public RecoverySettings withRestartCommand(String command) {
        return with(dtrPulse, command, powerCycle);
    }

    private RecoverySettings with(Duration pulse, String command, PowerCycle hook) {
        return new RecoverySettings(
                commandTimeout,
                keepAliveInterval,
                reconnectDelay,
                maxReconnectDelay,
                reconnectMultiplier,
                linkAcquireTimeout,
                linkIdleTimeout,
                pulse,
                command,
                hook);
    }
}
