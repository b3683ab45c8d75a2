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

import io.github.sim7028.at.command.AtCommand;
import java.util.function.Supplier;

/**
 * What a module is asked to find out whether it still has its settings; each query is answered with true if so. Null stands for no query: the
 * firmware has no setting that would tell.
 *
 * @param inUse     for a module in use, of a setting that another program may have changed too
 * @param afterBoot of a setting that has another value after a boot
 */
public record SettingsProof(Supplier<AtCommand<Boolean>> inUse, Supplier<AtCommand<Boolean>> afterBoot) {

    /** Of a module that has no settings yet. */
    public static final SettingsProof NONE = new SettingsProof(null, null);
}
