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
package io.github.sim7028.simulator.model;

import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Writes down the dialogue, a line of text for each thing that was said: {@code >} by the host, {@code <} by the modem,
 * {@code *} what else happened. Called on the modem's thread, so the sink must not block.
 */
public final class Transcript {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** Writes nothing. */
    public static final Transcript NONE = new Transcript(null, false);

    private static final Pattern SECRETS = Pattern.compile(
            "(\\+(?:CPIN|CLCK|CPWD)\\s*=|\\+CGAUTH\\s*=\\s*\\d+\\s*,\\s*\\d+\\s*,)[^;]+", Pattern.CASE_INSENSITIVE);

    private final Consumer<String> sink;
    private final boolean hex;

    /**
     * @param sink takes each line
     * @param hex payload in hex rather than as text
     */
    public Transcript(Consumer<String> sink, boolean hex) {
        this.sink = sink;
        this.hex = hex;
    }

    /** One that writes to another sink, too. */
    public Transcript also(Consumer<String> other) {
        return new Transcript(
                sink == null
                        ? other
                        : line -> {
                            sink.accept(line);
                            other.accept(line);
                        },
                hex);
    }

    /** One whose lines begin with a name, for the sink of several modems. */
    public Transcript labelled(String name) {
        return enabled() ? new Transcript(line -> sink.accept(name + ' ' + line), hex) : this;
    }

    /** Whether a transcript is written; if not, callers need not build its lines. */
    public boolean enabled() {
        return sink != null;
    }

    /** The host sent a command line. A PIN and the password of an APN are not written down. */
    public void command(String line) {
        if (enabled()) {
            write('>', printable(masked(line)));
        }
    }

    /** The text without the PIN of {@code CPIN} and without the user and the password of {@code CGAUTH}. */
    public static String masked(String text) {
        return SECRETS.matcher(text).replaceAll("$1***");
    }

    /** The host sent data. */
    public void hostData(byte[] data) {
        if (enabled()) {
            write('>', payload(data, data.length));
        }
    }

    /** The modem said a line, perhaps with data behind it. */
    public void said(String line, byte[] data, int length) {
        if (enabled() && !(line.isEmpty() && length == 0)) {
            write('<', printable(line) + (length == 0 ? "" : (line.isEmpty() ? "" : "  ") + payload(data, length)));
        }
    }

    /** Something else happened. */
    public void event(String what) {
        if (enabled()) {
            write('*', printable(masked(what)));
        }
    }

    private void write(char mark, String text) {
        sink.accept(TIME.format(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS))
                + ' '
                + mark
                + ' '
                + text);
    }

    private String payload(byte[] data, int length) {
        String shown = hex
                ? HexFormat.of().formatHex(data, 0, length)
                : '"' + printable(new String(data, 0, length, StandardCharsets.ISO_8859_1)) + '"';
        return "[" + length + (length == 1 ? " byte] " : " bytes] ") + shown;
    }

    /** The text with everything but printable ASCII escaped. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\x%02x", (int) c));
                    }
                }
            }
        }
        return out.toString();
    }
}
