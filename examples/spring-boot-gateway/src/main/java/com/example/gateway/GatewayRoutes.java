package com.example.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Files into the outbox, the outbox up through the modem, and commands down. */
@Component
class GatewayRoutes extends RouteBuilder {

    /** A line of TCP to and from the server; up and down share one connection. */
    private static final String SERVER = "sim7028:tcp:{{gateway.server}}?framing=line";

    private final Outbox outbox;
    private final Commands commands;

    GatewayRoutes(Outbox outbox, Commands commands) {
        this.outbox = outbox;
        this.commands = commands;
    }

    @Override
    public void configure() {
        // The file is moved when all its lines are accepted, or when one is refused. After a kill in between, its lines come again
        // with the same keys.
        from("file:{{gateway.inbox}}?readLock=changed"
                        + "&move=.done/${file:name}-${date:now:yyyyMMddHHmmssSSS}"
                        + "&moveFailed=.failed/${file:name}-${date:now:yyyyMMddHHmmssSSS}")
                .routeId("files")
                .setProperty("file", simple("${file:onlyname}-${file:modified}"))
                .split(body().tokenize("\n")).streaming().stopOnException()
                    .transform().body(String.class, String::strip)
                    .filter(body().isNotEqualTo(""))
                        .process(exchange -> outbox.accept(
                                "file:" + URLEncoder.encode(exchange.getProperty("file", String.class), UTF_8)
                                        + ":" + exchange.getProperty(Exchange.SPLIT_INDEX),
                                exchange.getMessage().getBody(String.class)));

        // One reading after the other: the row is SENDING before the first byte leaves, and gone when it is confirmed.
        from("sql:select id, reading_key, reading from outbox where state = 'WAITING' order by id?delay=500&maxMessagesPerPoll=100")
                .routeId("up")
                .filter(exchange -> outbox.mayTry())
                    .process(this::sending)
                    .doTry()
                        .to(SERVER)
                        .process(exchange -> outbox.confirmed(id(exchange)))
                    .doCatch(Exception.class)
                        .process(exchange -> outbox.notConfirmed(
                                id(exchange), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                    .end()
                .end();

        // NAME=VALUE; anything else is logged and left out
        from(SERVER)
                .routeId("down")
                .process(exchange -> commands.received(exchange.getMessage().getBody(String.class)));
    }

    /** With its key, by which the server tells a reading that it gets twice. */
    private void sending(Exchange exchange) {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        exchange.setProperty("id", row.get("id"));
        outbox.sending(id(exchange));
        exchange.getMessage().setBody("key=" + row.get("reading_key") + " " + row.get("reading"));
    }

    private static long id(Exchange exchange) {
        return exchange.getProperty("id", Long.class);
    }
}
