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
package io.github.sim7028.trial.world;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.HostEvent;
import io.github.sim7028.trial.process.ParentWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Simulated modems behind terminal servers, and the peer that they talk to. Each modem has a port for each node: which node wrote is
 * then known from the port, on any system.
 */
public final class WorldProgram {

    private final WorldLog log;
    private final int doors;
    private final Map<String, VirtualModem> modems = new LinkedHashMap<>();
    /** The number of the node, by port. */
    private final Map<Integer, Integer> doorOfPort = new ConcurrentHashMap<>();
    /** The node that is connected now, by modem. */
    private final Map<String, Integer> connected = new ConcurrentHashMap<>();
    /** Modems that wait for a command to send. */
    private final Map<String, Boolean> stalled = new ConcurrentHashMap<>();

    private WorldProgram(WorldLog log, int doors) {
        this.log = log;
        this.doors = doors;
    }

    /** The number of modems, the number of nodes, whether a new client kicks the old one, the file of what is seen. */
    public static void main(String[] arguments) throws Exception {
        WorldProgram world = new WorldProgram(new WorldLog(Path.of(arguments[3])), Integer.parseInt(arguments[1]));
        Peer peer = new Peer(id ->
                world.log.note(new WorldEntry(WorldLog.micros(Instant.now()), "peer", 0, WorldEntry.What.ARRIVED, id)));
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            world.start(World.modem(i), Boolean.parseBoolean(arguments[2]));
        }
        System.out.println("PEER " + peer.port());
        System.out.println("READY");
        ParentWatch.serve(world::command);
    }

    private void start(String name, boolean kick) throws IOException {
        VirtualModem modem = VirtualModem.builder()
                .name(name)
                .kickOldHost(kick)
                .hostListener(this::note)
                .start();
        modems.put(name, modem);
        StringJoiner ports = new StringJoiner(" ");
        for (int door = 1; door <= doors; door++) {
            int port = modem.listen().getPort();
            doorOfPort.put(port, door);
            ports.add(String.valueOf(port));
        }
        System.out.println("PORTS " + ports);
    }

    private void note(HostEvent event) {
        int door = doorOfPort.getOrDefault(event.server().getPort(), 0);
        log.note(new WorldEntry(
                WorldLog.micros(event.time()),
                event.modem(),
                door,
                WorldEntry.What.valueOf(event.kind().name()),
                String.valueOf(event.size())));
        switch (event.kind()) {
            case CONNECTED -> connected.put(event.modem(), door);
            case DISCONNECTED, KICKED -> connected.remove(event.modem(), door);
            case WROTE -> {
                if (stalled.containsKey(event.modem())
                        && new String(event.bytes(), StandardCharsets.ISO_8859_1).contains("AT+CIPSEND=")) {
                    stalled.remove(event.modem());
                    System.out.println("STALLED " + event.modem() + " " + door);
                }
            }
            case REFUSED -> {
                // noted is sufficient
            }
        }
    }

    private void command(String line) {
        String[] word = line.split(" ", 3);
        switch (word[0]) {
            case "hosts" ->
                System.out.println("HOSTS "
                        + connected.values().stream()
                                .collect(Collectors.groupingBy(door -> door, Collectors.counting())));
            case "stall" -> {
                modems.get(word[1]).faults().add(word[2]);
                stalled.put(word[1], true);
            }
            case "flush" -> {
                log.flush();
                System.out.println("FLUSHED");
            }
            default -> System.out.println("unknown: " + line);
        }
    }
}
