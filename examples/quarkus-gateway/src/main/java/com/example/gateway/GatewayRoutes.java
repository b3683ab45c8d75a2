package com.example.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** Readings up, and questions of the server down, each with an answer. */
@ApplicationScoped
public class GatewayRoutes extends RouteBuilder {

    /** A message is a line of TCP; up and down share one connection. */
    private static final String SERVER = "sim7028:tcp:{{server}}?framing=line&charset=UTF-8";

    @Override
    public void configure() {
        // the exchange ends well when the module has confirmed each byte; otherwise the caller gets the exception
        from("direct:readings")
                .routeId("readings")
                .errorHandler(noErrorHandler())
                .to(SERVER)
                .log("confirmed: ${body}");

        // with sync=true, the body at the end of the route goes back to the server
        from(SERVER + "&sync=true")
                .routeId("questions")
                .log("the server asks: ${body}")
                .choice()
                    .when(body().isEqualTo("signal?"))
                        .to("sim7028:modem?operation=signal")
                        .setBody(simple("signal=${body.dbm} dBm, ${body.quality}"))
                    .when(body().isEqualTo("cell?"))
                        .to("sim7028:modem?operation=cell")
                        .setBody(simple("cell=${body.cell}, RSRP ${body.rsrp} dBm"))
                    .otherwise()
                        .setBody(constant("known are: signal? cell?"));
    }
}
