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
package io.github.sim7028.trial;

import static io.github.sim7028.trial.Stage.GATEWAY;
import static io.github.sim7028.trial.Stage.LIMIT;
import static io.github.sim7028.trial.Stage.TAKEOVER_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.trial.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet and a real terminal server. */
class FleetTerminalServerIT {

    @RegisterExtension
    static final Stage stage = new Stage();

    /** ser2net with {@code kickolduser} in front of a pseudo-terminal; skipped where socat or ser2net is not installed. */
    @Test
    void aRealTerminalServerKicksThePausedOwnerOfASerialPort() throws Exception {
        stage.expect(FleetIT.LEASE_OVER, FleetIT.NO_MEMBER, FleetIT.LINE_ENDED, FleetIT.KAFKA_CLIENT);
        Trial trial = stage.prepare(TrialSettings.of(GATEWAY, 1).doors(1));
        String modem = World.modem(0);
        try (TerminalServer server =
                new TerminalServer(stage.directory(), trial.world().port(modem, 1))) {
            Path inventory = Files.write(
                    stage.directory().resolve("serial.csv"),
                    List.of("name,device", modem + ",socket://127.0.0.1:" + server.port()));
            trial.node(1, stage.broker().address(), inventory);
            trial.node(2, stage.broker().address(), inventory);
            // before a group has committed an offset, it does not know which commands it is to run
            await().until(() -> trial.owner(modem) > 0);
            String first = trial.command(modem);
            await().untilAsserted(() -> assertThat(trial.outcomesOf(first)).containsExactly("CONFIRMED"));
            int paused = trial.owner(modem);
            trial.running(paused).pause();
            await().until(() -> trial.owner(modem) == 3 - paused);
            String second = trial.command(modem);
            await().atMost(TAKEOVER_LIMIT)
                    .untilAsserted(() -> assertThat(trial.outcomesOf(second)).containsExactly("CONFIRMED"));
            trial.running(paused).resume();
            await().until(() ->
                    String.join("\n", trial.running(paused).output()).contains("no longer a member"));
            String third = trial.command(modem);
            await().untilAsserted(() -> assertThat(trial.outcomesOf(third)).containsExactly("CONFIRMED"));

            trial.quiet(LIMIT);
            assertThat(trial.books().commandFindings()).isEmpty();
        }
    }
}
