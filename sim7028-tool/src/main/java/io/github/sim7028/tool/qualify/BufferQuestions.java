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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Buffered reception: how data is announced, read, and left behind by a peer that has gone. */
final class BufferQuestions {

    private static final long ECHO_MILLIS = 90_000;
    private static final int HEADERS = 400;
    private static final int LATER_MILLIS = 500;
    private static final int MOST_LATER_MILLIS = 8000;
    /** How long an announcement may take that nothing holds up, besides the way to the peer and back. */
    private static final long HELD_MILLIS = 4000;

    private static final long AT_ONCE_MILLIS = 2000;
    private static final String ANNOUNCED = "\\+CIPRXGET: ?1,0";
    private static final String WORD = "abcdefgh";
    /** Its hex digits are letters and numerals: {@code AABBCCDDEEFF4A4B}. */
    private static final byte[] LETTERS = {
        (byte) 0xAA, (byte) 0xBB, (byte) 0xCC, (byte) 0xDD, (byte) 0xEE, (byte) 0xFF, 0x4A, 0x4B
    };

    private static final String BUFFERED_CLOSE = "\\+IPCLOSE: ?0, ?[0-9]+|\\+CIPCLOSE: ?0, ?[0-9]+";

    private BufferQuestions() {}

    static List<Question> all() {
        return List.of(
                question("announcement", "How is data announced?", HEADERS, BufferQuestions::announcement),
                question("raw read", "What stands around the data of CIPRXGET=2?", HEADERS, BufferQuestions::raw),
                question("hex read", "What stands before the digits of CIPRXGET=3?", HEADERS, BufferQuestions::hex),
                question("hex digits", "Are the digits of CIPRXGET=3 in upper case?", HEADERS, BufferQuestions::digits),
                question("long hex read", "Does CIPRXGET=3 take a length of 1500?", HEADERS, BufferQuestions::longHex),
                question("empty read", "How does CIPRXGET=2 fail without data?", 0, BufferQuestions::emptyRaw),
                question("empty hex read", "How does CIPRXGET=3 fail without data?", 0, BufferQuestions::emptyHex),
                question(
                        "lines while data is written",
                        "Do other lines come between the prompt and the data?",
                        3 * HEADERS,
                        BufferQuestions::whileWriting),
                question("end by the peer", "How is the end of a connection told?", 3 * HEADERS, BufferQuestions::end));
    }

    private static Question question(String name, String about, int bytes, Question.Asking asking) {
        return new Question(name, about, Need.PEER, bytes, asking);
    }

    private static Reading announcement(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        module.send(Subject.ascii(WORD));
        Optional<String> line = module.dialogue().awaitLine("\\+CIPRXGET: ?1,.*", ECHO_MILLIS);
        return line.map(text -> text.matches("\\+CIPRXGET: ?1,0")
                        ? Reading.of(text.replaceFirst(": ?", ": "))
                        : Reading.unknown(BasicQuestions.visible(text)))
                .orElseGet(() -> Reading.unknown("not at all"));
    }

    /** The raw text from the header of a read to its OK, with data of the word in the buffer. */
    private static String read(Subject module, int mode, byte[] data) throws IOException, NoAnswer {
        module.requireConnection();
        module.send(data);
        module.awaitData(data.length, ECHO_MILLIS);
        Reply reply = module.ask("AT+CIPRXGET=" + mode + ",0," + data.length);
        if (!reply.isOk()) {
            throw new NoAnswer("the read was refused: " + reply.words());
        }
        return reply.raw();
    }

    private static Reading raw(Subject module) throws IOException, NoAnswer {
        String raw = read(module, 2, Subject.ascii(WORD));
        Matcher form = Pattern.compile("(?s).*\\+CIPRXGET: ?2,0,8,[0-9]+([\r\n]*)" + WORD + "([\r\n]*)OK\r\n.*")
                .matcher(raw);
        if (!form.matches()) {
            return Reading.unknown(BasicQuestions.visible(raw));
        }
        int before = form.group(1).length() / 2;
        int after = form.group(2).length() / 2;
        String text = before + " CR LF before, " + after + " CR LF before OK";
        // what ends the data and what begins the line of the result
        return before == 1 && (after == 1 || after == 2)
                ? Reading.of(text).with(Quirk.BLANK_AFTER_DATA, after == 2)
                : Reading.unknown(text);
    }

    private static Reading hex(Subject module) throws IOException, NoAnswer {
        String raw = read(module, 3, LETTERS);
        Matcher form = Pattern.compile("(?s).*\\+CIPRXGET: ?3,0,8,[0-9]+([\r\n]*)[0-9A-Fa-f]{16}([\r\n]*)OK\r\n.*")
                .matcher(raw);
        if (!form.matches()) {
            return Reading.unknown(BasicQuestions.visible(raw));
        }
        int before = form.group(1).length() / 2;
        return before == 1 || before == 2
                ? Reading.of(before + " CR LF").with(Quirk.HEX_TWO_CRLF, before == 2)
                : Reading.unknown(before + " CR LF");
    }

    private static Reading digits(Subject module) throws IOException, NoAnswer {
        String raw = read(module, 3, LETTERS);
        Matcher form = Pattern.compile("(?s).*\\+CIPRXGET: ?3,0,8,[0-9]+[\r\n]*([0-9A-Fa-f]{16})[\r\n].*")
                .matcher(raw);
        if (!form.matches()) {
            return Reading.unknown(BasicQuestions.visible(raw));
        }
        String letters = form.group(1).replaceAll("[0-9]", "");
        boolean upper = letters.matches("[A-F]+");
        boolean lower = letters.matches("[a-f]+");
        return Reading.of(upper ? "upper case" : lower ? "lower case" : "both cases")
                .with(Quirk.HEX_LOWER, lower)
                .with(Quirk.HEX_MIXED, !upper && !lower);
    }

    private static Reading longHex(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        module.send(Subject.ascii(WORD));
        module.awaitData(WORD.length(), ECHO_MILLIS);
        Reply reply = module.ask("AT+CIPRXGET=3,0,1500");
        if (reply.isOk()) {
            return Reading.of("yes");
        } else if (!module.ask("AT+CIPRXGET=3,0,750").isOk()) {
            return Reading.unknown("no, and no shorter one: " + BasicQuestions.visible(reply.words()));
        }
        return Reading.of("no: " + reply.words().replaceFirst(": ?", ": ")).with(Quirk.HEX_LIMIT_750, true);
    }

    private static Reading emptyRaw(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        Reply reply = module.ask("AT+CIPRXGET=2,0");
        if (reply.isOk()) {
            return Reading.unknown("with OK");
        }
        return noData(reply).orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Reading emptyHex(Subject module) throws IOException, NoAnswer {
        module.requireConnection();
        Reply reply = module.ask("AT+CIPRXGET=3,0");
        if (reply.isOk()) {
            return Reading.unknown("with OK");
        }
        if (reply.line("+CME ERROR").isPresent()) {
            return Reading.of(reply.words().replaceFirst(": ?", ": ")).with(Quirk.HEX_CME_ERROR, true);
        }
        return noData(reply).orElseGet(() -> Reading.unknown(BasicQuestions.visible(reply.words())));
    }

    private static Optional<Reading> noData(Reply reply) {
        return reply.match("\\+IP ERROR: ?No data")
                .map(found -> Reading.of(found.group().replaceFirst(": ?", ": ")));
    }

    /** The peer says something while the module waits for data that is promised. */
    private static Reading whileWriting(Subject module) throws IOException, NoAnswer, NotAsked {
        for (int later = LATER_MILLIS; later <= MOST_LATER_MILLIS; later *= 2) {
            Optional<Boolean> between = comesBetween(module, later);
            if (between.isPresent()) {
                return Reading.of(between.get() ? "yes" : "no, they wait")
                        .with(Quirk.HOLD_DURING_INPUT, !between.get());
            }
        }
        throw new NoAnswer("the data of the peer came before the prompt, or too late to tell: the network is slow");
    }

    /**
     * Whether the peer's data, sent so much later, is announced before the module has its own; empty if it came before the prompt, or too
     * late to tell.
     */
    private static Optional<Boolean> comesBetween(Subject module, int later) throws IOException, NoAnswer, NotAsked {
        module.requireObedience();
        module.order("after " + later + " 4");
        Reply prompt = module.ask("AT+CIPSEND=0,1");
        if (!prompt.isPrompt()) {
            throw new NoAnswer("AT+CIPSEND was refused");
        }
        boolean early = prompt.heard().stream()
                .takeWhile(one -> one.kind() != Heard.Kind.PROMPT)
                .anyMatch(one -> one.isLine() && one.text().matches(ANNOUNCED));
        long limit = later + HELD_MILLIS + 2 * module.roundTripMillis();
        boolean between = early || module.dialogue().awaitLine(ANNOUNCED, limit).isPresent();
        module.dialogue().write(new byte[] {'\n'});
        module.dialogue().requireLine("OK", Dialogue.SHORT_MILLIS);
        // a line that has waited for the end of the data comes then; one that comes much later was still on its way
        boolean held = !between
                && module.dialogue().awaitLine(ANNOUNCED, AT_ONCE_MILLIS).isPresent();
        module.awaitConfirmation();
        if (!between && !held) {
            module.awaitData(1, ECHO_MILLIS);
        }
        module.close(0);
        return early || !between && !held ? Optional.empty() : Optional.of(between);
    }

    private static Reading end(Subject module) throws IOException, NoAnswer, NotAsked {
        module.requireObedience();
        module.order("bye 10");
        String line = module.dialogue().requireLine(BUFFERED_CLOSE, ECHO_MILLIS);
        int left = module.read(1500).length;
        module.close(0);
        module.ended();
        boolean unusual = line.startsWith("+CIPCLOSE");
        String text = line.replaceFirst(": ?", ": ").replace(", ", ",") + "; "
                + (left == 10 ? "its last data can still be read" : left + " of 10 bytes can still be read");
        return Reading.of(text).with(Quirk.PEER_CIPCLOSE, unusual);
    }
}
