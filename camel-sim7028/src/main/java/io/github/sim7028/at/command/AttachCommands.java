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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a module has to know before it attaches: the PDP context with its access point and its user, and the bands to search. */
public final class AttachCommands {

    /** {@code 1}, {@code (0,1)}, {@code (0-15)} */
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,2})(?:-([0-9]{1,2}))?");

    /** A word in quotes, or one without. */
    private static final String WORD = "(?:, ?(?:\"([^\"]*)\"|([^\",]*)))?";

    private static final int MOST_PROFILES = 16;

    private AttachCommands() {}

    /**
     * AT+CGDCONT= (3.1.2): a PDP context's type and access point.
     *
     * @param number  {@code <cid>}, 0 to 15
     * @param pdpType {@code IP} or {@code IPV6}
     */
    public static AtCommand<Void> context(int number, String pdpType, String apn) {
        return new SimpleCommand("AT+CGDCONT=" + number + ",\"" + pdpType + "\",\"" + AtSyntax.requireApn(apn) + "\"");
    }

    /**
     * The user of the access point in a PDP context.
     *
     * @param protocol {@code <auth_prot>}: 0 none, 1 PAP, 2 CHAP
     * @param password empty where the module does not tell
     */
    public record Authentication(int number, int protocol, String user, String password) {

        /** Never shows the user and the password. */
        @Override
        public String toString() {
            return "Authentication[" + number + "," + protocol + ",***]";
        }
    }

    /** AT+CGAUTH? (3GPP TS 27.007, 10.1.31): the users of the access points. */
    public static AtCommand<List<Authentication>> authentications() {
        return new ListQueryCommand<>(
                "AT+CGAUTH?",
                "\\+CGAUTH: ?([0-9]{1,2}), ?([0-9])" + WORD + WORD,
                m -> new Authentication(
                        Integer.parseInt(m.group(1)),
                        Integer.parseInt(m.group(2)),
                        either(m.group(3), m.group(4)),
                        either(m.group(5), m.group(6))));
    }

    private static String either(String quoted, String bare) {
        return quoted != null ? quoted : bare != null ? bare : "";
    }

    /**
     * AT+CGAUTH= (3GPP TS 27.007, 10.1.31): the user of the access point in a PDP context, which logs never show.
     *
     * @param number   {@code <cid>}
     * @param protocol {@code <auth_prot>}: 1 PAP, 2 CHAP
     * @param user     checked by {@link AtSyntax#isWord}
     * @param password checked by the same
     */
    public static AtCommand<Void> authenticate(int number, int protocol, String user, String password) {
        String open = "AT+CGAUTH=" + number + "," + protocol + ",";
        return new SimpleCommand(open + "\"" + user + "\",\"" + password + "\"", open + "***");
    }

    /** AT+CFUN=0 (3GPP TS 27.007, 8.2): switches the radio off. The answer may take some seconds, as the module says good-bye to its network. */
    public static AtCommand<Void> radioOff() {
        return SimpleCommand.slow("AT+CFUN=0");
    }

    /** AT+CFUN=1 (3GPP TS 27.007, 8.2): switches the radio on. Some firmware answers only when the SIM is ready. */
    public static AtCommand<Void> radioOn() {
        return SimpleCommand.slow("AT+CFUN=1");
    }

    /** AT+CSOCKSETPN=? (2.1.18): the numbers of contexts that AT+CSOCKSETPN takes; empty when the module does not tell. */
    public static AtCommand<List<Set<Integer>>> socketContexts() {
        return new ListQueryCommand<>(
                "AT+CSOCKSETPN=?", "\\+CSOCKSETPN: ?(\\([0-9, -]+\\)|[0-9-]+).*", m -> numbers(m.group(1)));
    }

    private static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new TreeSet<>();
        Matcher range = RANGE.matcher(text.replace(" ", ""));
        while (range.find()) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            for (int number = first; number <= Math.min(last, first + MOST_PROFILES); number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /**
     * What AT+CSOCKSETPN is set to.
     *
     * @param number {@code <profile_num>}
     * @param family {@code <ip_family>}, 1 or 6
     */
    public record SocketContext(int number, int family) {}

    /** AT+CSOCKSETPN? (2.1.18). */
    public static AtCommand<List<SocketContext>> socketContext() {
        return new ListQueryCommand<>(
                "AT+CSOCKSETPN?",
                "\\+CSOCKSETPN: ?([0-9]{1,2}), ?([0-9]{1,2})",
                m -> new SocketContext(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
    }

    /**
     * AT+CSOCKSETPN= (2.1.18): the PDP context that AT+NETOPEN uses, and its IP version.
     *
     * @param number {@code <profile_num>}, the number of the context
     * @param family {@code <ip_family>}, 1 or 6
     */
    public static AtCommand<Void> socketContext(int number, int family) {
        return new SimpleCommand("AT+CSOCKSETPN=" + number + "," + family);
    }

    /** AT+QCBAND? (not in the note): the bands that the module searches, in the order of the module. */
    public static AtCommand<List<List<Integer>>> bands() {
        // a leading 0 is the mode, and no band
        return new ListQueryCommand<>(
                "AT+QCBAND?", "\\+QCBAND: ?\\(?([0-9]{1,3}(?:, ?[0-9]{1,3})*)\\)?", m -> Pattern.compile(", ?")
                        .splitAsStream(m.group(1))
                        .map(Integer::valueOf)
                        .filter(band -> band > 0)
                        .toList());
    }

    /** AT+QCBAND=0, (not in the note): the bands to search; the module keeps them. */
    public static AtCommand<Void> searchBands(List<Integer> bands) {
        return new SimpleCommand(
                "AT+QCBAND=0," + bands.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
