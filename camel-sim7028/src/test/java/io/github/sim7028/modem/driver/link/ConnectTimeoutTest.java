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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code connectTimeout}. */
@ExpectedLog(Said.LINK_NOT_OPENED)
class ConnectTimeoutTest {

    /** How much longer than the module the driver waits. */
    private static final int GRACE_SECONDS = 5;

    @ParameterizedTest
    @ValueSource(ints = {3, 120})
    void anOpeningWithoutAResultEndsAfterTheTimeAndIsRepeated(int seconds) throws Exception {
        try (VirtualRig rig = new VirtualRig(profile ->
                profile.with(Changed.with(profile.transfer(), "connectTimeout", Duration.ofSeconds(seconds))))) {
            rig.module.answer(command -> command.startsWith("AT+CIPOPEN=0,\"") ? ScriptedModule.lines("OK") : null);
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.settle();
            rig.pass(Duration.ofSeconds(seconds + GRACE_SECONDS - 1));
            assertThat(collector.failures()).isEmpty();
            rig.pass(Duration.ofSeconds(2));
            assertThat(collector.failures()).hasSize(1);
            rig.module.answer(command -> null);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(8));
        }
    }
}
