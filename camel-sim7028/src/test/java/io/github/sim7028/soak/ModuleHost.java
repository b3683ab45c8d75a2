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

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Quirk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The process the virtual modems of a soak run in, each served over TCP; it is told faults in lines. */
final class ModuleHost {

    private ModuleHost() {}

    /** Takes the seed. Says {@code listening MODEM PORT} for each modem. */
    public static void main(String[] arguments) throws IOException {
        Map<String, VirtualModem> modems = new LinkedHashMap<>();
        for (SoakPlan.ModemPlan plan : SoakPlan.of(Long.parseLong(arguments[0])).modems()) {
            VirtualModem modem = VirtualModem.builder()
                    .name("soak-" + plan.name())
                    .seed(plan.seed())
                    .links(plan.links())
                    .baud(plan.baud())
                    .linkRelease(plan.linkRelease())
                    .sleepAfter(plan.sleepAfter())
                    .dialect(plan.dialect().toArray(Quirk[]::new))
                    .transcript(transcript(plan.name()))
                    .start();
            modems.put(plan.name(), modem);
            System.out.println("listening " + plan.name() + ' ' + modem.listen().getPort());
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 3);
            try {
                obey(words, modems);
            } catch (RuntimeException e) {
                System.out.println("failure " + line + ": " + e);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void obey(String[] words, Map<String, VirtualModem> modems) {
        switch (words[0]) {
            case "fault" -> {
                VirtualModem modem = modems.get(words[1]);
                modem.faults().clear();
                modem.faults().add(Fault.parse(words[2]));
            }
            case "calm" -> {
                VirtualModem modem = modems.get(words[1]);
                modem.faults().clear();
                modem.setMute(false);
            }
            case "count" ->
                System.out.println("faults "
                        + modems.values().stream()
                                .mapToLong(modem -> modem.faults().count())
                                .sum());
            default -> throw new IllegalArgumentException("nobody knows " + words[0]);
        }
    }

    /** A file for both sides of a dialogue, when {@code -Dsoak.transcript=true} asks for it. */
    static Consumer<String> transcript(String name) {
        if (!Boolean.getBoolean("soak.transcript")) {
            return line -> {};
        }
        try {
            Path folder = Files.createDirectories(Path.of("target"));
            PrintWriter file = new PrintWriter(Files.newBufferedWriter(folder.resolve("soak-" + name + ".txt")), true);
            return file::println;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
