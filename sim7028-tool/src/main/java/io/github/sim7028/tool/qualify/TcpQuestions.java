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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** TCP connections and sending over them. */
final class TcpQuestions {

    private static final int LONGEST = 1500;
    private static final long ECHO_MILLIS = 90_000;
    private static final long RELEASE_MILLIS = 20_000;
    private static final int HEADERS = 400;

    private TcpQuestions() {}

    static List<Question> all() {
        return List.of(
                question("TCP open", "In which order does AT+CIPOPEN answer?", HEADERS, TcpQuestions::open),
                question("prompt", "Does a space follow the prompt?", 2 * HEADERS, TcpQuestions::prompt),
                question("confirmation", "Does OK or +CIPSEND come first?", 2 * HEADERS, TcpQuestions::confirmation),
                question("too much data", "How is AT+CIPSEND of 1501 bytes refused?", 0, TcpQuestions::tooLong),
                question("closed link", "How is AT+CIPSEND on a closed link refused?", 0, TcpQuestions::closedLink),
                question(
                        "longest data",
                        "Does AT+CIPSEND take 1500 bytes?",
                        2 * LONGEST + HEADERS,
                        TcpQuestions::longest),
                question(
                        "all bytes",
                        "Do all 256 bytes come back unchanged?",
                        2 * 320 + HEADERS,
                        TcpQuestions::allBytes),
                question(
                        "data without a length",
                        "Does AT+CIPSEND without a length take escaped data?",
                        HEADERS,
                        TcpQuestions::withoutLength),
                question("byte counts", "Does AT+CIPACK count acknowledged bytes?", 0, TcpQuestions::counts),
                question("close a closed link", "How is AT+CIPCLOSE refused?", 0, TcpQuestions::closeClosed),
                question(
                        "number of a closed link",
                        "How soon can a number be used again?",
                        3 * HEADERS,
                        TcpQuestions::release));
    }

    private static Question question(String name, String about, int bytes, Question.Asking asking) {
        return new Question(name, about, Need.PEER, bytes, asking);
    }

    private static Reading open(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        module.close(0);
        module.open();
        boolean okFirst = module.dialogue().order("OK", "\\+CIPOPEN: ?0,0") < 0;
        return okFirst ? Reading.of("OK, then +CIPOPEN") : Reading.unknown("+CIPOPEN, then OK");
    }

    private static Reading prompt(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        Reply reply = module.ask("AT+CIPSEND=0,1");
        if (!reply.isPrompt()) {
            throw new NoAnswer("AT+CIPSEND was refused: " + reply.words());
        }
        module.dialogue().write(new byte[] {'p'});
        module.awaitConfirmation();
        // the space belongs to the prompt, and comes before what the data causes
        boolean space = module.dialogue().raw().contains("> ");
        module.awaitData(1, ECHO_MILLIS);
        return Reading.of(space ? "a space" : "no space").with(Quirk.PROMPT_SPACE, space);
    }

    private static Reading confirmation(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        byte[] data = Subject.ascii("confirm");
        module.send(data);
        boolean okFirst = module.dialogue().order("OK", "\\+CIPSEND: ?0,.*") < 0;
        // or it would come back to the next question
        module.awaitData(data.length, ECHO_MILLIS);
        return Reading.of(okFirst ? "OK" : "+CIPSEND").with(Quirk.SEND_URC_FIRST, !okFirst);
    }

    private static Reading tooLong(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        Reply reply = module.ask("AT+CIPSEND=0," + (LONGEST + 1));
        if (reply.isPrompt()) {
            module.dialogue().write(new byte[LONGEST + 1]);
            module.dialogue().awaitLine("\\+CIPSEND.*|ERROR", Subject.LONG_MILLIS);
            return Reading.unknown("it is taken");
        }
        module.dialogue().hearOut();
        long errors = module.dialogue().heard().stream()
                .filter(one -> one.isLine() && one.text().equals("ERROR"))
                .count();
        Optional<Matcher> code = reply.match("\\+CIPERROR: ?([0-9]+)");
        if (code.isEmpty()) {
            return Reading.unknown(BasicQuestions.visible(reply.words()));
        }
        String words = "+CIPERROR: " + code.get().group(1) + (errors > 1 ? ", ERROR twice" : ", ERROR once");
        return Reading.of(words).with(Quirk.DOUBLE_ERROR, errors > 1);
    }

    private static Reading closedLink(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Reply reply = module.ask("AT+CIPSEND=1,1");
        if (reply.isPrompt()) {
            module.dialogue().write(new byte[] {'x'});
            module.dialogue().awaitLine("\\+CIPSEND.*|ERROR", Subject.LONG_MILLIS);
            return Reading.unknown("it is taken");
        }
        return reply.match("\\+CIPERROR: ?([0-9]+)")
                .map(found -> Reading.of("+CIPERROR: " + found.group(1)))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading longest(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        byte[] data = new byte[LONGEST];
        Arrays.fill(data, (byte) 'L');
        module.send(data);
        module.awaitData(LONGEST, ECHO_MILLIS);
        return Arrays.equals(module.read(LONGEST), data)
                ? Reading.of("yes")
                : Reading.unknown("yes, but the data came back changed");
    }

    private static Reading allBytes(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Subject.ascii("\r\nOK\r\n>+IPD5\r\nERROR\r\n"));
        for (int value = 0; value < 256; value++) {
            all.write(value);
        }
        byte[] data = all.toByteArray();
        module.send(data);
        module.awaitData(data.length, ECHO_MILLIS);
        return Arrays.equals(module.read(LONGEST), data) ? Reading.of("yes") : Reading.unknown("no");
    }

    private static Reading withoutLength(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        byte[] data = {'a', 0x03, 0x1A, 0x1B, 'z'};
        byte[] escaped = {'a', 0x03, 0x03, 0x03, 0x1A, 0x03, 0x1B, 'z', 0x1A};
        Reply prompt = module.ask("AT+CIPSEND=0,");
        if (!prompt.isPrompt()) {
            prompt = module.ask("AT+CIPSEND=0");
        }
        if (!prompt.isPrompt()) {
            return Reading.unknown("it is refused: " + BasicQuestions.visible(prompt.words()));
        }
        module.dialogue().write(escaped);
        module.awaitConfirmation();
        module.awaitData(data.length, ECHO_MILLIS);
        return Arrays.equals(module.read(LONGEST), data) ? Reading.of("yes") : Reading.unknown("with other bytes");
    }

    private static Reading counts(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        Optional<Matcher> counts = module.ask("AT+CIPACK=0").match("\\+CIPACK: ?([0-9]+), ?([0-9]+), ?([0-9]+)");
        if (counts.isEmpty()) {
            return Reading.unknown("AT+CIPACK is refused");
        }
        boolean sent = !counts.get().group(1).equals("0");
        boolean acknowledged = !counts.get().group(2).equals("0");
        return Reading.of((sent ? "sent bytes are counted" : "sent bytes are 0")
                + (acknowledged ? ", acknowledged bytes too" : ", acknowledged bytes are 0"));
    }

    private static Reading closeClosed(Subject module) throws IOException, NoAnswer {
        module.requireNetwork();
        Reply reply = module.ask("AT+CIPCLOSE=1");
        return reply.match("\\+CIPCLOSE: ?1,([0-9]+)")
                .map(found -> Reading.of("+CIPCLOSE: 1," + found.group(1)))
                .orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading release(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        module.close(0);
        long began = System.nanoTime();
        String first = module.tryToOpen();
        String last = first;
        for (long pause = 100;
                !last.endsWith(",0") && elapsed(began) < RELEASE_MILLIS;
                pause = Math.min(500, 2 * pause)) {
            module.dialogue().listen(pause);
            last = module.tryToOpen();
        }
        if (!last.endsWith(",0")) {
            throw new NoAnswer("the number cannot be used again: " + last);
        }
        long took = elapsed(began);
        module.close(0);
        if (first.endsWith(",0")) {
            return Reading.of("at once").with(ModuleTime.LINK_RELEASE, 0);
        }
        String error = first.replaceFirst(".*,", "");
        if (!error.matches("8|10")) {
            return Reading.unknown("later, " + BasicQuestions.visible(first) + " until then");
        }
        return Reading.of("later, error " + error + " until then")
                .with(Quirk.BUSY_NUMBER_10, error.equals("10"))
                .with(ModuleTime.LINK_RELEASE, took);
    }

    private static long elapsed(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
