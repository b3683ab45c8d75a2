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
package io.github.sim7028.camel.tracing;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.camel.Sim7028Endpoint;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.uri.ModemTarget;
import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.Sim7028SendException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Names the spans of the component by what is done and with whom, as in {@code send tcp 10.0.0.1:5000}, and adds kind, modem, link,
 * outcome and bytes. Camel's tracers, such as camel-opentelemetry2, find this class by themselves.
 */
public final class Sim7028SpanDecorator extends AbstractSpanDecorator {

    /** The span of the reception of an exchange; its consumer, too, may send to the endpoint from which the exchange came. */
    private static final String RECEPTION = "CamelSim7028ReceptionSpan";

    private static final String EVENTS = "events";

    @Override
    public String getComponent() {
        return "sim7028";
    }

    @Override
    public String getComponentClassName() {
        return Sim7028Component.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        if (!(endpoint instanceof Sim7028Endpoint ours)) {
            return super.getOperationName(exchange, endpoint);
        }
        String what = operation(exchange, ours);
        if (isModem(ours)) {
            return what + " modem " + ours.getModemName();
        }
        return what + " " + ours.getProtocol() + " " + peer(ours);
    }

    private static boolean isModem(Sim7028Endpoint endpoint) {
        return endpoint.getProtocol().equals(ModemTarget.KIND);
    }

    /** The exchange of a template comes from the endpoint to which it is sent, but from no route. */
    private static boolean isReception(Exchange exchange, Endpoint endpoint) {
        return exchange.getFromEndpoint() == endpoint
                && exchange.getFromRouteId() != null
                && exchange.getProperty(RECEPTION) == null;
    }

    private static String operation(Exchange exchange, Sim7028Endpoint endpoint) {
        if (isReception(exchange, endpoint)) {
            return isModem(endpoint) ? EVENTS : "receive";
        }
        if (isModem(endpoint)) {
            String asked = ControlHeaders.unless(endpoint.getConfiguration().isIgnoreHeaders())
                    .of(exchange.getMessage(), Sim7028Constants.OPERATION, String.class);
            // a header is foreign text, and a name of a span must be one of few
            boolean plain = asked != null && asked.matches("[A-Za-z]{1,30}");
            return plain ? asked : String.valueOf(endpoint.getConfiguration().getOperation());
        }
        return endpoint.getConfiguration().isSync() ? "request" : "send";
    }

    private static String peer(Sim7028Endpoint endpoint) {
        return endpoint.getHost() == null
                ? String.valueOf(endpoint.getPort())
                : HostAndPort.shown(endpoint.getHost(), endpoint.getPort());
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        if (!(endpoint instanceof Sim7028Endpoint ours)) {
            return;
        }
        boolean reception = isReception(exchange, ours);
        String client = isModem(ours) || ours.getConfiguration().isSync() ? "CLIENT" : "PRODUCER";
        span.setTag("span.kind", reception ? "CONSUMER" : client);
        span.setTag("sim7028.modem", ours.getModemName());
        if (!isModem(ours)) {
            span.setTag("network.transport", ours.getProtocol().startsWith("tcp") ? "tcp" : "udp");
        }
        if (reception) {
            exchange.setProperty(RECEPTION, span);
            tell(span, exchange.getMessage());
            if (exchange.getMessage().getBody() instanceof byte[] bytes) {
                span.setTag("sim7028.bytes", String.valueOf(bytes.length));
            }
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        if (exchange.getProperty(RECEPTION) == span) {
            return;
        }
        Sim7028SendException failure = exchange.getException(Sim7028SendException.class);
        if (failure != null) {
            span.setTag("sim7028.outcome", OptionNames.of(failure.getOutcome()));
            span.setTag("sim7028.bytes", String.valueOf(failure.getConfirmedLength()));
        } else if (!exchange.isFailed()) {
            tell(span, exchange.getMessage());
            Long confirmed = exchange.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH, Long.class);
            if (confirmed != null) {
                span.setTag("sim7028.outcome", "confirmed");
                span.setTag("sim7028.bytes", confirmed.toString());
            }
        }
    }

    private static void tell(Span span, Message message) {
        tag(span, "sim7028.modem", message.getHeader(Sim7028Constants.MODEM));
        tag(span, "sim7028.link", message.getHeader(Sim7028Constants.LINK));
    }

    private static void tag(Span span, String key, Object value) {
        if (value != null) {
            span.setTag(key, value.toString());
        }
    }
}
