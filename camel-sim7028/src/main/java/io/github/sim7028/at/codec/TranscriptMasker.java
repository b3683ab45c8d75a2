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
package io.github.sim7028.at.codec;

import io.github.sim7028.line.transcript.TranscriptFilter;
import io.github.sim7028.line.transcript.TranscriptText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Keeps PINs and passwords out of a transcript, and payload where that is wanted: then a byte of it is only counted. It knows
 * commands from payload by the same headers and counts as the dialogue; where it cannot know, payload is assumed.
 */
public final class TranscriptMasker implements TranscriptFilter {

    private static final int MAX_LINE = 600;
    private static final List<String> WORDS = List.of(
            "OK",
            "ERROR",
            "RDY",
            "CONNECT",
            "CLOSED",
            "NO CARRIER",
            "SMS ",
            "PB DONE",
            "SIM Ready",
            "Network Available",
            "LoadVerifyImageHead",
            "test:VerifyImageHead",
            "VerifyImageBody",
            "RECV FROM",
            "RCV FROM",
            "AT",
            ">");

    private static final Pattern CONNECTED = Pattern.compile("CONNECT(?!\\s+FAIL)(?: .*)?");
    private static final String LEFT = "OK";

    /** Whose words those on the line are. */
    private enum Mode {
        COMMANDS,
        /** Bytes both ways are the connection's own (1.3). */
        DATA,
        /** The same, unless the module says OK to the escape: sure only when it is asked something. */
        LEAVING
    }

    private final boolean payload;
    private final boolean transparent;
    private final UrcParser headers = new UrcParser(urc -> {}, UnaryOperator.identity());
    private final StringBuilder line = new StringBuilder();
    private boolean hiding;
    private boolean foreign;
    private int headed;
    private int bodyLeft;
    private boolean payloadNext;
    private volatile Mode mode;

    /**
     * @param payload     whether payload is written down
     * @param transparent whether the module may be in data mode, at the beginning, too
     */
    public TranscriptMasker(boolean payload, boolean transparent) {
        this(payload, transparent, transparent ? Mode.DATA : Mode.COMMANDS);
    }

    private TranscriptMasker(boolean payload, boolean transparent, Mode mode) {
        this.payload = payload;
        this.transparent = transparent;
        this.mode = mode;
    }

    /**
     * One for a dialogue that begins with commands and may come to data mode later.
     *
     * @param payload whether payload is written down
     */
    public static TranscriptMasker beginningWithCommands(boolean payload) {
        return new TranscriptMasker(payload, true, Mode.COMMANDS);
    }

    // ---- to the module: each write is a whole command or payload

    @Override
    public String toModule(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        StringBuilder shown = new StringBuilder();
        if (mode != Mode.COMMANDS && text.equals("+++")) {
            // payload never goes so: the dialogue cuts it
            mode = Mode.LEAVING;
            return text;
        }
        if (mode == Mode.DATA || !isCommand(text) || payloadNext && text.indexOf("+C") < 0) {
            payloadNext = false;
            for (int i = 0; i < length; i++) {
                payload(shown, bytes[offset + i]);
            }
            return shown.toString();
        }
        mode = Mode.COMMANDS;
        payloadNext = text.startsWith("AT+CIPSEND=");
        String command = text.substring(0, text.length() - 1);
        int secret = SecretMasker.begin(command);
        String told = secret < 0 ? command : command.substring(0, secret);
        for (byte value : told.getBytes(StandardCharsets.ISO_8859_1)) {
            TranscriptText.append(shown, value);
        }
        return shown.append(secret < 0 ? "" : TranscriptText.MASKED_TEXT)
                .append("\\r")
                .toString();
    }

    @Override
    public void dtrDropped() {
        if (mode == Mode.DATA) {
            mode = Mode.LEAVING;
        }
    }

    private static boolean isCommand(String text) {
        return text.regionMatches(true, 0, "AT", 0, 2) && text.indexOf('\r') == text.length() - 1;
    }

    // ---- from the module, in any pieces

    @Override
    public String fromModule(byte[] bytes, int offset, int length) {
        StringBuilder shown = new StringBuilder(length + 16);
        for (int i = offset; i < offset + length; i++) {
            take(shown, bytes[i]);
        }
        return shown.toString();
    }

    private void take(StringBuilder shown, byte value) {
        if (bodyLeft > 0) {
            bodyLeft--;
            payload(shown, value);
        } else if (value == '\n' || value == '\r') {
            TranscriptText.append(shown, value);
            endOfLine(value);
        } else if (mode == Mode.DATA) {
            payload(shown, value);
        } else {
            text(shown, value);
        }
    }

    private void endOfLine(byte value) {
        if (line.length() > 0) {
            String said = line.toString();
            line.setLength(0);
            headed = bodyLength(said);
            if (transparent && CONNECTED.matcher(said).matches()) {
                mode = Mode.DATA;
            }
        }
        hiding = false;
        foreign = false;
        if (value == '\n') {
            bodyLeft = headed;
            headed = 0;
        }
    }

    private int bodyLength(String said) {
        CipRxGetHeader read = CipRxGetHeader.parse(said);
        return read != null ? read.bodyLength() : Math.max(0, headers.bodyLength(said));
    }

    private void text(StringBuilder shown, byte value) {
        if (hiding) {
            return;
        }
        if (line.length() < MAX_LINE) {
            line.append((char) (value & 0xFF));
        }
        foreign |= !payload && !(mode == Mode.LEAVING ? LEFT.startsWith(line.toString()) : known(line.toString()));
        if (foreign) {
            shown.append(TranscriptText.MASKED_BYTE);
            return;
        }
        TranscriptText.append(shown, value);
        if ((value == '=' || value == ':') && SecretMasker.begin(line + "x") == line.length()) {
            hiding = true;
            shown.append(TranscriptText.MASKED_TEXT);
        }
    }

    /** Whether a line begins as the module's own lines do; others may be payload whose header was lost. */
    private static boolean known(String begun) {
        return "+*^$%#".indexOf(begun.charAt(0)) >= 0 && (begun.length() == 1 || Character.isLetter(begun.charAt(1)))
                || WORDS.stream().anyMatch(word -> word.startsWith(begun) || begun.startsWith(word));
    }

    private void payload(StringBuilder shown, byte value) {
        if (payload) {
            TranscriptText.append(shown, value);
        } else {
            shown.append(TranscriptText.MASKED_BYTE);
        }
    }
}
