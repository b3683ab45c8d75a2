package com.example.gateway;

import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.Sim7028SendException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** Readings by HTTP, each answered with its outcome. With PUT, which pages of other sites in a browser cannot use. */
@ApplicationScoped
public class Readings {

    private final ProducerTemplate template;

    Readings(ProducerTemplate template) {
        this.template = template;
    }

    void serve(@Observes Router router) {
        router.put("/reading")
                .handler(BodyHandler.create(false).setBodyLimit(1000))
                .blockingHandler(this::send, false);
    }

    private void send(RoutingContext request) {
        String reading = request.body().asString();
        if (reading == null || !reading.matches("\\P{Cntrl}{1,200}")) {
            answer(request, 400, "a reading is a line of 1 to 200 characters");
            return;
        }
        try {
            template.sendBody("direct:readings", reading);
            answer(request, 200, "confirmed by the modem");
        } catch (CamelExecutionException e) {
            if (notSent(e.getCause())) {
                answer(request, 503, "not sent, send it again: " + e.getCause().getMessage());
            } else {
                answer(request, 504, "the outcome is unknown, it may have been sent: " + e.getCause().getMessage());
            }
        }
    }

    private static boolean notSent(Throwable failure) {
        return failure instanceof Sim7028SendException send && send.getOutcome() == SendOutcome.NOT_SENT
                || failure instanceof Sim7028ModemUnavailableException
                || failure instanceof Sim7028NoLinkException;
    }

    private static void answer(RoutingContext request, int status, String text) {
        request.response().setStatusCode(status).end(text + "\n");
    }
}
