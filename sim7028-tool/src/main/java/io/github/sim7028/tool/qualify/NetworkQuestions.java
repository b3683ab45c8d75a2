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

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Registration, cell, and the network being opened and closed. */
final class NetworkQuestions {

    private NetworkQuestions() {}

    static List<Question> all() {
        return List.of(
                question("registration", "Does AT+CEREG? in mode 2 show the place?", NetworkQuestions::registration),
                question(
                        "registration for calls", "Does AT+CREG? follow the registration?", NetworkQuestions::forCalls),
                question("cell", "Which mode does AT+CPSI? name?", NetworkQuestions::cell),
                question(
                        "closed network",
                        "How is AT+CIPOPEN refused while the network is closed?",
                        NetworkQuestions::closedNetwork),
                question("close a closed network", "How is AT+NETCLOSE refused?", NetworkQuestions::closeClosed),
                question("open the network", "In which order does AT+NETOPEN answer?", NetworkQuestions::open),
                question("open an open network", "How does AT+NETOPEN answer then?", NetworkQuestions::openOpen),
                question("address", "Does AT+IPADDR show the address?", NetworkQuestions::address),
                question(
                        "profile of an open network",
                        "Is AT+CSOCKSETPN refused while the network is open?",
                        NetworkQuestions::profileWhileOpen));
    }

    private static Question question(String name, String about, Question.Asking asking) {
        return new Question(name, about, Need.NETWORK, 0, asking);
    }

    private static Reading registration(Subject module) throws IOException, NoAnswer {
        module.ask("AT+CEREG=2");
        Optional<Matcher> answer = module.ask("AT+CEREG?").match("\\+CEREG: ?2, ?[0-9](,.+)?");
        module.ask("AT+CEREG=1");
        if (answer.isEmpty()) {
            return Reading.unknown("AT+CEREG=2 has no effect");
        }
        boolean place = answer.get().group(1) != null;
        return Reading.of(place ? "yes" : "no").with(Quirk.CEREG_SHORT, !place);
    }

    private static Reading forCalls(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> answer = module.ask("AT+CREG?").match("\\+CREG: ?[0-9], ?([0-9]).*");
        if (answer.isEmpty()) {
            return Reading.unknown("AT+CREG? is refused");
        }
        boolean follows = answer.get().group(1).matches("[15]");
        if (!follows && !answer.get().group(1).equals("0")) {
            return Reading.unknown("+CREG: " + answer.get().group(1) + " while CEREG is registered");
        }
        return Reading.of(follows ? "yes" : "no, it stays at 0").with(Quirk.CREG_REGISTERED, follows);
    }

    private static Reading cell(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> answer = module.ask("AT+CPSI?").match("\\+CPSI: ?([^,]*),.*");
        String mode = answer.map(found -> found.group(1)).orElse("none");
        return switch (mode) {
            case "NB" -> Reading.of(mode);
            case "LTE NB-IOT" -> Reading.of(mode).with(Quirk.CPSI_LTE, true);
            default -> Reading.unknown(BasicQuestions.visible(mode));
        };
    }

    private static Reading closedNetwork(Subject module) throws IOException, NoAnswer {
        module.closeNetwork();
        Reply reply = module.ask("AT+CIPOPEN=0," + module.opening("TCP"));
        if (reply.match("\\+CIPOPEN: ?0,2").isPresent()) {
            return Reading.of("+CIPOPEN: 0,2");
        }
        Optional<String> words = reply.match("\\+IP ERROR: ?Network not opened").map(Matcher::group);
        return words.map(text -> Reading.of(text.replaceFirst(": ?", ": ")).with(Quirk.CLOSED_IP_ERROR, true))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading closeClosed(Subject module) throws IOException, NoAnswer {
        module.closeNetwork();
        Reply reply = module.ask("AT+NETCLOSE");
        Optional<Matcher> error = reply.match("\\+NETCLOSE: ?([0-9]+)");
        return error.isPresent()
                ? Reading.of("+NETCLOSE: " + error.get().group(1))
                : Reading.unknown(BasicQuestions.visible(reply.words()));
    }

    private static Reading open(Subject module) throws IOException, NoAnswer {
        module.closeNetwork();
        Reply reply = module.ask("AT+NETOPEN");
        if (!reply.isOk()) {
            throw new NoAnswer("AT+NETOPEN failed: " + reply.words());
        }
        long began = System.nanoTime();
        String result = module.dialogue().requireLine("\\+NETOPEN: ?[0-9]+", Subject.LONG_MILLIS);
        if (!result.endsWith("0")) {
            throw new NoAnswer("AT+NETOPEN failed: " + result);
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        boolean first = module.dialogue().order("OK", "\\+NETOPEN: ?0") < 0;
        return (first ? Reading.of("OK, then +NETOPEN: 0") : Reading.unknown("+NETOPEN: 0, then OK"))
                .with(ModuleTime.NET_OPEN, took);
    }

    private static Reading openOpen(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Reply reply = module.ask("AT+NETOPEN");
        if (reply.isOk()) {
            module.dialogue().awaitLine("\\+NETOPEN:.*", 5000);
            return Reading.unknown("OK");
        }
        if (reply.words().equals("ERROR")) {
            return Reading.of("ERROR alone").with(Quirk.NETOPEN_BARE_ERROR, true);
        }
        return reply.match("\\+IP ERROR: ?Network is already opened")
                .map(found -> Reading.of(found.group().replaceFirst(": ?", ": ")))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading address(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Reply reply = module.ask("AT+IPADDR");
        boolean there =
                reply.match("(?:\\+IPADDR:)? ?[0-9A-Fa-f.:]*[0-9A-Fa-f.]+").isPresent();
        return Reading.of(there ? "yes" : "no").with(Quirk.IPADDR_EMPTY, !there);
    }

    private static Reading profileWhileOpen(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Optional<Matcher> profile = module.ask("AT+CSOCKSETPN?").match("\\+CSOCKSETPN: ?([0-9]+), ?([0-9]+).*");
        if (profile.isEmpty()) {
            return Reading.unknown("AT+CSOCKSETPN? is refused");
        }
        Reply reply = module.ask(
                "AT+CSOCKSETPN=" + profile.get().group(1) + "," + profile.get().group(2));
        return Reading.of(reply.isOk() ? "no" : "yes");
    }
}
