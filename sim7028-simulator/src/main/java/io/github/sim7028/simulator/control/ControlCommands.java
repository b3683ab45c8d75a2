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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.report.ModemState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** All commands, for the standard input, HTTP and scenarios. A new one is a line here. */
final class ControlCommands {

    private static final int UNKNOWN = 99;
    private static final int MOST_BYTES = 1000;

    static final List<ControlCommand> ALL = List.of(
            query("status", "shows the state of the modem", modem -> StateText.of(modem)),
            temporary(
                    "signal",
                    "RSSI[,ERRORS]",
                    "sets what CSQ shows: 0 to 31 or 99, and 0 to 7 or 99",
                    Aspect.SIGNAL,
                    ControlCommands::signal),
            temporary(
                    "registration",
                    "home|roaming|searching|denied|unknown|off",
                    "sets the registration, at once",
                    Aspect.NETWORK,
                    ControlCommands::registration),
            temporary(
                    "networkloss",
                    "[quiet|silent]",
                    "loses the network: with +CIPEVENT and +IPCLOSE, quiet without +IPCLOSE, "
                            + "silent without both; with a time the module finds no network until then",
                    Aspect.NETWORK,
                    ControlCommands::networkLoss),
            plain(
                    "deadcontext",
                    "[10]",
                    "lets the context die without a line: each CIPOPEN fails with 1, or with 10",
                    ControlCommands::deadContext),
            plain(
                    "reboot",
                    "[loud|silent]",
                    "restarts the module, with or without boot lines",
                    ControlCommands::reboot),
            action("powercycle", "switches the power off and on", VirtualModem::powerCycle),
            action("powerkey", "pulses the pin PWRKEY", VirtualModem::powerKey),
            action("wake", "pulses the wake pin", VirtualModem::wakePin),
            plain(
                    "sleep",
                    "BYTES",
                    "lets the module sleep when it is idle; so many bytes are lost when it wakes",
                    ControlCommands::sleep),
            plain("skip", "TIME", "lets time pass at once for power saving", ControlCommands::skip),
            temporary(
                    "busy",
                    "[on|off]",
                    "refuses every CIPSEND as busy",
                    Aspect.BUSY,
                    given -> flag(given, VirtualModem::setBusy, ModemState::busy)),
            temporary(
                    "mute",
                    "[on|off]",
                    "stops reading and sending",
                    Aspect.MUTE,
                    given -> flag(given, VirtualModem::setMute, ModemState::mute)),
            temporary(
                    "fault",
                    "FAULTS",
                    "adds faults, written as those of the option faults",
                    Aspect.OWN_FAULTS,
                    ControlCommands::fault),
            plain("nofault", "[FAULTS]", "removes these faults, or all", ControlCommands::noFault),
            query("faults", "shows the faults that are set, and the latest that happened", StateText::faults),
            action("hangup", "disconnects the host, as when a USB plug is pulled", VirtualModem::hangUp),
            plain(
                    "sim",
                    "ready|absent|PIN",
                    "inserts another SIM card, or takes the card out; a number is the PIN that the card " + "requires",
                    ControlCommands::sim),
            plain("inject", "LINE", "outputs an unsolicited line", given -> Effect.of(modem -> modem.inject(given))),
            new ControlCommand(
                    "reset",
                    "",
                    "resets the modem to its state at the start, without its faults",
                    Aspect.ALL,
                    none -> Effect.of(VirtualModem::reset)));

    private ControlCommands() {}

    private static ControlCommand plain(String name, String value, String help, Function<String, Effect> reader) {
        return new ControlCommand(name, value, help, Aspect.NONE, reader);
    }

    private static ControlCommand temporary(
            String name, String value, String help, Aspect aspect, Function<String, Effect> reader) {
        return new ControlCommand(name, value, help, aspect, reader);
    }

    private static ControlCommand action(String name, String help, Consumer<VirtualModem> action) {
        return plain(name, "", help, none -> Effect.of(action));
    }

    private static ControlCommand query(String name, String help, Function<VirtualModem, String> text) {
        return plain(name, "", help, none -> (modem, forTime) -> new Effect.Done(text.apply(modem), null));
    }

    private static Effect signal(String given) {
        String[] parts = given.split(",", 2);
        int rssi = number(parts[0], 31, "RSSI");
        int errors = parts.length == 1 ? 0 : number(parts[1], 7, "ERRORS");
        return (modem, forTime) -> {
            ModemState before = modem.state();
            modem.setSignal(rssi, errors);
            return new Effect.Done("", () -> modem.setSignal(before.rssi(), before.bitErrors()));
        };
    }

    private static int number(String text, int most, String what) {
        String bare = text.strip();
        int value = bare.matches("\\d{1,4}") ? Integer.parseInt(bare) : -1;
        if (value < 0 || value > most && value != UNKNOWN) {
            throw new IllegalArgumentException(what + " must be 0 to " + most + " or 99, not '" + bare + "'");
        }
        return value;
    }

    private static Effect registration(String given) {
        Registration wanted;
        try {
            wanted = Registration.valueOf(given.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be home, roaming, searching, denied, unknown or off, not '" + given + "'", e);
        }
        return (modem, forTime) -> {
            Registration before = modem.state().network();
            modem.setRegistration(wanted);
            return new Effect.Done("", () -> modem.setRegistration(before));
        };
    }

    private static Effect networkLoss(String given) {
        oneOf(given, "", "loud", "quiet", "silent");
        return (modem, forTime) -> {
            Registration before = modem.state().network();
            if (given.equals("silent")) {
                modem.closeNetwork();
            } else {
                modem.loseNetwork(!given.equals("quiet"));
            }
            if (!forTime) {
                return new Effect.Done("", null);
            }
            modem.setRegistration(Registration.SEARCHING);
            return new Effect.Done("", () -> modem.setRegistration(before));
        };
    }

    private static Effect deadContext(String given) {
        oneOf(given, "", "1", "10");
        ErrorCode error = given.equals("10") ? ErrorCode.TIMEOUT : ErrorCode.NETWORK_FAILURE;
        return Effect.of(modem -> modem.killContext(error));
    }

    private static Effect reboot(String given) {
        oneOf(given, "", "loud", "silent");
        return Effect.of(modem -> modem.reboot(!given.equals("silent")));
    }

    private static Effect sleep(String given) {
        int bytes = given.matches("\\d{1,4}") ? Integer.parseInt(given) : 0;
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("BYTES must be 1 to " + MOST_BYTES + ", not '" + given + "'");
        }
        return Effect.of(modem -> modem.sleep(bytes));
    }

    private static Effect skip(String given) {
        Duration time = Durations.parse(given);
        return Effect.of(modem -> modem.skip(time));
    }

    private static Effect flag(String given, BiConsumer<VirtualModem, Boolean> set, Predicate<ModemState> before) {
        oneOf(given, "", "on", "off");
        return (modem, forTime) -> {
            boolean was = before.test(modem.state());
            set.accept(modem, !given.equals("off"));
            return new Effect.Done("", () -> set.accept(modem, was));
        };
    }

    private static Effect fault(String given) {
        List<Fault> faults = Fault.parseAll(given);
        return (modem, forTime) -> {
            faults.forEach(modem.faults()::add);
            return new Effect.Done("", () -> faults.forEach(modem.faults()::removeOne));
        };
    }

    private static Effect noFault(String given) {
        if (given.isEmpty()) {
            return Effect.of(modem -> modem.faults().clear());
        }
        List<Fault> faults = Fault.parseAll(given);
        return (modem, forTime) -> {
            long found = faults.stream().filter(modem.faults()::remove).count();
            return new Effect.Done(found == faults.size() ? "" : "not set: " + given, null);
        };
    }

    private static Effect sim(String given) {
        if (!given.matches("ready|absent|\\d{4,8}")) {
            // what was given may be a PIN with a typing mistake: it is not repeated
            throw new IllegalArgumentException("must be ready, absent, or a PIN of 4 to 8 digits");
        }
        return Effect.of(modem -> modem.setSim(
                switch (given) {
                    case "ready" -> SimCard.ready();
                    case "absent" -> SimCard.absent();
                    default -> SimCard.locked(given);
                }));
    }

    private static void oneOf(String given, String... known) {
        if (!List.of(known).contains(given)) {
            throw new IllegalArgumentException(
                    "must be " + String.join(" or ", known).replaceFirst("^ or ", "") + ", not '" + given + "'");
        }
    }
}
