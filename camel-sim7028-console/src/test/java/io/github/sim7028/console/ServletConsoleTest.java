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
package io.github.sim7028.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.console.servlet.ConsoleServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** The console in Tomcat, which may take what a request says of its way for true: {@code server.forward-headers-strategy}. */
class ServletConsoleTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Tomcat tomcat = new Tomcat();
    private Context application;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws Exception {
        ModemConsole console = new ModemConsole(camel, ConsoleSettings.of(name -> null));
        camel.addService(console);
        camel.start();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        application = tomcat.addContext("", null);
        Tomcat.addServlet(application, "console", new ConsoleServlet(() -> console))
                .setAsyncSupported(true);
        application.addServletMappingDecoded("/sim7028/*", "console");
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        camel.stop();
    }

    private int status(String query, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/sim7028/api/modems" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void answersThisMachine() throws Exception {
        tomcat.start();
        assertThat(status("")).isEqualTo(200);
        assertThat(status("", "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
    }

    @Test
    void doesNotTakeForThisMachineWhoOnlySaysSoToTomcat() throws Exception {
        application.getPipeline().addValve(new RemoteIpValve());
        tomcat.start();
        // the valve leaves nothing to tell this request from the next one
        assertThat(status("")).isEqualTo(403);
        assertThat(status("", "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
    }

    @Test
    void doesNotTakeForThisMachineWhoOnlySaysSoToSpring() throws Exception {
        FilterDef filter = new FilterDef();
        filter.setFilterName("forwarded");
        filter.setFilter(new ForwardedHeaderFilter());
        filter.setAsyncSupported("true");
        application.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("forwarded");
        everywhere.addURLPattern("/*");
        application.addFilterMap(everywhere);
        tomcat.start();
        assertThat(status("")).isEqualTo(200);
        assertThat(status("", "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
        assertThat(status("", "Forwarded", "for=127.0.0.1;host=localhost")).isEqualTo(403);
    }
}
