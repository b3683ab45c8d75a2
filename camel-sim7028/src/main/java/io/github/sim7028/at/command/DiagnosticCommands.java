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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.stream.Stream;

/** What an operator asks a module: how it stands with its network (1.2, chapter 4) and its links. */
public final class DiagnosticCommands {

    private static final String CELL = "\\+CPSI: ?(.+)";

    private DiagnosticCommands() {}

    /** The registrations that can be asked for; 1 and 5 mean registered in each. */
    public enum Domain {
        /** AT+CREG?: circuit switched services. */
        CREG,
        /** AT+CGREG?: packet switched services. */
        CGREG,
        /** AT+CEREG?: packet switched services over LTE, which NB-IoT is. */
        CEREG
    }

    /**
     * A PDP context.
     *
     * @param number {@code <cid>}; the network is opened with the first
     * @param type   {@code IP}, {@code IPV6} or {@code IPV4V6}
     * @param apn    the access point name, may be empty
     * @param addresses the module's own, where this answer has it: none or one
     */
    public record Context(int number, String type, String apn, List<String> addresses) {}

    /** Whether a PDP context is active. */
    public record Activation(int number, boolean active) {}

    /** The module's own addresses in a PDP context; none, one, or one of each IP version. */
    public record Addresses(int number, List<String> list) {}

    /**
     * What went over a TCP link since it was opened (2.1.16), in bytes.
     *
     * @param acknowledged reserved in the note, 0 on most modules
     */
    public record Traffic(long sent, long acknowledged, long received) {}

    /** {@code <stat>} of AT+CREG?, AT+CGREG? or AT+CEREG?. */
    public static AtCommand<Integer> registration(Domain domain) {
        return query(
                "AT+" + domain + "?",
                "\\+" + domain + ": ?[0-9], ?([0-9]{1,2})(?:\\D.*)?",
                m -> Integer.parseInt(m.group(1)));
    }

    /** AT+CPSI?: the cell the module is in, beginning with the system mode; {@code NO SERVICE} without one. */
    public static AtCommand<String> cell() {
        return query("AT+CPSI?", CELL, m -> AtSyntax.foreign(m.group(1).trim()));
    }

    /** The same for a firmware that may not know it: one that answers with nothing but {@code OK} has no cell to tell. */
    public static AtCommand<List<String>> servingCell() {
        return new ListQueryCommand<>(
                "AT+CPSI?", CELL, m -> AtSyntax.foreign(m.group(1).trim()));
    }

    /**
     * The levels of the serving cell, coded as in 3GPP TS 27.007, 8.69.
     *
     * @param rsrq 0 to 34, 255 when it is not known
     * @param rsrp 0 to 97, 255 when it is not known
     */
    public record Levels(int rsrq, int rsrp) {}

    /** AT+CESQ (3GPP TS 27.007, 8.69): the levels of the serving cell. */
    public static AtCommand<List<Levels>> levels() {
        return new ListQueryCommand<>(
                "AT+CESQ",
                "\\+CESQ: ?(?:[0-9]{1,3}, ?){4}([0-9]{1,3}), ?([0-9]{1,3})",
                m -> new Levels(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
    }

    /** AT+COPS?: the operator, empty when none is selected. */
    public static AtCommand<String> operator() {
        return query("AT+COPS?", "\\+COPS: ?[0-9](?:, ?[0-9], ?\"([^\"]*)\".*)?", m -> AtSyntax.foreign(m.group(1)));
    }

    /** AT+CGDCONT?: the PDP contexts (3.1.2). */
    public static AtCommand<List<Context>> contexts() {
        return new ListQueryCommand<>(
                "AT+CGDCONT?",
                "\\+CGDCONT: ?([0-9]{1,2})(?:, ?\"?([A-Z0-9]*)\"?)?(?:, ?\"([^\"]*)\")?(?:, ?\"?([0-9A-Fa-f.:]*)\"?)?(?:,.*)?",
                m -> new Context(Integer.parseInt(m.group(1)), text(m.group(2)), text(m.group(3)), given(m.group(4))));
    }

    /** AT+CGACT? (3GPP TS 27.007, 10.1.10): which PDP contexts are active. */
    public static AtCommand<List<Activation>> activations() {
        return new ListQueryCommand<>(
                "AT+CGACT?",
                "\\+CGACT: ?([0-9]{1,2}), ?([01])",
                m -> new Activation(Integer.parseInt(m.group(1)), m.group(2).equals("1")));
    }

    /** AT+CGPADDR (3GPP TS 27.007, 10.1.14): the addresses of the PDP contexts. */
    public static AtCommand<List<Addresses>> addresses() {
        String address = "(?:, ?\"?([0-9A-Fa-f.:]*)\"?)?";
        return new ListQueryCommand<>(
                "AT+CGPADDR",
                "\\+CGPADDR: ?([0-9]{1,2})" + address + address,
                m -> new Addresses(Integer.parseInt(m.group(1)), given(m.group(2), m.group(3))));
    }

    /** Those that are addresses: a context without one has none, or zeros. */
    private static List<String> given(String... addresses) {
        return Stream.of(addresses)
                .filter(address -> address != null && address.matches(".*[.:].*") && !address.matches("[0.:]*"))
                .toList();
    }

    /**
     * AT+CIPACK (2.1.16): what went over a TCP link.
     *
     * @param urgency more than a question where the outcome of a message depends on it
     */
    public static AtCommand<Traffic> traffic(int link, AtCommand.Urgency urgency) {
        return query(
                        "AT+CIPACK=" + link,
                        "\\+CIPACK: ?([0-9]{1,18}), ?([0-9]{0,18}), ?([0-9]{0,18})",
                        m -> new Traffic(count(m.group(1)), count(m.group(2)), count(m.group(3))))
                .withUrgency(urgency);
    }

    /**
     * A TCP server that listens (2.1.14).
     *
     * @param index {@code <server_index>}
     * @param port  the module's own port
     */
    public record Listening(int index, int port) {}

    /** AT+SERVERSTART? (2.1.14): the servers that listen. */
    public static AtCommand<List<Listening>> servers() {
        return new ListQueryCommand<>(
                "AT+SERVERSTART?",
                "\\+SERVERSTART: ?([0-9]), ?([0-9]{1,5})",
                m -> new Listening(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
    }

    private static <R> QueryCommand<R> query(String text, String shape, Function<MatchResult, R> reading) {
        return new QueryCommand<>(text, "", shape, reading);
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static long count(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
