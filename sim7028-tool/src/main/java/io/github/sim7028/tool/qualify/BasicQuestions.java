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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** What can be asked without a network: forms of answers, numbers of links, commands that exist. */
final class BasicQuestions {

    /** Commands that only ask, and exist on some firmware. */
    private static final List<String> OPTIONAL = List.of(
            "AT+CESQ",
            "AT+COPS?",
            "AT+CGCONTRDP",
            "AT+CGPADDR",
            "AT+QCBAND?",
            "AT+QCBCINFO",
            "AT+QCADC=Vbat",
            "AT+CNTP?",
            "AT+CTZR?",
            "AT+CTZU?",
            "AT+QCLEDMODE?",
            "AT+QCPSMR?",
            "AT+CPSMSTATUS?",
            "AT+CURTC?",
            "AT+CSOSENDFLAG?");

    private BasicQuestions() {}

    static List<Question> all() {
        return List.of(
                // before anything keeps the module awake
                question(
                        "power saving",
                        "Is the module allowed to sleep, as it was found?",
                        BasicQuestions::powerSaving),
                question("echo", "How does the module repeat a command?", BasicQuestions::echo),
                question("line ends", "Does an information line begin with CR LF?", BasicQuestions::lineEnds),
                question("colon", "Does a space follow the colon of an answer?", BasicQuestions::colon),
                question("revision", "Does AT+CGMR answer with the bare revision?", BasicQuestions::revision),
                question("card number", "What stands before the number of the SIM card?", BasicQuestions::cardNumber),
                question("links", "How many links are there (AT+CIPOPEN=?)?", BasicQuestions::links),
                question("servers", "How many servers are there (AT+SERVERSTART=?)?", BasicQuestions::servers),
                question("socket profile", "Which profile does AT+CSOCKSETPN take?", BasicQuestions::socketProfile),
                question("context", "Which contexts are there without being made?", BasicQuestions::context),
                question("PIN tries", "Can the tries left for the PIN be asked?", BasicQuestions::pinTries),
                question("clock", "Is the clock set?", BasicQuestions::clock),
                question("commands", "Which further commands exist?", BasicQuestions::commands));
    }

    private static Question question(String name, String about, Question.Asking asking) {
        return new Question(name, about, Need.NOTHING, 0, asking);
    }

    private static Reading powerSaving(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> psm = module.ask("AT+CPSMS?").match("\\+CPSMS: ?([0-2]).*");
        Optional<Matcher> depth = module.ask("AT+QCPMUCFG?").match("\\+QCPMUCFG: ?([0-9]),? ?([0-9]?).*");
        if (psm.isEmpty()) {
            return Reading.unknown("AT+CPSMS? is refused");
        }
        boolean on = !psm.get().group(1).equals("0");
        String sleep = depth.map(found -> ", sleep " + found.group(1) + "," + found.group(2))
                .orElse("");
        return Reading.of("PSM " + (on ? "on" : "off") + sleep).with(Quirk.FACTORY_AWAKE, !on);
    }

    private static Reading echo(Subject module) throws IOException, NoAnswer {
        module.ask("ATE1");
        Reply echoed = module.ask("AT");
        module.ask("ATE0");
        Reply bare = module.ask("AT");
        if (bare.raw().contains("AT")) {
            return Reading.unknown("ATE0 does not switch the echo off");
        }
        return echoed.raw().startsWith("AT\r\r\nOK\r\n")
                ? Reading.of("the command and its CR, then the answer")
                : Reading.unknown(visible(echoed.raw()));
    }

    private static Reading lineEnds(Subject module) throws IOException, NoAnswer {
        String raw = module.ask("AT+CEREG?").raw();
        int begin = raw.indexOf("+CEREG:");
        boolean led = begin >= 2 && raw.startsWith("\r\n", begin - 2);
        return begin < 0
                ? Reading.unknown("AT+CEREG? is refused: " + visible(raw))
                : Reading.of(led ? "CR LF before and after" : "CR LF only after")
                        .with(Quirk.BARE_INFORMATION, !led);
    }

    private static Reading colon(Subject module) throws IOException, NoAnswer {
        Optional<String> line = module.ask("AT+CEREG?").line("+CEREG:");
        if (line.isEmpty()) {
            return Reading.unknown("AT+CEREG? is refused");
        }
        boolean space = line.get().startsWith("+CEREG: ");
        return Reading.of(space ? "a space" : "no space").with(Quirk.NO_COLON_SPACE, !space);
    }

    private static Reading revision(Subject module) throws IOException, NoAnswer {
        Reply reply = module.ask("AT+CGMR");
        if (!reply.isOk()) {
            return Reading.unknown("AT+CGMR is refused");
        }
        boolean named = reply.line("+CGMR:").isPresent();
        return Reading.of(named ? "with +CGMR:" : "bare").with(Quirk.CGMR_PREFIX, named);
    }

    private static Reading cardNumber(Subject module) throws IOException, NoAnswer {
        Reply reply = module.ask("AT+CICCID");
        if (reply.line("+CICCID:").isPresent()) {
            return Reading.of("+CICCID:");
        } else if (reply.line("+ICCID:").isPresent()) {
            return Reading.of("+ICCID:").with(Quirk.ICCID_PREFIX, true);
        }
        return Reading.unknown(reply.isOk() ? "the bare number" : "AT+CICCID is refused");
    }

    private static Reading links(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> range = module.ask("AT+CIPOPEN=?").match("\\+CIPOPEN: ?\\(0-([0-9])\\).*");
        return range.map(found -> Reading.of(String.valueOf(Integer.parseInt(found.group(1)) + 1)))
                .orElseGet(() -> Reading.unknown("AT+CIPOPEN=? does not tell"));
    }

    private static Reading servers(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> range =
                module.ask("AT+SERVERSTART=?").match("\\+SERVERSTART: ?\\([0-9]+-[0-9]+\\), ?\\(0-([0-9])\\).*");
        return range.map(found -> Reading.of(String.valueOf(Integer.parseInt(found.group(1)) + 1)))
                .orElseGet(() -> Reading.unknown("AT+SERVERSTART=? does not tell"));
    }

    private static Reading socketProfile(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> range = module.ask("AT+CSOCKSETPN=?").match("\\+CSOCKSETPN: ?(\\([^)]*\\)|[0-9]+).*");
        if (range.isEmpty()) {
            return Reading.unknown("AT+CSOCKSETPN=? does not tell");
        }
        String profiles = range.get().group(1);
        return Reading.of(profiles).with(Quirk.PROFILE_ZERO, profiles.equals("0") || profiles.equals("(0)"));
    }

    private static Reading context(Subject module) throws IOException, NoAnswer {
        List<String> numbers = module.ask("AT+CGDCONT?").lines().stream()
                .filter(line -> line.matches("\\+CGDCONT: ?[0-9]+,.*"))
                .map(line -> line.replaceFirst("\\+CGDCONT: ?([0-9]+),.*", "$1"))
                .toList();
        if (numbers.isEmpty()) {
            return Reading.unknown("AT+CGDCONT? tells of none");
        }
        boolean zero = numbers.contains("0");
        if (!zero && !numbers.contains("1")) {
            return Reading.unknown("context " + String.join(", ", numbers));
        }
        return Reading.of(zero ? "context 0" : "no context 0").with(Quirk.CONTEXT_ONE, !zero);
    }

    private static Reading pinTries(Subject module) throws IOException, NoAnswer {
        boolean cpinr = module.ask("AT+CPINR").isOk();
        boolean spic = module.ask("AT+SPIC").isOk();
        return Reading.of(cpinr && spic ? "AT+CPINR, AT+SPIC" : cpinr ? "AT+CPINR" : spic ? "AT+SPIC" : "no")
                .with(Quirk.NO_PIN_TRIES, !cpinr && !spic);
    }

    private static Reading clock(Subject module) throws IOException, NoAnswer {
        Optional<Matcher> clock = module.ask("AT+CCLK?").match("\\+CCLK: ?\"([0-9]{2,4})/.*");
        if (clock.isEmpty()) {
            return Reading.unknown("AT+CCLK? is refused");
        }
        String year = clock.get().group(1);
        boolean unset = year.matches("(20)?00|1970|70|(19)?80");
        return Reading.of((unset ? "not set" : "set") + ", a year of " + year.length() + " digits")
                .with(Quirk.CLOCK_UNSET, unset);
    }

    private static Reading commands(Subject module) throws IOException, NoAnswer {
        List<String> known = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String command : OPTIONAL) {
            (module.ask(command).isOk() ? known : refused)
                    .add(command.substring(3).replaceAll("[?=].*", ""));
        }
        return Reading.of("there: " + String.join(" ", known) + "; refused: " + String.join(" ", refused));
    }

    /** Bytes as a person can read them. */
    static String visible(String raw) {
        String shown = raw.replace("\r", "\\r").replace("\n", "\\n").replaceAll("[^ -~]", "?");
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }
}
