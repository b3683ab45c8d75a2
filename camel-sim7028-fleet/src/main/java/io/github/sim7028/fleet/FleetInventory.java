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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.fleet.inventory.CsvInventory;
import io.github.sim7028.fleet.inventory.Inventory;
import io.github.sim7028.fleet.inventory.InventoryException;
import io.github.sim7028.fleet.inventory.InventorySource;
import io.github.sim7028.fleet.inventory.TopicInventory;
import io.github.sim7028.fleet.inventory.WatchedFile;
import io.github.sim7028.line.util.ForeignText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** The modems of the fleet as the option {@code modems} says, and their changes. */
final class FleetInventory implements AutoCloseable {

    private static final String FILE = "file:";
    private static final String TOPIC = "topic:";
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final CamelContext context;
    private final FleetConfiguration configuration;
    private final OwnedModems modems;
    private final Consumer<Set<String>> changed;
    /** Null if the modems are those of the component {@code sim7028}. */
    private InventorySource source;

    private ScheduledExecutorService executor;

    /** @param changed gets the modems whose options have changed, after {@code modems} has the new inventory */
    FleetInventory(
            CamelContext context, FleetConfiguration configuration, OwnedModems modems, Consumer<Set<String>> changed) {
        this.context = context;
        this.configuration = configuration;
        this.modems = modems;
        this.changed = changed;
    }

    void start() throws InventoryException {
        Sim7028ModemConfiguration defaults = new ModemDefaults(context, configuration.getModemDefaults()).options();
        defaults.setModemWaitTimeout(configuration.getMaxWait());
        String from = configuration.getModems();
        if (from == null) {
            if (!configuration.getModemDefaults().isEmpty()) {
                throw new IllegalArgumentException(
                        "modemDefaults: these options are for the modems of the option modems,"
                                + " which is not set; set modems, or the options of the component sim7028");
            }
            Sim7028Component component = context.getComponent("sim7028", Sim7028Component.class);
            modems.inventory(Inventory.ofComponent(component.getModems().keySet()));
            return;
        }
        source = from.startsWith(TOPIC)
                ? topic(from.substring(TOPIC.length()), defaults::copy)
                : file(from.startsWith(FILE) ? from.substring(FILE.length()) : from, defaults::copy);
        modems.inventory(source.start(this::follow));
    }

    private InventorySource file(String path, Supplier<Sim7028ModemConfiguration> common) {
        executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "Sim7028FleetInventory");
        return new WatchedFile(new CsvInventory(Path.of(path), context, common), executor, LOOK);
    }

    private InventorySource topic(String topic, Supplier<Sim7028ModemConfiguration> common) throws InventoryException {
        configuration.settings().requireOther("modems", topic);
        KafkaConsumer<String, byte[]> consumer;
        try {
            consumer = new KafkaConsumer<>(configuration.kafkaProperties().reader());
        } catch (KafkaException e) {
            throw new InventoryException("the inventory in topic " + topic + " cannot be read: "
                    + ForeignText.messageOf(e.getCause() == null ? e : e.getCause()));
        }
        return new TopicInventory(topic, consumer, context, common, task -> context.getExecutorServiceManager()
                .newThread("Sim7028FleetInventory", task));
    }

    private void follow(Inventory now) {
        Inventory before = modems.inventory();
        modems.inventory(now);
        changed.accept(before.changedIn(now));
    }

    /** What is not used, and why; null if all is used. */
    String trouble() {
        InventorySource now = source;
        return now == null ? null : now.trouble();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        if (executor != null) {
            context.getExecutorServiceManager().shutdownNow(executor);
        }
    }
}
