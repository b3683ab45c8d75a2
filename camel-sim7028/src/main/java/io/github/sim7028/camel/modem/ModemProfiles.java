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
package io.github.sim7028.camel.modem;

import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;

/** The modems of a component as its options describe them. */
public interface ModemProfiles {

    /**
     * The name of the modem that an option {@code modem} means; for a device without a name, the device.
     *
     * @throws IllegalArgumentException when there is no such modem, or a device is not allowed there
     */
    String resolve(String modem);

    AccessMode accessMode(String name);

    /** How long a route waits for the modem as it starts; null when it does not. */
    Duration startupWait(String name);

    /**
     * The checked profile of a modem.
     *
     * @param label what logs, headers, JMX and health call the modem
     * @throws Sim7028ConfigurationException when it contradicts another modem's
     */
    ModemProfile profile(String name, String label) throws Sim7028ConfigurationException;
}
