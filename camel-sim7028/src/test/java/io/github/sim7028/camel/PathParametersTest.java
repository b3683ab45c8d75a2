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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.simulator.VirtualModem;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In YAML the path of a URI, or the rest of the path, may be given as parameters. */
@Timeout(60)
class PathParametersTest {

    private final RouteRig rig = new RouteRig();

    /** @param endpoint the URI and the parameters, in the notation of YAML that takes one line */
    private void routeTo(String endpoint) throws Exception {
        String route = "- from: {uri: 'direct:up', steps: [{to: {" + endpoint + "}}]}";
        PluginHelper.getRoutesLoader(rig.context).loadRoutes(ResourceHelper.fromString("up.yaml", route));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uri: 'sim7028:tcp', parameters: {host: 127.0.0.1, port: %d, sync: true}",
                "uri: 'sim7028:tcp:127.0.0.1', parameters: {port: %d, sync: true}",
                "uri: 'sim7028', parameters: {protocol: tcp, host: 127.0.0.1, port: %d, sync: true}",
            })
    void aConnection(String endpoint) throws Exception {
        try (TcpPeer peer = TcpPeer.echo();
                rig) {
            routeTo(endpoint.formatted(peer.port()));
            rig.start();
            assertThat(rig.sends("direct:up", "21").getMessage().getBody(String.class))
                    .isEqualTo("21");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uri: 'sim7028:modem', parameters: {modem: roof, operation: status}",
                "uri: 'sim7028:modem', parameters: {name: roof, operation: status}",
                "uri: 'sim7028', parameters: {protocol: modem, modem: roof, operation: status}",
                "uri: 'sim7028', parameters: {protocol: modem, name: roof, operation: status}",
            })
    void aModem(String endpoint) throws Exception {
        String name = rig.name + "-roof";
        try (VirtualModem virtual = VirtualModem.builder().name(name).start();
                rig) {
            Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
            roof.setDevice("simulator://" + name);
            rig.component.getModems().put("roof", roof);
            routeTo(endpoint);
            rig.start();
            assertThat(rig.sends("direct:up", null)
                            .getMessage()
                            .getBody(ModemReport.class)
                            .modem())
                    .isEqualTo("roof");
            assertThat(virtual.name()).contains(name);
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        try (rig) {
            routeTo("uri: 'sim7028:tcp', parameters: {host: 127.0.0.1}");
            assertThatThrownBy(rig::start).hasStackTraceContaining("port is missing after '127.0.0.1'");
        }
    }
}
