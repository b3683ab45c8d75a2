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

import io.github.sim7028.camel.group.Modems;
import io.github.sim7028.camel.group.OneModem;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.group.PostMaker;
import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.camel.management.GroupHealthCheck;
import io.github.sim7028.camel.management.GroupReport;
import io.github.sim7028.camel.management.ProducerHealthCheck;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.message.InboundMapper;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.ModemNeeds;
import io.github.sim7028.camel.receive.Intake;
import io.github.sim7028.camel.receive.IntakeSettings;
import io.github.sim7028.camel.receive.LinkIntake;
import io.github.sim7028.camel.receive.RouteSettings;
import io.github.sim7028.camel.send.BorrowedLinkSender;
import io.github.sim7028.camel.send.KeptLinkSender;
import io.github.sim7028.camel.send.RequestQueue;
import io.github.sim7028.camel.send.Sender;
import io.github.sim7028.camel.uri.LinkTarget;
import io.github.sim7028.camel.uri.Target;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.TransparentModeRules;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Send and receive over TCP and UDP through a SIM7028 NB-IoT module on a serial line.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sim7028",
        title = "SIM7028",
        syntax = "sim7028:protocol:host:port",
        category = {Category.IOT, Category.NETWORKING},
        headersClass = Sim7028Constants.class)
@ManagedResource(description = "Managed SIM7028 endpoint")
public class Sim7028Endpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    private static final Logger LOG = LoggerFactory.getLogger(Sim7028Endpoint.class);

    @UriPath(
            enums = "tcp,udp,tcp-server,modem",
            description =
                    "The kind of endpoint: tcp or udp for a link to a peer, tcp-server to accept TCP clients, or modem"
                            + " to query and control the modem and to consume its events")
    @Metadata(required = true)
    private final String protocol;

    @UriPath(
            description = "The host name or address of the peer, an IPv6 address in brackets. Optional with udp only:"
                    + " without a host, a consumer receives from any sender, and a producer takes the destination"
                    + " from headers. Not used with tcp-server. With modem, the name of the modem, unless the"
                    + " option modem is set")
    private final String host;

    @UriPath(
            javaType = "java.lang.String",
            description = "The port of the peer, 1 to 65535; with tcp-server, the port that the module listens on")
    private final int port;

    @UriParam
    private Sim7028Configuration configuration = new Sim7028Configuration();

    private final Target target;
    /** Whether the option modem names a group. */
    private boolean group;

    private final AtomicBoolean warned = new AtomicBoolean();

    Sim7028Endpoint(String uri, Sim7028Component component, Target target) {
        super(uri, component);
        this.target = target;
        this.protocol = target.kind();
        this.host = target.host();
        this.port = target.port();
    }

    @Override
    public Producer createProducer() {
        return new Sim7028Producer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        requireReceivable();
        Sim7028Consumer consumer = new Sim7028Consumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        configuration.check();
        checkTarget();
        group = getComponent().groups().isGroup(configuration.getModem());
        if (group) {
            getComponent().groups().declare(needs());
        } else {
            getComponent().directory().declare(needs());
        }
    }

    @Override
    protected void doStop() throws Exception {
        getComponent().directory().withdraw(this);
        super.doStop();
    }

    /** Refuses options that do not go with what the URI means. */
    void checkTarget() {
        linkSpec();
    }

    /** Refuses a consumer without a source. */
    void requireReceivable() {
        if (target.host() == null && configuration.getLocalPort() == 0) {
            throw new IllegalArgumentException(
                    "localPort is missing: to receive from any sender, write sim7028:udp?localPort=5000");
        }
    }

    /** The link its producers and consumers share. */
    LinkSpec linkSpec() {
        if (target instanceof LinkTarget link) {
            LinkSpec spec = link.link(configuration.getLocalPort(), configuration.linkNumber());
            return configuration.isSsl() ? spec.withTls(getComponent().tls(configuration)) : spec;
        }
        throw new IllegalStateException(this + " has no link");
    }

    /** Begins to receive for a consumer; what is taken for it is given back with the modem's handle. */
    Intake intake(IntakeSettings settings, RouteSettings route, ConsumerHealthCheck health, ModemHandle modem)
            throws Sim7028Exception {
        requireTls(modem.profile());
        LinkIntake intake = new LinkIntake(toString(), settings, route, health);
        LinkLease link = modem.keepLink(linkSpec(), intake);
        intake.connect(link::send, link::resume);
        health.follow(link::snapshot);
        return intake;
    }

    /** How a producer sends; what is taken for it is given back with the modem's handle. */
    Sender sender(ModemHandle modem) throws Sim7028Exception {
        requireTls(modem.profile());
        OutboundMapper messages = outboundMapper();
        Duration timeout = modem.profile().transfer().sendTimeout();
        if (configuration.isSync()) {
            warnOfWhatBufferingLoses(modem.profile());
            RequestQueue requests = new RequestQueue(
                    modem,
                    new RequestQueue.Settings(
                            toString(), linkSpec(), configuration.deframing(), configuration.isDisconnect()),
                    getComponent().workers(),
                    getComponent().timer());
            modem.endWith(requests::close);
            if (!configuration.isDisconnect()) {
                requests.connect();
            }
            return requests.sender(messages, timeout);
        }
        if (configuration.isDisconnect()) {
            return new BorrowedLinkSender(modem, linkSpec(), messages, timeout);
        }
        return new KeptLinkSender(modem.keepLink(linkSpec(), null), messages, timeout);
    }

    /** Refuses TLS at the start where the modem cannot have it. */
    private void requireTls(ModemProfile modem) throws Sim7028ConfigurationException {
        if (configuration.isSsl() && modem.transfer().transparent()) {
            TransparentModeRules.key(linkSpec(), modem.name());
        }
    }

    /** Maps what is sent. */
    OutboundMapper outboundMapper() {
        return new OutboundMapper(
                toString(),
                target,
                configuration.framingOut(),
                configuration.toCoding(),
                configuration.isCoalesce(),
                configuration.getMaxDatagramSize(),
                controlHeaders());
    }

    /** The headers that its producers read. */
    ControlHeaders controlHeaders() {
        if (group && configuration.isIgnoreHeaders()) {
            throw new IllegalArgumentException("ignoreHeaders: true is not possible with modem="
                    + configuration.getModem() + ": that is a group, and the header " + Sim7028Constants.MODEM
                    + " selects the modem");
        }
        return ControlHeaders.unless(configuration.isIgnoreHeaders());
    }

    /** Maps what comes in over a modem. */
    InboundMapper inboundMapper(ModemProfile modem) {
        return new InboundMapper(
                modem.name(),
                target,
                configuration.getLocalPort(),
                serverIndex(),
                configuration.toCharset() == null ? null : configuration.toCoding());
    }

    /** The server whose clients it receives from, null for none. */
    Integer serverIndex() {
        return null;
    }

    /** What it needs of its modem. */
    ModemNeeds needs() {
        return new ModemNeeds(this, configuration.getModem(), configuration.neededReceiveMode(), null);
    }

    boolean isGroup() {
        return group;
    }

    /** Shows the health of a producer; returns what ends that. */
    Runnable showProducer() {
        String name = configuration.getModem() + "-" + getServiceUrl().replace(':', '-');
        boolean enabled = getComponent().isHealthCheckProducerEnabled();
        if (group) {
            return GroupHealthCheck.show(
                    this, name, enabled, this::groupReport, getComponent().groups()::limit);
        }
        ProducerHealthCheck health = ProducerHealthCheck.register(this, name, enabled, this::modemSnapshot);
        return health == null ? () -> {} : health::unregister;
    }

    /** What is known of its group. */
    GroupReport groupReport() {
        GroupReport report = getComponent().groups().report(configuration.getModem());
        return report == null ? new GroupReport(configuration.getModem(), List.of()) : report;
    }

    /** Begins for a producer or consumer: at the modem, or at those that the group has now and later. */
    <T extends Post> Modems<T> join(PostMaker<T> maker) throws Sim7028Exception {
        return group
                ? getComponent().groups().join(needs(), maker)
                : new OneModem<>(
                        getComponent().directory().open(needs()), getComponent().stopTimeout(), maker);
    }

    /** Says at the start what a UDP endpoint loses with a module that buffers (2.1.5). */
    void warnOfWhatBufferingLoses(ModemProfile profile) {
        boolean loses = isUdp() && profile.transfer().receiveMode() == ReceiveMode.BUFFERED;
        // once for all modems of a group
        if (loses && (!group || warned.compareAndSet(false, true))) {
            LOG.warn(
                    "{}: modem '{}' has receiveMode=buffered, where the module reports neither the senders nor the"
                            + " borders of datagrams: several datagrams may arrive as one message, and only the peer of"
                            + " the endpoint can be answered; use receiveMode=auto or push to keep both",
                    this,
                    profile.name());
        }
    }

    /** The state of its modem; null while the modem is not in use. */
    ModemSnapshot modemSnapshot() {
        return group ? null : getComponent().directory().snapshot(configuration.getModem());
    }

    @ManagedAttribute(description = "Name of the modem")
    public String getModemName() {
        return configuration.getModem();
    }

    @ManagedAttribute(
            description =
                    "State of the modem, and the reason; of a group, the number of modems that are up; empty while the"
                            + " modem is not in use")
    public String getModemStatus() {
        if (group) {
            return groupReport().describe();
        }
        ModemSnapshot modem = modemSnapshot();
        return modem == null ? "" : modem.status().describe();
    }

    @ManagedOperation(
            description = "Closes the line of the modem and opens the line again; returns the state of the modem")
    public String reconnectModem() {
        requireOneModem("reconnectModem");
        return getComponent().reconnectModem(configuration.getModem());
    }

    @ManagedOperation(description = "Checks what is wrong with the modem; returns the findings and what to do")
    public String diagnoseModem() {
        requireOneModem("diagnoseModem");
        return getComponent().diagnoseModem(configuration.getModem());
    }

    private void requireOneModem(String operation) {
        if (group) {
            throw new IllegalArgumentException("modem: '" + configuration.getModem()
                    + "' is a group; use the operation " + operation + " of the component with the name of a modem");
        }
    }

    boolean isUdp() {
        return target.isUdp();
    }

    @Override
    public Sim7028Component getComponent() {
        return (Sim7028Component) super.getComponent();
    }

    public String getProtocol() {
        return protocol;
    }

    public String getHost() {
        return host;
    }

    public int getPort() {
        return port;
    }

    public Sim7028Configuration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(Sim7028Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String getServiceUrl() {
        String peer = target instanceof LinkTarget link ? link.peer() : "";
        return protocol + ":" + (peer.isEmpty() ? configuration.getLocalPort() : peer);
    }

    @Override
    public String getServiceProtocol() {
        return protocol;
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of("modem", configuration.getModem());
    }
}
