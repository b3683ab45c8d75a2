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
package io.github.sim7028.tool.dialogue;

import io.github.sim7028.at.codec.ResultCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the module said from a command to its final result or prompt.
 *
 * @param command the command
 * @param heard   everything, the result included
 * @param raw     the same as it came, one character a byte
 * @param millis  how long it took
 */
public record Reply(String command, List<Heard> heard, String raw, long millis) {

    public Reply {
        heard = List.copyOf(heard);
    }

    /** Whether the result is {@code OK}. */
    public boolean isOk() {
        return heard.stream().anyMatch(one -> one.isLine() && one.text().equals("OK"));
    }

    /** Whether the module waits for data. */
    public boolean isPrompt() {
        return heard.stream().anyMatch(one -> one.kind() == Heard.Kind.PROMPT);
    }

    /** The first line that begins so. */
    public Optional<String> line(String beginning) {
        return lines().stream().filter(line -> line.startsWith(beginning)).findFirst();
    }

    /** The groups of the first line that has this form; empty if there is none. */
    public Optional<Matcher> match(String form) {
        Pattern pattern = Pattern.compile(form);
        return lines().stream().map(pattern::matcher).filter(Matcher::matches).findFirst();
    }

    /** All lines. */
    public List<String> lines() {
        return heard.stream().filter(Heard::isLine).map(Heard::text).toList();
    }

    /** The lines before the final result, and errors, in one text. */
    public String words() {
        List<String> told = lines().stream()
                .filter(line -> !line.equals("OK"))
                .filter(line -> !line.equals("ERROR") || lines().size() == 1)
                .toList();
        return told.isEmpty() ? String.join(" ", lines()) : String.join(" ", told);
    }

    /** The lines of the answer that say why it failed. */
    public String failure() {
        return lines().stream()
                .filter(line -> ResultCode.isOne(line) || line.startsWith("+CIP"))
                .collect(Collectors.joining(" "));
    }
}
