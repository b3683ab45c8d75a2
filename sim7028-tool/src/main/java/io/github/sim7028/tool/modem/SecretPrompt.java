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
package io.github.sim7028.tool.modem;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Asks a person for a secret, without showing it; from a file or another program it is one line of standard input. Standard output has
 * results only, so the question never goes there.
 */
final class SecretPrompt {

    private static final int LONGEST = 256;

    private SecretPrompt() {}

    static String ask(String question) {
        Console console = System.console();
        System.err.print(question);
        System.err.flush();
        if (console != null) {
            char[] typed = console.readPassword();
            return typed == null ? "" : new String(typed);
        }
        try {
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.err.println();
        }
    }

    /** Byte by byte: what follows may be the message that is to be sent. */
    private static String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = System.in.read(); next >= 0 && next != '\n' && line.size() < LONGEST; next = System.in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
