package com.example.meter;

import org.apache.camel.builder.RouteBuilder;

/** A reading up each hour, the answer of the server down, and a line whenever the modem falls asleep or wakes. */
final class MeterRoutes extends RouteBuilder {

    /** One datagram up and one down; the two routes share one socket of the module. */
    private static final String SERVER = "sim7028:udp:{{server}}?localPort=5000&charset=UTF-8";

    @Override
    public void configure() {
        // what was not sent is tried again by the component for modemWaitTimeout; then the next reading is as good
        onException(Exception.class).handled(true).log("not confirmed: ${exception.message}");

        // the message wakes the module
        from("timer:reading?period={{period}}&delay=0&includeMetadata=true")
                .routeId("reading")
                .setBody(simple("reading=${exchangeProperty.CamelTimerCounter} power=${random(100,200)}"))
                .to(SERVER)
                .log("confirmed: ${body}");

        // the server has until the module sleeps again: psmActiveTime after the last datagram
        from(SERVER).routeId("answer").log("the server says: ${body}");

        from("sim7028:modem?events=state")
                .routeId("sleep")
                .filter(header("CamelSim7028EventType").in("asleep", "awake"))
                .log("the modem is ${header.CamelSim7028EventType}");
    }
}
