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
package io.github.sim7028.camel.management;

import io.github.sim7028.modem.report.ModemSnapshot;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of one producer: up while its modem is ready. Its link is opened when there is something to send, so a closed one
 * is no trouble.
 */
public final class ProducerHealthCheck extends AbstractHealthCheck {

    private final Endpoint endpoint;
    private final Supplier<ModemSnapshot> modem;

    private ProducerHealthCheck(Endpoint endpoint, String name, Supplier<ModemSnapshot> modem) {
        super("camel", "producer:sim7028-" + name);
        this.endpoint = endpoint;
        this.modem = modem;
    }

    /**
     * A check among those of the producers, where there are any; null otherwise.
     *
     * @param name  the end of its id
     * @param modem the state of the producer's modem, null while the modem is not in use
     */
    public static ProducerHealthCheck register(
            Endpoint endpoint, String name, boolean enabled, Supplier<ModemSnapshot> modem) {
        WritableHealthCheckRepository producers = repository(endpoint);
        if (producers == null) {
            return null;
        }
        ProducerHealthCheck health = new ProducerHealthCheck(endpoint, name, modem);
        health.setEnabled(enabled);
        producers.addHealthCheck(health);
        return health;
    }

    public void unregister() {
        WritableHealthCheckRepository producers = repository(endpoint);
        if (producers != null) {
            producers.removeHealthCheck(this);
        }
    }

    static WritableHealthCheckRepository repository(Endpoint endpoint) {
        return HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("endpoint", endpoint.toString());
        ModemSnapshot snapshot = modem.get();
        if (snapshot == null) {
            builder.unknown();
        } else {
            ModemHealthCheck.tell(builder, snapshot);
        }
    }
}
