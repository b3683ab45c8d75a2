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
package io.github.sim7028.simulator.cli;

import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.control.ControlConsole;
import io.github.sim7028.simulator.control.ControlServer;
import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.control.Timeline;
import io.github.sim7028.simulator.scenario.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Controls the program's modems while they run: over HTTP and on the standard input. */
final class LiveControl implements AutoCloseable {

    /** Seconds until a client that neither sends its request nor takes its answer is disconnected; for the JDK's server. */
    private static final String SLOWEST = "30";

    private final Timeline.Real timeline = Timeline.real();
    private final ModemControl control;
    private ControlServer server;

    LiveControl(VirtualModems modems, long seed) {
        this.control = new ModemControl(modems.all(), timeline, seed);
    }

    /** Serves HTTP. */
    void serve(ListenAddress at) throws IOException {
        System.setProperty("sun.net.httpserver.maxReqTime", SLOWEST);
        System.setProperty("sun.net.httpserver.maxRspTime", SLOWEST);
        server = new ControlServer(control, at.first());
    }

    /** Reads a scenario, and checks it. */
    Scenario read(Path file) throws IOException {
        return Scenario.read(file, control);
    }

    /** Begins a scenario. */
    void start(Scenario scenario, Consumer<String> log) {
        scenario.start(timeline, log);
    }

    /** Where HTTP is served; null for nowhere. */
    InetSocketAddress address() {
        return server == null ? null : server.address();
    }

    /** Reads commands until the standard input ends; the program runs on then. */
    void readCommands(PrintWriter out, Lifetime lifetime) {
        ControlConsole console = new ControlConsole(control, out, lifetime::end);
        Thread reader = new Thread(
                () -> {
                    try {
                        console.read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
                    } catch (IOException e) {
                        out.println("The standard input cannot be read: " + e.getMessage());
                    }
                },
                "sim7028-stdin");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        timeline.close();
    }
}
