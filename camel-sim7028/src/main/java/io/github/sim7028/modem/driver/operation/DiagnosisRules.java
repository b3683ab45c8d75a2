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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.command.DiagnosticCommands.Context;
import io.github.sim7028.at.command.DiagnosticCommands.Domain;
import io.github.sim7028.at.command.DiagnosticCommands.Listening;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.driver.lifecycle.SilenceAdvice;
import io.github.sim7028.modem.driver.setup.AddressQuery;
import io.github.sim7028.modem.driver.setup.PdpContexts;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.Diagnosis.Step;
import io.github.sim7028.modem.report.LinkReport;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ServerView;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the answers of a diagnosis mean and what to do about them, in plain English (1.2, chapter 4). */
final class DiagnosisRules {

    private static final int CME_NO_SIM = 10;
    private static final int WEAK = 5;
    private static final int NOT_SEARCHING = 0;
    private static final int SEARCHING = 2;
    private static final int DENIED = 3;
    private static final int FULL = 1;

    private static final String CHECK_APN = "Check the options apn and ipFamily against the SIM card's contract";

    private final ModemProfile profile;
    private final StatusBoard board;
    private boolean networkOpen;
    /** The address in the PDP context; empty if there is none. */
    private String contextAddress = "";

    DiagnosisRules(ModemProfile profile, StatusBoard board) {
        this.profile = profile;
        this.board = board;
    }

    /** Whether the module reported the network as open. */
    boolean networkOpen() {
        return networkOpen;
    }

    Step lineFailed(String reason) {
        return Step.wrong(
                "line",
                profile.line() + " cannot be opened: " + reason,
                "Check that the option device names the right port, that the modem is plugged in, that this"
                        + " user may use the port, and that no other program has it open");
    }

    Step silent(String step, String reason) {
        String finding = "the module does not answer (" + reason + ")";
        return board.facts() == null
                ? Step.wrong(step, finding, "Check " + SilenceAdvice.WORDS)
                : Step.wrong(
                        step,
                        reason.contains(SilenceAdvice.WAKES)
                                ? finding
                                : finding + "; it answered before and " + SilenceAdvice.guess(profile),
                        "Wake the module: what wakes it is " + SilenceAdvice.WAKES + ". With powerSaving=off the driver"
                                + " then keeps the module awake. Otherwise check " + SilenceAdvice.WORDS);
    }

    Step refused(String step, String command, AtError error) {
        return Step.doubtful(
                step,
                "the module refused " + command + ": " + error.describe(),
                "This step has no result. Run the diagnosis again; if the module refuses the command again,"
                        + " restart the module");
    }

    Step sim(String state) {
        if (state.equals("READY")) {
            return Step.right("SIM", "the SIM card is ready");
        }
        if (state.equals("SIM PIN")) {
            return Step.wrong(
                    "SIM",
                    "the SIM card requires its PIN",
                    profile.network().simPin() == null
                            ? "Set the option simPin"
                            : "The card refused the PIN in the option simPin, or the PIN has not been entered"
                                    + " yet. A PIN is tried only once, as three wrong PINs lock the card:"
                                    + " correct the option");
        }
        if (state.equals("SIM PUK")) {
            return Step.wrong(
                    "SIM",
                    "the SIM card is locked after three wrong PINs and requires its PUK",
                    "Put the card into a phone and unlock it there");
        }
        return Step.wrong("SIM", "the SIM card is not ready (+CPIN: " + state + ")", noSimAdvice());
    }

    Step noSim(AtError error) {
        boolean none = error.kind() == AtError.Kind.CME && error.code() == CME_NO_SIM;
        String finding = none ? "there is no SIM card" : "the SIM card cannot be used";
        return Step.wrong("SIM", finding + " (AT+CPIN?: " + error.describe() + ")", noSimAdvice());
    }

    private static String noSimAdvice() {
        return "Check that a SIM card is inserted and fits well; the module may need 20 s to detect the card."
                + " If the card is still not detected, restart the module";
    }

    Step functionality(int level) {
        return level == FULL
                ? Step.right("function level", "full functionality")
                : Step.wrong(
                        "function level",
                        "the radio is switched off (+CFUN: " + level + ")",
                        "Call the operation reconnect: it brings the modem up again and sets AT+CFUN=1");
    }

    Step signal(int rssi) {
        SignalQuality signal = board.radio().signal(rssi);
        if (!signal.known()) {
            return Step.wrong(
                    "signal",
                    "the module receives no signal (+CSQ: 99)",
                    "Check the antenna and its plug, the SIM card, and whether there is NB-IoT coverage at this"
                            + " place; if there is still no signal, restart the module");
        }
        return rssi < WEAK
                ? Step.doubtful(
                        "signal",
                        signal.describe(),
                        rssi == 0
                                ? "Some modules report 0 although data is transferred: if the links work, ignore this"
                                        + " value and look at the RSRP of the operation cell; otherwise find a better"
                                        + " place for the antenna"
                                : "Find a better place for the antenna")
                : Step.right("signal", signal.describe());
    }

    static String registrationName(Domain domain) {
        return switch (domain) {
            case CREG -> "registration for calls (CREG)";
            case CGREG -> "registration for packets (CGREG)";
            case CEREG -> "registration for data (CEREG)";
        };
    }

    Step registration(Domain domain, int stat) {
        String name = registrationName(domain);
        RegistrationState state = RegistrationState.of(stat);
        if (domain == Domain.CEREG) {
            board.radio().registration(stat);
        }
        String finding = state.words() + " (" + stat + ")";
        if (state.registered()) {
            return Step.right(name, finding);
        }
        return domain == Domain.CEREG
                ? Step.wrong(name, finding, registrationAdvice(stat))
                : Step.right(name, finding + "; NB-IoT needs only the registration for data");
    }

    private static String registrationAdvice(int stat) {
        return switch (stat) {
            case DENIED ->
                "Ask the operator whether the SIM card's contract covers NB-IoT and this network, and check the option"
                        + " apn";
            case SEARCHING ->
                "Wait: a first search can take minutes. If the search does not end, check the antenna, the"
                        + " coverage, and whether the module may use the operator's bands";
            case NOT_SEARCHING -> "Check the SIM card and the function level, then restart the module";
            default -> "Check the antenna and the coverage, then restart the module";
        };
    }

    Step cell(String cell) {
        board.radio().cell(ServingCell.of(cell));
        return cell.startsWith("NO SERVICE")
                ? Step.wrong(
                        "cell",
                        "the module has no cell (+CPSI: NO SERVICE)",
                        "The network has a problem at this place: check the registration, the antenna and the coverage")
                : Step.right("cell", cell);
    }

    Step apn(List<Context> contexts) {
        String wanted = profile.network().apn();
        PdpContexts all = new PdpContexts(profile.network(), contexts);
        int number = all.choose(List.of());
        Context used = contexts.stream()
                .filter(context -> context.number() == number)
                .findFirst()
                .orElse(new Context(number, "", "", List.of()));
        String actual = used.apn();
        contextAddress = used.addresses().isEmpty() ? "" : used.addresses().get(0);
        if (!all.fits(number)) {
            return Step.doubtful(
                    "APN",
                    "PDP context " + number + " has " + shown(actual) + ", not '" + wanted + "' as the option apn says",
                    "The APN is set when the modem comes up: check why the modem does not come up");
        }
        if (actual.isEmpty()) {
            return Step.doubtful(
                    "APN",
                    "PDP context " + number + " has no APN",
                    "Most networks require an APN: set the option apn to the APN of the SIM card's contract");
        }
        return Step.right("APN", "PDP context " + number + " has " + shown(actual));
    }

    private static String shown(String apn) {
        return apn.isEmpty() ? "no APN" : AtSyntax.shown(apn);
    }

    Step network(boolean open) {
        networkOpen = open;
        if (open) {
            return Step.right("network", "the network is open (+NETOPEN: 1)");
        }
        ModemStatus status = board.current();
        return switch (status.state()) {
            case NETWORK_CLOSED ->
                Step.doubtful("network", status.reason(), "Call the operation netOpen to open the network");
            case WAITING ->
                Step.wrong(
                        "network",
                        "the network is closed: " + status.reason(),
                        "If the steps before are right, check the option apn against the SIM card's contract; the next"
                                + " attempt is at " + status.nextAttempt());
            case READY ->
                Step.wrong(
                        "network",
                        "the module has closed the network without reporting it",
                        "Call the operation reconnect to bring the modem up again; otherwise the driver detects"
                                + " this after keepAliveInterval");
            default ->
                Step.doubtful(
                        "network",
                        "the network is not open yet: the modem is "
                                + status.state().words(),
                        "Wait");
        };
    }

    Step address(String told) {
        String address = told.isEmpty() ? contextAddress : told;
        if (address.isEmpty() || AddressQuery.isLoopback(address)) {
            return Step.doubtful(
                    "address",
                    "the network is open but has given no usable address"
                            + (address.isEmpty() ? "" : " (" + address + ")"),
                    CHECK_APN);
        }
        return Step.right("address", "the module's own address is " + address);
    }

    Step noAddress(AtError error) {
        return networkOpen
                ? Step.doubtful(
                        "address", "the network is open but has given no address (" + error.describe() + ")", CHECK_APN)
                : Step.notChecked("address", "this step needs an open network");
    }

    Step links(List<LinkReport> open, List<LinkSnapshot> known) {
        String failing = known.stream()
                .filter(link -> link.wanted() && !link.isOpen())
                .map(link -> link.target() + " is not open"
                        + (link.trouble().isEmpty() ? "" : ": " + link.trouble() + link.whenNext()))
                .collect(Collectors.joining("; "));
        if (!failing.isEmpty()) {
            return Step.wrong(
                    "links",
                    failing,
                    "Check that the peer runs, that its host and port are right, and that the SIM card's"
                            + " contract lets it be reached");
        }
        String listed = open.stream().map(LinkReport::describe).collect(Collectors.joining("; "));
        return Step.right("links", listed.isEmpty() ? "no link is open, and no link is needed now" : listed);
    }

    Step servers(List<Listening> listening, List<ServerView> wanted) {
        List<String> deaf = new ArrayList<>();
        List<String> hearing = new ArrayList<>();
        for (ServerView server : wanted) {
            if (listening.contains(new Listening(server.index(), server.port()))) {
                hearing.add(server.name() + " listens, with " + Counted.of(server.clients(), "client"));
            } else {
                String why = server.trouble().isEmpty() ? "the module does not list this server" : server.trouble();
                deaf.add(server.name() + " does not listen: " + why);
            }
        }
        if (deaf.isEmpty()) {
            return Step.right("servers", String.join("; ", hearing));
        }
        return Step.wrong(
                "servers",
                String.join("; ", deaf),
                "Check that the module has the server index of the option serverIndex and that no other server"
                        + " uses the port; the operation reconnect starts the servers again");
    }
}
