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
package io.github.sim7028.simulator;

import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.NetworkProfile;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.model.TimeProfile;
import io.github.sim7028.simulator.power.AfterSleep;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The options of a modem as text, for {@code simulator://} URIs and the command line. */
final class ModemOptions {

    private static final Set<String> FILES = Set.of("transcript", "hexTranscript", "hostLog");
    private static final String DIALECT = "dialect";
    private static final String PIN = "pin";
    private static final Map<String, BiConsumer<VirtualModemBuilder, String>> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("baud", (b, v) -> b.baud(number(v)));
        KNOWN.put("links", (b, v) -> b.links(number(v)));
        KNOWN.put(DIALECT, VirtualModemBuilder::dialect);
        KNOWN.put("buffer", (b, v) -> b.bufferSize(number(v)));
        KNOWN.put("uartBuffer", (b, v) -> b.uartBuffer(number(v)));
        KNOWN.put("strictBaud", (b, v) -> b.strictBaud(flag(v)));
        KNOWN.put("sim", (b, v) -> b.sim(sim(v)));
        KNOWN.put(PIN, (b, v) -> b.simPin(pin(v)));
        KNOWN.put("apn", VirtualModemBuilder::requiredApn);
        KNOWN.put("registration", (b, v) -> b.registration(registration(v)));
        KNOWN.put("times", (b, v) -> b.times(TimeProfile.of(v)));
        KNOWN.put("network", (b, v) -> b.network(NetworkProfile.of(v)));
        KNOWN.put("timeScale", (b, v) -> b.timeScale(number(v)));
        for (ModuleTime time : ModuleTime.values()) {
            KNOWN.put(time.optionName(), (b, v) -> b.time(time, Durations.parse(v)));
        }
        KNOWN.put("dtrResets", (b, v) -> b.dtrResets(flag(v)));
        KNOWN.put("sleepAfter", (b, v) -> b.sleepAfter(Durations.parse(v)));
        KNOWN.put("wakeLoss", (b, v) -> b.wakeLoss(number(v)));
        KNOWN.put("powerSavingGranted", (b, v) -> b.powerSavingGranted(flag(v)));
        KNOWN.put("afterSleep", (b, v) -> b.afterSleep(AfterSleep.of(v)));
        KNOWN.put("rxWakes", (b, v) -> b.rxWakes(flag(v)));
        KNOWN.put("dtrWakes", (b, v) -> b.dtrWakes(flag(v)));
        KNOWN.put("bind", VirtualModemBuilder::bind);
        KNOWN.put("imei", VirtualModemBuilder::imei);
        KNOWN.put("iccid", VirtualModemBuilder::iccid);
        KNOWN.put("imsi", VirtualModemBuilder::imsi);
        KNOWN.put("kickOldHost", (b, v) -> b.kickOldHost(flag(v)));
        KNOWN.put("hosts", ModemOptions::hosts);
        KNOWN.put("routes", ModemOptions::routes);
        KNOWN.put("faults", (b, v) -> b.faults(v));
        KNOWN.put("seed", (b, v) -> b.seed(seed(v)));
        KNOWN.put("transcript", (b, v) -> toFile(b, v, b::transcript));
        KNOWN.put("hexTranscript", (b, v) -> toFile(b, v, b::hexTranscript));
        KNOWN.put("keepDialogue", (b, v) -> b.keepDialogue(number(v)));
        KNOWN.put("hostLog", (b, v) -> toFile(b, v, lines -> b.hostListener(event -> lines.accept(event.toString()))));
    }

    private ModemOptions() {}

    /** The options of {@code options} that open a file. */
    static boolean opensFile(String option) {
        return FILES.contains(option);
    }

    /** Checks all but what opens a file. */
    static void check(Map<String, String> options) {
        Map<String, String> harmless = new LinkedHashMap<>(options);
        harmless.keySet().removeAll(FILES);
        apply(new VirtualModemBuilder(), harmless);
    }

    /** A dialect first: where it is the file of a module, each other option has priority over what the file says. */
    static void apply(VirtualModemBuilder builder, Map<String, String> options) {
        Map<String, String> ordered = new LinkedHashMap<>();
        if (options.containsKey(DIALECT)) {
            ordered.put(DIALECT, options.get(DIALECT));
        }
        ordered.putAll(options);
        ordered.forEach((option, value) -> {
            BiConsumer<VirtualModemBuilder, String> setter = KNOWN.get(option);
            if (setter == null) {
                throw new IllegalArgumentException(
                        "Unknown simulator option '" + option + "'; known are " + String.join(", ", KNOWN.keySet()));
            }
            try {
                setter.accept(builder, value.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Simulator option " + option + (option.equals(PIN) ? "" : "=" + value) + ": " + e.getMessage(),
                        e);
            }
        });
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number");
        }
        return Integer.parseInt(text);
    }

    private static long seed(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number of at most 18 digits");
        }
        return Long.parseLong(text);
    }

    private static boolean flag(String text) {
        if (!text.matches("true|false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static SimCard sim(String text) {
        return switch (text) {
            case "ready" -> SimCard.ready();
            case "absent" -> SimCard.absent();
            default -> throw new IllegalArgumentException("must be ready or absent; a locked card is pin=1234");
        };
    }

    private static String pin(String text) {
        if (!text.matches("\\d{4,8}")) {
            throw new IllegalArgumentException("a PIN has 4 to 8 digits and nothing else (value not shown)");
        }
        return text;
    }

    private static Registration registration(String text) {
        try {
            return Registration.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be off, home, searching, denied, unknown or roaming", e);
        }
    }

    /** {@code name=address,name=address}. */
    private static void hosts(VirtualModemBuilder builder, String text) {
        for (String entry : text.split(",")) {
            String[] parts = entry.split("=", 2);
            builder.host(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
        }
    }

    /** {@code address:port=realAddress:realPort,…}. */
    private static void routes(VirtualModemBuilder builder, String text) {
        for (String entry : text.split(",")) {
            String[] parts = entry.split("=", 2);
            if (parts.length != 2 || parts[0].indexOf(':') < 0 || parts[1].indexOf(':') < 0) {
                throw new IllegalArgumentException("write address:port=realAddress:realPort");
            }
            int colon = parts[0].lastIndexOf(':');
            int realColon = parts[1].lastIndexOf(':');
            builder.route(
                    parts[0].substring(0, colon).strip(),
                    number(parts[0].substring(colon + 1).strip()),
                    new InetSocketAddress(
                            parts[1].substring(0, realColon).strip(),
                            number(parts[1].substring(realColon + 1).strip())));
        }
    }

    private static void toFile(VirtualModemBuilder builder, String target, Consumer<Consumer<String>> writers) {
        LineFile file = LineFile.open(target);
        writers.accept(file);
        builder.closing(file);
    }
}
