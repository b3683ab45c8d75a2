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

import io.github.sim7028.fleet.member.FleetSettings;
import io.github.sim7028.fleet.member.FleetSettings.OnNoOffset;
import io.github.sim7028.fleet.member.KafkaProperties;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.util.InetAddressUtil;

/** How this node takes part in a fleet; the options of the component {@code sim7028-fleet}. */
@UriParams
@Configurer(metadataOnly = false)
public class FleetConfiguration {

    @UriParam
    private String brokers;

    @UriParam(defaultValue = "sim7028")
    private String group = "sim7028";

    @UriParam
    private String node;

    @UriParam
    private String modems;

    @UriParam
    private Map<String, Object> modemDefaults = new LinkedHashMap<>();

    @UriParam
    private String link;

    @UriParam(defaultValue = "fleet")
    private String modemGroup = "fleet";

    @UriParam(defaultValue = "sim7028.down")
    private String downTopic = "sim7028.down";

    @UriParam(defaultValue = "sim7028.up")
    private String upTopic = "sim7028.up";

    @UriParam(defaultValue = "sim7028.outcomes")
    private String outcomesTopic = "sim7028.outcomes";

    @UriParam(defaultValue = "sim7028.events")
    private String eventsTopic = "sim7028.events";

    @UriParam(defaultValue = "6s", javaType = "java.time.Duration")
    private long sessionTimeout = 6_000;

    @UriParam(defaultValue = "1500ms", javaType = "java.time.Duration")
    private long handOverTimeout = 1_500;

    @UriParam(defaultValue = "1")
    private int maxUnderWay = 1;

    @UriParam(defaultValue = "256")
    private int maxUnfinished = 256;

    @UriParam(defaultValue = "60s", javaType = "java.time.Duration")
    private long maxWait = 60_000;

    @UriParam(defaultValue = "fail", enums = "fail,earliest,latest")
    private OnNoOffset onNoOffset = OnNoOffset.FAIL;

    @UriParam(label = "security", secret = true)
    private Map<String, Object> kafka = new LinkedHashMap<>();

    /** @throws IllegalArgumentException in the words of the option that is wrong */
    FleetSettings settings() {
        return new FleetSettings(
                nodeName(),
                group,
                downTopic,
                upTopic,
                outcomesTopic,
                eventsTopic,
                Duration.ofMillis(sessionTimeout),
                Duration.ofMillis(handOverTimeout),
                maxUnderWay,
                maxUnfinished,
                Duration.ofMillis(maxWait),
                onNoOffset);
    }

    /** @throws IllegalArgumentException in the words of the option that is wrong */
    KafkaProperties kafkaProperties() {
        return new KafkaProperties(brokers, settings(), kafka);
    }

    private String nodeName() {
        return node == null ? InetAddressUtil.getLocalHostNameSafe() : node;
    }

    public String getBrokers() {
        return brokers;
    }

    /** The Kafka brokers, as host:port, separated by commas. Required. */
    public void setBrokers(String brokers) {
        this.brokers = brokers;
    }

    public String getGroup() {
        return group;
    }

    /** The name of the consumer group in Kafka. All nodes with this group share the modems. Two groups must not have modems in common. */
    public void setGroup(String group) {
        this.group = group;
    }

    public String getNode() {
        return node;
    }

    /**
     * The name of this node in outcomes, events and logs. Without this option, the name of the host. Two nodes on one host require
     * different names.
     */
    public void setNode(String node) {
        this.node = node;
    }

    public String getModems() {
        return modems;
    }

    /**
     * The place of the inventory, the modems of the fleet: a file such as file:/etc/gateway/modems.csv with one modem in each line, or a compacted
     * topic such as topic:sim7028.modems. Changes are followed. Without this option, the modems of the fleet are those of the option modems of the component
     * sim7028. The modems must be the same on all nodes.
     */
    public void setModems(String modems) {
        this.modems = modems;
    }

    public Map<String, Object> getModemDefaults() {
        return modemDefaults;
    }

    /**
     * The options that the modems of the inventory have in common, such as modemDefaults.apn = iot.example: any option of a modem. What the
     * inventory says of a modem comes before these. The option modemWaitTimeout is always that of maxWait.
     */
    public void setModemDefaults(Map<String, Object> modemDefaults) {
        this.modemDefaults = modemDefaults;
    }

    public String getLink() {
        return link;
    }

    /**
     * The link of each modem to the peer, as a URI of sim7028 without the scheme, such as tcp:telemetry.example.com:7000, and options of the URI. With
     * this option, the component makes the two standard routes, from the commands to the modems and from the modems to the topic of telemetry.
     * Without this option, the application has routes of its own.
     */
    public void setLink(String link) {
        this.link = link;
    }

    public String getModemGroup() {
        return modemGroup;
    }

    /** The name of the group of modems that this node owns, for the option modem of endpoints of sim7028. */
    public void setModemGroup(String modemGroup) {
        this.modemGroup = modemGroup;
    }

    public String getDownTopic() {
        return downTopic;
    }

    /** The topic of commands. The key of a record is the name of the modem. The number of partitions must never change. */
    public void setDownTopic(String downTopic) {
        this.downTopic = downTopic;
    }

    public String getUpTopic() {
        return upTopic;
    }

    /** The topic of telemetry. The key of a record is the name of the modem. */
    public void setUpTopic(String upTopic) {
        this.upTopic = upTopic;
    }

    public String getOutcomesTopic() {
        return outcomesTopic;
    }

    /** The topic of outcomes of commands. */
    public void setOutcomesTopic(String outcomesTopic) {
        this.outcomesTopic = outcomesTopic;
    }

    public String getEventsTopic() {
        return eventsTopic;
    }

    /** The topic of events: a node has gained or lost a modem, or was cut off from a modem. */
    public void setEventsTopic(String eventsTopic) {
        this.eventsTopic = eventsTopic;
    }

    public long getSessionTimeout() {
        return sessionTimeout;
    }

    /**
     * The time after which Kafka gives the modems of a node that does not answer to other nodes, 2s to 5m. Less than 6s requires a lower
     * group.min.session.timeout.ms of the brokers.
     */
    public void setSessionTimeout(long sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
    }

    public long getHandOverTimeout() {
        return handOverTimeout;
    }

    /**
     * The time in which a modem that goes to another node may finish what has begun, 100ms to 5m. After that time the line is closed. The group waits
     * for a hand-over, so a longer time requires a longer sessionTimeout.
     */
    public void setHandOverTimeout(long handOverTimeout) {
        this.handOverTimeout = handOverTimeout;
    }

    public int getMaxUnderWay() {
        return maxUnderWay;
    }

    /**
     * The maximum number of commands that a modem has under way at once, 1 to 64. With 1, a command starts when the previous command has ended: the
     * order is kept also when a command is not sent, and at most one command of a modem is unknown when its node is lost. More make a modem that has
     * many commands waiting somewhat faster.
     */
    public void setMaxUnderWay(int maxUnderWay) {
        this.maxUnderWay = maxUnderWay;
    }

    public int getMaxUnfinished() {
        return maxUnfinished;
    }

    /** The maximum number of unfinished commands of a partition, 1 to 512. The node reads no further commands of the partition then. */
    public void setMaxUnfinished(int maxUnfinished) {
        this.maxUnfinished = maxUnfinished;
    }

    public long getMaxWait() {
        return maxWait;
    }

    /** The time that a command waits for a modem that is not ready, 1s to 24h. After that time the outcome is NOT_SENT. */
    public void setMaxWait(long maxWait) {
        this.maxWait = maxWait;
    }

    public OnNoOffset getOnNoOffset() {
        return onNoOffset;
    }

    /**
     * What to do with a partition that has had commands and whose committed offset is missing: fail (run no command of the partition; the
     * health check is DOWN), earliest (run all commands that Kafka has), or latest (skip all commands that Kafka has).
     */
    public void setOnNoOffset(OnNoOffset onNoOffset) {
        this.onNoOffset = onNoOffset;
    }

    public Map<String, Object> getKafka() {
        return kafka;
    }

    /**
     * Further properties of Kafka's consumers and producers, such as security.protocol; in property files the name of the property stands in
     * brackets after kafka. Properties that the fleet relies on, such as group.id or acks, are refused.
     */
    public void setKafka(Map<String, Object> kafka) {
        this.kafka = kafka;
    }
}
