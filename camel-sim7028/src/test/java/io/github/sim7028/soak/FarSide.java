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

import java.io.BufferedInputStream;
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
 * The peer of one link on loopback: checks every frame that comes up, and sends numbered frames down: by itself, from the
 * moment it is connected to, or as replies.
 */
final class FarSide implements AutoCloseable {

    /** The longest reply takes longer than the driver waits for it. */
    private static final int TOO_LATE = 4500;

    private final SoakPlan.LanePlan plan;
    private final Numbered up;
    private final Numbered down;
    private final Ledger ledger;
    private final DownLedger downLedger;
    private final Dials dials = new Dials();
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger reading = new AtomicInteger();
    private volatile boolean quiet;

    FarSide(SoakPlan.LanePlan plan, Ledger ledger, DownLedger downLedger) {
        this.plan = plan;
        this.up = plan.up();
        this.down = plan.down();
        this.ledger = ledger;
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

    Dials dials() {
        return dials;
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
                dials.one();
                socket.setTcpNoDelay(true);
                reading.incrementAndGet();
                sockets.add(socket);
                start("read", () -> read(socket));
                if (plan.kind() != SoakPlan.Kind.REQUESTS) {
                    start("write", () -> write(socket));
                }
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    // ---- up

    private void read(Socket socket) {
        try (socket) {
            DataInputStream input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8192));
            while (true) {
                byte[] frame = Frames.read(input, plan.kind());
                int number = up.numberOf(frame);
                int filled = number == Numbered.NONE ? filled(frame) : Numbered.NONE;
                if (filled != Numbered.NONE) {
                    ledger.filled(filled);
                } else {
                    ledger.arrived(number);
                }
                if (number == Numbered.NONE) {
                    report(filled == Numbered.NONE ? "CORRUPT" : "FILLED", frame);
                } else if (plan.kind() == SoakPlan.Kind.REQUESTS) {
                    reply(socket, number);
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
        System.out.println(what + " at the far end of " + plan.name() + ": " + Trouble.printable(frame));
    }

    // ---- down

    /** At once, as a rule; now and then late, too late or never. */
    private void reply(Socket socket, int number) throws IOException {
        int chance = ThreadLocalRandom.current().nextInt(100);
        if (chance < 2) {
            return;
        }
        int pause = chance < 6
                ? TOO_LATE
                : chance < 30 ? ThreadLocalRandom.current().nextInt(300) : 0;
        byte[] frame = Frames.framed(down.body(number), plan.kind());
        if (pause == 0) {
            socket.getOutputStream().write(frame);
            return;
        }
        start("reply", () -> {
            LockSupport.parkNanos(pause * 1_000_000L);
            try {
                socket.getOutputStream().write(frame);
            } catch (IOException e) {
                // the connection ended
            }
        });
    }

    private void write(Socket socket) {
        int connection = downLedger.connected();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            while (!socket.isClosed()) {
                int burst = quiet ? 0 : random.nextInt(1, 30);
                for (int i = 0; i < burst; i++) {
                    output.write(Frames.framed(down.body(downLedger.begin(connection)), plan.kind()));
                }
                LockSupport.parkNanos(random.nextInt(1, 150) * 1_000_000L);
            }
        } catch (IOException e) {
            // the connection ended
        }
    }

    private void start(String what, Runnable task) {
        Thread thread = new Thread(task, "far-" + what + "-" + plan.name());
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
