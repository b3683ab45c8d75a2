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
package io.github.sim7028.fleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class WatchedFileTest {

    @TempDir
    Path directory;

    private final CamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<Inventory> changes = new CopyOnWriteArrayList<>();
    private Path file;
    private WatchedFile source;

    @BeforeEach
    void start() {
        file = directory.resolve("modems.csv");
        context.start();
        source = new WatchedFile(
                new CsvInventory(file, context, Sim7028ModemConfiguration::new), executor, Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        source.close();
        executor.shutdownNow();
        context.stop();
    }

    @Test
    void aChangedFileIsReadAgain() throws Exception {
        write("name,device\nroof,simulator://a\n");
        Inventory first = source.start(changes::add);
        assertThat(first.names()).containsExactly("roof");

        write("name,device\nroof,simulator://a\ncellar,simulator://b\n");

        await().until(() -> changes.size() == 1);
        assertThat(changes.get(0).names()).containsExactly("roof", "cellar");
        assertThat(first.changedIn(changes.get(0))).isEmpty();
        assertThat(source.trouble()).isNull();
    }

    @Test
    @ExpectedLog("line 2, column device is empty; the inventory that was read before stays in force")
    @ExpectedLog("does not exist; the inventory that was read before stays in force")
    void aFileThatCannotBeUsedLeavesTheOldOneInForce() throws Exception {
        write("name,device\nroof,simulator://a\n");
        source.start(changes::add);

        write("name,device\nroof,\n");
        await().until(() -> source.trouble() != null);
        assertThat(source.trouble())
                .isEqualTo("the inventory " + file
                        + ", line 2, column device is empty; the inventory that was read before stays in force");
        Files.delete(file);
        await().until(() -> source.trouble().contains("does not exist"));
        assertThat(changes).isEmpty();

        write("name,device\nroof,simulator://c\n");
        await().until(() -> changes.size() == 1);
        assertThat(changes.get(0).configuration("roof").getDevice()).isEqualTo("simulator://c");
        assertThat(source.trouble()).isNull();
    }

    @Test
    void aFileThatSaysTheSameChangesNothing() throws Exception {
        write("name,device\nroof,simulator://a\n");
        source.start(changes::add);

        write("# a comment\nname,device\nroof,simulator://a\n");
        write("name,device\nroof,simulator://b\n");

        await().until(() -> changes.size() == 1);
        assertThat(changes.get(0).configuration("roof").getDevice()).isEqualTo("simulator://b");
    }

    @Test
    @ExpectedLog(value = "Looking at the inventory .* failed", level = Level.ERROR, stack = true)
    void theFileIsStillWatchedAfterAFailureOfTheOneWhoIsTold() throws Exception {
        write("name,device\nroof,simulator://a\n");
        source.start(inventory -> {
            changes.add(inventory);
            throw new IllegalStateException("a bug");
        });

        write("name,device\nroof,simulator://b\n");
        await().until(() -> changes.size() == 1);
        write("name,device\nroof,simulator://c\n");

        await().until(() -> changes.size() == 2);
    }

    @Test
    void withoutAUsableFileTheStartFails() {
        assertThatThrownBy(() -> source.start(changes::add))
                .isInstanceOf(InventoryException.class)
                .hasMessage("the inventory " + file + " does not exist");
    }

    /** As editors and Kubernetes do: a new file takes the place of the old one. */
    private void write(String text) throws IOException {
        Path fresh = directory.resolve("fresh");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
