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

import io.github.sim7028.at.spi.OnLoop;
import java.util.HashSet;
import java.util.Set;

/** What the setup of one modem has learned in earlier bring-ups. */
@OnLoop
public final class SetupMemory {

    private final RefusedSettings refusals;
    private final Set<String> ineffective = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private boolean networkFailed;

    public SetupMemory(String modem) {
        refusals = new RefusedSettings(modem);
    }

    /** The commands that the module refused. */
    public RefusedSettings refusals() {
        return refusals;
    }

    /**
     * Whether to switch the radio off for a setting, as far as is known: not for one that the module accepts but reports otherwise all the
     * same, and for one that it refused only when the network has failed since.
     */
    boolean mayHelp(String setting) {
        return !ineffective.contains(setting) && (networkFailed || !refused.contains(setting));
    }

    /** The module refused a setting with the radio off, and with the radio on. */
    void refused(String setting) {
        refused.add(setting);
    }

    /** @return whether this is new */
    boolean ineffective(String setting) {
        return ineffective.add(setting);
    }

    /** Whether a line for people has not been logged yet. */
    boolean isNews(String line) {
        return told.add(line);
    }

    /** The module did not register, or its network did not open. */
    public void networkFailed() {
        networkFailed = true;
    }

    /** Whether the network has failed since the radio was switched off the last time: what the module does not show may be wrong. */
    boolean hasNetworkFailed() {
        return networkFailed;
    }

    void radioWasOff() {
        networkFailed = false;
    }
}
