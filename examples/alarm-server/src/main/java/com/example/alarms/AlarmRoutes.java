package com.example.alarms;

import io.github.sim7028.camel.Sim7028Constants;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;

/** Alarms of the panels in, an answer to each, and a fire alarm to all panels. */
final class AlarmRoutes extends RouteBuilder {

    /** The module listens; a line is a message. */
    private static final String PANELS = "sim7028:tcp-server:{{port}}?framing=line&charset=UTF-8&maxClients={{panels}}";

    private final AtomicInteger number = new AtomicInteger();

    @Override
    public void configure() {
        // with sync=true, the body at the end of the route goes back to the panel that sent the line
        from(PANELS + "&sync=true")
                .routeId("panels")
                .choice()
                    .when(body().regex("(fire|door|water) \\P{Cntrl}{1,60}"))
                        .to("direct:alarm")
                    .otherwise()
                        .setBody(constant("refused: an alarm is a line such as fire hall 2, door gate, or water cellar"));

        from("direct:alarm")
                .routeId("alarm")
                .setVariable("alarm", body())
                .setVariable("number", number::incrementAndGet)
                .log("alarm ${variable.number} from ${header.CamelSim7028RemoteAddress}: ${body}")
                .setBody(simple("taken: alarm ${variable.number}, ${variable.alarm}"))
                .filter(variable("alarm").startsWith("fire "))
                    .wireTap("direct:everybody");

        // without the number of a link, a message goes to all panels that are connected
        from("direct:everybody")
                .routeId("everybody")
                .removeHeader(Sim7028Constants.LINK)
                .setBody(simple("warning: ${variable.alarm}"))
                .to(PANELS);
    }
}
