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
package io.github.sim7028.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Talks to a modem with no driver at all: what a program can reach that does nothing but this one thing. */
final class BareModem implements AutoCloseable {

    private static final int LIMIT_MILLIS = 10_000;
    private static final int OK_LENGTH = "\r\nOK\r\n".length();
    private static final Pattern READ = Pattern.compile("\\+CIPRXGET: 2,0,(\\d+),\\d+\r\n");

    /** Where the bytes go. */
    interface Port extends AutoCloseable {
        int read(byte[] buffer, int limitMillis) throws IOException;

        void write(byte[] bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Port port;
    private final byte[] buffer = new byte[16 * 1024];
    private final byte[] piece = new byte[4 * 1024];

    BareModem(Port port) {
        this.port = port;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Brings it up as the driver does, pushing or buffering, and opens link 0. */
    BareModem open(int farPort, boolean push) throws IOException {
        ask("ATE0", "OK\r\n");
        ask("AT+CIPHEAD=1", "OK\r\n");
        ask("AT+CIPSRIP=1", "OK\r\n");
        ask("AT+CIPCCFG=10,0,0,1,1,0,500", "OK\r\n");
        ask("AT+CIPRXGET=" + (push ? 0 : 1), "OK\r\n");
        ask("AT+NETOPEN", "+NETOPEN: 0\r\n");
        port.write(ascii("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + farPort + "\r"));
        // what the peer sends may come right behind
        untilHeard("+CIPOPEN: 0,0");
        return this;
    }

    void ask(String command, String end) throws IOException {
        port.write(ascii(command + "\r"));
        until(ascii(end));
    }

    /** Sends and awaits the confirmation. */
    void send(byte[] payload) throws IOException {
        port.write(ascii("AT+CIPSEND=0," + payload.length + "\r"));
        until(ascii(">"));
        port.write(payload);
        until(ascii("+CIPSEND: 0," + payload.length + "," + payload.length + "\r\n"));
    }

    /** Sends and awaits the OK: the confirmation overlaps the next command. */
    void sendOverlapping(byte[] payload) throws IOException {
        port.write(ascii("AT+CIPSEND=0," + payload.length + "\r"));
        untilHeard(">");
        port.write(payload);
        untilHeard("OK\r\n");
    }

    private void untilHeard(String wanted) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(wanted) < 0) {
            heard.append(new String(buffer, 0, read(), StandardCharsets.ISO_8859_1));
        }
    }

    /** Sends and awaits bytes of the peer that end like this; the confirmation comes before them. */
    void sendAndAwait(byte[] payload, byte[] replyEnd) throws IOException {
        port.write(ascii("AT+CIPSEND=0," + payload.length + "\r"));
        until(ascii(">"));
        port.write(payload);
        until(ascii("+RECEIVE,0," + replyEnd.length + "\r\n"), replyEnd);
    }

    /** Reads what the module holds of link 0; how many bytes that was. */
    int readBuffer(int most) throws IOException {
        port.write(ascii("AT+CIPRXGET=2,0," + most + "\r"));
        int filled = 0;
        int length = Integer.MAX_VALUE;
        int header = 0;
        while (length == Integer.MAX_VALUE || filled < header + length + OK_LENGTH) {
            int n = port.read(piece, LIMIT_MILLIS);
            if (n <= 0) {
                throw new IOException("no answer to a read");
            }
            System.arraycopy(piece, 0, buffer, filled, n);
            filled += n;
            String answer = new String(buffer, 0, Math.min(filled, 100), StandardCharsets.ISO_8859_1);
            Matcher found = READ.matcher(answer);
            if (found.find()) {
                header = found.end();
                length = Integer.parseInt(found.group(1));
            } else if (answer.contains("No data")) {
                length = -OK_LENGTH;
            }
        }
        return Math.max(0, length);
    }

    /** Reads whatever comes; how many bytes. */
    int read() throws IOException {
        int n = port.read(buffer, LIMIT_MILLIS);
        if (n <= 0) {
            throw new IOException("nothing came");
        }
        return n;
    }

    /** Reads until these bytes have come one part after the other, the last one at the very end. */
    private void until(byte[]... parts) throws IOException {
        byte[] wanted = parts[0];
        for (int i = 1; i < parts.length; i++) {
            byte[] joined = Arrays.copyOf(wanted, wanted.length + parts[i].length);
            System.arraycopy(parts[i], 0, joined, wanted.length, parts[i].length);
            wanted = joined;
        }
        int filled = 0;
        while (!endsWith(filled, wanted)) {
            int n = port.read(piece, LIMIT_MILLIS);
            if (n <= 0) {
                throw new IOException("the expected answer did not come, but " + filled + " bytes");
            }
            if (filled + n > buffer.length) {
                throw new IOException("more came than any answer has");
            }
            System.arraycopy(piece, 0, buffer, filled, n);
            filled += n;
        }
    }

    private boolean endsWith(int filled, byte[] wanted) {
        int start = filled - wanted.length;
        return start >= 0 && Arrays.equals(buffer, start, filled, wanted, 0, wanted.length);
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
