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
package io.github.sim7028.simulator.uart;

import io.github.sim7028.simulator.model.HostEvent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/** Tells a listener what the hosts of a modem's UART do; a listener that fails does not disturb the modem. */
public final class HostJournal {

    private static final System.Logger LOG = System.getLogger(HostJournal.class.getName());
    private static final byte[] NOTHING = {};

    private final String modem;
    private final Consumer<HostEvent> listener;
    private boolean failed;

    /**
     * @param modem the name in the events
     * @param listener is told on the modem's thread; null for nobody
     */
    public HostJournal(String modem, Consumer<HostEvent> listener) {
        this.modem = modem;
        this.listener = listener;
    }

    void note(HostEvent.Kind kind, InetSocketAddress host, InetSocketAddress server) {
        tell(kind, host, server, NOTHING, 0);
    }

    void wrote(InetSocketAddress host, InetSocketAddress server, byte[] buffer, int count) {
        tell(HostEvent.Kind.WROTE, host, server, buffer, count);
    }

    private void tell(HostEvent.Kind kind, InetSocketAddress host, InetSocketAddress server, byte[] buffer, int count) {
        if (listener == null) {
            return;
        }
        byte[] bytes = count == 0 ? NOTHING : Arrays.copyOf(buffer, count);
        try {
            listener.accept(new HostEvent(Instant.now(), modem, kind, host, server, bytes));
        } catch (RuntimeException e) {
            if (!failed) {
                failed = true;
                String whose = modem.isEmpty() ? "a modem" : "the modem '" + modem + '\'';
                LOG.log(System.Logger.Level.WARNING, "The listener for hosts of " + whose + " fails: " + e);
                LOG.log(System.Logger.Level.DEBUG, "Where it fails", e);
            }
        }
    }
}
