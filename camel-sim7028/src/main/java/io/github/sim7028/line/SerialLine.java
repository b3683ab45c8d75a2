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
package io.github.sim7028.line;

import com.fazecast.jSerialComm.SerialPort;
import io.github.sim7028.line.util.LineRate;
import io.github.sim7028.line.util.OpenSerialLines;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line over an open serial port.
 *
 * <p>A port that is closed between another thread's look at its handle and that thread's native call takes the whole JVM down,
 * so every native call runs under a lock in which {@link #stop} was looked at first, and the port is closed with both locks held.
 */
final class SerialLine implements Line {

    /** The native call copies the whole array it is given, so it gets small ones. */
    private static final int WRITE_PIECE = 256;

    private static final long WRITER_WAIT_MILLIS = 200;
    private static final long READER_WAIT_MILLIS = 1000;

    private final String device;
    private final SerialPort port;
    private final ReentrantLock readLock = new ReentrantLock();
    private final ReentrantLock writeLock = new ReentrantLock();
    private final byte[] piece = new byte[WRITE_PIECE];
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean stop;

    /** Takes over an open port whose reads wait 100 ms at the most. */
    SerialLine(String device, SerialPort port) {
        this.device = device;
        this.port = port;
        OpenSerialLines.opened();
    }

    @Override
    public int read(byte[] buffer) throws LineException {
        int count;
        readLock.lock();
        try {
            checkOpen();
            count = port.readBytes(buffer, buffer.length);
        } finally {
            readLock.unlock();
        }
        if (count < 0) {
            checkOpen();
            throw new LineException(device + " hung up: the modem was unplugged or its driver failed");
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws LineException {
        writeLock.lock();
        try {
            for (int done = 0; done < length; ) {
                checkOpen();
                int count = Math.min(WRITE_PIECE, length - done);
                System.arraycopy(bytes, offset + done, piece, 0, count);
                if (port.writeBytes(piece, count) != count) {
                    checkOpen();
                    throw new LineException(
                            device + " accepts no more bytes: the modem was unplugged or its driver failed");
                }
                done += count;
            }
            checkOpen();
        } finally {
            writeLock.unlock();
        }
    }

    /** A pseudo-terminal has no such wire, which is no fault of the line. */
    @Override
    public boolean setDtr(boolean on) throws LineException {
        writeLock.lock();
        try {
            checkOpen();
            return on ? port.setDTR() : port.clearDTR();
        } finally {
            writeLock.unlock();
        }
    }

    @Override
    public boolean writeAt(int bitRate, byte[] bytes) throws LineException {
        writeLock.lock();
        try {
            checkOpen();
            int own = port.getBaudRate();
            if (!port.setBaudRate(bitRate)) {
                return false;
            }
            try {
                port.writeBytes(bytes, bytes.length);
                LineRate.awaitSent(bitRate, bytes.length);
            } finally {
                port.setBaudRate(own);
            }
            checkOpen();
            return true;
        } finally {
            writeLock.unlock();
        }
    }

    private void checkOpen() throws LineException {
        if (stop) {
            throw new LineException(device + " was closed");
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        stop = true;
        boolean writerGone = writeLock.tryLock();
        if (!writerGone) {
            // a writer that waits for room in a UART's queue finds it now; on a pseudo-terminal only the close below
            // frees it
            port.flushIOBuffers();
            writerGone = tryLock(writeLock, WRITER_WAIT_MILLIS);
        }
        boolean readerGone = tryLock(readLock, READER_WAIT_MILLIS);
        try {
            // a thread that is still inside a native call is freed by this
            port.closePort();
        } finally {
            if (readerGone) {
                readLock.unlock();
            }
            if (writerGone) {
                writeLock.unlock();
            }
            OpenSerialLines.closed();
        }
    }

    /** Waits for the lock even when the thread is interrupted: an interrupted thread closes its lines, too. */
    private static boolean tryLock(ReentrantLock lock, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return device;
    }
}
