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
package io.github.sim7028.examples.quickstart;

import io.github.sim7028.camel.Sim7028Constants;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * One protocol's two routes: a reading goes up every second, answers come down. Both share one connection of the modem,
 * because they name the same peer.
 */
final class TelemetryRoutes extends RouteBuilder {

    private final Protocol protocol;
    private final String peer;
    private final int messages;
    private final Ledger ledger;

    /** How readings travel. TCP has no messages of its own: framing makes lines of its bytes. */
    enum Protocol {
        TCP("?framing=line"),
        UDP("");

        private final String options;

        Protocol(String options) {
            this.options = options;
        }

        String uri(String peer) {
            return "sim7028:" + name().toLowerCase(Locale.ROOT) + ":" + peer + options;
        }
    }

    /**
     * @param peer     {@code host:port} of the far end
     * @param messages how many readings go up
     */
    TelemetryRoutes(Protocol protocol, String peer, int messages, Ledger ledger) {
        this.protocol = protocol;
        this.peer = peer;
        this.messages = messages;
        this.ledger = ledger;
    }

    @Override
    public void configure() {
        // a message that was not confirmed ends here, with the reason
        onException(Exception.class)
                .handled(true)
                .process(exchange ->
                        ledger.failed(protocol, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));

        from("timer:" + protocol + "?includeMetadata=true&period=1000&delay=0&repeatCount=" + messages)
                .routeId(protocol + " up")
                .setBody(
                        simple(
                                "sensor=${random(1,9)} temperature=${random(18,25)} reading=${exchangeProperty.CamelTimerCounter}"))
                .to(protocol.uri(peer))
                .process(exchange -> ledger.sent(
                        protocol,
                        exchange.getMessage().getBody(String.class),
                        exchange.getMessage().getHeader(Sim7028Constants.LINK, Integer.class)));

        from(protocol.uri(peer))
                .routeId(protocol + " down")
                .process(exchange -> ledger.cameDown(
                        protocol,
                        exchange.getMessage().getBody(String.class),
                        exchange.getMessage().getHeader(Sim7028Constants.LINK, Integer.class)));
    }
}
