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
package io.github.sim7028.soak;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** The process the driver of a soak runs in: routes over every lane. It tells what happens in lines. */
final class Gateway {

    /** Long enough for at most twenty connections a minute; a dead context is noticed after 24 times as long. */
    private static final int RECONNECT_DELAY = 3000;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<DriverLane> lanes = new ArrayList<>();

    private Gateway() {}

    /** Takes the seed and the ports of modems and lanes as {@code name=port}; obeys {@code look}, {@code finish}, {@code works}, {@code stop}. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> ports = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=");
            ports.put(pair[0], Integer.parseInt(pair[1]));
        }
        new Gateway().run(SoakPlan.of(Long.parseLong(arguments[0])), ports);
    }

    private void run(SoakPlan plan, Map<String, Integer> ports) throws Exception {
        context.addComponent("sim7028", component);
        Path files = Files.createTempDirectory("soak");
        for (SoakPlan.ModemPlan modem : plan.modems()) {
            component.getModems().put(modem.name(), profile(modem, ports.get(modem.name())));
            for (SoakPlan.LanePlan lane : modem.lanes()) {
                lanes.add(new DriverLane(modem.name(), lane, ports.get(lane.name()), context, files));
            }
        }
        for (DriverLane lane : lanes) {
            context.addRoutes(lane.routes());
        }
        context.getShutdownStrategy().setTimeout(60);
        context.start();
        for (DriverLane lane : lanes) {
            lane.start();
        }
        Events.tell("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            obey(line.split(" "));
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(String[] words) throws Exception {
        Duration limit = Duration.ofSeconds(words.length > 1 ? Long.parseLong(words[1]) : 0);
        switch (words[0]) {
            case "look" -> look();
            case "finish" -> {
                long end = System.nanoTime() + limit.toNanos();
                for (DriverLane lane : lanes) {
                    boolean all = lane.finish(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                    Events.tell("finished " + lane.name() + ' ' + all);
                }
            }
            case "works" -> lanes.forEach(lane -> new Thread(() -> works(lane, limit), "works-" + lane.name()).start());
            case "stop" -> {
                context.stop();
                Events.tell("stopped");
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void works(DriverLane lane, Duration limit) {
        try {
            Events.tell("worked " + lane.name() + ' ' + lane.works(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look() {
        System.gc();
        Events.tell("vitals "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + ' '
                + ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static Sim7028ModemConfiguration profile(SoakPlan.ModemPlan plan, int port) {
        Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
        profile.setDevice("socket://127.0.0.1:" + port);
        profile.setReceiveMode(plan.receiveMode());
        profile.setReadFormat(plan.readFormat());
        profile.setReadLength(plan.readFormat() == ReadFormat.HEX ? 750 : 1500);
        profile.setSendFormat(plan.sendFormat());
        profile.setSendMode(plan.sendMode());
        profile.setSendTimeout(10_000);
        profile.setConnectTimeout(3000);
        profile.setNetOpenTimeout(3000);
        profile.setReconnectDelay(RECONNECT_DELAY);
        profile.setMaxReconnectDelay(2 * RECONNECT_DELAY);
        profile.setKeepAliveInterval(1000);
        profile.setPollInterval(500);
        // an answer comes behind what was pushed before it: at that speed up to 16 KiB
        boolean slow = plan.receiveMode() == ReceiveMode.PUSH && plan.baud() == 115_200;
        profile.setCommandTimeout(slow ? 3000 : 1000);
        return profile;
    }
}
