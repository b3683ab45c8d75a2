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
package io.github.sim7028.tool.transcript;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.tool.dialogue.Ear;
import io.github.sim7028.tool.dialogue.Heard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Passes a transcript through the decoder of the driver, and finds what cannot be explained: lines that answer nothing and are known to
 * nobody, results without a command, data that breaks off, noise, gaps.
 */
final class DecoderCheck {

    private static final Pattern CONNECTED = Pattern.compile("CONNECT(?! FAIL).*");
    private static final int MAX_FINDINGS = 100;

    private final List<Finding> findings = new ArrayList<>();
    private Ear ear;
    private Entry now;
    private String command;
    private boolean masked;
    private boolean streaming;
    private boolean excused;
    private int sessions;
    private int commands;
    private int errors;
    private int unanswered;
    private int restarts;

    /** Checks all entries of a file. */
    void check(List<Entry> entries) {
        for (List<Entry> session : Recorded.sessions(entries)) {
            begin();
            session.forEach(this::take);
            end();
        }
    }

    private void begin() {
        ear = new Ear(this::heard);
        command = null;
        streaming = false;
        excused = false;
        sessions++;
    }

    private void take(Entry entry) {
        now = entry;
        if (entry.isEvent()) {
            if (entry.text().startsWith("gap")) {
                found("entries are missing here: " + AtSyntax.foreign(entry.text()));
                // what follows may begin anywhere
                end();
                begin();
                excused = true;
            }
        } else if (entry.mark() == Entry.TO_MODULE) {
            said(entry);
        } else {
            masked = entry.text().contains("\\?") || entry.text().contains("\\*");
            ear.hear(entry.bytes());
        }
    }

    private void said(Entry entry) {
        String text = new String(entry.bytes(), StandardCharsets.ISO_8859_1);
        if (text.equals("+++")) {
            streaming = false;
            ear.stream(false);
            command = text;
            return;
        }
        boolean isCommand = text.regionMatches(true, 0, "AT", 0, 2) && text.endsWith("\r");
        if (streaming || !isCommand) {
            return;
        }
        if (command != null) {
            unanswered++;
        }
        commands++;
        command = text.strip();
        ear.awaitPrompt(command.toUpperCase(Locale.ROOT).contains("+CIPSEND="));
    }

    private void heard(Heard heard) {
        switch (heard.kind()) {
            case LINE -> line(heard.text());
            case NOISE -> {
                if (!excused) {
                    found(Counted.of(heard.bytes().length, "byte") + " that are no part of a line");
                }
            }
            case BODY, PROMPT, STREAM -> excused = false;
        }
    }

    private void line(String line) {
        ResultCode result = ResultCode.parse(line, words -> words);
        if (UrcParser.isRestart(line)) {
            restarts++;
            command = null;
        } else if (result != null) {
            if (command == null && !excused && result.error() == null) {
                found("a result that answers no command: " + AtSyntax.foreign(line));
            }
            errors += result.error() != null ? 1 : 0;
            command = null;
        } else if (CONNECTED.matcher(line).matches()) {
            streaming = true;
            ear.stream(true);
            command = null;
        } else if (command == null && !excused && !masked && !known(line)) {
            found("a line that nothing asked for and the driver does not know: " + AtSyntax.foreign(line));
        }
        excused = false;
    }

    /** What a module says by itself, and the result codes that follow a final result. */
    private static boolean known(String line) {
        return UrcParser.isUrc(line)
                || ResultCode.isOne(line)
                || line.matches("\\+(?:NETOPEN|NETCLOSE|CIPOPEN|CIPCLOSE|CIPSEND|CDNSGIP|SERVERSTOP|CNTP): ?.*")
                || line.matches("CLOSED|NO CARRIER|CONNECT FAIL")
                || line.regionMatches(true, 0, "AT", 0, 2);
    }

    private void end() {
        if (ear.insideBody()) {
            found("counted data that does not come to its end");
            ear.abandonBody();
        }
        unanswered += command != null ? 1 : 0;
        command = null;
    }

    private void found(String text) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(now.number(), text));
        }
    }

    /** At most the first hundred. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    int sessions() {
        return sessions;
    }

    int commands() {
        return commands;
    }

    /** Commands that the module refused. */
    int errors() {
        return errors;
    }

    /** Commands without a result. */
    int unanswered() {
        return unanswered;
    }

    int restarts() {
        return restarts;
    }
}
