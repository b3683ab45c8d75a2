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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import org.junit.jupiter.api.Test;

/** The path of a URI, or its rest, in parameters. */
public class SplitUriRow {

    @Test
    void thePathIsInParameters() throws Exception {
        try (Peer peer = Peer.echoing();
                Peer other = Peer.echoing();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.yaml",
                    """
                    - route:
                        from:
                          uri: direct:whole
                          steps:
                            - to:
                                uri: sim7028
                                parameters:
                                  protocol: tcp
                                  host: 127.0.0.1
                                  port: "{{port}}"
                                  framing: line
                                  sync: true
                    - route:
                        from:
                          uri: direct:modem
                          steps:
                            - to:
                                uri: sim7028:modem
                                parameters:
                                  name: default
                                  operation: signal
                            - setBody:
                                expression:
                                  simple:
                                    expression: "${body.toMap}"
                    """
                            .replace("{{port}}", String.valueOf(peer.port())));

            assertThat(rig.sends("direct:whole", "one").getBody(String.class)).isEqualTo("one");
            assertThat(rig.sends("direct:modem", null).getBody())
                    .asInstanceOf(MAP)
                    .containsEntry("dbm", -67);
            assertThat(rig.sends("sim7028:tcp://127.0.0.1:" + other.port() + "?sync=true&framing=line", "two")
                            .getBody(String.class))
                    .isEqualTo("two");
        }
    }
}
