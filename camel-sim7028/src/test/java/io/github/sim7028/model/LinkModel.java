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
package io.github.sim7028.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may honestly be claimed of messages, by nothing but the bytes that crossed the line. A result proves the oldest send of its link number
 * and length that still lacks one; so does a count of the module that covers the send. What was owed is owed no more after a restart, 5
 * minutes later, or when it did not come within 10 s after a result that it may have been.
 */
final class LinkModel {

    private static final long NEVER_LATER_NANOS = 300_000_000_000L;
    private static final long SETTLING_NANOS = 10_000_000_000L;

    private static final Pattern RESULT = Pattern.compile("\\+CIPSEND: (\\d+),(\\d+),(-?\\d+)");
    private static final Pattern COUNT = Pattern.compile("\\+CIPACK: (\\d+),\\d+,\\d+");
    private static final Pattern BODY = Pattern.compile("\\+RECEIVE,\\d+,(\\d+)|\\+CIPRXGET: 2,\\d+,(\\d+),\\d+");
    private static final Pattern CLIENT = Pattern.compile("\\+CLIENT: (\\d+),.*");

    /** One AT+CIPSEND whose payload has begun to cross. */
    private static final class Piece {
        private final int number;
        private final int length;
        private final long since;
        private final int connection;
        private final Map<Integer, Integer> marks = new HashMap<>();
        /** With how many bytes of the connection it ends. */
        private long end;

        private boolean settled;
        private boolean proven;

        Piece(int number, int length, long since, int connection) {
            this.connection = connection;
            this.number = number;
            this.length = length;
            this.since = since;
        }
    }

    private final LongSupplier clock;
    private final List<Piece> pieces = new ArrayList<>();
    /** How many bytes of each number's connection have crossed. */
    private final Map<Integer, Long> counts = new HashMap<>();
    /** Which one of each number's connections is there now. */
    private final Map<Integer, Integer> connections = new HashMap<>();
    /** Until when what is owed of a number may still come. */
    private final Map<Integer, Long> settling = new HashMap<>();
    /** How many marks of each message have crossed. */
    private final Map<Integer, Integer> crossed = new HashMap<>();

    private final StringBuilder typed = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private int body;
    /** The number whose count was asked for. */
    private int asked = -1;
    /** An AT+CIPSEND that has crossed, whose payload has not. */
    private int sendNumber = -1;

    private int sendLength;
    private boolean prompted;
    private Piece crossing;
    private int left;

    /** @param clock in ns */
    LinkModel(LongSupplier clock) {
        this.clock = clock;
    }

    // ---- what it sees

    void lineOpened() {
        line.setLength(0);
        body = 0;
        typed.setLength(0);
    }

    /** Bytes have crossed to the module. */
    void said(byte[] bytes) {
        for (byte b : bytes) {
            int message = Message.indexOf(b);
            if (message >= 0) {
                crossed.merge(message, 1, Integer::sum);
            }
            // no payload begins as commands do where its prompt was lost
            if (left == 0 && sendNumber >= 0 && typed.length() == 0 && (prompted || b != 'A')) {
                begins();
            }
            if (left > 0) {
                if (message >= 0) {
                    crossing.marks.merge(message, 1, Integer::sum);
                }
                left--;
            } else if (b == '\r') {
                command(typed.toString());
                typed.setLength(0);
            } else {
                typed.append((char) (b & 0xFF));
            }
        }
    }

    private void begins() {
        forgetSettled(sendNumber);
        crossing = new Piece(sendNumber, sendLength, clock.getAsLong(), connections.getOrDefault(sendNumber, 0));
        crossing.end = counts.merge(sendNumber, (long) sendLength, Long::sum);
        pieces.add(crossing);
        left = sendLength;
        sendNumber = -1;
    }

    private void command(String command) {
        sendNumber = -1;
        prompted = false;
        if (command.startsWith("AT+CIPSEND=")) {
            String[] values = command.substring(11).split(",");
            sendNumber = Integer.parseInt(values[0]);
            sendLength = Integer.parseInt(values[1]);
        } else if (command.matches("AT\\+CIPOPEN=\\d,.*")) {
            connects(command.charAt(11) - '0');
        } else if (command.matches("AT\\+CIPACK=\\d")) {
            asked = command.charAt(10) - '0';
        }
    }

    /** Bytes of the module have been read. */
    void heard(byte[] bytes) {
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (body > 0) {
                body--;
            } else if (c != '\r' && c != '\n') {
                line.append(c);
                if (line.toString().equals(">")) {
                    prompted = sendNumber >= 0;
                }
            } else if (line.length() > 0 && c == '\n') {
                String text = line.toString().replaceFirst("^>(?=.)", "");
                line.setLength(0);
                line(text);
            }
        }
    }

    private void line(String text) {
        Matcher counted = BODY.matcher(text);
        if (counted.matches()) {
            body = Integer.parseInt(counted.group(1) == null ? counted.group(2) : counted.group(1));
        }
        Matcher result = RESULT.matcher(text);
        if (result.matches()) {
            result(number(result, 1), number(result, 2), number(result, 3));
        }
        Matcher count = COUNT.matcher(text);
        if (count.matches()) {
            long sent = Long.parseLong(count.group(1));
            ofConnection(asked).filter(piece -> piece.end <= sent).forEach(piece -> piece.proven = true);
        }
        Matcher client = CLIENT.matcher(text);
        if (client.matches()) {
            connects(number(client, 1));
        }
        if (text.equals("OK")) {
            crossing = null;
        } else if (text.endsWith("ERROR") || text.startsWith("+CIPERROR")) {
            sendNumber = -1;
            if (crossing != null && left == 0 && text.startsWith("+CIPERROR")) {
                crossing.settled = true;
                crossing = null;
            }
        } else if (text.equals("RDY") || text.startsWith("*ATREADY")) {
            pieces.forEach(piece -> piece.settled = true);
            settling.clear();
            counts.clear();
            left = 0;
            sendNumber = -1;
        }
    }

    /** Those of the number's connection: their ends rise with it. */
    private java.util.stream.Stream<Piece> ofConnection(int number) {
        long highest = counts.getOrDefault(number, 0L);
        List<Piece> found = new ArrayList<>();
        for (int i = pieces.size() - 1; i >= 0 && highest > 0; i--) {
            Piece piece = pieces.get(i);
            if (piece.number == number && piece.end == highest) {
                found.add(piece);
                highest -= piece.length;
            }
        }
        return found.stream();
    }

    private void result(int number, int length, int confirmed) {
        forgetSettled(number);
        long now = clock.getAsLong();
        List<Piece> candidates = pieces.stream()
                .filter(piece -> piece.number == number && piece.length == length && !piece.settled)
                .filter(piece -> now - piece.since < NEVER_LATER_NANOS)
                .toList();
        boolean owed =
                pieces.stream().anyMatch(piece -> piece.number == number && !piece.settled && isGivenUp(piece, now));
        if (candidates.isEmpty()) {
            return;
        }
        Piece oldest = candidates.get(0);
        oldest.settled = true;
        oldest.proven |= confirmed == length;
        if (owed) {
            settling.put(number, now + SETTLING_NANOS);
        }
    }

    /** Whether the driver awaits its result no more. */
    private boolean isGivenUp(Piece piece, long now) {
        return now - piece.since >= Dialogue.SEND_TIMEOUT.toNanos()
                || piece.connection != connections.getOrDefault(piece.number, 0);
    }

    private void connects(int number) {
        counts.remove(number);
        connections.merge(number, 1, Integer::sum);
    }

    private void forgetSettled(int number) {
        long until = settling.getOrDefault(number, Long.MAX_VALUE);
        if (until <= clock.getAsLong()) {
            settling.remove(number);
            pieces.stream()
                    .filter(piece -> piece.number == number && piece.since <= until - SETTLING_NANOS)
                    .forEach(piece -> piece.settled = true);
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    // ---- what it says

    /** Whether the bytes show that each byte of a message was confirmed. */
    boolean proves(Message message) {
        int proven = 0;
        for (Piece piece : pieces) {
            proven += piece.proven ? piece.marks.getOrDefault(message.index(), 0) : 0;
        }
        return proven >= message.marks();
    }

    /** Whether any byte of a message has crossed to the module. */
    boolean mayHaveLeft(Message message) {
        return crossed.containsKey(message.index());
    }
}
