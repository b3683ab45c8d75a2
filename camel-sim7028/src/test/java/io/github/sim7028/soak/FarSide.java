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
package io.github.sim7028.soak;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The peer of one link on loopback: checks every frame that comes up and sends numbered frames down. Frames are lines or
 * have a length of two bytes in front.
 */
final class FarSide implements AutoCloseable {

    private static final int MAX_FRAME = 64 * 1024;

    private final boolean lines;
    private final Numbered up;
    private final Ledger ledger;
    private final Numbered down;
    private final DownLedger downLedger;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger reading = new AtomicInteger();
    private final String name;
    private volatile boolean quiet;

    FarSide(String name, boolean lines, Numbered up, Ledger ledger, Numbered down, DownLedger downLedger) {
        this.name = name;
        this.lines = lines;
        this.up = up;
        this.ledger = ledger;
        this.down = down;
        this.downLedger = downLedger;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Whether every connection has been read to its end. */
    boolean finished() {
        return reading.get() == 0;
    }

    /** Sends no new frames from now on. */
    void fallQuiet() {
        quiet = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                reading.incrementAndGet();
                sockets.add(socket);
                start("read", () -> read(socket));
                start("write", () -> write(socket));
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    // ---- up

    private void read(Socket socket) {
        try (socket) {
            DataInputStream input = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 8192));
            while (true) {
                byte[] frame = lines ? line(input) : counted(input);
                int number = up.numberOf(frame);
                int filled = number == Numbered.NONE ? filled(frame) : Numbered.NONE;
                if (filled != Numbered.NONE) {
                    ledger.filled(filled);
                } else {
                    ledger.arrived(number);
                }
                if (number == Numbered.NONE) {
                    report(filled == Numbered.NONE ? "CORRUPT" : "FILLED", frame);
                }
            }
        } catch (IOException e) {
            // the connection ended, perhaps in the middle of a frame: that frame counts as not arrived
        } finally {
            sockets.remove(socket);
            reading.decrementAndGet();
        }
    }

    private int filled(byte[] frame) {
        int number = up.numberOfFilled(frame);
        return number != Numbered.NONE ? number : up.numberOfFilled(frame, ledger.missing());
    }

    private void report(String what, byte[] frame) {
        System.out.println(what + " at the far end of " + name + ": " + Trouble.printable(frame));
    }

    private static byte[] line(DataInputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = input.readByte(); b != '\n'; b = input.readByte()) {
            line.write(b);
            if (line.size() > MAX_FRAME) {
                throw new IOException("a line without end");
            }
        }
        return line.toByteArray();
    }

    private static byte[] counted(DataInputStream input) throws IOException {
        byte[] frame = new byte[input.readUnsignedShort()];
        input.readFully(frame);
        return frame;
    }

    // ---- down

    private void write(Socket socket) {
        int connection = downLedger.connected();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            while (!socket.isClosed()) {
                int burst = quiet ? 0 : random.nextInt(1, 30);
                for (int i = 0; i < burst; i++) {
                    output.write(framed(down.body(downLedger.begin(connection))));
                }
                LockSupport.parkNanos(random.nextInt(1, 150) * 1_000_000L);
            }
        } catch (IOException e) {
            // the connection ended
        }
    }

    private byte[] framed(byte[] body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 2);
        if (!lines) {
            frame.write(body.length >>> 8);
            frame.write(body.length);
        }
        frame.writeBytes(body);
        if (lines) {
            frame.write('\n');
        }
        return frame.toByteArray();
    }

    private void start(String what, Runnable task) {
        Thread thread = new Thread(task, "far-" + what + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
