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
package io.github.sim7028.camel.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.camel.Sim7028Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sim7028:tcp:10.0.0.1:5253,           tcp, 10.0.0.1,    5253",
                "sim7028:tcp://10.0.0.1:5253,         tcp, 10.0.0.1,    5253",
                "sim7028://tcp:10.0.0.1:5253,         tcp, 10.0.0.1,    5253",
                "sim7028:TCP:Host-1.example.org:1,    tcp, Host-1.example.org, 1",
                "sim7028:udp:host.example:65535,      udp, host.example, 65535",
                "sim7028:udp://host.example:65535,    udp, host.example, 65535",
                "sim7028:udp,                         udp, -,           0",
                "sim7028:udp?localPort=5000,          udp, -,           0",
                "sim7028:tcp:[2001:db8::1]:5000,      tcp, 2001:db8::1, 5000",
                "sim7028:tcp://[2001:db8::1]:5000,    tcp, 2001:db8::1, 5000",
                "sim7028:udp:[::1]:5000?link=1,       udp, ::1,         5000",
                "sim7028:udp:%5B::1%5D:5000,          udp, ::1,         5000",
                "sim7028:tcp-server:5000,             tcp-server, -,    5000",
                "sim7028:tcp-server://5000,           tcp-server, -,    5000",
                "sim7028:Tcp-Server:1?serverIndex=3,  tcp-server, -,    1",
                "sim7028:modem,                       modem, -,         0",
                "sim7028:tcp?host=10.0.0.1&port=5253, tcp, 10.0.0.1,    5253",
                "sim7028:tcp:10.0.0.1?port=5253,      tcp, 10.0.0.1,    5253",
                "sim7028:udp?host=::1&port=5&link=1,  udp, ::1,         5",
                "sim7028:udp?host=[::1]&port=5,       udp, ::1,         5",
                "sim7028:tcp:[::1]?port=5,            tcp, ::1,         5",
                "sim7028:tcp-server?port=5000,        tcp-server, -,    5000",
                "sim7028:modem?name=default,          modem, default,   0",
                "sim7028:modem?host=default,          modem, default,   0",
            })
    void readsProtocolHostAndPort(String uri, String protocol, String host, int port) {
        Sim7028Endpoint endpoint = context.getEndpoint(uri, Sim7028Endpoint.class);

        assertThat(endpoint.getProtocol()).isEqualTo(protocol);
        assertThat(endpoint.getHost()).isEqualTo(host);
        assertThat(endpoint.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sim7028:sctp:host:1      | protocol: 'sctp' is not supported; allowed are tcp, udp, tcp-server and modem",
                "sim7028:tcp-server       | port is missing: write sim7028:tcp-server:PORT",
                "sim7028:tcp-server:0     | port: 0 is out of range; allowed are 1 to 65535",
                "sim7028:tcp-server:65536 | port: 65536 is out of range; allowed are 1 to 65535",
                "sim7028:tcp-server:http  | port: 'http' is not a port",
                "sim7028:tcp-server:host:1 | port: 'host:1' is not only a port",
                "sim7028:tcp-server:1?serverIndex=4 | serverIndex: 4 is out of range; allowed are 0 to 3",
                "sim7028:tcp-server:1?serverIndex=-1 | serverIndex: -1 is out of range; allowed are 0 to 3",
                "sim7028:tcp-server:1?backlog=0     | backlog: 0 is out of range; allowed are 1 to 3",
                "sim7028:tcp-server:1?backlog=4     | backlog: 4 is out of range; allowed are 1 to 3",
                "sim7028:tcp-server:1?maxClients=11 | maxClients: 11 is out of range; allowed are 0 to 10",
                "sim7028:tcp-server:1?maxClients=-1 | maxClients: -1 is out of range; allowed are 0 to 10",
                "sim7028:tcp-server:1?allowedClients=10.0.0.0/33 | allowedClients: '10.0.0.0/33' is not an address range",
                "sim7028:tcp-server:1?allowedClients=10.0.0.1, | allowedClients: '' is not an address range",
                "sim7028:tcp-server:1?allowedClients=example.com | allowedClients: 'example.com' is not an address range",
                "sim7028:tcp-server:1?localPort=5   | Option localPort is not supported by sim7028:tcp-server; it is supported by sim7028:tcp, sim7028:udp",
                "sim7028:tcp-server:1?link=0        | Option link is not supported by sim7028:tcp-server",
                "sim7028:tcp-server:1?disconnect=true | Option disconnect is not supported by sim7028:tcp-server",
                "sim7028:tcp:h:1?serverIndex=0      | Option serverIndex is not supported by sim7028:tcp; it is supported by sim7028:tcp-server",
                "sim7028:udp:h:1?server-index=0     | Option server-index is not supported by sim7028:udp",
                "sim7028:modem?backlog=1            | Option backlog is not supported by sim7028:modem",
                "sim7028:tcp:h:1?operation=signal   | Option operation is not supported by sim7028:tcp; it is supported by sim7028:modem",
                "sim7028:tcp:h:1?maxDatagramSize=5  | Option maxDatagramSize is not supported by sim7028:tcp; it is supported by sim7028:udp",
                "sim7028:modem:roof       | modem: 'roof' is not known; known are [default]",
                "sim7028:tcp              | host and port are missing",
                "sim7028:tcp://           | host and port are missing",
                "sim7028:tcp:host         | port is missing after 'host'",
                "sim7028:tcp:[::1]        | port is missing after '[::1]'",
                "sim7028:udp:5000         | port is missing after '5000'",
                "sim7028:tcp:host:        | port: '' is not a port; allowed are 1 to 65535",
                "sim7028:tcp:host:0       | port: 0 is not a port; allowed are 1 to 65535",
                "sim7028:tcp:host:65536   | port: 65536 is not a port; allowed are 1 to 65535",
                "sim7028:tcp:host:http    | port: 'http' is not a port; allowed are 1 to 65535",
                "sim7028:tcp:host:-1      | port: '-1' is not a port; allowed are 1 to 65535",
                "sim7028:tcp::5000        | host is missing",
                "sim7028:tcp:::1:5000     | write an IPv6 address in brackets",
                "sim7028:tcp:ho\"st:5000  | host: 'ho\"st' is not a host",
                "sim7028:tcp:ho%22st:5000 | host: 'ho\"st' is not a host",
                "sim7028:tcp:ho;st:5000   | host: 'ho;st' is not a host",
                "sim7028:tcp:host:1?link=10       | link: 10 is not a link number; allowed are 0 to 9",
                "sim7028:tcp:host:1?localPort=-1  | localPort: -1 is out of range; allowed are 0 to 65535",
                "sim7028:tcp:host:1?queueSize=0   | queueSize: 0 is out of range; allowed are 1 to 65536",
                "sim7028:udp:host:1?maxDatagramSize=1501 | maxDatagramSize: 1501 is out of range; allowed are 1 to 1500",
                "sim7028:tcp:host:1?framing=lines | framing: 'lines' is not known; allowed are none, line, delimiter, length",
                "sim7028:tcp:host:1?charset=utf-9 | charset: 'utf-9' is not supported",
                "sim7028:tcp:host:1?modem=roof    | modem: 'roof' is not known; known are [default]",
                "sim7028:tcp?host=h               | port is missing after 'h'",
                "sim7028:tcp?port=1               | host is missing before ':1'",
                "sim7028:tcp?host=h&port=x        | port: 'x' is not a port",
                "sim7028:tcp:h:1?port=2           | port: '2' is set as a parameter and 'h:1' in the path",
                "sim7028:tcp:h:1?host=i           | host: 'i' is set as a parameter and 'h:1' in the path",
                "sim7028:tcp-server:1?port=2      | port: '2' is set as a parameter and '1' in the path",
                "sim7028:modem:default?name=roof  | name: 'roof' is set as a parameter and 'default' in the path",
                "sim7028:tcp-server?port=1&host=h | Unknown parameters=[{host=h}]",
                "sim7028:tcp:host:1?lnk=1         | Unknown parameters=[{lnk=1}]",
            })
    void saysWhatIsWrongWithAUriAndWhatIsAllowed(String uri, String words) {
        assertThatThrownBy(() -> context.getEndpoint(uri))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasStackTraceContaining(words);
    }

    @Test
    void toReceiveFromAnyoneALocalPortIsNeeded() {
        Sim7028Endpoint endpoint = context.getEndpoint("sim7028:udp", Sim7028Endpoint.class);

        assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
                .hasMessage("localPort is missing: to receive from any sender, write sim7028:udp?localPort=5000");
    }

    @Test
    void aServerDoesNotAsk() {
        Sim7028Endpoint endpoint = context.getEndpoint("sim7028:tcp-server:5000?sync=true", Sim7028Endpoint.class);

        assertThatThrownBy(endpoint::createProducer)
                .hasMessageContaining("clients send requests, and a server replies");
        assertThat(endpoint.getServiceUrl()).isEqualTo("tcp-server:5000");
    }

    @Test
    void tellsWhereItGoes() {
        Sim7028Endpoint endpoint = context.getEndpoint("sim7028:tcp:[::1]:5000", Sim7028Endpoint.class);

        assertThat(endpoint.getServiceUrl()).isEqualTo("tcp:[::1]:5000");
        assertThat(endpoint.getServiceProtocol()).isEqualTo("tcp");
        assertThat(endpoint.getServiceMetadata()).containsEntry("modem", "default");
    }
}
