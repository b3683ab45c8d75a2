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

import io.github.sim7028.camel.config.ComponentName;
import io.github.sim7028.camel.config.OptionConfigurer;
import io.github.sim7028.fleet.inventory.Inventory;
import io.github.sim7028.fleet.inventory.InventoryException;
import io.github.sim7028.fleet.member.NodeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A node of a fleet of modems: consumes the commands to the modems that this node owns, and sends telemetry to Kafka. */
@Component("sim7028-fleet")
@ManagedResource(description = "Managed component of the SIM7028 fleet")
@SuppressWarnings("this-escape") // its monitor knows it, and asks it nothing before it is there
public class FleetComponent extends DefaultComponent {

    private static final String PREFIX = "camel.component.sim7028-fleet.";
    /** For Kafka to acknowledge telemetry when the application stops. */
    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    @Metadata
    private FleetConfiguration configuration = new FleetConfiguration();

    private final OwnedModems modems = new OwnedModems();
    private final FleetMonitor monitor = new FleetMonitor(this);
    private final ReentrantLock lock = new ReentrantLock();
    private LifecycleStrategy stopping;
    private volatile ExecutorService workers;
    /** Null until the first producer starts. */
    private volatile TelemetryPublisher telemetry;
    /** Null while no consumer is started. */
    private volatile FleetMember member;

    private volatile FleetInventory inventory;

    private CommandConsumer consumer;

    /** The name under which Camel's registry has the group. */
    private String groupName;

    public FleetComponent() {}

    public FleetComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!remaining.equals(FleetEndpoint.COMMANDS) && !remaining.equals(FleetEndpoint.UP)) {
            throw new IllegalArgumentException(
                    "'" + remaining + "' is not known: write sim7028-fleet:commands to consume"
                            + " commands, or sim7028-fleet:up to send telemetry");
        }
        FleetEndpoint endpoint = new FleetEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return OptionConfigurer.of(super.getComponentPropertyConfigurer(), PREFIX);
    }

    /** The group has to be there before an endpoint of {@code sim7028} names it. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        bindGroup();
        getCamelContext().addStartupListener(new ExtendedStartupListener() {
            @Override
            public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                if (alreadyStarted) {
                    addRoutes();
                }
            }

            @Override
            public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                addRoutes();
                // a registry of meters may come later than the first route
                monitor.find();
            }
        });
    }

    private void bindGroup() {
        String name = configuration.getModemGroup();
        Registry registry = getCamelContext().getRegistry();
        if (name.equals(groupName)) {
            return;
        }
        if (registry.lookupByName(name) != null) {
            throw new IllegalArgumentException(PREFIX + "modemGroup: Camel's registry has another bean with the name '"
                    + name + "'; set modemGroup to another name");
        }
        unbindGroup();
        registry.bind(name, modems.group());
        groupName = name;
    }

    private void unbindGroup() {
        if (groupName != null) {
            getCamelContext().getRegistry().unbind(groupName);
            groupName = null;
        }
    }

    private void addRoutes() throws Exception {
        String link = configuration.getLink();
        if (link != null && getCamelContext().getRoute(StandardRoutes.COMMANDS) == null) {
            getCamelContext()
                    .addRoutes(new StandardRoutes(ComponentName.of(this), link, configuration.getModemGroup()));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        check();
        bindGroup();
        inventory = new FleetInventory(getCamelContext(), configuration, modems, this::review);
        try {
            inventory.start();
        } catch (InventoryException | RuntimeException e) {
            inventory.close();
            throw e;
        }
        workers = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "Sim7028FleetWorker");
        stopping = LifecycleStrategySupport.adapt(LifecycleStrategySupport.onCamelContextStopping(c -> stopping()));
        getCamelContext().addLifecycleStrategy(stopping);
    }

    private void check() {
        try {
            configuration.kafkaProperties();
            if (configuration.getLink() != null) {
                StandardRoutes.check(configuration.getLink());
            }
        } catch (IllegalArgumentException e) {
            // the last cause is what people read
            throw new IllegalArgumentException("camel.component.sim7028-fleet: " + e.getMessage());
        }
    }

    /** The inventory has changed. */
    private void review(Set<String> changed) {
        FleetMember now = member;
        if (now != null) {
            now.node().inventoryChanged(changed);
        }
    }

    /** What of the inventory is not used, and why; null if all is used. */
    String inventoryTrouble() {
        FleetInventory now = inventory;
        return now == null ? null : now.trouble();
    }

    /** The modems of the fleet. */
    Inventory inventory() {
        return modems.inventory();
    }

    /** The context stops: routes wait for telemetry, and telemetry for Kafka. */
    private void stopping() {
        TelemetryPublisher now = telemetry;
        if (now != null) {
            now.stopSoon(TO_STOP);
        }
    }

    /** Each part is ended, whatever fails with the others: the last one named is the first one ended. */
    @Override
    @SuppressWarnings("try")
    protected void doStop() throws Exception {
        try (AutoCloseable last = super::doStop;
                AutoCloseable threads = this::endWorkers;
                AutoCloseable publisher = this::endTelemetry;
                AutoCloseable modemsOfFile = this::endInventory) {
            monitor.close();
            getCamelContext().getLifecycleStrategies().remove(stopping);
        }
    }

    private void endInventory() {
        if (inventory != null) {
            inventory.close();
        }
    }

    private void endTelemetry() {
        TelemetryPublisher last = telemetry;
        telemetry = null;
        if (last != null) {
            last.close(TO_CLOSE);
        }
    }

    private void endWorkers() {
        if (workers != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
            workers = null;
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        unbindGroup();
        super.doShutdown();
    }

    /** A consumer starts: this node becomes a member of the fleet. */
    FleetMember join(CommandConsumer by) {
        lock.lock();
        try {
            if (consumer != null) {
                throw new IllegalStateException("the route '" + consumer.getRouteId()
                        + "' consumes the commands already;" + " a node has one route from sim7028-fleet:commands");
            }
            FleetMember joined = new FleetMember(
                    configuration.settings(),
                    configuration.kafkaProperties(),
                    modems,
                    by,
                    getCamelContext().getExecutorServiceManager());
            consumer = by;
            member = joined;
            monitor.open();
            return joined;
        } finally {
            lock.unlock();
        }
    }

    /** The consumer stops: this node leaves the fleet, and then owns no modem. */
    void leave(CommandConsumer by) {
        FleetMember last;
        lock.lock();
        try {
            if (consumer != by) {
                return;
            }
            last = member;
        } finally {
            lock.unlock();
        }
        try {
            last.stop();
        } finally {
            left();
        }
    }

    private void left() {
        lock.lock();
        try {
            consumer = null;
        } finally {
            lock.unlock();
        }
    }

    /** The state of this node; null before the first consumer has been started. */
    public NodeStatus status() {
        FleetMember now = member;
        return now == null ? null : now.node().status();
    }

    /** What is known of this node; null before the first consumer has been started. */
    FleetReport report() {
        FleetMember now = member;
        TelemetryPublisher publisher = telemetry;
        return now == null
                ? null
                : new FleetReport(
                        now.node().status(),
                        configuration.getGroup(),
                        inventoryTrouble(),
                        publisher == null ? null : publisher.trouble(),
                        publisher == null ? 0 : publisher.waiting(),
                        modems.gained(),
                        modems.handedOver(),
                        modems.fenced(),
                        now.node().droppedEvents());
    }

    /** What publishes telemetry, as long as the component is started. */
    TelemetryPublisher telemetry() {
        lock.lock();
        try {
            if (telemetry == null) {
                Map<String, Object> properties =
                        new HashMap<>(configuration.kafkaProperties().producer());
                properties.put("client.id", properties.get("client.id") + "-up");
                telemetry = new TelemetryPublisher(
                        new KafkaProducer<>(properties),
                        getCamelContext()
                                .getExecutorServiceManager()
                                .newSingleThreadScheduledExecutor(this, "Sim7028FleetTelemetry"));
            }
            return telemetry;
        } finally {
            lock.unlock();
        }
    }

    /** Run the routes of telemetry. */
    Executor workers() {
        return workers;
    }

    @ManagedAttribute(description = "What is known of this node: name and value")
    public String[] getNode() {
        FleetReport report = report();
        return report == null
                ? new String[0]
                : report.toMap().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toArray(String[]::new);
    }

    @ManagedAttribute(description = "What is wrong with this node; empty if nothing is")
    public String[] getTroubles() {
        FleetReport report = report();
        return report == null ? new String[0] : report.troubles().toArray(String[]::new);
    }

    @ManagedAttribute(description = "Number of modems that this node owns")
    public int getModemCount() {
        NodeStatus status = status();
        return status == null ? 0 : status.modems();
    }

    @ManagedAttribute(description = "Number of partitions that this node owns")
    public int getPartitionCount() {
        NodeStatus status = status();
        return status == null ? 0 : status.partitions();
    }

    public FleetConfiguration getConfiguration() {
        return configuration;
    }

    /** The options of the component, as #bean:name. */
    public void setConfiguration(FleetConfiguration configuration) {
        this.configuration = configuration;
    }
}
