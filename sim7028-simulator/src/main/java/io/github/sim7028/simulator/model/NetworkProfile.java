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
package io.github.sim7028.simulator.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * How good the network between the module and its peers is. The numbers are chosen, not measured on a SIM7028: they are of the size that
 * operators and the literature tell of such networks. All chance comes from the seed of the modem.
 */
public enum NetworkProfile {
    /** No delay of its own and no loss: that of the computer. */
    NONE("none", 0, 0, 0, 0, 0, 0, 0, 0),
    /** NB-IoT in good coverage. */
    NB_IOT_GOOD("nb-iot-good", 80, 400, 1200, 4000, 0.001, 0.01, 1000, 3000),
    /** NB-IoT at the edge of a cell, with many repetitions. */
    EDGE("edge", 600, 4000, 12_000, 30_000, 0.03, 0.15, 2000, 20_000),
    /** NB-IoT over a geostationary satellite. */
    SATELLITE("satellite", 560, 1800, 4000, 10_000, 0.01, 0.05, 2000, 10_000);

    /** Of the normal distribution, the border of the upper 5 percent. */
    private static final double UPPER_TWENTIETH = 1.6449;

    private final String optionName;
    private final int least;
    private final int median;
    private final int upper;
    private final int most;
    private final double lostNotifications;
    private final double lateConfirmations;
    private final int leastLate;
    private final int mostLate;

    NetworkProfile(
            String optionName,
            int least,
            int median,
            int upper,
            int most,
            double lostNotifications,
            double lateConfirmations,
            int leastLate,
            int mostLate) {
        this.optionName = optionName;
        this.least = least;
        this.median = median;
        this.upper = upper;
        this.most = most;
        this.lostNotifications = lostNotifications;
        this.lateConfirmations = lateConfirmations;
        this.leastLate = leastLate;
        this.mostLate = mostLate;
    }

    /** The profile with this name in options. */
    public static NetworkProfile of(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.optionName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values())
                                .map(NetworkProfile::optionName)
                                .collect(Collectors.joining(", "))
                        + ", not '" + name + "'"));
    }

    /** Its name in options. */
    public String optionName() {
        return optionName;
    }

    /** Whether a round trip takes time. */
    public boolean delays() {
        return most > 0;
    }

    /**
     * The time of one round trip: at least {@code least}, half of them up to the median, 95 percent up to {@code upper}, none longer than
     * {@code most}; a lognormal distribution.
     */
    public Duration roundTrip(Random random) {
        if (!delays()) {
            return Duration.ZERO;
        }
        double width = Math.log((upper - least) / (double) (median - least)) / UPPER_TWENTIETH;
        double millis = least + (median - least) * Math.exp(width * random.nextGaussian());
        return Duration.ofMillis(Math.min(most, Math.round(millis)));
    }

    /**
     * What becomes of lines, as faults: notifications of data are lost, confirmations of a send come late.
     *
     * @param times divide the times of the network
     */
    public List<String> faults(Times times) {
        if (!delays()) {
            return List.of();
        }
        String range = Durations.format(times.scaled(Duration.ofMillis(leastLate))) + ".."
                + Durations.format(times.scaled(Duration.ofMillis(mostLate)));
        return List.of(
                "drop line='+CIPRXGET: 1,*' p=" + lostNotifications,
                "delay " + range + " line='+CIPSEND: *' p=" + lateConfirmations);
    }
}
