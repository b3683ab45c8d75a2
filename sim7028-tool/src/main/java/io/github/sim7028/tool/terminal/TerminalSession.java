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
package io.github.sim7028.tool.terminal;

import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.tool.dialogue.Ear;
import io.github.sim7028.tool.dialogue.Heard;
import io.github.sim7028.tool.line.OpenLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dialogue of one user with one module: what is typed goes to the module, what the module says is shown. */
final class TerminalSession implements AutoCloseable {

    static final String HELP = String.join(
            System.lineSeparator(),
            "What you type goes to the module, ended by a carriage return. Besides:",
            "  :ctrl-z       ends data that was sent without a length",
            "  :esc          cancels data that was sent without a length",
            "  :hex DIGITS   sends bytes, two digits for each, without a carriage return",
            "  :escape       leaves data mode: a second of silence, +++, a second of silence",
            "  :wait SECONDS waits, for scripts",
            "  exit          ends, like Ctrl+C and Ctrl+D");

    private static final Pattern CONNECTED = Pattern.compile("CONNECT(?! FAIL).*");
    private static final Pattern NOT_CONNECTED = Pattern.compile("CONNECT FAIL|NO CARRIER");
    private static final Pattern SEND_LENGTH =
            Pattern.compile("(?i)AT\\+CIPSEND=\\s*\\d+\\s*,\\s*(\\d{1,4})\\s*(,.*)?");
    /** How many bytes the module waits for behind a prompt: none, or as many as come before Ctrl+Z. */
    private static final int NO_DATA = 0;

    private static final int ANY_DATA = -1;
    private static final byte CTRL_Z = 0x1A;
    private static final byte ESC = 0x1B;
    private static final long POLL_MILLIS = 200;
    private static final long GUARD_MILLIS = 1100;
    private static final int SHOWN = 2000;
    private static final int MAX_WAIT_SECONDS = 3600;
    private static final long LEAVING_MILLIS = 3000;

    private final OpenLine line;
    private final Consumer<Heard> screen;
    private final Ear ear = new Ear(this::heard);
    private final Thread listener = new Thread(this::listen, "sim7028-tool-listener");
    private final ReentrantLock leaving = new ReentrantLock();
    private volatile boolean closed;
    private volatile String lost;
    // guarded by this
    private String lastCommand = "";
    private boolean open;
    private boolean streaming;
    private int awaited = NO_DATA;
    private boolean left;
    private int errors;

    /** @param screen shows what the module says */
    TerminalSession(OpenLine line, Consumer<Heard> screen) {
        this.line = line;
        this.screen = screen;
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try {
            while (!closed) {
                byte[] bytes = line.take(POLL_MILLIS);
                if (bytes != null) {
                    synchronized (this) {
                        ear.hear(bytes);
                    }
                }
            }
        } catch (IOException e) {
            lost = closed ? null : e.getMessage();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /** Under the lock: the decoder calls it. */
    private void heard(Heard heard) {
        ResultCode result = heard.isLine() ? ResultCode.parse(heard.text(), words -> words) : null;
        if (result != null || heard.kind() == Heard.Kind.PROMPT) {
            open = false;
            awaited = result == null ? lengthOf(lastCommand) : NO_DATA;
            errors += result != null && result.error() != null ? 1 : 0;
            notifyAll();
        } else if (open && heard.isLine() && NOT_CONNECTED.matcher(heard.text()).matches()) {
            open = false;
            errors++;
            notifyAll();
        } else if (heard.isLine() && CONNECTED.matcher(heard.text()).matches()) {
            open = false;
            streaming = true;
            ear.stream(true);
            notifyAll();
        }
        boolean echo = heard.isLine() && !lastCommand.isEmpty() && heard.text().equals(lastCommand);
        if (!echo) {
            screen.accept(heard);
        }
    }

    private static int lengthOf(String command) {
        Matcher length = SEND_LENGTH.matcher(command.strip());
        return length.matches() ? Integer.parseInt(length.group(1)) : ANY_DATA;
    }

    /** Does what the user typed; false to end. */
    boolean typed(String text) throws IOException, InterruptedException {
        String command = text.strip();
        if (command.equals("exit") || command.equals("quit")) {
            return false;
        } else if (command.equals(":help")) {
            throw new IllegalArgumentException(HELP);
        } else if (command.equals(":ctrl-z")) {
            write(new byte[] {CTRL_Z});
        } else if (command.equals(":esc")) {
            write(new byte[] {ESC});
        } else if (command.equals(":escape")) {
            escape();
        } else if (command.startsWith(":hex ")) {
            write(bytes(command.substring(5)));
        } else if (command.startsWith(":wait ")) {
            pause(seconds(command.substring(6)) * 1000L);
        } else if (command.startsWith(":")) {
            throw new IllegalArgumentException(command + " is unknown; :help lists what there is");
        } else {
            say(text);
        }
        return true;
    }

    private static byte[] bytes(String digits) {
        try {
            return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(":hex requires hex digits, two for each byte", e);
        }
    }

    private static int seconds(String text) {
        if (!text.strip().matches("[0-9]{1,4}") || Integer.parseInt(text.strip()) > MAX_WAIT_SECONDS) {
            throw new IllegalArgumentException(":wait requires a number of seconds, at most " + MAX_WAIT_SECONDS);
        }
        return Integer.parseInt(text.strip());
    }

    private void say(String text) throws IOException {
        boolean data;
        synchronized (this) {
            data = streaming;
            lastCommand = text;
            open = !data && !text.isBlank();
            ear.awaitPrompt(text.toUpperCase(Locale.ROOT).contains("+CIPSEND"));
        }
        write((text + (data ? "\r\n" : "\r")).getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        synchronized (this) {
            if (awaited != NO_DATA && bytes.length > 0) {
                // only the end of the data has a result
                int last = bytes[bytes.length - 1];
                open = awaited == ANY_DATA ? last == CTRL_Z || last == ESC : bytes.length >= awaited;
                awaited = open ? NO_DATA : awaited == ANY_DATA ? ANY_DATA : awaited - bytes.length;
            }
        }
        line.write(bytes);
    }

    /**
     * Leaves the module as the next program expects it: out of data mode, and not waiting for data. Data without a length is cancelled,
     * data with a length is filled up, as nothing else ends it. Who calls this while it is under way waits for its end.
     *
     * @return what the user should know; empty for nothing
     */
    String leave() throws IOException, InterruptedException {
        leaving.lock();
        try {
            return leaveOnce();
        } finally {
            leaving.unlock();
        }
    }

    private String leaveOnce() throws IOException, InterruptedException {
        int missing;
        synchronized (this) {
            if (left || lost != null || closed) {
                return "";
            }
            left = true;
            missing = awaited;
        }
        if (streaming()) {
            escape();
            if (!awaitResult(LEAVING_MILLIS)) {
                // the connection had ended: the escape must not stay at the beginning of the next command
                line.write("\r".getBytes(StandardCharsets.US_ASCII));
            }
            return "";
        } else if (missing == NO_DATA) {
            return "";
        }
        synchronized (this) {
            open = true;
        }
        line.write(missing == ANY_DATA ? new byte[] {ESC} : "\r".repeat(missing).getBytes(StandardCharsets.US_ASCII));
        awaitResult(LEAVING_MILLIS);
        return missing == ANY_DATA
                ? "The data that was not ended with :ctrl-z was cancelled."
                : "The module still waited for data (" + Counted.of(missing, "byte")
                        + "); carriage returns were sent instead.";
    }

    private synchronized boolean streaming() {
        return streaming;
    }

    /** The guard times are the module's, 1.3 of the note. */
    private void escape() throws IOException, InterruptedException {
        pause(GUARD_MILLIS);
        synchronized (this) {
            streaming = false;
            open = true;
            lastCommand = "";
            ear.stream(false);
        }
        line.write("+++".getBytes(StandardCharsets.US_ASCII));
        pause(GUARD_MILLIS);
    }

    private synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (left > 0 && lost == null && !closed) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Waits until the last command has its result or its prompt; false when the time is over. */
    synchronized boolean awaitResult(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (open && left > 0 && lost == null && !closed) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return !open;
    }

    /** How many results were errors. */
    synchronized int errors() {
        return errors;
    }

    /** Why the line has ended; null while it is open. */
    String lost() {
        return lost;
    }

    @Override
    public void close() {
        closed = true;
        line.close();
        synchronized (this) {
            notifyAll();
        }
    }

    /** What the module said, as text for people: whatever is no printable ASCII is escaped, and long text is cut. */
    static String shown(Heard heard) {
        return switch (heard.kind()) {
            case LINE -> escaped(heard.text());
            case BODY -> escaped(heard.text()) + System.lineSeparator() + escaped(heard.latin());
            case PROMPT -> ">";
            case STREAM -> escaped(heard.latin());
            case NOISE -> "(" + Counted.of(heard.bytes().length, "byte") + " of noise)";
        };
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(c >= 0x20 && c < 0x7F ? String.valueOf(c) : String.format("\\x%02X", (int) c));
        }
        return shown.length() < SHOWN ? shown.toString() : shown + "…";
    }
}
