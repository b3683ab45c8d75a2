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
package io.github.sim7028.benchmarks;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;

/** A virtual modem with a Camel context that has it as its modem: the whole stack, in this JVM. */
final class Rig implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final VirtualModem modem;
    private final CamelContext camel = new DefaultCamelContext();
    private final Sim7028ModemConfiguration configuration;

    private Rig(VirtualModem modem, String device) {
        this.modem = modem;
        Sim7028Component component = new Sim7028Component();
        configuration = component.getConfiguration();
        configuration.setDevice(device);
        camel.disableJMX();
        camel.addComponent("sim7028", component);
        camel.getShutdownStrategy().setTimeout(2);
    }

    /** Over an in-process UART; 0 baud is as fast as it goes. */
    static Rig simulated(int baud, Consumer<VirtualModemBuilder> more) {
        String name = "benchmark-" + NUMBER.incrementAndGet();
        VirtualModemBuilder builder = VirtualModem.builder().name(name).baud(baud);
        more.accept(builder);
        return new Rig(builder.start(), "simulator://" + name);
    }

    static Rig simulated(int baud) {
        return simulated(baud, builder -> {});
    }

    /** Over a TCP connection, not paced. */
    static Rig overSocket() throws Exception {
        VirtualModem modem = VirtualModem.builder().start();
        try {
            return new Rig(modem, "socket://127.0.0.1:" + modem.listen().getPort());
        } catch (Exception e) {
            modem.close();
            throw e;
        }
    }

    Rig receiving(ReceiveMode mode) {
        configuration.setReceiveMode(mode);
        return this;
    }

    Rig sending(SendWindow window) {
        configuration.setSendWindow(window.size());
        return this;
    }

    /** Sets an option by its name; false when there is no such option. */
    boolean option(String name, Object value) {
        return PropertyBindingSupport.build().withMandatory(false).bind(camel, configuration, name, value);
    }

    Rig start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            camel.addRoutes(route);
        }
        camel.start();
        return this;
    }

    CamelContext camel() {
        return camel;
    }

    VirtualModem modem() {
        return modem;
    }

    /** What goes through it in a second, once the meter has seen enough. */
    double reached(Meter meter) throws Exception {
        try {
            return meter.perSecond(60);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    e.getMessage() + "; the modem heard " + modem.commandCount() + " commands", e);
        }
    }

    @Override
    public void close() {
        try {
            camel.stop();
        } finally {
            modem.close();
        }
    }
}
