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
package io.github.sim7028.compatibility.rows;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

public class JavaRow {

    @Test
    void aContextFindsTheComponentAndIsStartedTwice() throws Exception {
        try (Peer peer = Peer.keeping()) {
            for (String body : new String[] {"1", "2"}) {
                CamelContext context = new DefaultCamelContext();
                try {
                    Sim7028Component component = context.getComponent("sim7028", Sim7028Component.class);
                    Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
                    roof.setDevice("simulator://" + UUID.randomUUID());
                    roof.setApn("iot.example");
                    component.getModems().put("roof", roof);
                    context.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:up").to(peer.uri() + "?modem=roof");
                        }
                    });
                    context.start();
                    context.createProducerTemplate().sendBody("direct:up", body);
                    peer.awaitGot(body.equals("1") ? "1" : "12");
                } finally {
                    context.stop();
                }
            }
        }
    }
}
