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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;

/** UDP sockets, and TCP servers of the module. */
final class UdpQuestions {

    private static final long ECHO_MILLIS = 30_000;
    private static final int HEADERS = 100;
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 60_000;
    private static final int LINK = 1;
    private static final int BUSY_TRIES = 20;
    private static final long BUSY_MILLIS = 100;
    private static final int SERVER_PORT = 17_028;
    private static final int SERVER_PORTS = 20;
    private static final int OTHER_PORTS = 3;

    private UdpQuestions() {}

    static List<Question> all() {
        return List.of(
                question(
                        "UDP open",
                        "In which order does AT+CIPOPEN of UDP answer?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::open),
                question(
                        "UDP without a local port",
                        "How is AT+CIPOPEN of UDP refused without a local port?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::withoutPort),
                question(
                        "datagram without an address",
                        "How is AT+CIPSEND of UDP refused without an address?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::withoutAddress),
                question(
                        "datagrams",
                        "Do datagrams keep their sender when they are pushed, and their borders when they are read?",
                        Need.PEER,
                        6 * HEADERS,
                        UdpQuestions::datagrams),
                question(
                        "UDP close",
                        "In which order does AT+CIPCLOSE of UDP answer?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::close),
                question(
                        "network closed with a UDP socket",
                        "Does AT+NETCLOSE say CLOSED for a UDP socket?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::netClose),
                question(
                        "server stop",
                        "In which order does AT+SERVERSTOP answer?",
                        Need.NETWORK,
                        0,
                        UdpQuestions::server));
    }

    private static Question question(String name, String about, Need need, int bytes, Question.Asking asking) {
        return new Question(name, about, need, bytes, asking);
    }

    private static int anyPort() {
        return ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
    }

    private static Reply openSocket(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        module.close(LINK);
        Reply reply = tryToOpen(module, ",,," + anyPort());
        // the port may be taken
        for (int tries = 0; !reply.isOk() && tries < OTHER_PORTS; tries++) {
            reply = tryToOpen(module, ",,," + anyPort());
        }
        if (!reply.isOk()) {
            throw new NoAnswer("a UDP socket was refused: " + reply.words());
        }
        module.dialogue().requireLine("\\+CIPOPEN: ?" + LINK + ",0", Subject.LONG_MILLIS);
        return reply;
    }

    /** The number may still be in use by a connection that was closed. */
    private static Reply tryToOpen(Subject module, String arguments) throws IOException, NoAnswer {
        String command = "AT+CIPOPEN=" + LINK + ",\"UDP\"" + arguments;
        Reply reply = module.ask(command);
        for (int tries = 1; tries <= BUSY_TRIES && reply.words().matches(".*,(8|10)"); tries++) {
            module.dialogue().listen(BUSY_MILLIS * tries);
            reply = module.ask(command);
        }
        return reply;
    }

    private static Reading open(Subject module) throws IOException, NoAnswer {
        openSocket(module);
        boolean okFirst = module.dialogue().order("OK", "\\+CIPOPEN: ?" + LINK + ",0") < 0;
        module.close(LINK);
        return Reading.of(okFirst ? "OK, then +CIPOPEN" : "+CIPOPEN, then OK").with(Quirk.UDP_OPEN_OK_FIRST, okFirst);
    }

    private static Reading withoutPort(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        module.close(LINK);
        Reply reply = tryToOpen(module, "");
        if (reply.isOk()) {
            module.close(LINK);
            return Reading.unknown("it is opened");
        }
        return reply.match("\\+CIPOPEN: ?" + LINK + ",([0-9]+)")
                .map(found -> Reading.of("+CIPOPEN: " + LINK + "," + found.group(1)))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading withoutAddress(Subject module) throws IOException, NoAnswer {
        openSocket(module);
        Reply reply = module.ask("AT+CIPSEND=" + LINK + ",1");
        if (reply.isPrompt()) {
            module.dialogue().write(new byte[] {'x'});
            module.dialogue().awaitLine("\\+CIPSEND.*|ERROR", Subject.LONG_MILLIS);
            module.close(LINK);
            return Reading.unknown("it is taken");
        }
        module.close(LINK);
        Optional<Matcher> code = reply.match("\\+CIPERROR: ?([0-9]+)");
        return code.map(found -> found.group(1))
                .map(number -> number.matches("3|11")
                        ? Reading.of("+CIPERROR: " + number).with(Quirk.UDP_SEND_ERROR_3, number.equals("3"))
                        : Reading.unknown("+CIPERROR: " + number))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading datagrams(Subject module) throws IOException, NoAnswer {
        openSocket(module);
        module.ask("AT+CIPRXGET=0");
        try {
            String to = ",\"" + module.peer().host() + "\"," + module.peer().port();
            module.send("AT+CIPSEND=" + LINK + ",3" + to, Subject.ascii("one"), 3);
            if (module.dialogue()
                    .await(one -> one.latin().contains("one"), ECHO_MILLIS)
                    .isEmpty()) {
                throw lost();
            }
            String raw = module.dialogue().raw();
            boolean sender = raw.contains("FROM:");
            // only where both wait at the same time their border can be lost
            module.ask("AT+CIPRXGET=1");
            module.send("AT+CIPSEND=" + LINK + ",3" + to, Subject.ascii("two"), 3);
            module.send("AT+CIPSEND=" + LINK + ",3" + to, Subject.ascii("six"), 3);
            module.awaitData(LINK, 6, ECHO_MILLIS);
            String read = new String(module.read(LINK, 1500), StandardCharsets.ISO_8859_1);
            String words = (sender ? "pushed with their sender" : "pushed without their sender")
                    + (read.length() == 6 ? ", read as one" : ", read as " + BasicQuestions.visible(read));
            return sender && read.matches("twosix|sixtwo") ? Reading.of(words) : Reading.unknown(words);
        } finally {
            module.ask("AT+CIPRXGET=1");
            module.close(LINK);
        }
    }

    private static NoAnswer lost() {
        return new NoAnswer("the peer did not answer a datagram; datagrams may be lost");
    }

    private static Reading close(Subject module) throws IOException, NoAnswer {
        openSocket(module);
        if (!module.ask("AT+CIPCLOSE=" + LINK).isOk()) {
            throw new NoAnswer("AT+CIPCLOSE was refused");
        }
        module.dialogue().requireLine("\\+CIPCLOSE: ?" + LINK + ",[0-9]+", Subject.LONG_MILLIS);
        boolean okFirst = module.dialogue().order("OK", "\\+CIPCLOSE: ?" + LINK + ",.*") < 0;
        return Reading.of(okFirst ? "OK, then +CIPCLOSE" : "+CIPCLOSE, then OK")
                .with(Quirk.UDP_CLOSE_OK_FIRST, okFirst);
    }

    private static Reading netClose(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        module.close(0);
        openSocket(module);
        module.forget();
        module.ask("AT+NETCLOSE");
        module.dialogue().requireLine("\\+NETCLOSE: ?[0-9]+", Subject.LONG_MILLIS);
        boolean told = module.dialogue().heard().stream()
                .anyMatch(one -> one.isLine() && one.text().matches("CLOSED|NO CARRIER"));
        return Reading.of(told ? "yes" : "no").with(Quirk.NETCLOSE_SAYS_CLOSED, told);
    }

    private static Reading server(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Reply start = module.ask("AT+SERVERSTART=" + SERVER_PORT + ",0");
        // another module behind the same address may have the port
        for (int port = SERVER_PORT + 1; !start.isOk() && port < SERVER_PORT + SERVER_PORTS; port++) {
            start = module.ask("AT+SERVERSTART=" + port + ",0");
        }
        if (!start.isOk()) {
            return Reading.unknown("AT+SERVERSTART is refused: " + BasicQuestions.visible(start.words()));
        }
        Reply stop = module.ask("AT+SERVERSTOP=0");
        if (!stop.isOk()) {
            return Reading.unknown("it is refused: " + BasicQuestions.visible(stop.words()));
        }
        module.dialogue().requireLine("\\+SERVERSTOP: ?0,[0-9]+", Subject.LONG_MILLIS);
        boolean okFirst = module.dialogue().order("OK", "\\+SERVERSTOP: ?0,.*") < 0;
        return Reading.of(okFirst ? "OK, then +SERVERSTOP" : "+SERVERSTOP, then OK")
                .with(Quirk.SERVER_STOP_OK_FIRST, okFirst);
    }
}
