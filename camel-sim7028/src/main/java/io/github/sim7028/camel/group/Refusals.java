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
package io.github.sim7028.camel.group;

import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Warns of modems that cannot be used: what repeats of one modem is counted, and hides no other modem. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);

    /** How many modems are told apart; of more, those that were warned of longest ago are new again. */
    private static final int MODEMS = 1000;

    private final Map<String, LogThrottle> modems = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LogThrottle> eldest) {
            return size() > MODEMS;
        }
    };

    /** @param arguments of the message */
    void log(String modem, String message, Object... arguments) {
        throttle(modem).log(LOG, Level.WARN, message, arguments);
    }

    private synchronized LogThrottle throttle(String modem) {
        return modems.computeIfAbsent(modem, name -> new LogThrottle());
    }
}
