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
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of one modem: up while links can be opened, and while the module sleeps and can be woken for that. Never liveness: a restart of the JVM brings no network back. */
final class ModemHealthCheck extends AbstractHealthCheck {

    private final String name;
    private final Supplier<ModemSnapshot> snapshots;

    /** @param snapshots the state of the modem, null while it is not in use */
    ModemHealthCheck(String name, Supplier<ModemSnapshot> snapshots) {
        super("camel", id(name));
        this.name = name;
        this.snapshots = snapshots;
    }

    static String id(String modem) {
        return "sim7028-modem-" + modem;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        ModemSnapshot modem = snapshots.get();
        if (modem == null || modem.state() == ModemState.STOPPED) {
            builder.unknown().message("modem '" + name + "' is not started");
            return;
        }
        tell(builder, modem);
        for (LinkSnapshot link : modem.links()) {
            if (link.link() >= 0) {
                builder.detail("link." + link.link(), link.describe());
            }
        }
    }

    /** Up or down as the modem is, with what there is to know of it; returns whether it is ready. */
    static boolean tell(HealthCheckResultBuilder builder, ModemSnapshot modem) {
        builder.detail("modem", modem.modem());
        builder.detail("device", modem.device());
        builder.detail("state", modem.state().words());
        builder.detail("since", modem.since().toString());
        boolean asleep = modem.state() == ModemState.ASLEEP;
        detail(builder, "reason", asleep ? modem.state().words() : modem.reason());
        detail(builder, "awaySince", modem.awaySince());
        detail(builder, "nextAttempt", modem.nextAttempt());
        if (isUp(modem.status())) {
            builder.up();
        } else {
            builder.down()
                    .message(
                            "modem '" + modem.modem() + "' is " + modem.status().describe());
        }
        return modem.ready() && modem.reason().isEmpty();
    }

    /** Whether links can be opened, after the module has been woken if it sleeps. */
    static boolean isUp(ModemStatus modem) {
        return modem.state() == ModemState.ASLEEP
                || modem.state() == ModemState.READY && modem.reason().isEmpty();
    }

    private static void detail(HealthCheckResultBuilder builder, String key, Object value) {
        if (value instanceof Instant || value instanceof String text && !text.isEmpty()) {
            builder.detail(key, value.toString());
        }
    }
}
