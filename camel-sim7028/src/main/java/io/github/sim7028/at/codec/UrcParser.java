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
package io.github.sim7028.at.codec;

import io.github.sim7028.at.error.CloseReason;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link Urc}s of lines and bodies that belong to no command. */
public final class UrcParser {

    /** The most bytes one push carries (2.1.5, note). */
    static final int MAX_PUSH = 1500;

    private static final Pattern IPD = Pattern.compile("\\+IPD ?([0-9]{1,4}):?");
    private static final Pattern RECEIVE = Pattern.compile("\\+RECEIVE, ?([0-9]{1,2}), ?([0-9]{1,4}):?");
    private static final Pattern SENDER = Pattern.compile("\\+?RE?CV FROM: ?(.+):([0-9]{1,5})");
    private static final Pattern WAITING = Pattern.compile("\\+CIPRXGET: ?1, ?([0-9]{1,2})");
    private static final Pattern CLOSED = Pattern.compile("\\+IPCLOSE: ?([0-9]{1,2}), ?([0-9]{1,3})");
    private static final Pattern GONE = Pattern.compile("\\+CIPCLOSE: ?([0-9]{1,2}), ?[0-9]{1,3}");
    private static final Pattern CONFIRMATION =
            Pattern.compile("\\+CIPSEND: ?([0-9]{1,2}), ?([0-9]{1,5}), ?(-?[0-9]{1,5})");
    private static final Pattern CLIENT =
            Pattern.compile("\\+CLIENT: ?([0-9]{1,2}), ?([0-9]{1,2}), ?(.+):([0-9]{1,5})");
    /** As it comes unasked: alone, or followed by the area, which is quoted or left out; the answer to a question has another number first. */
    private static final Pattern REGISTRATION = Pattern.compile("\\+CEREG: ?([0-9]{1,2})(?:, ?[\",].*)?");

    /** How lines begin that are known and of no consequence, as real modules send them and as 3GPP TS 27.007 names them. */
    private static final List<String> NOTICES = List.of(
            // SIM, phone book, messages
            "+CPIN:",
            "+CPINR:",
            "SIM READY",
            "SMS DONE",
            "SMS READY",
            "PB DONE",
            "CALL READY",
            "+CMTI:",
            "+CDS",
            // network
            "NETWORK AVAILABLE",
            "+CEREG:",
            "+CREG:",
            "+CGREG:",
            "+CGEV",
            "+CSCON:",
            "+CIEV:",
            "+CRTDCP:",
            "+CNEC_",
            // sleep
            "+CEDRXP:",
            "+CPSMSTATUS:",
            "+CCIOTOPTI:",
            "+NPING",
            // time
            "+CTZV",
            "+CTZE",
            "+NITZ",
            "*PSUTTZ",
            "+PSUTTZ",
            "+CNTP:",
            "+QCPING:",
            // what the boot loader logs, and a module that is switched off
            "LOADVERIFYIMAGEHEAD",
            "TEST:VERIFYIMAGE",
            "VERIFYIMAGE",
            "NORMAL POWER DOWN");

    private final Consumer<Urc> sink;
    private final UnaryOperator<String> masking;
    private String senderHost;
    private int senderPort;

    /** @param masking takes secrets out of a line that goes to people */
    public UrcParser(Consumer<Urc> sink, UnaryOperator<String> masking) {
        this.sink = sink;
        this.masking = masking;
    }

    /** How many bytes a push header announces, {@link AtDecoder#NO_BODY} for any other line. */
    public int bodyLength(String line) {
        Matcher ipd = IPD.matcher(line);
        Matcher receive = RECEIVE.matcher(line);
        int count = ipd.matches()
                ? Integer.parseInt(ipd.group(1))
                : receive.matches() ? Integer.parseInt(receive.group(2)) : AtDecoder.NO_BODY;
        return count <= MAX_PUSH ? count : AtDecoder.NO_BODY;
    }

    public void body(String header, byte[] bytes) {
        Matcher receive = RECEIVE.matcher(header);
        int link = receive.matches() ? Integer.parseInt(receive.group(1)) : Urc.Received.NO_LINK;
        String host = senderHost;
        int port = senderPort;
        forgetSender();
        sink.accept(new Urc.Received(link, host, port, bytes));
    }

    public void line(String line) {
        Matcher sender = SENDER.matcher(line);
        if (sender.matches()) {
            senderHost = sender.group(1);
            senderPort = Integer.parseInt(sender.group(2));
            return;
        }
        Urc urc = parse(line);
        if (urc instanceof Urc.Unknown) {
            // it goes to events and logs, and may repeat a PIN or a password
            urc = new Urc.Unknown(AtSyntax.foreign(masking.apply(line)));
        } else if (urc instanceof Urc.Notice) {
            urc = new Urc.Notice(AtSyntax.foreign(masking.apply(line)));
        }
        sink.accept(urc);
    }

    /** A sender that was named for data that never came. */
    public void forgetSender() {
        senderHost = null;
        senderPort = 0;
    }

    public static boolean isRestart(String line) {
        return line.equals("RDY") || line.startsWith("*ATREADY");
    }

    /** Whether a line says something by itself, whatever was asked. */
    public static boolean isUrc(String line) {
        return SENDER.matcher(line).matches() || !(parse(line) instanceof Urc.Unknown);
    }

    /** What {@code +CIPSEND: <link_num>,<reqSendLength>,<cnfSendLength>} says (2.1.4); null for any other line. */
    public static Urc.LateConfirmation confirmation(String line) {
        Matcher matcher = CONFIRMATION.matcher(line);
        return matcher.matches()
                ? new Urc.LateConfirmation(number(matcher, 1), number(matcher, 2), number(matcher, 3))
                : null;
    }

    /** Whether a line says that data waits in the module. */
    public static boolean isDataWaiting(String line) {
        return WAITING.matcher(line).matches();
    }

    private static Urc parse(String line) {
        if (isRestart(line)) {
            return new Urc.Restarted(line);
        }
        if (line.startsWith("+CIPEVENT:")) {
            return line.contains("NETWORK CLOSED") ? new Urc.NetworkLost() : new Urc.Unknown(line);
        }
        Matcher waiting = WAITING.matcher(line);
        if (waiting.matches()) {
            return new Urc.DataWaiting(number(waiting, 1));
        }
        Matcher closed = CLOSED.matcher(line);
        if (closed.matches()) {
            return new Urc.LinkClosed(number(closed, 1), CloseReason.of(number(closed, 2)));
        }
        Matcher gone = GONE.matcher(line);
        if (gone.matches()) {
            return new Urc.LinkGone(number(gone, 1));
        }
        Urc.LateConfirmation late = confirmation(line);
        if (late != null) {
            return late;
        }
        Matcher client = CLIENT.matcher(line);
        if (client.matches()) {
            return new Urc.ClientAccepted(number(client, 1), number(client, 2), client.group(3), number(client, 4));
        }
        Matcher registration = REGISTRATION.matcher(line);
        if (registration.matches()) {
            return new Urc.RegistrationChanged(number(registration, 1));
        }
        return isNotice(line) ? new Urc.Notice(line) : new Urc.Unknown(line);
    }

    private static boolean isNotice(String line) {
        return NOTICES.stream().anyMatch(beginning -> line.regionMatches(true, 0, beginning, 0, beginning.length()));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
