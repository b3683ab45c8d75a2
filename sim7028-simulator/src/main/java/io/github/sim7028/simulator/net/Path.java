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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.model.NetworkProfile;
import io.github.sim7028.simulator.model.Times;
import java.time.Duration;
import java.util.Random;

/** The way to the peers and back: how long each round trip takes. */
public final class Path {

    /** So that the times do not follow from the chance of the faults. */
    private static final long APART = 0x5DEECE66DL;

    private final NetworkProfile profile;
    private final Times times;
    private final Random random;

    /** @param seed of the chance */
    public Path(NetworkProfile profile, Times times, long seed) {
        this.profile = profile;
        this.times = times;
        this.random = new Random(seed ^ APART);
    }

    /** Whether a round trip takes time at all. */
    boolean delays() {
        return profile.delays();
    }

    /** How long the next round trip takes. */
    Duration next() {
        return times.scaled(profile.roundTrip(random));
    }
}
