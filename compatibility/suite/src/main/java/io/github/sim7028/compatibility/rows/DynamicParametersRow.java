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

import java.util.Map;
import org.junit.jupiter.api.Test;

public class DynamicParametersRow {

    @Test
    void parametersCanBeDynamicToo() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.yaml",
                    """
                    - route:
                        from:
                          uri: direct:up
                          steps:
                            - toD:
                                uri: sim7028:tcp:127.0.0.1:${header.port}
                                parameters:
                                  framing: delimiter
                                  delimiter: "${header.end}"
                                  coalesce: false
                    """);
            rig.sends("direct:up", "one", Map.of("port", peer.port(), "end", ";"));
            rig.sends("direct:up", "two", Map.of("port", peer.port(), "end", "."));

            peer.awaitGot("one;two.");
        }
    }

    @Test
    void hostAndPortCanBeParameters() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.yaml",
                    """
                    - route:
                        from:
                          uri: direct:up
                          steps:
                            - toD:
                                uri: sim7028:tcp
                                parameters:
                                  host: "${header.host}"
                                  port: "${header.port}"
                                  framing: line
                    """);
            rig.sends("direct:up", "one", Map.of("host", "telemetry.example", "port", peer.port()));

            peer.awaitGot("one\n");
        }
    }
}
