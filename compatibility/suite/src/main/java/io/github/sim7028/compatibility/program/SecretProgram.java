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
package io.github.sim7028.compatibility.program;

import io.github.sim7028.simulator.VirtualModem;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Camel Main with the properties it is given, and a module whose SIM is locked; sends a message and ends. */
public final class SecretProgram {

    private SecretProgram() {}

    /** @param arguments the file of properties, the peer, and the PIN of the SIM */
    public static void main(String[] arguments) throws Exception {
        try (VirtualModem modem =
                VirtualModem.builder().name("secret").simPin(arguments[2]).start()) {
            Main main = new Main();
            main.setPropertyPlaceholderLocations(arguments[0]);
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to("sim7028:tcp:" + arguments[1]);
                }
            });
            main.start();
            main.getCamelContext().createProducerTemplate().sendBody("direct:up", "HELLO");
            main.stop();
            System.out.println("entered: " + modem.commands().stream().anyMatch(each -> each.startsWith("AT+CPIN=")));
        }
        System.exit(0);
    }
}
