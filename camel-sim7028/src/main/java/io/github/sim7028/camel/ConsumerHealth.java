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

import io.github.sim7028.modem.ModemSnapshot;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.DefaultConsumer;

/** Readiness of one consumer: up while its modem is ready and what it receives from is not known to be broken. */
final class ConsumerHealth extends AbstractHealthCheck {

    /** What is wrong with the link. */
    private record Trouble(String reason, Instant since) {}

    private final Sim7028Endpoint endpoint;
    private volatile Trouble trouble;
    private volatile int link = -1;

    private ConsumerHealth(Sim7028Endpoint endpoint, String routeId) {
        super("camel", "consumer:sim7028-" + routeId);
        this.endpoint = endpoint;
    }

    /** A check that Camel finds through the consumer, where health checks of consumers are wanted at all. */
    static ConsumerHealth of(DefaultConsumer consumer, Sim7028Endpoint endpoint) {
        ConsumerHealth health = new ConsumerHealth(endpoint, consumer.getRouteId());
        health.setEnabled(endpoint.getComponent().isHealthCheckConsumerEnabled());
        HealthCheckRepository consumers = HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "consumers", HealthCheckRepository.class);
        if (consumers != null) {
            consumer.setHealthCheck(health);
        }
        return health;
    }

    void opened(int number) {
        link = number;
        trouble = null;
    }

    /** A server listens. */
    void listening() {
        trouble = null;
    }

    void failed(String reason) {
        link = -1;
        trouble = new Trouble(reason, Instant.now());
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("endpoint", endpoint.toString());
        ModemSnapshot modem = endpoint.modemSnapshot();
        if (modem == null) {
            builder.unknown();
            return;
        }
        Trouble now = trouble;
        if (!ModemHealthCheck.tell(builder, modem)) {
            return;
        }
        if (now != null) {
            builder.down().message(now.reason);
            builder.detail("reason", now.reason);
            builder.detail("since", now.since.toString());
        } else if (link >= 0) {
            builder.detail("link", link);
        }
    }
}
