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
package io.github.sim7028.simulator.uart;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a UART: a bounded buffer whose bytes arrive no faster than a baud rate allows, ten bit times a
 * byte. One side may block ({@link #read}, {@link #write}), the other asks ({@link #poll}, {@link #offer}) and is
 * woken by a callback, so that an event loop can serve it.
 *
 * <p>Bytes are handed over in quanta of about one millisecond, at absolute deadlines, so that a slow thread catches
 * up instead of drifting; the last byte of each write is delivered on its exact time, whatever was written behind it.
 */
public final class UartLine {

    private static final long QUANTUM_NANOS = 1_000_000;
    private static final long SPIN_NANOS = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();
    private final Runnable receiverWakeup;
    private final Runnable senderWakeup;

    private final byte[] ring;
    /** Which bytes of the ring end a write. */
    private final boolean[] ends;

    private double nanosPerByte;
    private int quantumBytes;
    private final long origin = System.nanoTime();

    private int head;
    private int size;
    /** How many of the {@link #size} bytes have come through the wire. */
    private int arrived;
    /** When the first byte still on the wire will have come through, in nanoseconds since {@link #origin}. */
    private double nextArrival;
    /** When the wire is free again, in nanoseconds since {@link #origin}. */
    private double lineFree;

    private boolean senderWaits;
    /** Counts hang-ups: a call that began to wait before one returns. */
    private int era;

    private boolean open;
    private long total;

    /**
     * @param capacity how many bytes it holds, on the wire and unread together
     * @param baud bits per second, or 0 for as fast as it goes
     * @param receiverWakeup called (under the line's lock) when bytes were written
     * @param senderWakeup called (under the line's lock) when there is room again after {@link #offer} had none
     */
    public UartLine(int capacity, int baud, Runnable receiverWakeup, Runnable senderWakeup) {
        this.ring = new byte[capacity];
        this.ends = new boolean[capacity];
        setPace(baud);
        this.receiverWakeup = receiverWakeup;
        this.senderWakeup = senderWakeup;
    }

    private void setPace(int baud) {
        nanosPerByte = baud <= 0 ? 0 : 10e9 / baud;
        quantumBytes = baud <= 0 ? 1 : Math.max(1, (int) (QUANTUM_NANOS / nanosPerByte));
    }

    /** Another rate for what is still on the wire and for what is written from now on. */
    void pace(int baud) {
        lock.lock();
        try {
            advance(System.nanoTime());
            setPace(baud);
            if (arrived < size) {
                lineFree = nextArrival + (size - arrived - 1) * nanosPerByte;
            }
        } finally {
            lock.unlock();
        }
    }

    /** A host was plugged in: the blocking side may be used. */
    public void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /** The host was disconnected: blocked calls return at once. */
    public void hangUp(boolean discard) {
        lock.lock();
        try {
            open = false;
            era++;
            if (discard) {
                size = 0;
                arrived = 0;
            }
            readable.signalAll();
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes written so far. */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what fits and returns how much that was; after 0 the sender is woken when there is room. */
    public int offer(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            int n = put(bytes, offset, length);
            senderWaits = n < length;
            return n;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes could be offered now; when 0, the sender is woken once there is room. */
    public int room() {
        lock.lock();
        try {
            int room = ring.length - size;
            senderWaits |= room == 0;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** Writes everything, waiting while the buffer is full. Returns false when hung up. */
    public boolean write(byte[] bytes, int offset, int length) throws InterruptedException {
        lock.lock();
        try {
            int began = era;
            int done = 0;
            while (done < length) {
                if (!open || era != began) {
                    return false;
                }
                int n = put(bytes, offset + done, length - done);
                done += n;
                if (done < length) {
                    writable.await();
                }
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Reads what has arrived, waiting for the first of it; 0 when the time is over, -1 when hung up. */
    public int read(byte[] buffer, int offset, int length, int timeoutMillis) throws InterruptedException {
        if (length == 0) {
            return 0;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMillis));
        lock.lock();
        try {
            int began = era;
            while (open && era == began) {
                long now = System.nanoTime();
                long wait = nanosToDelivery(now, length);
                long left = end - now;
                if (wait <= 0 || (left <= 0 && arrived > 0)) {
                    return take(buffer, offset, length);
                }
                if (left <= 0) {
                    return 0;
                }
                await(Math.min(wait, left), now);
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what is due now, without waiting. */
    public int poll(byte[] buffer, int offset, int length) {
        lock.lock();
        try {
            return nanosToDelivery(System.nanoTime(), length) <= 0 ? take(buffer, offset, length) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds until {@link #poll} has something: 0 for now, {@link Long#MAX_VALUE} when nothing was written. */
    public long nanosToReadable() {
        lock.lock();
        try {
            return nanosToDelivery(System.nanoTime(), ring.length);
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds until everything that was written has come through the wire. */
    public long nanosToClear() {
        lock.lock();
        try {
            long nanoTime = System.nanoTime();
            advance(nanoTime);
            return arrived == size ? 0 : Math.max(0, (long) Math.ceil(lineFree - (nanoTime - origin)));
        } finally {
            lock.unlock();
        }
    }

    /** The next byte, even if it is still on the wire, or -1. */
    public int peek() {
        lock.lock();
        try {
            return size == 0 ? -1 : ring[head] & 0xff;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos, long now) throws InterruptedException {
        if (nanosPerByte == 0 || arrived == size) {
            readable.awaitNanos(nanos);
        } else if (nanos > SPIN_NANOS) {
            readable.awaitNanos(nanos - SPIN_NANOS);
        } else {
            lock.unlock();
            try {
                while (System.nanoTime() - now < nanos) {
                    Thread.onSpinWait();
                }
            } finally {
                lock.lock();
            }
        }
    }

    private int put(byte[] bytes, int offset, int length) {
        int n = Math.min(length, ring.length - size);
        if (n == 0) {
            return 0;
        }
        int tail = (head + size) % ring.length;
        int first = Math.min(n, ring.length - tail);
        System.arraycopy(bytes, offset, ring, tail, first);
        System.arraycopy(bytes, offset + first, ring, 0, n - first);
        if (nanosPerByte == 0) {
            arrived += n;
        } else {
            long nanoTime = System.nanoTime();
            advance(nanoTime);
            if (arrived == size) {
                lineFree = Math.max(nanoTime - origin, lineFree);
                nextArrival = lineFree + nanosPerByte;
            }
            lineFree += n * nanosPerByte;
        }
        Arrays.fill(ends, tail, tail + first, false);
        Arrays.fill(ends, 0, n - first, false);
        ends[(tail + n - 1) % ring.length] = n == length;
        size += n;
        total += n;
        readable.signal();
        receiverWakeup.run();
        return n;
    }

    private void advance(long nanoTime) {
        double now = nanoTime - origin;
        if (arrived < size && now >= nextArrival) {
            int n = Math.min(size - arrived, (int) ((now - nextArrival) / nanosPerByte) + 1);
            arrived += n;
            nextArrival += n * nanosPerByte;
        }
    }

    private long nanosToDelivery(long nanoTime, int wanted) {
        advance(nanoTime);
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        int enough = enough(wanted);
        if (arrived >= enough) {
            return 0;
        }
        double due = nextArrival + (enough - arrived - 1) * nanosPerByte;
        return Math.max(0, (long) Math.ceil(due - (nanoTime - origin)));
    }

    /** How many bytes must have come before they are handed over: a quantum, or up to the end of a write before that. */
    private int enough(int wanted) {
        int most = Math.min(size, Math.min(wanted, quantumBytes));
        for (int i = 0; i < most; i++) {
            if (ends[(head + i) % ring.length]) {
                return i + 1;
            }
        }
        return most;
    }

    private int take(byte[] buffer, int offset, int length) {
        int n = Math.min(length, arrived);
        int first = Math.min(n, ring.length - head);
        System.arraycopy(ring, head, buffer, offset, first);
        System.arraycopy(ring, 0, buffer, offset + first, n - first);
        head = (head + n) % ring.length;
        size -= n;
        arrived -= n;
        if (ring.length - size >= ring.length / 4) {
            writable.signal();
            if (senderWaits) {
                senderWaits = false;
                senderWakeup.run();
            }
        }
        return n;
    }
}
