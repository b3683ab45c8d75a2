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
import io.github.sim7028.tool.dialogue.Dialogue;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Heard;
import io.github.sim7028.tool.dialogue.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Transparent mode (1.3): entering data mode, leaving it, and its end. */
final class DataModeQuestions {

    private static final long ECHO_MILLIS = 90_000;
    private static final int HEADERS = 600;
    private static final String WORD = "abcdefgh";

    private DataModeQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question(
                        "data mode",
                        "Can data mode be entered, left by +++ and entered again?",
                        Need.PEER,
                        HEADERS,
                        DataModeQuestions::escape),
                new Question(
                        "end of data mode",
                        "What does the module say when a connection in data mode is closed?",
                        Need.PEER,
                        HEADERS,
                        DataModeQuestions::end));
    }

    private static Reply connect(Subject module) throws IOException, NoAnswer {
        module.closeNetwork();
        if (!module.ask("AT+CIPMODE=1").isOk()) {
            throw new NoAnswer("AT+CIPMODE=1 is refused");
        }
        module.requireNetwork();
        String command = "AT+CIPOPEN=0," + module.opening("TCP");
        Reply reply = module.dialogue().ask(command, Subject.LONG_MILLIS);
        for (int tries = 1; !isConnected(reply) && tries <= 10; tries++) {
            // the number may be in use for some seconds
            module.dialogue().listen(400L * tries);
            reply = module.dialogue().ask(command, Subject.LONG_MILLIS);
        }
        if (!isConnected(reply)) {
            throw new NoAnswer("no data mode: " + reply.words());
        }
        module.dialogue().stream(true);
        module.dialogue().forget();
        return reply;
    }

    private static boolean isConnected(Reply reply) {
        return reply.match("CONNECT(?! FAIL).*").isPresent();
    }

    private static void commandsAgain(Subject module) throws IOException, NoAnswer {
        if (module.dialogue().streams()) {
            module.dialogue().leaveDataMode();
        }
        module.closeNetwork();
        module.ask("AT+CIPMODE=0");
    }

    private static String streamed(Dialogue dialogue) {
        return dialogue.heard().stream()
                .filter(one -> one.kind() == Heard.Kind.STREAM)
                .map(Heard::latin)
                .collect(Collectors.joining());
    }

    private static boolean echoes(Dialogue dialogue) throws IOException {
        dialogue.write(Subject.ascii(WORD));
        dialogue.await(one -> streamed(dialogue).contains(WORD), ECHO_MILLIS);
        return streamed(dialogue).contains(WORD);
    }

    private static Reading escape(Subject module) throws IOException, NoAnswer {
        Dialogue dialogue = module.dialogue();
        try {
            String word = connect(module).match("CONNECT.*").orElseThrow().group();
            if (!echoes(dialogue)) {
                throw new NoAnswer("the peer did not answer in data mode");
            }
            if (!dialogue.leaveDataMode()) {
                return Reading.unknown(word + ", but +++ has no effect");
            }
            Reply back = module.ask("ATO");
            boolean again = isConnected(back);
            if (again) {
                dialogue.stream(true);
                dialogue.leaveDataMode();
            }
            module.close(0);
            return again ? Reading.of("yes, " + word) : Reading.unknown(word + ", but ATO is refused");
        } finally {
            commandsAgain(module);
        }
    }

    private static Reading end(Subject module) throws IOException, NoAnswer {
        Dialogue dialogue = module.dialogue();
        try {
            connect(module);
            if (!dialogue.leaveDataMode()) {
                throw new NoAnswer("+++ has no effect");
            }
            module.ask("AT+CIPCLOSE=0");
            dialogue.requireLine("\\+CIPCLOSE: ?0,[0-9]+", Subject.LONG_MILLIS);
            List<String> words = dialogue.heard().stream()
                    .filter(one -> one.isLine() && one.text().matches("CLOSED|NO CARRIER"))
                    .map(Heard::text)
                    .toList();
            return words.size() == 1
                    ? Reading.of(words.get(0))
                            .with(Quirk.NO_CARRIER, words.get(0).equals("NO CARRIER"))
                    : Reading.unknown(words.isEmpty() ? "nothing" : String.join(", ", words));
        } finally {
            commandsAgain(module);
        }
    }
}
