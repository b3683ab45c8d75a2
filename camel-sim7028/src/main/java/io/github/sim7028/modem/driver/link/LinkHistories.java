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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The histories of a modem's links and servers, by what they lead to. They outlive the leases, as who gives a link back and takes it again
 * is not to be rid of its pauses; those not used for longest are forgotten.
 */
@OnLoop
public final class LinkHistories {

    /** How many are kept: more than a module has links, as there can be a link for every message. */
    static final int MAX = 256;

    private final String modem;
    private final Loop loop;
    private final RecoverySettings settings;
    private final Map<Object, LinkHistory> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, LinkHistory> eldest) {
            return size() > MAX;
        }
    };

    public LinkHistories(String modem, Loop loop, RecoverySettings settings) {
        this.modem = modem;
        this.loop = loop;
        this.settings = settings;
    }

    /** @param key the spec of a link or of a server */
    public LinkHistory of(Object key) {
        return kept.computeIfAbsent(key, k -> new LinkHistory(modem, loop, settings));
    }
}
