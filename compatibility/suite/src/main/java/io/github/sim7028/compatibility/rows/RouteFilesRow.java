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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class RouteFilesRow {

    @TempDir
    private Path directory;

    @Test
    void mainLoadsRoutesAndPropertiesFromFiles() throws Exception {
        ThisColumn.requires("camel-xml-io-dsl");
        Main main = new Main();
        try (Peer peer = Peer.keeping()) {
            Files.writeString(
                    directory.resolve("gateway.properties"),
                    """
                    camel.component.sim7028.device = simulator://%s
                    camel.main.routesIncludePattern = file:%s/*
                    peer = 127.0.0.1:%d
                    """
                            .formatted(
                                    UUID.randomUUID(),
                                    Files.createDirectory(directory.resolve("routes")),
                                    peer.port()));
            Files.writeString(
                    directory.resolve("routes/one.camel.yaml"),
                    """
                    - route:
                        from:
                          uri: direct:one
                          steps:
                            - to:
                                uri: sim7028:tcp:{{peer}}
                    """);
            Files.writeString(
                    directory.resolve("routes/two.camel.xml"),
                    """
                    <camel><route><from uri="direct:two"/><to uri="sim7028:tcp:{{peer}}"/></route></camel>
                    """);
            main.setPropertyPlaceholderLocations(
                    directory.resolve("gateway.properties").toUri().toString());
            main.start();
            ProducerTemplate template = main.getCamelContext().createProducerTemplate();
            template.sendBody("direct:one", "1");
            template.sendBody("direct:two", "2");

            peer.awaitGot("12");
        } finally {
            main.stop();
        }
    }
}
