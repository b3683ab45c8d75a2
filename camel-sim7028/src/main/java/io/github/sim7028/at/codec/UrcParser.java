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
import java.util.regex.MatchResult;
import java.util.stream.Stream;

/** Makes {@link Urc}s of lines and bodies that belong to no command. */
public final class UrcParser {

    /** The most bytes one push carries (2.1.5, note). */
    static final int MAX_PUSH = 1500;

    private static final LineShape IPD = new LineShape("+IPD", " ?([0-9]{1,4}):?");
    private static final LineShape RECEIVE = new LineShape("+RECEIVE,", " ?([0-9]{1,2}), ?([0-9]{1,4}):?");
    private static final List<LineShape> SENDER = Stream.of("RECV", "RCV", "+RECV", "+RCV")
            .map(begins -> new LineShape(begins, " FROM: ?(.+):([0-9]{1,5})"))
            .toList();
    private static final LineShape WAITING = new LineShape("+CIPRXGET:", " ?1, ?([0-9]{1,2})");
    private static final LineShape CLOSED = new LineShape("+IPCLOSE:", " ?([0-9]{1,2}), ?([0-9]{1,3})");
    private static final LineShape GONE = new LineShape("+CIPCLOSE:", " ?([0-9]{1,2}), ?[0-9]{1,3}");
    private static final LineShape CONFIRMATION =
            new LineShape("+CIPSEND:", " ?([0-9]{1,2}), ?([0-9]{1,5}), ?(-?[0-9]{1,5})");
    private static final LineShape CLIENT =
            new LineShape("+CLIENT:", " ?([0-9]{1,2}), ?([0-9]{1,2}), ?(.+):([0-9]{1,5})");
    /** As it comes unasked: alone, or followed by the area, which is quoted or left out; the answer to a question has another number first. */
    private static final LineShape REGISTRATION = new LineShape("+CEREG:", " ?([0-9]{1,2})(?:, ?[\",].*)?");

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
        MatchResult ipd = IPD.of(line);
        MatchResult receive = RECEIVE.of(line);
        int count = ipd != null ? number(ipd, 1) : receive != null ? number(receive, 2) : AtDecoder.NO_BODY;
        return count <= MAX_PUSH ? count : AtDecoder.NO_BODY;
    }

    /** Whether a line above a body is that of a push. */
    public static boolean isPush(String header) {
        return IPD.begins(header) || RECEIVE.begins(header);
    }

    public void body(String header, byte[] bytes) {
        MatchResult receive = RECEIVE.of(header);
        int link = receive == null ? Urc.Received.NO_LINK : number(receive, 1);
        String host = senderHost;
        int port = senderPort;
        forgetSender();
        sink.accept(new Urc.Received(link, host, port, bytes));
    }

    public void line(String line) {
        MatchResult sender = sender(line);
        if (sender != null && AtSyntax.isHost(withoutZone(sender.group(1)))) {
            senderHost = withoutZone(sender.group(1));
            senderPort = number(sender, 2);
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
        return sender(line) != null || !(parse(line) instanceof Urc.Unknown);
    }

    private static MatchResult sender(String line) {
        for (LineShape spelling : SENDER) {
            MatchResult found = spelling.of(line);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What {@code +CIPSEND: <link_num>,<reqSendLength>,<cnfSendLength>} says (2.1.4); null for any other line. */
    public static Urc.LateConfirmation confirmation(String line) {
        MatchResult found = CONFIRMATION.of(line);
        return found != null ? new Urc.LateConfirmation(number(found, 1), number(found, 2), number(found, 3)) : null;
    }

    /** Whether a line says that data waits in the module. */
    public static boolean isDataWaiting(String line) {
        return WAITING.of(line) != null;
    }

    private static Urc parse(String line) {
        if (isRestart(line)) {
            return new Urc.Restarted(line);
        }
        if (line.startsWith("+CIPEVENT:")) {
            return line.contains("NETWORK CLOSED") ? new Urc.NetworkLost() : new Urc.Unknown(line);
        }
        MatchResult waiting = WAITING.of(line);
        if (waiting != null) {
            return new Urc.DataWaiting(number(waiting, 1));
        }
        MatchResult closed = CLOSED.of(line);
        if (closed != null) {
            return new Urc.LinkClosed(number(closed, 1), CloseReason.of(number(closed, 2)));
        }
        MatchResult gone = GONE.of(line);
        if (gone != null) {
            return new Urc.LinkGone(number(gone, 1));
        }
        Urc.LateConfirmation late = confirmation(line);
        if (late != null) {
            return late;
        }
        MatchResult client = CLIENT.of(line);
        if (client != null) {
            return new Urc.ClientAccepted(
                    number(client, 1), number(client, 2), withoutZone(client.group(3)), number(client, 4));
        }
        MatchResult registration = REGISTRATION.of(line);
        if (registration != null) {
            return new Urc.RegistrationChanged(number(registration, 1));
        }
        return isNotice(line) ? new Urc.Notice(line) : new Urc.Unknown(line);
    }

    /** The zone of an IPv6 address (RFC 4007) means something inside the module only. */
    private static String withoutZone(String host) {
        int zone = host.indexOf('%');
        return zone < 0 || host.indexOf(':') < 0 ? host : host.substring(0, zone);
    }

    private static boolean isNotice(String line) {
        for (String beginning : NOTICES) {
            if (line.regionMatches(true, 0, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
