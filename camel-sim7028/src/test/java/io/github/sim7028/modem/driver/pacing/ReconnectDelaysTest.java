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
package io.github.sim7028.modem.driver.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.LineException;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options {@code reconnectDelay}, {@code maxReconnectDelay} and {@code reconnectMultiplier}, seen from outside. */
@ExpectedLog(Said.MODEM_DOWN + "nothing is plugged in")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.NETWORK_STUCK)
class ReconnectDelaysTest {

    private static RecoverySettings delays(ModemProfile profile, Duration first, Duration longest, double multiplier) {
        return Changed.with(
                profile.recovery(),
                "reconnectDelay",
                first,
                "maxReconnectDelay",
                longest,
                "reconnectMultiplier",
                multiplier);
    }

    /** Pauses of 10, 10, 10 … s; of 10, 30, 90, 100, 100 … s; of 10, 20, 20 … s; each a fifth more or less. */
    @ParameterizedTest
    @CsvSource({"100, 1, 50, 76", "100, 3, 7, 11", "20, 3, 28, 40"})
    void aLineThatCannotBeOpenedIsTriedAsOftenAsTheOptionsSay(int longest, double multiplier, int least, int most)
            throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (VirtualRig rig = new VirtualRig(profile -> new ModemProfile(
                "gone",
                () -> {
                    attempts.incrementAndGet();
                    throw new LineException("nothing is plugged in");
                },
                profile.network(),
                profile.transfer(),
                delays(profile, Duration.ofSeconds(10), Duration.ofSeconds(longest), multiplier)))) {
            rig.lease();
            rig.pass(Duration.ofMinutes(10));
            assertThat(attempts.get()).isBetween(least, most);
        }
    }

    /** The last: a link is dialled once a minute at most, but not more often than reconnectDelay says. */
    @ParameterizedTest
    @CsvSource({"10, 3600, 1, 300, 451", "10, 3600, 3, 58, 78", "600, 3600, 2, 6, 9"})
    void aPeerThatRefusesIsDialledAsOftenAsTheOptionsSay(int first, int longest, double multiplier, int least, int most)
            throws Exception {
        try (VirtualRig rig = new VirtualRig(profile ->
                profile.with(delays(profile, Duration.ofSeconds(first), Duration.ofSeconds(longest), multiplier)))) {
            rig.module.answer(command ->
                    command.startsWith("AT+CIPOPEN=0,\"") ? ScriptedModule.lines("OK", "+CIPOPEN: 0,1") : null);
            rig.ready().link(VirtualRig.PEER, new Collector());
            rig.pass(Duration.ofHours(1));
            assertThat(rig.module.count("AT+CIPOPEN=0,\"")).isBetween((long) least, (long) most);
        }
    }
}
