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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.ExpectedLog;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.junit.jupiter.api.Test;

public class HealthRow {

    private static Result check(Rig rig, String id) {
        return HealthCheckHelper.invokeReadiness(rig.context, "full").stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no check " + id));
    }

    private static void await(Rig rig, String id, State state) {
        org.awaitility.Awaitility.await()
                .atMost(Rig.SOON)
                .untilAsserted(() -> assertThat(check(rig, id).getState()).isEqualTo(state));
    }

    @Test
    @ExpectedLog("^Modem '[^']*' is down: the (modem|module) does not answer")
    @ExpectedLog("^Modem '[^']*' is down: the line ended")
    void modemAndConsumerHaveTheirChecks() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.settings.setCommandTimeout(1000);
            HealthCheckHelper.getHealthCheckRegistry(rig.context).register(new ConsumersHealthCheckRepository());
            rig.start(rig.keeping(peer.uri()));
            await(rig, "sim7028-modem-default", State.UP);
            await(rig, "consumer:keeping", State.UP);
            assertThat(check(rig, "sim7028-modem-default").getDetails())
                    .containsEntry("modem", "default")
                    .containsEntry("device", rig.device)
                    .containsEntry("state", "ready")
                    .containsKeys("since", "link.0");
            assertThat(HealthCheckHelper.invokeLiveness(rig.context))
                    .noneMatch(result -> result.getCheck().getId().contains("sim7028"));

            rig.modem.close();

            await(rig, "sim7028-modem-default", State.DOWN);
            await(rig, "consumer:keeping", State.DOWN);
            assertThat(check(rig, "sim7028-modem-default").getMessage().orElseThrow())
                    .contains("modem 'default' is");
            rig.context.getRouteController().stopRoute("keeping");
        }
    }
}
