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
import io.github.sim7028.simulator.VirtualModems;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;

/**
 * What the console of a node with many modems costs; the figures of docs/console.md. Started by hand: the number of modems is the argument.
 */
final class ConsoleCost {

    private static final int ROUNDS = 30;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ConsoleCost() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", "0");
        for (int i = 0; i < count; i++) {
            main.addInitialProperty("camel.component.sim7028.modems[m" + i + "].device", "simulator://cost-" + (i + 1));
        }
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:modem?events=state&modem=all").stop();
            }
        });
        VirtualModems modems = VirtualModems.start(count, "cost", builder -> builder);
        try {
            main.start();
            Sim7028Component component = main.getCamelContext().getComponent("sim7028", Sim7028Component.class);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .until(() -> component.modemsInUse().values().stream()
                                    .filter(modem -> modem.snapshot().ready())
                                    .count()
                            >= count);
            ModemConsole console = ModemConsole.of(main.getCamelContext());
            measure(console, "list of 50", "/api/modems", Map.of());
            measure(console, "list of 200", "/api/modems", Map.of("size", "200"));
            measure(console, "list, filtered", "/api/modems", Map.of("filter", "m99"));
            measure(console, "one modem", "/api/modem", Map.of("modem", "m7"));
            page(main.getCamelContext()
                    .hasService(VertxPlatformHttpServer.class)
                    .getPort());
        } finally {
            main.stop();
            modems.close();
        }
    }

    private static void measure(ModemConsole console, String what, String path, Map<String, String> query)
            throws Exception {
        ConsoleRequest request = new ConsoleRequest(
                "GET", path, query::get, name -> name.equals("Host") ? "localhost" : null, "127.0.0.1");
        int bytes = 0;
        long cpu = 0;
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            // as the page does, but no answer from what is kept for other viewers
            Thread.sleep(600);
            long began = THREADS.getCurrentThreadCpuTime();
            bytes = console.handle(request).get().body().length;
            cpu += i < 0 ? 0 : THREADS.getCurrentThreadCpuTime() - began;
        }
        System.out.printf("%s: %,d bytes, %.2f ms of CPU%n", what, bytes, cpu / 1e6 / ROUNDS);
    }

    private static void page(int port) throws Exception {
        try (Browser browser =
                new Browser(Browser.program().orElseThrow(), Files.createTempDirectory("console-cost"))) {
            browser.open("http://127.0.0.1:" + port + "/sim7028/", 1280, 1500);
            browser.awaitTrue("document.querySelectorAll('#modems li').length === 50");
            double[] seconds = new double[2];
            long[] rounds = new long[2];
            for (int i = 0; i < 2; i++) {
                Thread.sleep(ROUNDS * 1000L);
                seconds[i] = browser.taskSeconds();
                rounds[i] = ((Number) browser.evaluate("view.round")).longValue();
            }
            System.out.printf(
                    "page: %.1f ms of a browser for one update%n",
                    (seconds[1] - seconds[0]) * 1000 / (rounds[1] - rounds[0]));
        }
    }
}
