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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.simulator.VirtualModem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** An application on Camel Main with simulated modems, a peer, and the console on a port that the system has chosen. */
final class ShownModems implements AutoCloseable {

    private final Main main = new Main();
    private final Map<String, String> properties;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<VirtualModem> virtual = new ArrayList<>();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final ServerSocket peer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ShownModems(Map<String, String> properties) throws Exception {
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", "0");
        this.properties = properties;
    }

    /** A modem with a route {@code direct:NAME} to the peer, and one from the peer. */
    VirtualModem with(String name) {
        String device = "m" + virtual.size() + "-" + run;
        VirtualModem modem = VirtualModem.builder().name(device).start();
        virtual.add(modem);
        main.addInitialProperty("camel.component.sim7028.modems[" + name + "].device", "simulator://" + device);
        main.addInitialProperty("camel.component.sim7028.modems[" + name + "].keepAliveInterval", "1s");
        main.addInitialProperty("camel.component.sim7028.modems[" + name + "].reconnectDelay", "1s");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                String uri = "sim7028:tcp:127.0.0.1:" + peer.getLocalPort() + "?modem=RAW(" + name + ")";
                from("direct:" + name.replaceAll("\\W", "-")).to(uri);
                from(uri).to("log:received?level=DEBUG");
            }
        });
        return modem;
    }

    /** A second component whose modem has a name that a modem of the first one may have, too. */
    void withAnotherComponent(String component, String name) {
        String device = "m" + virtual.size() + "-" + run;
        virtual.add(VirtualModem.builder().name(device).start());
        Sim7028ModemConfiguration modem = new Sim7028ModemConfiguration();
        modem.setDevice("simulator://" + device);
        Sim7028Component other = new Sim7028Component();
        other.setModems(Map.of(name, modem));
        main.bind(component, other);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from(component + ":modem?events=state&modem=" + name).stop();
            }
        });
    }

    ShownModems start() throws Exception {
        // after those of the modems, which they may change
        properties.forEach(main::addInitialProperty);
        main.start();
        return this;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    ServerSocket peer() {
        return peer;
    }

    ProducerTemplate template() {
        return main.getCamelContext().createProducerTemplate();
    }

    int port() {
        return main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The first line of the answer to a request that no well-behaved client sends. */
    String raw(String target, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    JsonObject json(String path) throws Exception {
        return (JsonObject) Jsoner.deserialize(get(path).body());
    }

    @Override
    public void close() throws IOException {
        main.stop();
        virtual.forEach(VirtualModem::close);
        peer.close();
    }
}
