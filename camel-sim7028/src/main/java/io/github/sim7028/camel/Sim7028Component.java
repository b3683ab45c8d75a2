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
package io.github.sim7028.camel;

import io.github.sim7028.camel.config.DurationProperties;
import io.github.sim7028.camel.config.OptionConfigurer;
import io.github.sim7028.camel.config.PropertyText;
import io.github.sim7028.camel.config.SecretProperties;
import io.github.sim7028.camel.config.TlsContexts;
import io.github.sim7028.camel.management.DownLimit;
import io.github.sim7028.camel.management.GroupMonitor;
import io.github.sim7028.camel.management.ModemHealthRepository;
import io.github.sim7028.camel.metrics.ModemMetrics;
import io.github.sim7028.camel.modem.ModemDirectory;
import io.github.sim7028.camel.modem.ModemExecutors;
import io.github.sim7028.camel.modem.NotStartedException;
import io.github.sim7028.camel.modem.StopTimeout;
import io.github.sim7028.camel.uri.ModemTarget;
import io.github.sim7028.camel.uri.OptionScope;
import io.github.sim7028.camel.uri.ServerTarget;
import io.github.sim7028.camel.uri.SplitUri;
import io.github.sim7028.camel.uri.Target;
import io.github.sim7028.camel.uri.TargetParser;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.settings.TlsSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Sends and receives over TCP and UDP through SIM7028 modems; holds their profiles and the threads they run on. */
@Component("sim7028")
@ManagedResource(description = "Managed SIM7028 component")
@SuppressWarnings("this-escape") // its parts know it, and ask it nothing before it is there
public class Sim7028Component extends HealthCheckComponent implements SSLContextParametersAware {

    @Metadata
    private Sim7028ModemConfiguration configuration = new Sim7028ModemConfiguration();

    @Metadata
    private Map<String, Sim7028ModemConfiguration> modems = new LinkedHashMap<>();

    @Metadata(label = "security", defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    @Metadata(label = "security", defaultValue = "false")
    private boolean allowDeviceInUri;

    @Metadata
    private String groupMaxDown;

    @Metadata(label = "advanced", defaultValue = "true")
    private boolean metricsEnabled = true;

    @Metadata(label = "advanced", defaultValue = "true")
    private boolean metricsModemTag = true;

    private final ModemMetrics meters = new ModemMetrics(this);
    private final TlsContexts tlsContexts = new TlsContexts();
    private final ConfiguredModems configured = new ConfiguredModems(
            () -> configuration,
            () -> modems,
            () -> allowDeviceInUri,
            this::tls,
            property -> PropertyText.isSet(getCamelContext(), property));
    private final ModemHealthRepository healthChecks = new ModemHealthRepository(this, this::allHealthChecks);
    private final ModemDirectory directory =
            new ModemDirectory(this, configured, this::registry, this::runtime, healthChecks::show, meters);
    private final ModemGroups groups =
            new ModemGroups(this, configured, directory, () -> DownLimit.of(groupMaxDown), healthChecks::show);
    private Function<ModemRuntime, ModemRegistry> registries = ModemRegistry::new;
    private volatile ModemRegistry registry;
    private volatile ModemExecutors executors;
    private volatile StopTimeout stopTimeout;

    public Sim7028Component() {}

    public Sim7028Component(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Target target = TargetParser.parse(SplitUri.join(remaining, parameters));
        OptionScope.require(target, parameters.keySet());
        DurationProperties.warn(parameters);
        Sim7028Endpoint endpoint = endpoint(uri, target);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Sim7028Endpoint endpoint(String uri, Target target) {
        if (target instanceof ModemTarget modem) {
            return new ModemEndpoint(uri, this, modem);
        }
        if (target instanceof ServerTarget server) {
            return new ServerEndpoint(uri, this, server);
        }
        return new Sim7028Endpoint(uri, this, target);
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return OptionConfigurer.of(super.getComponentPropertyConfigurer(), "camel.component.sim7028.");
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return OptionConfigurer.of(super.getEndpointPropertyConfigurer(), "");
    }

    /** The first thing that happens to a component, before Camel Main logs what it was given. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        SecretProperties.mask(camelContext);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ModemOptions.requireBrackets(getCamelContext(), modems);
        // a registry may come later than the first route
        getCamelContext().addStartupListener((context, alreadyStarted) -> meters.find());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ModemOptions.check(configuration, modems);
        groups.check();
        SecretProperties.warn(getCamelContext());
        DurationProperties.warn(getCamelContext());
        stopTimeout = new StopTimeout(getCamelContext(), this::stopping);
        executors = new ModemExecutors(this, getCamelContext().getExecutorServiceManager());
        registry = registries.apply(executors.runtime());
        groups.start(stopTimeout, executors.workers());
        meters.start(metricsEnabled, metricsModemTag);
    }

    /** When it is done, everything that was handed over to be sent has come to its end, one way or another. */
    @Override
    protected void doStop() throws Exception {
        ModemRegistry last = registry;
        registry = null;
        if (last != null) {
            long end = System.nanoTime() + stopTimeout.ofComponent().toNanos();
            groups.close();
            directory.close(until(end));
            last.close(until(end));
            executors.close(until(end));
            executors = null;
            stopTimeout.close();
            healthChecks.hide();
            tlsContexts.clear();
            meters.stop();
        }
        super.doStop();
    }

    /** The context stops: what waits for a modem need not wait for Camel's shutdown timeout as well. */
    private void stopping() {
        ModemRegistry running = registry;
        if (running != null) {
            running.stopping();
        }
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private Stream<HealthCheck> allHealthChecks() {
        return Stream.concat(
                directory.healthChecks(), groups.monitors().stream().map(GroupMonitor::health));
    }

    /** How long a stop may wait for modems. */
    StopTimeout stopTimeout() {
        return stopTimeout;
    }

    /** What makes the sockets of {@code sockets://}: as the modem's profile says, as Camel says for all, or as the JVM does. */
    private Callable<SSLSocketFactory> tls(Sim7028ModemConfiguration modem) {
        return () -> {
            SSLContextParameters own = modem.getSslContextParameters();
            SSLContextParameters parameters = own == null ? retrieveGlobalSslContextParameters() : own;
            SSLContext context =
                    parameters == null ? SSLContext.getDefault() : parameters.createSSLContext(getCamelContext());
            return context.getSocketFactory();
        };
    }

    /** TLS of an endpoint: as its own parameters say, as Camel says for all, or as the JVM does. */
    TlsSettings tls(Sim7028Configuration endpoint) {
        SSLContextParameters own = endpoint.getSslContextParameters();
        SSLContextParameters parameters = own == null ? retrieveGlobalSslContextParameters() : own;
        return new TlsSettings(
                tlsContexts.of(parameters, getCamelContext()),
                endpoint.getSslServerName(),
                endpoint.isSslHostnameVerification());
    }

    // ---- what JMX shows

    @ManagedAttribute(description = "State of each modem in use, and the reason")
    public String[] getModemStatuses() {
        return directory.snapshots().stream()
                .map(modem -> modem.modem() + ": " + modem.status().describe())
                .toArray(String[]::new);
    }

    @ManagedAttribute(description = "Each group of modems in use, with the number of modems that are up")
    public String[] getModemGroups() {
        return groups.reports().stream()
                .map(report -> report.group() + ": " + report.describe())
                .toArray(String[]::new);
    }

    @ManagedOperation(
            description = "Closes the line of a modem and opens the line again; returns the state of the modem")
    public String reconnectModem(String modem) {
        return directory.monitor(modem).reconnect();
    }

    @ManagedOperation(description = "Checks what is wrong with a modem; returns the findings and what to do")
    public String diagnoseModem(String modem) {
        return directory.monitor(modem).diagnose();
    }

    /**
     * What the driver knows of each modem in use, by name, without a query to a modem; never waits. The same information is in JMX,
     * in the developer console and in the meters.
     */
    public List<ModemSnapshot> modemSnapshots() {
        return directory.snapshots();
    }

    /**
     * The modems in use, by the names that logs and JMX have too. A modem ends with the last route that uses the modem; after that its
     * operations fail, and its events end.
     */
    public Map<String, Modem> modemsInUse() {
        return directory.modems();
    }

    /** @param registry a {@code MeterRegistry}, which may not be on the class path */
    void bindMeters(Object registry) {
        meters.bind(registry);
    }

    ModemDirectory directory() {
        return directory;
    }

    ModemGroups groups() {
        return groups;
    }

    ModemHealthRepository healthChecks() {
        return healthChecks;
    }

    private ModemRegistry registry() {
        ModemRegistry running = registry;
        if (running == null) {
            throw new NotStartedException();
        }
        return running;
    }

    private ModemRuntime runtime() {
        return executors.runtime();
    }

    /** Runs route code and whatever else may block; null while the component is stopped. */
    ExecutorService workers() {
        ModemExecutors running = executors;
        return running == null ? null : running.workers();
    }

    /** Counts time; null while the component is stopped. */
    ScheduledExecutorService timer() {
        ModemExecutors running = executors;
        return running == null ? null : running.timer();
    }

    /** For tests: another registry than the driver's. */
    void setRegistries(Function<ModemRuntime, ModemRegistry> registries) {
        this.registries = registries;
    }

    public Sim7028ModemConfiguration getConfiguration() {
        return configuration;
    }

    /**
     * The profile of the modem default, as #bean:name. The options of this profile are also options of the component.
     */
    public void setConfiguration(Sim7028ModemConfiguration configuration) {
        this.configuration = configuration;
    }

    public Map<String, Sim7028ModemConfiguration> getModems() {
        return modems;
    }

    /**
     * The additional modems, by the names that endpoints use. Each modem has its own options and takes none from the
     * component; in property files the name stands in brackets after modems.
     */
    public void setModems(Map<String, Sim7028ModemConfiguration> modems) {
        this.modems = modems;
    }

    public boolean isAllowDeviceInUri() {
        return allowDeviceInUri;
    }

    /**
     * Whether the option modem of an endpoint may be a device, such as /dev/ttyUSB2 or socket://host:port, in place of
     * the name of a modem. Anyone who can put text into a URI, as with toD, can then connect this application to a
     * device of their choice. Such a modem has the settings of the component without its secrets: simPin, apnUser,
     * apnPassword, apnAuthentication, initCommands, transcriptFile, stateDirectory, sslContextParameters, powerCycle,
     * wakeUp, dtrPulse, allowRawCommands.
     */
    public void setAllowDeviceInUri(boolean allowDeviceInUri) {
        this.allowDeviceInUri = allowDeviceInUri;
    }

    public boolean isMetricsEnabled() {
        return metricsEnabled;
    }

    /**
     * Whether to register meters with the Micrometer registry in Camel's registry. Without Micrometer on the class path there are no
     * meters.
     */
    public void setMetricsEnabled(boolean metricsEnabled) {
        this.metricsEnabled = metricsEnabled;
    }

    public boolean isMetricsModemTag() {
        return metricsModemTag;
    }

    /**
     * Whether each modem has meters, with the name of the modem in the tag modem. With false, the meters are sums over all modems of
     * the component, for example for thousands of modems.
     */
    public void setMetricsModemTag(boolean metricsModemTag) {
        this.metricsModemTag = metricsModemTag;
    }

    public String getGroupMaxDown() {
        return groupMaxDown;
    }

    /**
     * The number of modems of a group that may be down before the health check of the group is DOWN: a number such as 3, or
     * a percentage of the group such as 10%. Without this option a group is DOWN when all its modems are down.
     */
    public void setGroupMaxDown(String groupMaxDown) {
        this.groupMaxDown = groupMaxDown;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    /**
     * Whether devices sockets://host:port, and endpoints with ssl=true, that have no sslContextParameters of their own use
     * the global SSL context parameters of Camel.
     */
    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
