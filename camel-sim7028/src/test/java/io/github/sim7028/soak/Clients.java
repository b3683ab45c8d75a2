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
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Clients that connect to a server of the module and send it one request after the other. The reply to each must be its own,
 * on the connection it was asked on.
 */
final class Clients {

    private static final int CLIENTS = 2;
    private static final int PATIENCE = 10_000;

    private final SoakPlan.LanePlan plan;
    private final int port;
    private final Numbered requests;
    private final Numbered replies;
    private final List<Thread> threads = new ArrayList<>();
    private final BitSet arrived = new BitSet();
    private int asked;
    private long answered;
    private long mixed;
    private long doubled;
    private long corrupt;
    private volatile boolean over;

    Clients(SoakPlan.LanePlan plan, int port) {
        this.plan = plan;
        this.port = port;
        requests = plan.up();
        replies = plan.down();
    }

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(plan.seed() + i);
            Thread thread = new Thread(() -> run(random), plan.name() + "-client-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Random random) {
        try {
            while (!over) {
                try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                    socket.setSoTimeout(PATIENCE);
                    ask(socket, random);
                } catch (IOException e) {
                    // the module is away, or the connection was lost
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500, 4000));
            }
        } catch (InterruptedException e) {
            // over
        }
    }

    private void ask(Socket socket, Random random) throws IOException, InterruptedException {
        DataInputStream input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        // some stay, some come again
        int most = random.nextInt(1, 60);
        for (int i = 0; i < most && !over; i++) {
            int number = next();
            socket.getOutputStream().write(Frames.framed(requests.body(number), plan.kind()));
            try {
                answered(number, Frames.read(input, plan.kind()));
            } catch (SocketTimeoutException e) {
                // a reply that comes now would be taken for the next one
                return;
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(80));
        }
    }

    private synchronized int next() {
        return asked++;
    }

    private synchronized void answered(int number, byte[] reply) {
        int replied = replies.numberOf(reply);
        if (replied == number) {
            answered++;
        } else {
            mixed++;
            System.out.println("MIXED at a client of " + plan.name() + ": the reply to " + number + " was "
                    + (replied == Numbered.NONE ? Trouble.printable(reply) : "that to " + replied));
        }
    }

    /** A request came out of the route. */
    synchronized void arrived(int number) {
        if (number == Numbered.NONE) {
            corrupt++;
        } else if (arrived.get(number)) {
            doubled++;
        } else {
            arrived.set(number);
        }
    }

    /** Whether another request is answered within a time. */
    boolean work(Duration limit) throws InterruptedException {
        long before = answered();
        long end = System.nanoTime() + limit.toNanos();
        while (answered() == before && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return answered() > before;
    }

    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(PATIENCE + 1000);
        }
    }

    synchronized int asked() {
        return asked;
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long mixed() {
        return mixed;
    }

    synchronized long doubled() {
        return doubled;
    }

    synchronized long corrupt() {
        return corrupt;
    }
}
