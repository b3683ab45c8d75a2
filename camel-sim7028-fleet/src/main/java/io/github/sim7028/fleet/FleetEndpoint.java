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

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Run many SIM7028 modems on several nodes, each modem owned by one of them, with commands and telemetry in Apache Kafka.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sim7028-fleet",
        title = "SIM7028 Fleet",
        syntax = "sim7028-fleet:stream",
        category = {Category.IOT, Category.MESSAGING},
        headersClass = FleetConstants.class)
@ManagedResource(description = "Managed endpoint of the SIM7028 fleet")
public class FleetEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    static final String COMMANDS = "commands";
    static final String UP = "up";

    @UriPath(
            enums = "commands,up",
            description =
                    "commands to consume the commands to the modems that this node owns, or up to send telemetry to"
                            + " Kafka")
    @Metadata(required = true)
    private final String stream;

    FleetEndpoint(String uri, FleetComponent component, String stream) {
        super(uri, component);
        this.stream = stream;
    }

    @Override
    public Producer createProducer() {
        if (!stream.equals(UP)) {
            throw new IllegalArgumentException(
                    "sim7028-fleet:" + stream + " can only be consumed; to send telemetry to Kafka,"
                            + " write sim7028-fleet:up; to send a command, publish a record to the topic of commands");
        }
        return new TelemetryProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!stream.equals(COMMANDS)) {
            throw new IllegalArgumentException("sim7028-fleet:" + stream
                    + " cannot be consumed; to consume commands, write" + " sim7028-fleet:commands");
        }
        CommandConsumer consumer = new CommandConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public FleetComponent getComponent() {
        return (FleetComponent) super.getComponent();
    }

    public String getStream() {
        return stream;
    }
}
