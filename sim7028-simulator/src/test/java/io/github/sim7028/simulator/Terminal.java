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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A host at the modem's UART over a raw socket, which compares bytes. */
final class Terminal implements AutoCloseable {

    private static final int PATIENCE = 20_000;

    /** What a module says when it starts and finds its network at once. */
    static final String[] BOOT = {
        "LoadVerifyImageHead read(len=272), Time(ms)->0.",
        "test:VerifyImageHead skip",
        "VerifyImageBody sha256 skip",
        "*ATREADY: 1",
        "SIM Ready",
        "Network Available"
    };

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Terminal(InetSocketAddress address) {
        try {
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A terminal at a fresh port of the modem, echo off. */
    static Terminal at(VirtualModem modem) throws IOException {
        Terminal terminal = new Terminal(modem.listen());
        terminal.type("ATE0\r").sees("ATE0\r\r\nOK\r\n");
        return terminal;
    }

    Terminal type(String text) {
        return type(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Terminal type(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Types a command and CR. */
    Terminal command(String text) {
        return type(text + "\r");
    }

    /** The next bytes are exactly these. */
    Terminal sees(String expected) {
        byte[] wanted = expected.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try {
            while (seen.size() < wanted.length) {
                int c = in.read();
                if (c < 0) {
                    break;
                }
                seen.write(c);
                if (c != (wanted[seen.size() - 1] & 0xff)) {
                    socket.setSoTimeout(200);
                    drain(seen);
                    socket.setSoTimeout(PATIENCE);
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            // the comparison says what is missing
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(visible(seen.toString(StandardCharsets.ISO_8859_1))).isEqualTo(visible(expected));
        return this;
    }

    /** The next lines are these, each {@code \r\n<line>\r\n}. */
    Terminal says(String... lines) {
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            all.append("\r\n").append(line).append("\r\n");
        }
        return sees(all.toString());
    }

    /** Types a command and sees these lines. */
    Terminal asks(String command, String... lines) {
        return command(command).says(lines);
    }

    /** Reads exactly so many bytes. */
    byte[] read(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to and with one of the texts. */
    String readThrough(String... ends) {
        StringBuilder text = new StringBuilder();
        // also where there is no end of other words
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * PATIENCE);
        try {
            while (Arrays.stream(ends).noneMatch(end -> endsWith(text, end))) {
                int c = in.read();
                if (c < 0 || System.nanoTime() - deadline > 0) {
                    throw new IOException("It did not come");
                }
                text.append((char) c);
            }
        } catch (IOException e) {
            throw new AssertionError(
                    "Only " + visible(text.toString()) + " came, and no " + visible(String.join(" or ", ends)), e);
        }
        return text.toString();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length()
                && text.substring(text.length() - end.length()).equals(end);
    }

    /** Whether these bytes come within a time. */
    boolean seesWithin(String expected, int millis) {
        try {
            socket.setSoTimeout(millis);
            return new String(in.readNBytes(expected.length()), StandardCharsets.ISO_8859_1).equals(expected);
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            calm();
        }
    }

    private void calm() {
        try {
            socket.setSoTimeout(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing has been said: the answer to AT comes next. */
    Terminal isQuiet() {
        return asks("AT", "OK");
    }

    /** The line ends. */
    void seesTheEnd() {
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (IOException e) {
            // reset: ended as well
        }
    }

    private void drain(ByteArrayOutputStream seen) throws IOException {
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                seen.write(c);
            }
        } catch (SocketTimeoutException e) {
            // that is all there is
        }
    }

    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(
                    c == '\r'
                            ? "<CR>"
                            : c == '\n' ? "<LF>\n" : c < ' ' || c > '~' ? String.format("<%02x>", (int) c) : c);
        }
        return out.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
