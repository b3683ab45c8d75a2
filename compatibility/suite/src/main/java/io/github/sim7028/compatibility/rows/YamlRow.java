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

import io.github.sim7028.testlog.ExpectedLog;
import org.junit.jupiter.api.Test;

public class YamlRow {

    @Test
    void fromAndToHaveParameters() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.yaml",
                    """
                    - route:
                        from:
                          uri: sim7028:tcp
                          parameters:
                            host: 127.0.0.1
                            port: %1$d
                            framing: line
                            charset: UTF-8
                          steps:
                            - process:
                                ref: keep
                            - setBody:
                                expression:
                                  simple:
                                    expression: "seen ${body}"
                            - to:
                                uri: sim7028:tcp:127.0.0.1:%1$d
                                parameters:
                                  framing: delimiter
                                  delimiter: ";"
                                  coalesce: false
                    """
                            .formatted(peer.port()));
            peer.say("one\ntwo\n");

            rig.awaitBodies("one", "two");
            peer.awaitGot("seen one;seen two;");
        }
    }

    /** As most examples are written; Camel 4.22 advises against it. */
    @Test
    @ExpectedLog("YAML DSL compact notation detected in: ")
    void theShortNotationWorksToo() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.yaml",
                    """
                    - route:
                        from:
                          uri: direct:up
                          steps:
                            - setBody:
                                simple: "it is ${body}"
                            - to: sim7028:tcp:127.0.0.1:%d?framing=line
                    """
                            .formatted(peer.port()));
            rig.sends("direct:up", "one");

            peer.awaitGot("it is one\n");
        }
    }
}
