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
package io.github.sim7028.simulator.fault;

import io.github.sim7028.simulator.model.Transcript;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The faults of a modem. Thread-safe; may be changed while the modem runs. The random numbers come from one seed, so that
 * the same dialogue meets the same faults again.
 */
public final class Faults {

    private static final int HISTORY = 1000;

    /** A fault that is set. */
    public static final class Rule {
        private final Fault fault;
        private final Pattern pattern;
        private int seen;
        private int fired;

        private Rule(Fault fault) {
            this.fault = fault;
            this.pattern = glob(fault.trigger().pattern());
        }

        /** The fault. */
        public Fault fault() {
            return fault;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Rule> rules = new ArrayList<>();
    private final Deque<String> fired = new ArrayDeque<>();
    private final Random random;
    private final Consumer<Rule> timed;
    private long count;
    private volatile boolean any;

    /**
     * @param seed of the random numbers
     * @param timed is given each fault that goes by the clock, to arrange for {@link #due}
     */
    public Faults(long seed, Consumer<Rule> timed) {
        this.random = new Random(seed);
        this.timed = timed;
    }

    /** Adds a fault. */
    public Faults add(Fault fault) {
        Rule rule = new Rule(fault);
        lock.lock();
        try {
            rules.add(rule);
            any = true;
        } finally {
            lock.unlock();
        }
        if (fault.trigger().timed()) {
            timed.accept(rule);
        }
        return this;
    }

    /** Adds faults from text, separated by semicolons; see {@link Fault}. */
    public Faults add(String text) {
        Fault.parseAll(text).forEach(this::add);
        return this;
    }

    /** The faults that are set. */
    public List<Fault> set() {
        lock.lock();
        try {
            return rules.stream().map(Rule::fault).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Removes faults that are written like this one; returns whether there were any. */
    public boolean remove(Fault fault) {
        lock.lock();
        try {
            boolean found = rules.removeIf(rule -> rule.fault.toString().equals(fault.toString()));
            any = !rules.isEmpty();
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Removes this very fault, once where it was added several times. */
    public void removeOne(Fault fault) {
        lock.lock();
        try {
            for (Rule rule : rules) {
                if (rule.fault == fault) {
                    rules.remove(rule);
                    break;
                }
            }
            any = !rules.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Removes all faults. */
    public void clear() {
        lock.lock();
        try {
            rules.clear();
            any = false;
        } finally {
            lock.unlock();
        }
    }

    /** The latest thousand faults that happened. */
    public List<String> fired() {
        lock.lock();
        try {
            return List.copyOf(fired);
        } finally {
            lock.unlock();
        }
    }

    /** How many faults happened. */
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The faults that a line of the modem sets off. */
    public List<Fault> onLine(String line) {
        return any ? matching(FaultTrigger.Kind.LINE, plain(line), null, plain(line)) : List.of();
    }

    /** The faults that a command sets off, given its name and its text. */
    public List<Fault> onCommand(String name, String text) {
        return any
                ? matching(FaultTrigger.Kind.COMMAND, plain(text), plain(name), plain(Transcript.masked(text)))
                : List.of();
    }

    /** Whether a fault that goes by the clock happens now that its time has come; empty when it was removed. */
    public Optional<Boolean> due(Rule rule) {
        lock.lock();
        try {
            return rules.contains(rule) ? Optional.of(fires(rule, "the clock")) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A delay, by chance where it has a range. */
    public Duration timeOf(FaultAction.Delay delay) {
        long least = delay.least().toMillis();
        long range = delay.most().toMillis() - least;
        lock.lock();
        try {
            return Duration.ofMillis(range == 0 ? least : least + Math.round(random.nextDouble() * range));
        } finally {
            lock.unlock();
        }
    }

    /** So many bytes of noise: anything but line ends. */
    public byte[] noise(int length) {
        byte[] bytes = new byte[length];
        lock.lock();
        try {
            for (int i = 0; i < length; i++) {
                do {
                    bytes[i] = (byte) random.nextInt(256);
                } while (bytes[i] == '\r' || bytes[i] == '\n');
            }
        } finally {
            lock.unlock();
        }
        return bytes;
    }

    /** @param shown the text as it may be told: without a PIN or a password */
    private List<Fault> matching(FaultTrigger.Kind kind, String text, String name, String shown) {
        List<Fault> found = new ArrayList<>();
        lock.lock();
        try {
            for (Rule rule : rules) {
                if (rule.fault.trigger().kind() == kind
                        && (rule.pattern.matcher(text).matches()
                                || name != null && rule.pattern.matcher(name).matches())
                        && fires(rule, shown)) {
                    found.add(rule.fault);
                }
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    private boolean fires(Rule rule, String cause) {
        rule.seen++;
        FaultLimit limit = rule.fault.limit();
        boolean spent = limit.times() > 0 && rule.fired >= limit.times();
        if (rule.seen < limit.nth() || spent) {
            return false;
        }
        if (limit.probability() < 1 && random.nextDouble() >= limit.probability()) {
            return false;
        }
        rule.fired++;
        count++;
        if (fired.size() == HISTORY) {
            fired.removeFirst();
        }
        fired.addLast(rule.fault + " at " + Transcript.printable(cause));
        return true;
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : plain(pattern).toCharArray()) {
            regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String plain(String text) {
        String bare = text.regionMatches(true, 0, "AT+", 0, 3) ? text.substring(2) : text;
        return bare.startsWith("+") ? bare.substring(1) : bare;
    }
}
