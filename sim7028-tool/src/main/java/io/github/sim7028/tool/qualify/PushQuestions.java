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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Data that the module passes on by itself: what stands before it and behind it. */
final class PushQuestions {

    private static final long ECHO_MILLIS = 90_000;
    private static final int HEADERS = 500;
    private static final String WORD = "abcdefgh";
    private static final String IPD = "\\+IPD ?8:?";
    private static final String RECEIVE = "\\+RECEIVE, ?0, ?8:?";

    private PushQuestions() {}

    static List<Question> all() {
        return List.of(
                question("sender", "What stands before the sender of pushed data?", PushQuestions::sender),
                question("pushed data", "What stands before the length of pushed data?", PushQuestions::length),
                question("behind pushed data", "Does anything follow pushed data?", PushQuestions::behind),
                question(
                        "pushed data with its link", "What does the other header look like?", PushQuestions::withLink));
    }

    private static Question question(String name, String about, Question.Asking asking) {
        return new Question(name, about, Need.PEER, HEADERS, asking);
    }

    /** The raw text of an echo that was pushed. */
    private static String pushed(Subject module, int headerType) throws IOException, NoAnswer {
        module.requireConnection();
        String setting = "AT+CIPCCFG=10,0,0,1," + headerType + ",0,500";
        if (!module.ask(setting).isOk()) {
            // on some firmware before the network is opened only (2.1.13)
            module.closeNetwork();
            Reply reply = module.ask(setting);
            if (!reply.isOk()) {
                throw new NoAnswer(setting + " is refused: " + reply.words());
            }
            module.requireConnection();
        }
        module.ask("AT+CIPHEAD=1");
        module.ask("AT+CIPSRIP=1");
        if (!module.ask("AT+CIPRXGET=0").isOk()) {
            throw new NoAnswer("AT+CIPRXGET=0 is refused");
        }
        try {
            module.send(Subject.ascii(WORD));
            if (module.dialogue()
                    .await(one -> one.latin().contains(WORD), ECHO_MILLIS)
                    .isEmpty()) {
                throw new NoAnswer("the answer of the peer was not pushed");
            }
            module.dialogue().hearOut();
            return module.dialogue().raw();
        } finally {
            module.ask("AT+CIPRXGET=1");
        }
    }

    private static Reading sender(Subject module) throws IOException, NoAnswer {
        String raw = pushed(module, 0);
        Matcher form = Pattern.compile("(?s).*[\r\n]([^\r\n]*FROM:) ?[^\r\n]*:[0-9]+\r\n" + IPD + "\r\n.*")
                .matcher(raw);
        String word = form.matches() ? form.group(1) : "";
        return switch (word) {
            case "RECV FROM:" -> Reading.of(word);
            case "RCV FROM:" -> Reading.of(word).with(Quirk.RCV_FROM, true);
            case "+RECV FROM:" -> Reading.of(word).with(Quirk.PLUS_RECV_FROM, true);
            default -> Reading.unknown(BasicQuestions.visible(raw));
        };
    }

    private static Reading length(Subject module) throws IOException, NoAnswer {
        String raw = pushed(module, 0);
        Matcher form = Pattern.compile("(?s).*(" + IPD + ")\r\n" + WORD + ".*").matcher(raw);
        if (!form.matches()) {
            return Reading.unknown(BasicQuestions.visible(raw));
        }
        String header = form.group(1).replace("8", "n");
        return header.endsWith(":")
                ? Reading.unknown(header)
                : Reading.of(header).with(Quirk.IPD_SPACE, header.contains(" "));
    }

    private static Reading behind(Subject module) throws IOException, NoAnswer {
        String raw = pushed(module, 0);
        String rest = raw.substring(raw.lastIndexOf(WORD) + WORD.length());
        // the next line of the module begins with its own line end
        return rest.startsWith("\r\n+") || rest.startsWith("\r\nOK")
                ? Reading.of("no")
                : Reading.unknown(BasicQuestions.visible(rest));
    }

    private static Reading withLink(Subject module) throws IOException, NoAnswer {
        String raw = pushed(module, 1);
        Matcher form =
                Pattern.compile("(?s).*(" + RECEIVE + ")\r\n" + WORD + ".*").matcher(raw);
        if (!form.matches()) {
            return Reading.unknown(BasicQuestions.visible(raw));
        }
        String header = form.group(1).replace("8", "n");
        return Reading.of(header.replace(" ", "")).with(Quirk.RECEIVE_COLON, header.endsWith(":"));
    }
}
