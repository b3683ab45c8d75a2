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
package io.github.sim7028.starting;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/**
 * Sends one message as soon as Camel has started, and says how far it has come: {@code ROUTES} when Camel asks for the route,
 * {@code STARTED} when it has started, {@code CONFIRMED} when the message is confirmed. The system property
 * {@code starting.to} has the endpoint; without it nothing is sent, which shows what the framework takes alone.
 */
public class StartingRoutes extends RouteBuilder {

    @Override
    public void configure() throws Exception {
        say("ROUTES");
        RouteDefinition route = from("direct:first");
        String to = System.getProperty("starting.to", "");
        if (!to.isEmpty()) {
            route.to(to);
        }
        route.process(exchange -> say("CONFIRMED"));
        getContext().addStartupListener((context, alreadyStarted) -> {
            say("STARTED");
            Thread sender = new Thread(() -> send(context), "first-message");
            sender.setDaemon(true);
            sender.start();
        });
    }

    private static void send(CamelContext context) {
        ProducerTemplate template = context.createProducerTemplate();
        template.sendBody("direct:first", "21.5");
    }

    private static void say(String word) {
        System.out.println(word + " now");
        System.out.flush();
    }
}
