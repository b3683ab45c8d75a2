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
import java.util.Map;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of one producer: up while its modem is ready. Its link is opened when there is something to send, so a closed one
 * is no trouble.
 */
final class ProducerHealth extends AbstractHealthCheck {

    private final Sim7028Endpoint endpoint;

    private ProducerHealth(Sim7028Endpoint endpoint) {
        super(
                "camel",
                "producer:sim7028-" + endpoint.getConfiguration().getModem() + "-"
                        + endpoint.getServiceUrl().replace(':', '-'));
        this.endpoint = endpoint;
    }

    /** A check among those of the producers, where there are any; null otherwise. */
    static ProducerHealth register(Sim7028Endpoint endpoint) {
        WritableHealthCheckRepository producers = repository(endpoint);
        if (producers == null) {
            return null;
        }
        ProducerHealth health = new ProducerHealth(endpoint);
        health.setEnabled(endpoint.getComponent().isHealthCheckProducerEnabled());
        producers.addHealthCheck(health);
        return health;
    }

    void unregister() {
        WritableHealthCheckRepository producers = repository(endpoint);
        if (producers != null) {
            producers.removeHealthCheck(this);
        }
    }

    private static WritableHealthCheckRepository repository(Sim7028Endpoint endpoint) {
        return HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("endpoint", endpoint.toString());
        ModemSnapshot modem = endpoint.modemSnapshot();
        if (modem == null) {
            builder.unknown();
        } else {
            ModemHealthCheck.tell(builder, modem);
        }
    }
}
