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
package io.github.sim7028.kit;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A module in memory that answers what a test tells it to, and otherwise as a module does for which all goes well. It answers at once,
 * on the thread that writes; {@link #sayAfter} speaks later, in virtual time. It keeps what it was told.
 */
public final class ScriptedModule implements LineFactory {

    /** What a script returns to leave a command without any answer. */
    public static final String SILENCE = "";

    /** Where a reader waits that is held back. */
    private static final String GATE = "io.github.sim7028.modem.driver.session.ReadGate";

    private static final Duration BOOT = Duration.ofSeconds(2);

    /** What is said when it waits for a payload. */
    static final String PROMPT = "\r\n>";

    /** So often the readers must be seen waiting: one that has just been let may look so for a moment. */
    private static final int RESTS = 1000;

    private final VirtualTimer timer;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    /** To whom each payload went, as AT+CIPOPEN? lists that link. */
    private final List<String> destinations = new CopyOnWriteArrayList<>();

    private final AtomicInteger promptsToLose = new AtomicInteger();
    private volatile Predicate<Boolean> dtr = on -> false;
    private volatile IntConsumer otherRate;
    private final Map<Integer, String> links = new ConcurrentHashMap<>();
    /** How many bytes went out on each link since it was opened. */
    private final Map<Integer, Integer> sent = new ConcurrentHashMap<>();

    private volatile UnaryOperator<String> script = command -> null;
    private volatile UnaryOperator<String> afterPayload = command -> null;
    /** What AT+CGDCONT? says of each PDP context; kept over restarts, as a module does. */
    private final Map<Integer, String> contexts = new ConcurrentHashMap<>();

    private volatile int functionality = 1;
    private volatile boolean networkOpen;
    /** Set by AT+CIPCCFG, and forgotten at a restart, as a module does. */
    private volatile boolean linkNumbers;

    private volatile Wire wire;
    private volatile int opened;

    public ScriptedModule(VirtualTimer timer) {
        this.timer = timer;
    }

    // ---- what a test tells it

    /** Answers commands: the text to say, {@link #SILENCE} for none, null for the usual answer. */
    public void answer(UnaryOperator<String> answers) {
        script = answers;
    }

    /** Answers payloads: what to say after the payload of this AT+CIPSEND; null for the usual confirmation. */
    public void confirm(UnaryOperator<String> confirmations) {
        afterPayload = confirmations;
    }

    /** Has prompts lost on the line: it waits for a payload all the same. */
    public void losePrompts(int count) {
        promptsToLose.set(count);
    }

    /** Has its DTR wired, to what hears of each change; without, the line has no DTR. */
    public void dtr(Consumer<Boolean> change) {
        dtr = on -> {
            change.accept(on);
            return true;
        };
    }

    /** Has a line with a bit rate, and hears what is written at another one, which is no text at its own; without, the line has none. */
    public void otherRate(IntConsumer rate) {
        otherRate = rate;
    }

    /** Restarts and says nothing of that. */
    public void reboot() {
        networkOpen(false);
        linkNumbers = false;
        links.clear();
        Wire now = wire;
        if (now != null) {
            now.forget();
        }
    }

    /** Restarts and says so a moment later. */
    public void rebootLoudly() {
        reboot();
        sayAfter(BOOT, lines("RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1"));
    }

    /** Data of the peer of {@link VirtualRig#PEER} as it is pushed. */
    public static String pushed(int link, String text) {
        return pushed(link, "10.0.0.9:1000", text);
    }

    public static String pushed(int link, String from, String text) {
        return "\r\nRECV FROM:" + from + "\r\n+RECEIVE," + link + "," + text.length() + "\r\n" + text;
    }

    /** Lines as the module says them. */
    public static String lines(String... lines) {
        StringBuilder said = new StringBuilder();
        for (String line : lines) {
            said.append("\r\n").append(line).append("\r\n");
        }
        return said.toString();
    }

    /** Says something by itself. */
    public void say(String text) {
        Wire now = wire;
        if (now != null) {
            now.toHost(text);
        }
    }

    public void sayAfter(Duration time, String text) {
        timer.schedule(() -> say(text), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the line under the driver, as an unplugged cable does. */
    public void unplug() {
        wire.close();
    }

    /** Has a PDP context, as AT+CGDCONT? shows it. */
    public void context(int number, String words) {
        contexts.put(number, number + "," + words);
    }

    /** What AT+CFUN? says: 0 with the radio off. */
    public void functionality(int level) {
        functionality = level;
    }

    public void networkOpen(boolean open) {
        networkOpen = open;
    }

    // ---- what it was told

    public List<String> commands() {
        return commands;
    }

    public List<String> payloads() {
        return payloads;
    }

    /** All payloads for a host, one after the other: what that host gets. */
    public String sentTo(String host) {
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < payloads.size(); i++) {
            if (destinations.get(i).contains("\"" + host + "\"")) {
                sent.append(payloads.get(i));
            }
        }
        return sent.toString();
    }

    public long count(String beginning) {
        return commands.stream()
                .filter(command -> command.startsWith(beginning))
                .count();
    }

    /** How often its line was opened. */
    public int opened() {
        return opened;
    }

    /** Forgets what it was told so far. */
    public void clear() {
        commands.clear();
        payloads.clear();
        destinations.clear();
    }

    // ---- line

    @Override
    public Line open() {
        opened++;
        Wire before = wire;
        // what it waits for it has not forgotten when the line is opened again
        wire = new Wire(before);
        return wire;
    }

    @Override
    public boolean virtualThreads() {
        return true;
    }

    @Override
    public String toString() {
        return "a scripted module";
    }

    /** Whether the reader waits for more, or the driver lets the line rest. */
    boolean quiet() {
        Wire now = wire;
        return now == null || now.quiet();
    }

    /** Lets a reader that waits come back empty-handed, as time has passed. */
    void poll() {
        Wire now = wire;
        if (now != null) {
            now.poll();
        }
    }

    // ---- the usual answers

    /** Does what a module does for which all goes well, and returns what that says: for scripts that change or lose some of it. */
    public String usual(String command) {
        if (command.startsWith("AT+CIPOPEN=") && command.length() > 12) {
            return opening(command);
        }
        if (command.startsWith("AT+CIPCLOSE=")) {
            int link = command.charAt(12) - '0';
            links.remove(link);
            return lines("OK", "+CIPCLOSE: " + link + ",0");
        }
        if (command.startsWith("AT+CIPACK=")) {
            int count = sent.getOrDefault(command.charAt(10) - '0', 0);
            return lines("+CIPACK: " + count + "," + count + ",0", "OK");
        }
        if (command.startsWith("AT+CIPRXGET=2") || command.startsWith("AT+CIPRXGET=3")) {
            return lines("+IP ERROR: No data", "ERROR");
        }
        if (command.startsWith("AT+CIPCCFG=")) {
            linkNumbers = command.split(",")[4].equals("1");
            return lines("OK");
        }
        if (command.startsWith("AT+CGDCONT=")) {
            String words = command.substring(11);
            contexts.put(Integer.valueOf(words.split(",")[0]), words);
            return lines("OK");
        }
        if (command.matches("AT\\+CFUN=[01]")) {
            functionality = command.charAt(8) - '0';
            return lines("OK");
        }
        return switch (command) {
            case "AT+CGDCONT?" ->
                contexts.values().stream()
                                .map(words -> lines("+CGDCONT: " + words))
                                .collect(Collectors.joining())
                        + lines("OK");
            case "AT+CFUN?" -> lines("+CFUN: " + functionality, "OK");
            case "AT+NETOPEN?" -> lines("+NETOPEN: " + (networkOpen ? 1 : 0), "OK");
            case "AT+NETOPEN" -> {
                networkOpen = true;
                yield lines("OK", "+NETOPEN: 0");
            }
            case "AT+NETCLOSE" -> {
                networkOpen = false;
                links.clear();
                yield lines("OK", "+NETCLOSE: 0");
            }
            case "AT+CPIN?" -> lines("+CPIN: READY", "OK");
            case "AT+CSQ" -> lines("+CSQ: 20,0", "OK");
            case "AT+CEREG?" -> lines("+CEREG: 1,1", "OK");
            case "AT+IPADDR" -> lines("+IPADDR: 10.0.0.2", "OK");
            case "AT+CIPOPEN=?" -> lines("+CIPOPEN: (0-1),(\"TCP\",\"UDP\")", "OK");
            case "AT+SERVERSTART=?" -> lines("+SERVERSTART: (0-65535),(0-1),(1-3)", "OK");
            case "AT+CIPHEAD?" -> lines("+CIPHEAD: 1", "OK");
            case "AT+CIPSRIP?" -> lines("+CIPSRIP: 1", "OK");
            case "AT+CIPCCFG?" -> lines("+CIPCCFG: 10,0,0,1," + (linkNumbers ? 1 : 0) + ",0,500", "OK");
            case "AT+CIPSENDMODE?" -> lines("+CIPSENDMODE: 0", "OK");
            case "AT+CIPOPEN?" ->
                lines(links.getOrDefault(0, "+CIPOPEN: 0"), links.getOrDefault(1, "+CIPOPEN: 1"), "OK");
            default -> lines("OK");
        };
    }

    private String opening(String command) {
        int link = command.charAt(11) - '0';
        String[] parts = command.split(",");
        sent.put(link, 0);
        if (command.contains("\"UDP\"")) {
            links.put(link, "+CIPOPEN: " + link + ",\"UDP\",\"\",0,-1");
            return lines("+CIPOPEN: " + link + ",0", "OK");
        }
        links.put(link, "+CIPOPEN: " + link + "," + parts[1] + "," + parts[2] + "," + parts[3] + ",-1");
        return lines("OK", "+CIPOPEN: " + link + ",0");
    }

    /** One opened line to it. */
    private final class Wire implements Line {
        private final Deque<byte[]> toHost = new ArrayDeque<>();
        private final StringBuilder typed = new StringBuilder();
        private String sending;
        private int awaited;
        private boolean reading;
        private boolean polled;
        /** How often in a row the readers were seen waiting. */
        private int rests;

        private boolean closed;
        /** All that have read it: what they tell the driver of its end they tell before they end. */
        private final Set<Thread> readers = new HashSet<>();

        Wire(Wire before) {
            if (before != null) {
                sending = before.sending;
                awaited = before.awaited;
                typed.append(before.typed);
            }
        }

        synchronized void toHost(String text) {
            if (!text.isEmpty()) {
                toHost.add(text.getBytes(StandardCharsets.ISO_8859_1));
                notifyAll();
            }
        }

        synchronized boolean quiet() {
            return closed
                    ? readers.stream().noneMatch(Thread::isAlive)
                    : reading && toHost.isEmpty() && !polled || !reading && resting();
        }

        /** Whether those who read it have waited for a while until they are let: the module is held back. */
        private boolean resting() {
            if (!waitingToRead()) {
                rests = 0;
            }
            return rests++ > RESTS;
        }

        /** A reader that has not come to the line yet does not wait: it is about to read. */
        private boolean waitingToRead() {
            List<Thread> alive = readers.stream().filter(Thread::isAlive).toList();
            return !alive.isEmpty()
                    && alive.stream()
                            .allMatch(reader -> reader.getState() == Thread.State.WAITING
                                    && Arrays.stream(reader.getStackTrace()).anyMatch(frame -> frame.getClassName()
                                            .equals(GATE)));
        }

        synchronized void poll() {
            if (reading) {
                polled = true;
                notifyAll();
            }
        }

        @Override
        public synchronized int read(byte[] buffer) throws IOException {
            reading = true;
            readers.add(Thread.currentThread());
            try {
                while (toHost.isEmpty() && !closed && !polled) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LineException("interrupted");
            } finally {
                reading = false;
                polled = false;
            }
            if (closed) {
                throw new LineException("the line was closed");
            }
            if (toHost.isEmpty()) {
                return 0;
            }
            byte[] next = toHost.remove();
            int count = Math.min(buffer.length, next.length);
            System.arraycopy(next, 0, buffer, 0, count);
            if (count < next.length) {
                toHost.addFirst(Arrays.copyOfRange(next, count, next.length));
            }
            return count;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new LineException("the line was closed");
            }
            typed.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            while (awaited > 0 ? takePayload() : takeCommand()) {
                // one after the other
            }
        }

        private boolean takePayload() {
            if (typed.length() < awaited) {
                return false;
            }
            String link = sending.substring(11).split(",")[0];
            destinations.add(links.getOrDefault(Integer.valueOf(link), ""));
            payloads.add(typed.substring(0, awaited));
            typed.delete(0, awaited);
            int length = awaited;
            awaited = 0;
            sent.merge(Integer.valueOf(link), length, Integer::sum);
            String answer = afterPayload.apply(sending);
            toHost(answer != null ? answer : lines("OK", "+CIPSEND: " + link + "," + length + "," + length));
            return true;
        }

        private boolean takeCommand() {
            int end = typed.indexOf("\r");
            if (end < 0) {
                return false;
            }
            String command = typed.substring(0, end).trim();
            typed.delete(0, end + 1);
            if (command.isEmpty()) {
                return true;
            }
            commands.add(command);
            String answer = script.apply(command);
            if (command.startsWith("AT+CIPSEND=") && (answer == null || answer.endsWith(PROMPT))) {
                sending = command;
                awaited = Integer.parseInt(command.substring(11).split(",")[1]);
                boolean lost = promptsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                toHost(lost ? SILENCE : answer == null ? PROMPT : answer);
            } else {
                toHost(answer == null ? usual(command) : answer);
            }
            return true;
        }

        @Override
        public boolean setDtr(boolean on) {
            return dtr.test(on);
        }

        @Override
        public boolean writeAt(int bitRate, byte[] bytes) {
            IntConsumer hearer = otherRate;
            if (hearer != null) {
                hearer.accept(bitRate);
            }
            return hearer != null;
        }

        /** What was typed, and what is waited for. */
        synchronized void forget() {
            typed.setLength(0);
            awaited = 0;
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }
    }
}
