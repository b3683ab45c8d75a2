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
package io.github.sim7028.at;

import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.line.util.ForeignText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people may see of the dialogue with one module, secrets masked and payload only counted: in the log, and, as long as somebody
 * reads it, in memory. It outlives the lines of its modem.
 */
public final class DialogueLog {

    /** How many entries are kept for those who read them. */
    static final int KEPT = 200;

    /** For how long entries are kept after the last reading. */
    static final long WATCH_SECONDS = 30;

    private static final int LONGEST = 300;
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> entries = new ArrayDeque<>();
    /** In microseconds of the time when it was made, so that entries of a later log of the same modem have higher numbers. */
    private long number = System.currentTimeMillis() * 1000;

    private volatile boolean watched;
    private volatile long watchedUntil;

    /**
     * One command, line or piece of payload.
     *
     * @param number   grows with each entry of a modem
     * @param toModule whether it went to the module
     * @param text     as people may see it
     */
    public record Entry(long number, Instant time, boolean toModule, String text) {}

    /**
     * @param name     the modem's name
     * @param nanoTime the time by which reading ends, in nanoseconds
     */
    public DialogueLog(String name, LongSupplier nanoTime) {
        this.name = name;
        this.nanoTime = nanoTime;
    }

    String name() {
        return name;
    }

    /** The entries after the one of that number, the oldest first, of what was kept since somebody began to read. */
    @AnyThread
    public List<Entry> readAfter(long last) {
        watchedUntil = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(WATCH_SECONDS);
        watched = true;
        lock.lock();
        try {
            List<Entry> later = new ArrayList<>(entries);
            later.removeIf(entry -> entry.number <= last);
            return later;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a line is worth masking, which costs more than all the rest. */
    boolean wanted() {
        return watched || LOG.isDebugEnabled();
    }

    /** @param shown the command with its secrets masked */
    void said(String shown) {
        LOG.debug("{} >> {}", name, shown);
        keep(true, shown);
    }

    void saidPayload(byte[] payload) {
        LOG.debug("{} >> {} bytes", name, payload.length);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} >> {}", name, new String(payload, StandardCharsets.ISO_8859_1));
        }
        if (watched) {
            keep(true, payload.length + " bytes");
        }
    }

    /** @param masked the line with its secrets masked; asked for only where it is {@link #wanted} */
    void heard(String masked) {
        LOG.debug("{} << {}", name, masked);
        keep(false, masked);
    }

    void heardPayload(String header, byte[] bytes) {
        LOG.debug("{} << {} ({} bytes follow)", name, header, bytes.length);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} << {}", name, new String(bytes, StandardCharsets.ISO_8859_1));
        }
        if (watched) {
            keep(false, header + " (" + bytes.length + " bytes follow)");
        }
    }

    private void keep(boolean toModule, String text) {
        if (!watched) {
            return;
        }
        boolean over = nanoTime.getAsLong() - watchedUntil > 0;
        String shown = ForeignText.message(text);
        lock.lock();
        try {
            if (over) {
                watched = false;
                entries.clear();
                return;
            }
            if (entries.size() == KEPT) {
                entries.remove();
            }
            entries.add(new Entry(
                    ++number,
                    Instant.now(),
                    toModule,
                    shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…"));
        } finally {
            lock.unlock();
        }
    }
}
