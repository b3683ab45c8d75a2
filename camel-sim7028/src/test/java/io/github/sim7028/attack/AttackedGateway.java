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
package io.github.sim7028.attack;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The process that is attacked: an application with two modems and a small heap. It obeys lines, and answers in lines. */
final class AttackedGateway {

    /** How long after a failed attempt the next one is made, at most. */
    static final Duration BACKOFF = Duration.ofSeconds(5);

    static final Duration SEND_TIMEOUT = Duration.ofSeconds(3);

    /** Long enough to fill what stands between the module and a client that does not read. */
    private static final String LONG_ANSWER = "answer ".repeat(500);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final Map<String, String> given;
    private final Heap heap = new Heap();
    private SteadyRoute good;
    private SteadyRoute other;
    private RouteAttacks attacks;

    private AttackedGateway(Map<String, String> given) {
        this.given = given;
    }

    /** Takes {@code name=value}: the ports of everything there is to talk to. */
    public static void main(String[] arguments) throws Exception {
        new AttackedGateway(Arrays.stream(arguments)
                        .map(argument -> argument.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                .run();
    }

    static void tell(String line) {
        synchronized (AttackedGateway.class) {
            System.out.println(line);
        }
    }

    private void run() throws Exception {
        context.addComponent("sim7028", component);
        component.getModems().put("good", profile(given.get("goodModem")));
        component.getModems().put("hostile", profile(given.get("hostileModem")));
        good = new SteadyRoute("good", tcp("goodPeer", "good") + "&framing=line", 20, 1000, number -> {}, context);
        other = new SteadyRoute(
                "other",
                tcp("hostilePeer", "hostile") + "&framing=line",
                200,
                20,
                number -> tell("confirmed " + number),
                context);
        context.addRoutes(good.route());
        context.addRoutes(other.route());
        context.addRoutes(attacked());
        context.getShutdownStrategy().setTimeout(30);
        context.start();
        attacks = new RouteAttacks(context, targets());
        good.start();
        other.start();
        tell("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            obey(line.split(" "));
        }
        Runtime.getRuntime().halt(0);
    }

    private String tcp(String peer, String modem) {
        return "sim7028:tcp:127.0.0.1:" + given.get(peer) + "?modem=" + modem;
    }

    private Map<String, String> targets() {
        Map<String, String> uris = new LinkedHashMap<>();
        uris.put("sink", tcp("sink", "good"));
        uris.put("framed", tcp("sink", "good") + "&framing=line");
        uris.put("datagrams", "sim7028:udp:127.0.0.1:" + given.get("sink") + "?modem=good");
        uris.put(
                "server",
                "sim7028:tcp-server:" + given.get("lines") + "?modem=good&serverIndex=1&maxClients=1&framing=line");
        // asks, but does not tell the module to go
        uris.put("operations", "sim7028:modem:good?operation=signal");
        return uris;
    }

    /** What is open to strangers, and what listens to the hostile modem. */
    private RouteBuilder attacked() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:tcp-server:" + given.get("frames")
                                + "?modem=good&maxClients=1&framing=length&lengthFieldLength=4&maxFrameSize=4096&sync=true")
                        .routeId("frames")
                        .process(exchange -> {});
                from("sim7028:tcp-server:" + given.get("lines")
                                + "?modem=good&serverIndex=1&maxClients=1&framing=line&maxFrameSize=4096&sync=true")
                        .routeId("lines")
                        .setBody(constant(LONG_ANSWER));
                from("sim7028:udp:10.0.0.9:7?modem=good&localPort=" + given.get("datagrams"))
                        .routeId("datagrams")
                        .autoStartup(false)
                        .process(exchange -> tell("STRANGE a datagram of a stranger"));
                from("sim7028:modem:hostile").routeId("events").process(exchange -> {});
            }
        };
    }

    private Sim7028ModemConfiguration profile(String port) {
        Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
        profile.setDevice("socket://127.0.0.1:" + port);
        profile.setReceiveMode(ReceiveMode.valueOf(given.get("receiveMode")));
        profile.setReconnectDelay(1000);
        profile.setMaxReconnectDelay(BACKOFF.toMillis());
        profile.setCommandTimeout(2000);
        profile.setConnectTimeout(5000);
        profile.setSendTimeout(SEND_TIMEOUT.toMillis());
        profile.setModemWaitTimeout(10_000);
        return profile;
    }

    private void obey(String[] words) throws Exception {
        switch (words[0]) {
            case "measure" -> {
                heap.begin();
                good.lateness();
                tell("measuring");
            }
            case "begin" -> {
                if (attacks.knows(words[1])) {
                    attacks.begin(words[1]);
                } else {
                    context.getRouteController().startRoute(words[1]);
                }
                tell("begun");
            }
            case "vitals" -> {
                Lateness late = good.lateness();
                long live = heap.live();
                tell("vitals " + (live >> 10) + ' ' + (heap.peak() >> 10) + ' ' + late.count() + ' '
                        + late.percentile(99) + ' ' + late.percentile(100));
            }
            case "end" -> {
                attacks.end();
                if (!attacks.knows(words[1])) {
                    context.getRouteController().stopRoute(words[1]);
                }
                tell("ended");
            }
            case "works" -> tell("works " + works(words[1], Duration.ofSeconds(Long.parseLong(words[2]))));
            case "finish" -> {
                tell("good " + good.finish(Duration.ofSeconds(30)));
                tell("other " + other.finish(Duration.ofSeconds(30)));
                tell("attacks " + attacks.books());
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private boolean works(String who, Duration limit) throws InterruptedException {
        return switch (who) {
            case "good" -> good.works(limit);
            case "other" -> other.works(limit);
            default -> {
                long end = System.nanoTime() + limit.toNanos();
                while (!attacks.settled() && System.nanoTime() < end) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                yield attacks.settled() && attacks.works(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        };
    }
}
