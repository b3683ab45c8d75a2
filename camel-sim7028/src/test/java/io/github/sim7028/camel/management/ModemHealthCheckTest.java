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
package io.github.sim7028.camel.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A modem is well while links can be opened, or could be if the module were woken. */
class ModemHealthCheckTest {

    private static Result health(ModemSnapshot snapshot) {
        return new ModemHealthCheck("virtual", () -> snapshot).call(Map.of());
    }

    private static ModemSnapshot snapshot(ModemState state) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            return Changed.with(modem.snapshot(), "state", state, "since", Instant.now());
        }
    }

    @Test
    void aModuleThatSleepsIsUpAndTheReasonSaysIt() throws Exception {
        Result result = health(snapshot(ModemState.ASLEEP));
        assertThat(result.getState()).isEqualTo(State.UP);
        assertThat(result.getDetails()).containsEntry("state", "asleep").containsEntry("reason", "asleep");
    }

    @ParameterizedTest
    @EnumSource(
            value = ModemState.class,
            names = {"READY", "ASLEEP", "STOPPED"},
            mode = Mode.EXCLUDE)
    void inNoOtherStateItIsUpUnlessItIsReady(ModemState state) throws Exception {
        assertThat(health(snapshot(state)).getState()).isEqualTo(State.DOWN);
        assertThat(health(snapshot(ModemState.READY)).getState()).isEqualTo(State.UP);
    }
}
