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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.inventory.InventoryException;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetInventoryTest {

    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final FleetConfiguration configuration = new FleetConfiguration();
    private final OwnedModems modems = new OwnedModems();
    private final List<Set<String>> changes = new CopyOnWriteArrayList<>();
    private final FleetInventory inventory = new FleetInventory(context, configuration, modems, changes::add);

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        inventory.close();
        context.stop();
    }

    @Test
    @ExpectedLog("line 2, column device is empty; the inventory that was read before stays in force")
    void theFileIsFollowedWhileTheNodeRuns() throws Exception {
        configuration.setModems("file:" + directory.resolve("modems.csv"));
        write("name,device\nroof,simulator://a\ncellar,simulator://b\n");
        inventory.start();
        assertThat(modems.known("roof")).isTrue();

        write("name,device\nroof,simulator://other\nattic,simulator://c\n");

        await().atMost(Duration.ofSeconds(60)).until(() -> !changes.isEmpty());
        assertThat(changes).containsExactly(Set.of("roof"));
        assertThat(modems.known("attic")).isTrue();
        assertThat(modems.known("cellar")).isFalse();

        write("name,device\nroof,\n");
        await().atMost(Duration.ofSeconds(60)).until(() -> inventory.trouble() != null);
        assertThat(modems.known("attic")).isTrue();
    }

    @Test
    @ExpectedLog(value = "Couldn't resolve server host.invalid:9092", logger = "ClientUtils")
    void aTopicThatCannotBeReadFailsTheStart() {
        configuration.setBrokers("host.invalid:9092");
        configuration.setModems("topic:sim7028.modems");

        assertThatThrownBy(inventory::start)
                .isInstanceOf(InventoryException.class)
                .hasMessage(
                        "the inventory in topic sim7028.modems cannot be read: No resolvable bootstrap urls given in "
                                + "bootstrap.servers");
    }

    private void write(String text) throws Exception {
        Path fresh = Files.writeString(directory.resolve("fresh"), text);
        Files.move(
                fresh,
                directory.resolve("modems.csv"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
