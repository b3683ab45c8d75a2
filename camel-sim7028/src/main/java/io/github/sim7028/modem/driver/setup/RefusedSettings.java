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
package io.github.sim7028.modem.driver.setup;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.spi.OnLoop;
import java.util.HashSet;
import java.util.Set;

/** Commands that a module's firmware refuses and that the driver does not need: each refusal is logged once, with its consequence. */
@OnLoop
public final class RefusedSettings {

    private final String modem;
    private final Set<String> told = new HashSet<>();
    private final Set<String> silent = new HashSet<>();

    public RefusedSettings(String modem) {
        this.modem = modem;
    }

    /** @param consequence for users; null if there is none */
    void refused(String command, String refusal, String consequence) {
        if (consequence == null) {
            LOG.debug("Modem '{}': the module refuses {} ({}), which does no harm", modem, command, refusal);
        } else if (told.add(command)) {
            LOG.warn("Modem '{}': the module refuses {} ({}): {}", modem, command, refusal, consequence);
        }
    }

    /** Whether a command was refused, with a consequence. */
    boolean isRefused(String command) {
        return told.contains(command);
    }

    /** A command was not answered; returns whether that is the first time. */
    boolean firstSilence(String command) {
        return silent.add(command);
    }
}
