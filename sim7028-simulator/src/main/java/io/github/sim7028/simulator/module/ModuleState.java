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

import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Settings;

/** Whether the module runs and receives, and the settings that a restart loses. */
final class ModuleState {

    private final Dialect dialect;
    private Settings settings;
    private boolean booting;
    private boolean muted;

    ModuleState(Dialect dialect) {
        this.dialect = dialect;
        this.settings = Settings.ofFactory(dialect);
    }

    Settings settings() {
        return settings;
    }

    /** The APN that the module attaches with: that of its first context. */
    String attachApn() {
        return settings.contexts.values().stream()
                .findFirst()
                .map(Settings.Context::apn)
                .orElse("");
    }

    /** The module restarts: most settings are lost. */
    void restart() {
        settings = settings.restarted(dialect);
    }

    /** The module is a fresh one: all settings are lost. */
    void factory() {
        settings = Settings.ofFactory(dialect);
    }

    /** Whether the module starts up: it neither receives nor sends. */
    boolean booting() {
        return booting;
    }

    void booting(boolean now) {
        booting = now;
    }

    /** Whether the module receives nothing for now. */
    boolean muted() {
        return muted;
    }

    void muted(boolean now) {
        muted = now;
    }
}
