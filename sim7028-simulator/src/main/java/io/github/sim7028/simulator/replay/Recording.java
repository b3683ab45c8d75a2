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
package io.github.sim7028.simulator.replay;

import io.github.sim7028.simulator.model.QualificationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A transcript as it was read: what host and modem said on each opened line, and how the line ended. */
record Recording(List<Session> sessions) {

    /** Matches any one byte of the host. */
    static final int ANY_BYTE = -1;

    /** Matches whatever the host says up to the next byte that is told. */
    static final int ANY_TEXT = -2;

    private static final int MASK = '?';
    private static final Pattern ENTRY = Pattern.compile("(\\S+) ([<>*]) (.*)");
    /** The driver picks the local port of a UDP socket by chance. */
    private static final Pattern UDP_PORT = Pattern.compile("(AT\\+CIPOPEN=\\d+,\"UDP\",,,)\\d+(\\\\r)");

    /**
     * Something that was said.
     *
     * @param line  its line in the file, 1 the first
     * @param host  whether the host said it
     * @param bytes what: bytes 0 to 255, {@link #ANY_BYTE} and {@link #ANY_TEXT}
     */
    record Said(int line, Instant time, boolean host, String text, int[] bytes) {}

    /** How a line ended: by the host, by the modem's side, or the recording before it. */
    enum End {
        HOST,
        MODEM,
        UNKNOWN,
        GAP
    }

    record Session(List<Said> said, End end) {}

    /**
     * Reads a transcript, or that of a qualification.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it is none; the message names the line
     */
    static Recording read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("Cannot read the transcript " + file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("Cannot read the transcript " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("Cannot read the transcript " + file + ": " + e.getMessage(), e);
        }
        if (!lines.isEmpty() && lines.get(0).startsWith("{")) {
            lines = QualificationFile.read(file).transcript();
        }
        if (lines.isEmpty() || !lines.get(0).equals("# sim7028 transcript 1")) {
            throw new IllegalArgumentException(
                    file + " is not a transcript: its first line is not '# sim7028 transcript 1'");
        }
        return new Reader(file, lines).read();
    }

    private static final class Reader {
        private final Path file;
        private final List<String> lines;
        private final boolean opens;
        private final List<Session> sessions = new ArrayList<>();
        private List<Said> current;

        Reader(Path file, List<String> lines) {
            this.file = file;
            this.lines = lines;
            opens = lines.stream().anyMatch(line -> line.contains(" * open "));
        }

        Recording read() {
            // what precedes the first opening of a line belongs to a file before this one
            current = opens ? null : new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.isBlank() && !line.startsWith("#")) {
                    entry(i + 1, line);
                }
            }
            end(End.UNKNOWN);
            if (sessions.isEmpty()) {
                throw new IllegalArgumentException(file + " contains nothing to replay");
            }
            return new Recording(List.copyOf(sessions));
        }

        private void entry(int number, String line) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw new IllegalArgumentException(
                        file + " line " + number + ": not 'TIME > …', 'TIME < …' or 'TIME * …'");
            }
            Instant time;
            try {
                time = Instant.parse(entry.group(1));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        file + " line " + number + ": '" + entry.group(1) + "' is not a timestamp", e);
            }
            String text = entry.group(3);
            if (entry.group(2).equals("*")) {
                event(text);
            } else if (current != null) {
                boolean host = entry.group(2).equals(">");
                String meant = host ? UDP_PORT.matcher(text).replaceAll("$1\\\\*$2") : text;
                current.add(new Said(number, time, host, text, bytes(number, meant, host)));
            }
        }

        private void event(String text) {
            if (text.startsWith("open ")) {
                end(End.UNKNOWN);
                current = new ArrayList<>();
            } else if (text.startsWith("closed")) {
                end(End.HOST);
            } else if (text.startsWith("ended") || text.startsWith("lost")) {
                end(End.MODEM);
            } else if (text.startsWith("gap")) {
                end(End.GAP);
            }
        }

        private void end(End how) {
            if (current != null && !(current.isEmpty() && how == End.UNKNOWN)) {
                sessions.add(new Session(List.copyOf(current), how));
            }
            current = null;
        }

        private int[] bytes(int number, String text, boolean host) {
            List<Integer> bytes = new ArrayList<>(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '\\') {
                    bytes.add((int) c);
                    continue;
                }
                if (++i == text.length()) {
                    throw wrong(number, "\\");
                }
                switch (text.charAt(i)) {
                    case 'r' -> bytes.add((int) '\r');
                    case 'n' -> bytes.add((int) '\n');
                    case 't' -> bytes.add((int) '\t');
                    case '\\' -> bytes.add((int) '\\');
                    case '?' -> bytes.add(host ? ANY_BYTE : MASK);
                    case '*' -> bytes.add(host ? ANY_TEXT : MASK);
                    case 'x' -> {
                        if (!text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
                            throw wrong(number, "\\x");
                        }
                        bytes.add(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    default -> throw wrong(number, "\\" + text.charAt(i));
                }
            }
            return bytes.stream().mapToInt(Integer::intValue).toArray();
        }

        private IllegalArgumentException wrong(int number, String escape) {
            return new IllegalArgumentException(file + " line " + number + ": unknown escape '" + escape + "'");
        }
    }
}
