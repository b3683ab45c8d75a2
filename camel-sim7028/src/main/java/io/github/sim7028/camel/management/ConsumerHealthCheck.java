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

import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.DefaultConsumer;

/** Readiness of one consumer: up while its modem is ready and what it receives from is not known to be broken. */
public final class ConsumerHealthCheck extends AbstractHealthCheck {

    /** What is wrong with the link. */
    private record Trouble(String reason, Instant since) {}

    private final String endpoint;
    private final Supplier<ModemSnapshot> modem;
    private volatile Trouble trouble;
    private volatile Supplier<LinkSnapshot> link = () -> null;
    /** Whether its link has been open: one that is just being opened for the first time is no trouble. */
    private volatile boolean wasOpen;

    private ConsumerHealthCheck(String endpoint, Supplier<ModemSnapshot> modem, String routeId) {
        super("camel", "consumer:sim7028-" + routeId);
        this.endpoint = endpoint;
        this.modem = modem;
    }

    /**
     * A check that Camel finds through the consumer, where health checks of consumers are wanted at all.
     *
     * @param modem the state of the consumer's modem, null while the modem is not in use
     */
    public static ConsumerHealthCheck of(DefaultConsumer consumer, boolean enabled, Supplier<ModemSnapshot> modem) {
        Endpoint endpoint = consumer.getEndpoint();
        ConsumerHealthCheck health = new ConsumerHealthCheck(endpoint.toString(), modem, consumer.getRouteId());
        health.setEnabled(enabled);
        HealthCheckRepository consumers = HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "consumers", HealthCheckRepository.class);
        if (consumers != null) {
            consumer.setHealthCheck(health);
        }
        return health;
    }

    /** For a consumer at one modem of a group, whose check is the group's. */
    public static ConsumerHealthCheck ofMember(DefaultConsumer consumer, Supplier<ModemSnapshot> modem) {
        return new ConsumerHealthCheck(consumer.getEndpoint().toString(), modem, consumer.getRouteId());
    }

    /** What is wrong now; null if nothing is. */
    public String problem() {
        ModemSnapshot snapshot = modem.get();
        if (snapshot == null) {
            return "the modem is not in use";
        }
        LinkSnapshot open = link.get();
        Trouble now = trouble(open);
        if (!ModemHealthCheck.isUp(snapshot.status())) {
            return snapshot.status().describe();
        }
        return now == null || !snapshot.ready() ? null : now.reason + (open == null ? "" : open.whenNext());
    }

    /** Sets where the state of the link is read. */
    public void follow(Supplier<LinkSnapshot> snapshots) {
        link = snapshots;
    }

    public void opened() {
        wasOpen = true;
        trouble = null;
    }

    /** A server listens. */
    public void listening() {
        trouble = null;
    }

    /** The latest reason counts, and the time of the first one. */
    public void failed(String reason) {
        Trouble before = trouble;
        trouble = new Trouble(reason, before == null ? Instant.now() : before.since);
    }

    /** What is wrong now: as the link says, and without a link as reported last. */
    private Trouble trouble(LinkSnapshot now) {
        if (now == null) {
            return trouble;
        }
        if (now.isOpen()) {
            trouble = null;
            return null;
        }
        if (!now.trouble().isEmpty()) {
            failed(now.trouble());
        } else if (wasOpen) {
            failed("the link was closed and is being opened again");
        }
        return trouble;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("endpoint", endpoint);
        ModemSnapshot snapshot = modem.get();
        if (snapshot == null) {
            builder.unknown();
            return;
        }
        LinkSnapshot open = link.get();
        Trouble now = trouble(open);
        if (!ModemHealthCheck.tell(builder, snapshot)) {
            return;
        }
        if (now != null) {
            builder.down().message(now.reason + (open == null ? "" : open.whenNext()));
            builder.detail("reason", now.reason);
            builder.detail("since", now.since.toString());
            if (open != null && open.nextAttempt() != null) {
                builder.detail("nextAttempt", open.nextAttempt().toString());
            }
        } else if (open != null && open.isOpen()) {
            builder.detail("link", open.link());
        }
    }
}
