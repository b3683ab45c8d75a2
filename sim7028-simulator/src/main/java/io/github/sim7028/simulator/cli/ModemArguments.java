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

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of the program that are options of each modem. */
final class ModemArguments {

    /** The times of hardware. */
    static final String REAL = "real";

    private static final String LINES = "500";

    @Option(names = "--baud", paramLabel = "RATE", description = "Limit the UART to this rate. Default: no limit.")
    private String baud;

    @Option(names = "--links", paramLabel = "2|10", description = "The number of links. Default: 2.")
    private String links;

    @Option(
            names = "--dialect",
            paramLabel = "NAMES|FILE",
            description = "Deviations from the default dialogue, which is that of real modules, separated by commas; "
                    + "note selects the examples of the application note. A wrong name lists the known names. Or the "
                    + "file that sim7028-tool qualify has written about a module: its dialect, links and times.")
    private String dialect;

    @Option(
            names = "--times",
            paramLabel = "real|fast",
            description = "How long the search for a network, a restart, sleep and the like take: real, as seen on "
                    + "hardware, or fast, without waiting. Default: real.")
    private String times;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description =
                    "How good the network is: nb-iot-good, edge or satellite; round trips, lost notifications and late "
                            + "confirmations come from the seed. Default: none, without delay and loss.")
    private String network;

    @Option(names = "--pin", paramLabel = "PIN", description = "The PIN that the SIM card requires. Default: none.")
    private String pin;

    @Option(names = "--apn", paramLabel = "APN", description = "The APN that the network requires. Default: any.")
    private String apn;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "The address for the module's UDP sockets and TCP servers, 0.0.0.0 for all. Default: loopback.")
    private String bind;

    @Option(
            names = "--kick",
            description = "A host that connects ends the connection of the host before, as a terminal server with "
                    + "kickolduser does. Default: the newcomer is refused.")
    private boolean kick;

    @Option(
            names = "--host-log",
            arity = "0..1",
            fallbackValue = "-",
            paramLabel = "FILE",
            description =
                    "Write to the screen or to a file which host connected, was refused or kicked, and how many bytes it "
                            + "wrote when.")
    private String hostLog;

    @Option(names = "--faults", paramLabel = "FAULTS", description = "The faults to inject; see below.")
    private String faults;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The seed of the random numbers; each further modem has the next. Default: 0.")
    private String seed;

    @Option(
            names = "--transcript",
            arity = "0..1",
            fallbackValue = "-",
            paramLabel = "FILE",
            description = "Write a transcript of the dialogue to the screen or to a file.")
    private String transcript;

    @Option(names = "--hex", description = "Show payload in the transcript in hex instead of text.")
    private boolean hex;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "Any other option of the simulator; a wrong key lists all options.")
    private Map<String, String> options = new LinkedHashMap<>();

    /** The seed of the random numbers. */
    long seed() {
        // a wrong one is refused with the other options
        String given = seed == null ? options.getOrDefault("seed", "0") : seed;
        return given.matches("-?\\d{1,18}") ? Long.parseLong(given) : 0;
    }

    /** All as options of a modem. {@code dialogue} whether the latest lines of its transcript are wanted. */
    Map<String, String> toOptions(boolean dialogue) {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (dialogue) {
            all.putIfAbsent("keepDialogue", LINES);
        }
        all.putIfAbsent("times", REAL);
        put(all, "times", times);
        put(all, "network", network);
        put(all, "baud", baud);
        put(all, "links", links);
        put(all, "dialect", dialect);
        put(all, "pin", pin);
        put(all, "apn", apn);
        put(all, "bind", bind);
        put(all, "kickOldHost", kick ? "true" : null);
        put(all, "hostLog", hostLog);
        put(all, "faults", faults);
        put(all, "seed", seed);
        put(all, hex ? "hexTranscript" : "transcript", transcript == null && hex ? "-" : transcript);
        return all;
    }

    private static void put(Map<String, String> all, String key, String value) {
        if (value != null) {
            all.put(key, value);
        }
    }
}
