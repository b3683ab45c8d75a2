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
package io.github.sim7028.camel.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** Sends to the peer and receives from it, with two modems, and asks for what modems report. */
@ApplicationScoped
public class Routes extends RouteBuilder {

    private final Received received;

    Routes(Received received) {
        this.received = received;
    }

    @Override
    public void configure() {
        from("direct:up").to("sim7028:tcp:{{peer}}?framing=line");
        from("direct:roof").to("sim7028:tcp:{{peer}}?framing=line&modem=roof");
        from("sim7028:tcp:{{peer}}?framing=line")
                .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
        from("direct:loud").to("sim7028:tcp:{{peer}}?framing=#exclaiming&modem=garage");
        from("direct:signal").to("sim7028:modem?operation=signal").setBody(simple("${body.rssi} ${body.quality}"));
        from("direct:status").to("sim7028:modem?operation=status&modem=roof");
    }
}
