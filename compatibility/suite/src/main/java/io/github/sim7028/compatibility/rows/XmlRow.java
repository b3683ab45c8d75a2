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

import io.github.sim7028.compatibility.ThisColumn;
import org.junit.jupiter.api.Test;

public class XmlRow {

    @Test
    void routesInXmlSendReceiveAndQuery() throws Exception {
        ThisColumn.requires("camel-xml-io-dsl");
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.load(
                    "routes.xml",
                    """
                    <routes xmlns="http://camel.apache.org/schema/spring">
                      <route id="in">
                        <from uri="sim7028:tcp:127.0.0.1:%1$d?framing=line&amp;charset=UTF-8"/>
                        <process ref="keep"/>
                        <to uri="sim7028:modem?operation=signal"/>
                        <setBody><simple>${body.dbm} dBm</simple></setBody>
                        <toD uri="sim7028:tcp:127.0.0.1:%1$d?framing=line"/>
                      </route>
                    </routes>
                    """
                            .formatted(peer.port()));
            peer.say("one\n");

            rig.awaitBodies("one");
            peer.awaitGot("-67 dBm\n");
        }
    }
}
