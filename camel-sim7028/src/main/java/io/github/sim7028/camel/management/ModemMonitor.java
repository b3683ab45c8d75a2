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

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Component;
import org.apache.camel.health.HealthCheck;

/** Shows one modem to operators, by health check and MBean, as long as the modem is in use. */
public final class ModemMonitor {

    /** The limit of an operator's call; a modem that is still busy then continues the operation. */
    private static final int LIMIT_SECONDS = 90;

    private final Component component;
    private final String name;
    private final ModemHealthCheck health;
    private volatile Modem modem;
    private final ServiceBean bean;

    public ModemMonitor(Component component, String name) {
        this.component = component;
        this.name = name;
        health = new ModemHealthCheck(name, this::snapshot);
        bean = new ServiceBean(component, ModemHealthCheck.id(name));
    }

    public String name() {
        return name;
    }

    /** The modem to show from now on. */
    public void show(Modem shown) {
        modem = shown;
    }

    /** Among the component's {@link ModemHealthRepository}. */
    public HealthCheck health() {
        return health;
    }

    /** Null before the modem is shown. */
    public Modem modem() {
        return modem;
    }

    /** Null while the modem is not in use. */
    public ModemSnapshot snapshot() {
        Modem shown = modem;
        return shown == null ? null : shown.snapshot();
    }

    /** Null while the modem is not in use. */
    public Counters counters() {
        Modem shown = modem;
        return shown == null ? null : shown.counters();
    }

    // ---- what operators may do

    /** Closes the line and opens it again; returns the state of the modem or the error. */
    public String reconnect() {
        Modem shown = required();
        return outcome(shown.operations().reconnect(), shown);
    }

    /** Checks what is wrong; returns the findings. */
    public String diagnose() {
        Modem shown = required();
        return outcome(shown.operations().diagnose().thenApply(diagnosis -> diagnosis.text()), shown);
    }

    private Modem required() {
        Modem shown = modem;
        if (shown == null) {
            throw new IllegalStateException("modem '" + name + "' is not in use");
        }
        return shown;
    }

    private String outcome(CompletableFuture<?> operation, Modem shown) {
        try {
            Object answer = operation.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return answer instanceof String text ? text : shown.status().describe();
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (TimeoutException e) {
            return "not finished within " + LIMIT_SECONDS + " s: modem '" + name + "' is "
                    + shown.status().describe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    // ---- beginning and end

    public void open() {
        health.setCamelContext(component.getCamelContext());
        bean.register(new ManagedModem(name, this::snapshot, this::reconnect, this::diagnose));
    }

    public void close() {
        bean.unregister();
    }
}
