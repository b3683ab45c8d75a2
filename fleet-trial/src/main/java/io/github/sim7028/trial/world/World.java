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

import io.github.sim7028.trial.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The {@link WorldProgram}, and what it has seen. */
public final class World implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern COUNT = Pattern.compile("(\\d+)=(\\d+)");

    private final Path directory;
    private final Program program;
    private final int modems;
    private final int peer;
    /** The ports of each modem, one for each node. */
    private final List<String[]> ports = new ArrayList<>();

    /**
     * @param doors how many nodes there may be
     * @param kick  whether a new client ends the connection of the old one
     */
    public World(Path directory, int modems, int doors, boolean kick) throws Exception {
        this.directory = directory;
        this.modems = modems;
        program = new Program(
                "world",
                directory,
                List.of("-Xmx1g", "-Xss512k"),
                WorldProgram.class,
                String.valueOf(modems),
                String.valueOf(doors),
                String.valueOf(kick),
                log().toString());
        program.await("READY", LIMIT);
        for (int i = 0; i < modems; i++) {
            ports.add(program.await("PORTS", LIMIT).split(" "));
        }
        peer = Integer.parseInt(program.await("PEER", LIMIT));
    }

    /** The name of a modem. */
    public static String modem(int number) {
        return String.format("modem-%05d", number);
    }

    public List<String> modems() {
        return IntStream.range(0, modems).mapToObj(World::modem).toList();
    }

    /** The port of the peer. */
    public int peer() {
        return peer;
    }

    /** The port of a modem for a node. */
    public int port(String modem, int door) {
        return Integer.parseInt(ports.get(modems().indexOf(modem))[door - 1]);
    }

    /** Writes the inventory of a node: the same modems for all, at the node's own ports. */
    public Path inventory(int door) throws IOException {
        List<String> lines = new ArrayList<>(List.of("name,device"));
        for (int i = 0; i < modems; i++) {
            lines.add(modem(i) + ",socket://127.0.0.1:" + ports.get(i)[door - 1]);
        }
        return Files.write(directory.resolve("modems-" + door + ".csv"), lines);
    }

    /** How many modems each node is connected to; a node without a modem is missing. */
    public Map<Integer, Integer> hosts() throws Exception {
        Map<Integer, Integer> counts = new TreeMap<>();
        program.say("hosts");
        Matcher words = COUNT.matcher(program.await("HOSTS", LIMIT));
        while (words.find()) {
            counts.put(Integer.valueOf(words.group(1)), Integer.valueOf(words.group(2)));
        }
        return counts;
    }

    /** The modem has a fault from now on, in the words of the simulator: one that stalls the next sending. */
    public void stall(String modem, String fault) throws IOException {
        program.say("stall " + modem + " " + fault);
    }

    /** Waits until a node has begun to send to the modem that stalls. @return the number of the node */
    public int awaitStalled() throws Exception {
        return Integer.parseInt(program.await("STALLED", LIMIT).split(" ")[1]);
    }

    /** All that was seen so far. */
    public List<WorldEntry> seen() throws Exception {
        program.say("flush");
        program.await("FLUSHED", LIMIT);
        return WorldLog.read(log());
    }

    private Path log() {
        return directory.resolve("seen.txt");
    }

    @Override
    public void close() {
        program.close();
    }
}
