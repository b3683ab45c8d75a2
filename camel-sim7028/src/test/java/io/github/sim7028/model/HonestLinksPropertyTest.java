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
package io.github.sim7028.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.GuardedLog;
import io.github.sim7028.testlog.ExpectedLog;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Whatever a module, a line and peers do, two faults at a time: the driver confirms nothing that {@link LinkModel} cannot prove, says of nothing
 * that it was not sent when it may have left, ends each message in its time, keeps the order, and neither loses, doubles nor mixes what is
 * received. Longer, and with other dialogues: {@code -Dmodel.tries=20000 -Dmodel.seed=1}. What is found becomes a test of
 * {@link HonestLinksTest}.
 */
@AddLifecycleHook(GuardedLog.class)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.NETWORK_STUCK)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.LINK_ENDED)
@ExpectedLog(Said.NO_LINK)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_TAKEN)
@ExpectedLog(Said.SERVER_NOT_STARTED)
@ExpectedLog(Said.CLIENT_UNASKED)
@ExpectedLog(Said.DATA_HOMELESS)
@ExpectedLog(Said.DATA_BROKE_OFF)
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog("^Modem '[^']*': udp at local port \\d+: (reading failed|received data broke off)")
class HonestLinksPropertyTest {

    @Property(seed = "7028", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
    void nothingIsClaimedThatTheModelCannotProve(@ForAll("plans") Plan plan) throws Exception {
        try (Dialogue dialogue = new Dialogue(plan)) {
            assertThat(Verdict.of(dialogue.play())).isEmpty();
        }
    }

    @Provide
    static Arbitrary<Plan> plans() {
        return Plans.any();
    }
}
