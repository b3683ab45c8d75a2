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
package io.github.sim7028.camel;

import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.ModemRegistry;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import java.time.Duration;

/** Where shares in modems come from: the registry, or a test. */
@FunctionalInterface
interface ModemSource {

    ModemLease lease(ModemProfile profile) throws Sim7028ConfigurationException;

    /** Says that all modems will be ended soon: messages wait for no modem and no connection any more. */
    default void stopping() {}

    /** Ends all modems, those that take longer than that by force. */
    default void close(Duration patience) {}

    static ModemSource of(ModemRegistry registry) {
        return new ModemSource() {
            @Override
            public ModemLease lease(ModemProfile profile) throws Sim7028ConfigurationException {
                return registry.lease(profile);
            }

            @Override
            public void stopping() {
                registry.stopping();
            }

            @Override
            public void close(Duration patience) {
                registry.close(patience);
            }
        };
    }
}
